"""Questions put to some roles only: not asked is neither blank nor not reached."""

import pytest
from django.test import Client

from assessments.models import Answer, Assessment, ItemTally, Participant, UnitTally
from assessments.queries.drafting import draft_sheet, pending
from assessments.queries.facts.context import contexts
from assessments.queries.facts.preparing import participants_per_area
from assessments.queries.progress import collection
from assessments.queries.questionnaire import OwnSheet
from assessments.rules.audience import AskedOf
from assessments.rules.drafting import Draft, Rule
from assessments.rules.outline import Condition
from assessments.services.answers import recompute_tallies
from assessments.services.assessments import open_questionnaire
from assessments.services.participants import NewPerson, add_participants
from assessments.services.releasing import release_answers
from cip.kernel import clock
from cip.kernel.errors import InvalidInput
from tests.assessments.building import drafted, item_of, newest, next_version, save, submit
from tests.assessments.setting import planned

pytestmark = pytest.mark.django_db

AGENTS = Draft(asked_of=(AskedOf("SPM", ("agent",)), AskedOf("SCM-P2", ("manager",))))


def set_up(alice, draft=AGENTS, roles=("Agent", "manager", ""), mode="confidential"):
    setting = planned(alice, people=len(roles))
    for person, role in zip(setting.people, roles, strict=True):
        person.role = role
        person.save()
    Assessment.objects.update(mode=mode)
    setting.assessment.refresh_from_db()
    drafted(setting, draft)
    return setting


def opened(alice, draft=AGENTS, **more):
    setting = set_up(alice, draft, **more)
    open_questionnaire(actor=alice.actor, assessment=setting.assessment, now=clock.now())
    setting.assessment.refresh_from_db()
    return setting


def seen(response):
    return [question.code for question in OwnSheet(response).questions()]


def test_each_role_sees_its_questions(alice):
    setting = opened(alice)
    agent, manager, other = (setting.begin(person) for person in setting.people)
    assert seen(agent) == ["SCM-P1", "SPM-P1", "SPM-P2", "SRM-P1", "SRM-P2"]
    assert seen(manager) == ["SCM-P1", "SCM-P2", "SRM-P1", "SRM-P2"]
    assert seen(other) == ["SCM-P1", "SRM-P1", "SRM-P2"]
    assert [area.code for area in OwnSheet(other).areas().areas] == ["SCM", "SRM"]
    assert OwnSheet(agent).areas().progress.total == 5


def test_saving_counts_what_is_asked_and_refuses_the_rest(alice):
    setting = opened(alice)
    response = setting.begin(setting.people[2])
    saved = save(response, setting, SCM_P1="yes")
    assert (saved.answered, saved.total) == (1, 3)
    with pytest.raises(InvalidInput):
        save(response, setting, SPM_P1="yes")


def test_not_asked_is_in_no_count(alice):
    setting = opened(alice)
    for person in setting.people:
        response = setting.begin(person)
        save(response, setting, SCM_P1="yes", SRM_P2="no")
        submit(response, person)
    counts = {
        code: dict(
            ItemTally.objects.filter(item=item_of(setting, code)).values_list("choice", "count")
        )
        for code in ("SCM-P1", "SCM-P2", "SPM-P1")
    }
    assert counts == {"SCM-P1": {"yes": 3}, "SCM-P2": {"": 1}, "SPM-P1": {"": 1}}
    assert recompute_tallies(questionnaire=newest(setting)) == 0
    release_answers(setting.assessment, clock.now())
    units = UnitTally.objects.filter(item=item_of(setting, "SPM-P1"))
    assert list(units.values_list("choice", "count")) == [("", 1)]
    assert Answer.objects.filter(choice="~not_asked").count() == 1 + 2 + 3
    submitted = setting.people[2].responses.get()
    Participant.objects.update(role="agent")
    submitted.refresh_from_db()
    assert seen(submitted) == ["SCM-P1", "SRM-P1", "SRM-P2"]


