"""Cut an anonymous response off from its participant (ADR 0014).

Nothing of the draft stays: the response and its answers are new rows with keys that say nothing
about when they were made, and every time on them is that of the opening.
"""

import secrets
from datetime import datetime

from django.db import connection
from django.db.models import Case, Count, F, Q, Value, When

from assessments.models import Answer, Assessment, Participant, Response
from assessments.rules.disclosure import named_units

# Beyond anything that the sequence of the table will ever reach.
_HIGH, _BITS = 1 << 62, 62
_OWN = {"id", "response", "version", "delegation", "answered_at"}
_COPIED = [field.attname for field in Answer._meta.concrete_fields if field.name not in _OWN]


def detach(draft: Response, assessment: Assessment, now: datetime) -> Response:
    """Replace the draft by a submitted response without a participant; the caller holds the locks.

    The day is written to the participant in one statement with all who have responded, so that the
    database's own marks on the rows single nobody out either. What tells of an earlier version
    (that it was begun with it, answers to questions dropped since) stays behind.
    """
    participant = draft.participant
    if participant is None or assessment.opened_at is None:
        raise ValueError("only a draft of an opened assessment can be detached")
    done = Response.objects.create(
        questionnaire_id=draft.questionnaire_id,
        begun_number=draft.questionnaire.number,
        unit=_shared_unit(participant),
        state=Response.State.SUBMITTED,
        answered_count=draft.answered_count,
        started_at=assessment.opened_at,
        last_saved_at=assessment.opened_at,
        submitted_at=assessment.opened_at,
    )
    asked = draft.questionnaire_id
    answers = Answer.objects.filter(response=draft, item__questionnaire=asked).values(*_COPIED)
    Answer.objects.bulk_create(
        Answer(
            id=_HIGH + secrets.randbits(_BITS) % (_HIGH - 1),
            response=done,
            answered_at=assessment.opened_at,
            **values,
        )
        for values in answers
    )
    Response.objects.filter(pk=draft.pk).delete()
    people = Participant.objects.filter(
        Q(responded_on__isnull=False) | Q(pk=participant.pk), assessment=assessment
    )
    people.update(
        responded_on=Case(
            When(pk=participant.pk, then=Value(now.date())), default=F("responded_on")
        )
    )
    return done


def settle(assessment: Assessment) -> None:
    """When collecting ends: drafts go, units of too few responses go, and all rows are mixed."""
    responses = Response.objects.filter(questionnaire__assessment=assessment)
    responses.exclude(state=Response.State.SUBMITTED).delete()
    sizes = responses.values_list("unit").annotate(n=Count("pk")).order_by()
    large = named_units(dict(sizes), assessment.anonymity_threshold)
    responses.exclude(unit__in=large).update(unit="")
    _mix(assessment)


def _shared_unit(participant: Participant) -> str:
    """The participant's unit when enough people are asked in it, and in those left out together."""
    asked = Participant.objects.filter(
        assessment_id=participant.assessment_id, revoked_at__isnull=True
    )
    sizes = dict(asked.values_list("unit").annotate(n=Count("pk")).order_by())
    threshold = participant.assessment.anonymity_threshold
    return participant.unit if participant.unit in named_units(sizes, threshold) else ""


def _mix(assessment: Assessment) -> None:
    """Write all responses and answers anew in random order, as one transaction's work.

    Keys, the order of rows in the table and the transaction that wrote them then say nothing about
    who came first.
    """
    with connection.cursor() as cursor:
        for statement in _MIX:
            cursor.execute(statement, {"assessment": assessment.pk})


def _listed(model: type[Response | Answer], *, without: set[str]) -> str:
    fields = [field for field in model._meta.concrete_fields if field.name not in without]
    columns = [str(field.column) for field in fields]
    return ", ".join(columns)


_RESPONSE = _listed(Response, without={"id"})
_ANSWER = _listed(Answer, without={"id", "response"})
_MIX = (
    """CREATE TEMPORARY TABLE mixed ON COMMIT DROP AS
       SELECT response.id AS old_id, gen_random_uuid() AS new_id
         FROM assessments_response AS response
         JOIN assessments_questionnaire AS sheet ON sheet.id = response.questionnaire_id
        WHERE sheet.assessment_id = %(assessment)s""",
    f"""INSERT INTO assessments_response (id, {_RESPONSE})
        SELECT mixed.new_id, {", ".join(f"old.{name}" for name in _RESPONSE.split(", "))}
          FROM mixed JOIN assessments_response AS old ON old.id = mixed.old_id
         ORDER BY random()""",  # noqa: S608 - names of our own columns
    f"""INSERT INTO assessments_answer (id, response_id, {_ANSWER})
        SELECT nextval(pg_get_serial_sequence('assessments_answer', 'id')), shuffled.*
          FROM (SELECT mixed.new_id, {", ".join(f"old.{name}" for name in _ANSWER.split(", "))}
                  FROM mixed JOIN assessments_answer AS old ON old.response_id = mixed.old_id
                 ORDER BY random()) AS shuffled""",  # noqa: S608 - names of our own columns
    """DELETE FROM assessments_answer
        WHERE response_id IN (SELECT old_id FROM mixed)""",
    """DELETE FROM assessments_response WHERE id IN (SELECT old_id FROM mixed)""",
    """DROP TABLE mixed""",
)
