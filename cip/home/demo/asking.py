"""How people are asked, in the demonstration: an anonymous assessment and parts handed on."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from assessments.models import (
    Assessment,
    Delegation,
    Dispatch,
    Participant,
    QuestionnaireItem,
    Scope,
)
from assessments.services.answers import AnswerChange, save_answers, start_response, submit_response
from assessments.services.assessments import (
    ScopeChoice,
    create_assessment,
    open_questionnaire,
    set_scope,
)
from assessments.services.delegations import delegate_parts
from assessments.services.participants import NewPerson, add_participants, edit_participant
from cip.access.actor import Actor, acting_person
from cip.home.demo import stepping
from cip.home.demo.people import DOMAIN, RESPONDENTS, SLUG
from cip.programs.models import Program
from models_catalog.models import Node

SEED = 8058  # the number of the document behind one-click opting out
AREAS = ("SCM", "PM")
ROLES = ("Agent", "Engineer", "Coordinator")
SUBMITTED_OF = 3  # two of three have


def run(
    *,
    now: datetime,
    program: Program,
    assessment: Assessment,
    actor_of: Callable[[str], Actor],
    user_id_of: Callable[[str], UUID],
) -> Assessment:
    """An anonymous assessment of the same model in the middle of its collecting."""
    lead = actor_of("facilitator")
    opened = now - timedelta(days=6)
    made = create_assessment(
        actor=lead,
        program=program,
        title="Candid look at commitments (anonymous)",
        purpose="Say what you would rather not sign. Nobody can find out who answered what.",
        model_version_id=assessment.model_version_id,
        lead_id=user_id_of("facilitator"),
        mode=Assessment.Mode.ANONYMOUS,
        closes_on=(now + timedelta(days=9)).date(),
        today=opened.date(),
    )
    nodes = Node.objects.filter(version_id=made.model_version_id, code__in=AREAS)
    set_scope(
        actor=lead,
        assessment=made,
        expected_version=made.version,
        choices=[ScopeChoice(node.pk) for node in nodes.order_by("position")],
    )
    add_participants(actor=lead, assessment=made, people=_people(), now=opened)
    made.refresh_from_db()
    walk = stepping.Walk(made, lead, actor_of("sponsor"))
    stepping.prepare(walk, opened, has_kick_off=True)
    open_questionnaire(actor=lead, assessment=made, now=opened)
    made.refresh_from_db()
    _answer(lead, made, now - timedelta(days=2))
    _hand_on(actor_of("engineer"), now)
    return made


def assessment_ids() -> list[str]:
    """Keys of all assessments of the demonstration, as job rows name them."""
    rows = Assessment.objects.filter(program__organization__slug=SLUG)
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def keep_mail_in() -> None:
    """Mails that would leave for invented addresses count as sent."""
    waiting = Dispatch.objects.filter(
        participant__assessment__program__organization__slug=SLUG, state=Dispatch.State.WAITING
    )
    for row in waiting.select_related("participant"):
        row.state, row.sent_at = Dispatch.State.SENT, row.participant.invited_at
        row.save(update_fields=["state", "sent_at"])


def _people() -> list[NewPerson]:
    return [
        NewPerson(
            name=name,
            email=f"{name.split()[0].lower()}@{DOMAIN}",
            unit=unit,
            role=ROLES[number % len(ROLES)],
        )
        for number, (name, unit) in enumerate(RESPONDENTS)
    ]


def _answer(lead: Actor, assessment: Assessment, now: datetime) -> None:
    generator = random.Random(SEED)  # noqa: S311 - sample data
    items = list(
        QuestionnaireItem.objects.filter(questionnaire__assessment=assessment)
        .order_by("position")
        .values_list("pk", flat=True)
    )
    people = list(Participant.objects.filter(assessment=assessment).order_by("name"))
    for number, participant in enumerate(people):
        if number % SUBMITTED_OF == 0:
            continue
        response = start_response(actor=lead, participant=participant, now=now).response
        changes = [
            AnswerChange(item, generator.choice(("yes", "no", "no", "dont_know"))) for item in items
        ]
        save_answers(response=response, changes=changes, now=now)
        submit_response(actor=lead, response=response, now=now)
    edit_participant(actor=lead, participant=people[0], values={"event": "bounced"})


def _hand_on(engineer: Actor, now: datetime) -> Delegation:
    """In the named assessment that is still open, a part goes to a colleague."""
    participant = Participant.objects.select_related("assessment").get(
        user_id=acting_person(engineer), assessment__state=Assessment.State.COLLECTING
    )
    start_response(actor=engineer, participant=participant, now=now)
    areas = Scope.objects.filter(assessment=participant.assessment).values_list(
        "node_id", flat=True
    )
    return delegate_parts(
        actor=engineer,
        participant=participant,
        name="Siskin Draftman",
        email=f"analyst@{DOMAIN}",
        area_ids=list(areas[:1]),
        now=now,
    )