def test_skip_rules_go_by_what_is_asked(alice):
    rule = Rule((Condition("SCM-P1", frozenset({"no"})),), ("SRM-P1", "SPM-P1"))
    setting = opened(alice, Draft(asked_of=AGENTS.asked_of, rules=(rule,)))
    response = setting.begin(setting.people[2])
    saved = save(response, setting, SCM_P1="no")
    assert (saved.answered, saved.total) == (1, 2)
    assert saved.skipped == {item_of(setting, "SRM-P1").pk}
    submit(response, setting.people[2])
    marks = Answer.objects.order_by("item__position").values_list("choice", flat=True)
    assert list(marks) == [
        "no", "~not_asked", "~not_asked", "~not_asked", "~skipped", "~not_reached"
    ]  # fmt: skip


def test_progress_is_of_what_each_is_asked(alice):
    setting = opened(alice)
    setting.begin(setting.people[2])
    rows = {row.role: row.progress.total for row in collection(setting.assessment).rows}
    assert rows == {"Agent": 5, "manager": 4, "": 3}


def test_only_people_who_are_asked_count_for_an_area(alice):
    setting = set_up(alice, roles=("Agent", "agent", "manager"))
    (context,) = contexts([setting.assessment], clock.today()).values()
    assert participants_per_area(context) == {"SCM": 3, "SPM": 2, "SRM": 3}


def test_change_of_roles_is_a_change_to_give_out(alice):
    setting = opened(alice)
    response = setting.begin(setting.people[0])
    save(response, setting, SPM_P1="yes", SCM_P1="yes")
    assert pending(setting.assessment, draft_sheet(setting.assessment)).is_empty
    next_version(setting, Draft(asked_of=(AskedOf("SPM", ("manager",)),)), expected=1)
    response.refresh_from_db()
    assert seen(response) == ["SCM-P1", "SCM-P2", "SRM-P1", "SRM-P2"]
    assert item_of(setting, "SPM-P1").roles == ["manager"]


@pytest.mark.parametrize(
    "one", [AskedOf("NOWHERE", ("agent",)), AskedOf("SCM", (" ",)), AskedOf("SCM", ("x" * 201,))]
)
def test_what_cannot_be_asked_of_anybody_is_refused(alice, one):
    setting = planned(alice)
    with pytest.raises(InvalidInput):
        drafted(setting, Draft(asked_of=(one,)))


def test_anonymous_singles_nobody_out(alice):
    few = set_up(alice, roles=("agent",) * 3 + ("",) * 6, mode="anonymous")
    with pytest.raises(InvalidInput, match="Fewer than 5 people"):
        open_questionnaire(actor=alice.actor, assessment=few.assessment, now=clock.now())
    Participant.objects.update(role="agent")
    open_questionnaire(actor=alice.actor, assessment=few.assessment, now=clock.now())
    with pytest.raises(InvalidInput, match="Fewer than 5 people"):
        add_participants(
            actor=alice.actor,
            assessment=few.assessment,
            people=[NewPerson("Kim", "kim@elsewhere.example")],
            now=clock.now(),
        )
    assert Participant.objects.count() == 9


def test_page_to_choose_roles_and_preview_as_one(alice):
    setting = set_up(alice, Draft())
    base = f"/o/acme/assessments/{setting.assessment.pk}/questions/"
    page = alice.client.get(f"{base}roles/SPM/")
    assert [label for _key, label in page.context["form"].fields["known"].choices] == [
        "Agent",
        "manager",
    ]
    sent = {"expected_version": 1, "known": ["agent"], "more": "Owner\n"}
    alice.client.post(f"{base}roles/SPM/", sent)
    assert draft_sheet(setting.assessment).draft.asked_of == (AskedOf("SPM", ("agent", "owner")),)
    preview = alice.client.get(f"{base}preview/?role=manager")
    assert "As it looks to the role:" in preview.text
    shown = preview.context["areas"]
    assert [area.code for _number, area in shown] == ["SCM", "SRM"]
    assert alice.client.get(f"{base}roles/NOWHERE/").status_code == 404


def test_pages_of_the_form_keep_to_the_role(alice):
    setting = opened(alice)
    secret = setting.link(setting.people[2])
    setting.begin(setting.people[2])
    guest = Client()
    assert guest.get(f"/q/{secret}/areas/SPM/").status_code == 404
    review = guest.get(f"/q/{secret}/review/")
    assert review.context["missing"] == 3
