"""An assessment with its questionnaire, the people asked and everything they answered."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from assessments.models import (
    AgreedRating,
    Assessment,
    Finding,
    MethodVersion,
    Participant,
    PersonalLink,
    Questionnaire,
    QuestionnaireItem,
    Response,
    Scope,
)
from assessments.services.releasing import release_answers
from cip.kernel import clock
from cip.kernel.secrets import new_secret, secret_hash
from cip.programs.models import Program
from models_catalog.models import ModelVersion, Node, Question
from tools.bench.world.catalog import model_version
from tools.bench.world.people import Person

UNITS = ("Service desk", "Operations", "Applications", "Networks", "Clinical systems")
NAMED_VALUES = ("satisfied", "unsatisfied")

# The same each time: nine of ten agree on most questions, on every sixth they are split.
_ANSWERS = """
INSERT INTO assessments_answer
       (response_id, item_id, choice, comment, evidence, version, answered_at)
SELECT response.id, item.id,
       CASE WHEN (response.place * 37 + item.position * 11) %% 100 < 8 THEN 'dont_know'
            WHEN (response.place * 37 + item.position * 11) %% 100 < 12 THEN 'does_not_apply'
            WHEN (response.place * 61 + item.position * 7) %% 100
                 < CASE WHEN item.position %% 6 = 0 THEN 50
                        WHEN item.position %% 4 = 0 THEN 10 ELSE 90 END THEN 'yes'
            ELSE 'no' END,
       CASE WHEN (response.place + item.position) %% 10 = 0
            THEN 'We do this, but not everywhere yet.' ELSE '' END,
       CASE WHEN (response.place + item.position) %% 20 = 3
            THEN 'Minutes of the service meeting' ELSE '' END,
       1, now()
  FROM (SELECT id, questionnaire_id, row_number() OVER (ORDER BY started_at, id) AS place
          FROM assessments_response WHERE questionnaire_id = %s) AS response
  JOIN assessments_questionnaireitem AS item USING (questionnaire_id)
"""
_TALLIES = """
INSERT INTO assessments_itemtally (item_id, choice, count)
SELECT item_id, choice, count(*)
  FROM assessments_answer JOIN assessments_response AS response ON response.id = response_id
 WHERE response.questionnaire_id = %s GROUP BY 1, 2
"""


@dataclass(frozen=True)
class AnswerWorld:
    """One assessment; `response` is the person's own, `secret` opens another one by link."""

    person: Person
    program: Program
    assessment: Assessment
    questionnaire: Questionnaire
    response: Response
    link_response: Response
    secret: str
    areas: tuple[str, ...]
    items: tuple[UUID, ...]


def answer_world(
    person: Person, name: str, areas: int, practices: int, people: int, *, is_over: bool
) -> AnswerWorld:
    """A program of that name with one assessment, asking `areas` times `practices` questions."""
    version = model_version(name, areas, practices)
    program = Program.objects.create(
        organization=person.organization, name=name, lead=person.user, starts_on=date(2026, 1, 5)
    )
    return answered(person, program, version, f"Assessment {name}", people, is_over=is_over)


def answered(
    person: Person,
    program: Program,
    version: ModelVersion,
    title: str,
    people: int,
    *,
    is_over: bool,
) -> AnswerWorld:
    """`people` have answered every question; all have handed in when collecting `is_over`."""
    assessment = Assessment.objects.create(
        program=program,
        title=title,
        model_version=version,
        method_version=MethodVersion.objects.get(code="A2I"),
        lead=person.user,
        state=Assessment.State.ANALYZING if is_over else Assessment.State.COLLECTING,
        opened_at=clock.now(),
        collection_closed_at=clock.now() if is_over else None,
    )
    scope = list(
        Node.objects.filter(version=version, type__code="key_process_area").order_by("position")
    )
    Scope.objects.bulk_create(Scope(assessment=assessment, node=node) for node in scope)
    questionnaire = Questionnaire.objects.create(assessment=assessment)
    items = _items(questionnaire, version.pk)
    secret = new_secret()
    participants = _people(assessment, person, secret, people)
    responses = _responses(questionnaire, participants, len(items), is_over=is_over)
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERS, [questionnaire.pk])
        if is_over:
            cursor.execute(_TALLIES, [questionnaire.pk])
    if is_over:
        release_answers(assessment, clock.now())
        _results(assessment, person)
    return AnswerWorld(
        person=person,
        program=program,
        assessment=assessment,
        questionnaire=questionnaire,
        response=responses[0],
        link_response=responses[1],
        secret=secret,
        areas=tuple(node.code for node in scope),
        items=tuple(item.pk for item in items),
    )


def _items(questionnaire: Questionnaire, version_id: UUID) -> list[QuestionnaireItem]:
    questions = Question.objects.filter(version_id=version_id).select_related("node")
    return QuestionnaireItem.objects.bulk_create(
        QuestionnaireItem(  # type: ignore[misc] # a practice has a parent
            questionnaire=questionnaire,
            question=question,
            group_id=question.node.parent_id,
            position=n,
            number=n,
        )
        for n, question in enumerate(questions.order_by("node__position"), start=1)
    )


def _people(assessment: Assessment, person: Person, secret: str, people: int) -> list[Participant]:
    """The person with an account, one with a link, and the rest."""
    made = Participant.objects.bulk_create(
        Participant(
            assessment=assessment,
            user=person.user if n == 0 else None,
            name=person.user.name if n == 0 else f"Respondent {n}",
            email=f"respondent{n}@example.org",
            unit=UNITS[n % len(UNITS)],
            invited_at=clock.now(),
        )
        for n in range(people)
    )
    if people > 1:
        PersonalLink.objects.create(
            participant=made[1],
            secret_hash=secret_hash(secret),
            expires_at=clock.now() + timedelta(days=30),
        )
    return made


def _responses(
    questionnaire: Questionnaire, participants: list[Participant], items: int, *, is_over: bool
) -> list[Response]:
    """Everybody has answered everything."""
    return Response.objects.bulk_create(
        Response(
            questionnaire=questionnaire,
            participant=participant,
            state=Response.State.SUBMITTED if is_over else Response.State.STARTED,
            submitted_at=clock.now() if is_over else None,
            answered_count=items,
            unit=participant.unit if is_over else "",
        )
        for participant in participants
    )


def _results(assessment: Assessment, person: Person) -> None:
    """A rating of every goal and two findings for each area."""
    nodes = Node.objects.filter(version_id=assessment.model_version_id).order_by("position")
    AgreedRating.objects.bulk_create(
        AgreedRating(
            assessment=assessment,
            node=node,
            value=NAMED_VALUES[n % 2],
            reason="Seen in three services and confirmed in two interviews.",
            recorded_by=person.user,
        )
        for n, node in enumerate(nodes.filter(type__code="goal"))
    )
    Finding.objects.bulk_create(
        Finding(
            assessment=assessment,
            node=node,
            kind=kind,
            state=Finding.State.CONFIRMED,
            title=f"{title} in {node.title.lower()}",
            text="Two of three services work this way; the third keeps its own records by hand. "
            * 3,
            written_by=person.user,
        )
        for node in nodes.filter(type__code="key_process_area")
        for kind, title in (("strength", "Known procedure"), ("weakness", "Records are incomplete"))
    )
