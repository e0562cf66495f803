"""A question that came later, in the demonstration: who has submitted is asked it, too."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from assessments.models import Assessment, Participant, Questionnaire, QuestionnaireItem
from assessments.queries.drafting import draft_sheet
from assessments.rules.drafting import OwnQuestion
from assessments.services.answers import AnswerChange, save_answers, start_response, submit_response
from assessments.services.questionnaires import issue_next_version, set_draft
from cip.access.actor import Actor, acting_person

LATER = OwnQuestion(
    code="OWN-2",
    area="PM",
    text="Do we look at a problem again some weeks after it was closed?",
    response_set="shipped:frequency",
    help="Added after the first talks on the wards.",
)


def run(*, now: datetime, actor_of: Callable[[str], Actor]) -> Questionnaire:
    """In the small assessment that is still open somebody has submitted; then a version follows."""
    early = actor_of("incidents")
    asked = Participant.objects.filter(
        user_id=acting_person(early), assessment__state=Assessment.State.COLLECTING
    )
    participant = asked.select_related("assessment").get()
    _submit(early, participant, now - timedelta(days=1))
    lead, assessment = actor_of("facilitator"), participant.assessment
    sheet = draft_sheet(assessment)
    draft = replace(sheet.draft, own=(*sheet.draft.own, LATER))
    stored = set_draft(
        actor=lead, assessment=assessment, expected_version=sheet.version, draft=draft
    )
    return issue_next_version(actor=lead, assessment=assessment, expected_version=stored.version)


def _submit(person: Actor, participant: Participant, now: datetime) -> None:
    response = start_response(actor=person, participant=participant, now=now).response
    items = QuestionnaireItem.objects.filter(questionnaire=response.questionnaire, own_code="")
    changes = [AnswerChange(item, "yes") for item in items.values_list("pk", flat=True)]
    save_answers(response=response, changes=changes, now=now)
    submit_response(actor=person, response=response, now=now)
