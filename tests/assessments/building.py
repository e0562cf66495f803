"""Questionnaires with own questions, skip rules and versions, drafted and answered for a test."""

from assessments.models import QuestionnaireDraft
from assessments.rules.drafting import Draft, OwnQuestion, Rule
from assessments.rules.outline import Condition
from assessments.services.answers import AnswerChange, save_answers, submit_response
from assessments.services.assessments import open_questionnaire
from assessments.services.questionnaires import issue_next_version, set_draft
from assessments.views.doors import link_actor
from cip.kernel import clock
from tests.assessments.setting import planned

OWN = OwnQuestion("OWN-1", "SCM", "Who keeps the list of services?", "shipped:presence", "Any.")
OTHER = OwnQuestion("OWN-2", "SPM", "Who plans?", "shipped:frequency")
SKIP = Rule((Condition("SCM-P1", frozenset({"no"})),), ("SCM-P2", "SPM-P1"))


def drafted(setting, draft, *, expected=0):
    return set_draft(
        actor=setting.lead, assessment=setting.assessment, expected_version=expected, draft=draft
    )


def opened(lead, draft=None, *, people=1, practices=2):
    setting = planned(lead, people=people, practices=practices)
    if draft is not None:
        drafted(setting, draft)
    open_questionnaire(actor=lead.actor, assessment=setting.assessment, now=clock.now())
    setting.assessment.refresh_from_db()
    return setting


def next_version(setting, draft, *, expected):
    drafted(setting, draft, expected=expected)
    version = QuestionnaireDraft.objects.get().version
    return issue_next_version(
        actor=setting.lead, assessment=setting.assessment, expected_version=version
    )


def newest(setting):
    return setting.assessment.questionnaires.latest("number")


def item_of(setting, code, *, number=None):
    sheet = setting.assessment.questionnaires.get(number=number) if number else newest(setting)
    rows = sheet.items.select_related("question")
    return next(row for row in rows if code in (row.own_code, row.question and row.question.code))


def save(response, setting, *, number=None, **choices):
    changes = [
        AnswerChange(item_of(setting, code.replace("_", "-"), number=number).pk, choice)
        for code, choice in choices.items()
    ]
    return save_answers(response=response, changes=changes, now=clock.now())


def submit(response, person):
    return submit_response(actor=link_actor(person), response=response, now=clock.now())


def handed_in(setting, person, **choices):
    response = setting.begin(person)
    save(response, setting, **choices)
    return submit(response, person)


def asked_more(alice, *, people=2, draft=None, **choices):
    """The first person has submitted, then a version brought an own question."""
    setting = opened(alice, people=people)
    handed_in(setting, setting.people[0], **(choices or {"SCM_P1": "yes", "SPM_P1": "no"}))
    next_version(setting, draft or Draft(own=(OWN,)), expected=0)
    return setting


def addition_of(person):
    return person.responses.get(asked_after__gt=0)


def codes(sheet):
    rows = sheet.items.order_by("position").select_related("question")
    return [row.own_code or row.question.code for row in rows]
