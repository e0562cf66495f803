"""Fill in a questionnaire: start, save, submit. Only ever called for the response's own person.

What is audited: that a response was started and submitted. A draft's saves are not (each would be
a row per answer, and the trail must never tell what somebody answered); the response keeps the time
of the last save. In an anonymous assessment neither is: their seconds would tie the two together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import (
    Answer,
    Assessment,
    Delegation,
    ItemTally,
    Participant,
    Questionnaire,
    QuestionnaireItem,
    Response,
)
from assessments.queries.progress import exact_tallies
from assessments.rules.questionnaire import NO_ANSWER, problems_with
from assessments.services.detaching import detach
from assessments.services.invitations import new_link
from cip.access.actor import Actor
from cip.audit import services as audit
from cip.kernel import texts
from cip.kernel.errors import FieldConflict, InvalidInput, StaleWrite, WrongState


@dataclass(frozen=True)
class AnswerChange:
    """What the person wants stored; `expected_version` 0 says "nothing stored yet"."""

    item_id: UUID
    choice: str
    comment: str = ""
    expected_version: int = 0


@dataclass(frozen=True)
class SavedAnswer:
    """An answer as it is stored now."""

    item_id: UUID
    choice: str
    comment: str
    version: int


@dataclass(frozen=True)
class Saved:
    """What a save gave: the answers with their new versions and how far the response is."""

    answers: tuple[SavedAnswer, ...]
    saved_at: datetime
    answered: int
    total: int


class AnswerConflict(StaleWrite):
    """Answers changed elsewhere in the meantime (another tab or device of the same person)."""

    def __init__(self, stored: Sequence[SavedAnswer], conflicts: list[FieldConflict]) -> None:
        super().__init__(
            _("You answered this in another window in the meantime. Choose which answer stays."),
            current_version=stored[0].version,
            conflicts=conflicts,
        )
        self.stored = {answer.item_id: answer for answer in stored}


@dataclass(frozen=True)
class Started:
    """A begun response; `secret` is set when the handed-over link was exchanged for a fresh one."""

    response: Response
    secret: str | None = None


@dataclass(frozen=True)
class _Known:
    """An item of the questionnaire with what it offers and what is stored."""

    codes: tuple[str, ...]
    label: str
    choice: str
    comment: str
    version: int


@transaction.atomic
def start_response(*, actor: Actor, participant: Participant, now: datetime) -> Started:
    """Begin to answer the newest questionnaire; beginning twice gives the same response.

    A link that was handed over (no e-mail address) is known to the one who handed it over: it is
    exchanged here, so that only the person holds the address that opens the answers.
    """
    locked = (
        Participant.objects.select_for_update(of=("self",), no_key=True)
        .select_related("assessment")
        .get(pk=participant.pk)
    )
    policies.check_can_start(locked, locked.assessment)
    questionnaire = (
        Questionnaire.objects.filter(assessment=locked.assessment).order_by("-number").first()
    )
    if questionnaire is None:
        raise WrongState(_("This questionnaire is not open yet."))
    response, is_new = Response.objects.get_or_create(
        questionnaire=questionnaire, participant=locked
    )
    if not is_new:
        return Started(response)
    secret = None
    if locked.user_id is None and not locked.email:
        secret = new_link(locked, now)
    if locked.assessment.mode != Assessment.Mode.ANONYMOUS:
        audit.record(actor, "response.started", response, program_id=locked.assessment.program_id)
    return Started(response, secret)


@transaction.atomic
def save_answers(
    *,
    response: Response,
    changes: Sequence[AnswerChange],
    now: datetime,
    delegation: Delegation | None = None,
) -> Saved:
    """Store answers of one response: all or none. A delegate answers the parts handed over only.

    Raises InvalidInput under `answers[index].field`, AnswerConflict when an answer is stored in
    another version and differs, WrongState when it is submitted or closed. Storing what already
    stands there is no conflict, so that a repeated request does no harm.
    """
    locked = (
        Response.objects.select_for_update(of=("self",))
        .select_related("questionnaire__assessment")
        .get(pk=response.pk)
    )
    policies.check_can_answer(locked, locked.questionnaire.assessment)
    if delegation is not None:
        _check_parts(delegation, changes)
    known, total = _known_items(locked, [change.item_id for change in changes])
    clean = [_cleaned(change) for change in changes]
    _check_changes(clean, known)
    _check_versions(clean, known)
    rows, delta = _changed_rows(locked, clean, known, now, delegation)
    if rows:
        Answer.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["response", "item"],
            update_fields=["choice", "comment", "version", "delegation", "answered_at"],
        )
        answered = locked.answered_count + delta
        Response.objects.filter(pk=locked.pk).update(answered_count=answered, last_saved_at=now)
        locked.answered_count, locked.last_saved_at = answered, now
    versions = {row.item_id: row.version for row in rows}
    return Saved(
        answers=tuple(
            SavedAnswer(
                change.item_id,
                change.choice,
                change.comment,
                versions.get(change.item_id, known[change.item_id].version),
            )
            for change in clean
        ),
        saved_at=now,
        answered=locked.answered_count,
        total=total,
    )


@transaction.atomic
def submit_response(*, actor: Actor, response: Response, now: datetime) -> Response:
    """Hand in for good and count the answers, in one transaction; a second call changes nothing.

    Unanswered questions count as blank. The assessment row is locked first, so that nobody hands in
    while collecting is being closed, and people who hand in at once count one after the other.
    In an anonymous assessment the draft is gone afterwards; what is returned says what it was.
    """
    assessment_id = response.questionnaire.assessment_id
    assessment = Assessment.objects.select_for_update(no_key=True).get(pk=assessment_id)
    locked = (
        Response.objects.select_for_update(of=("self",))
        .select_related("participant__assessment")
        .filter(pk=response.pk)
        .first()
    )
    if locked is None:
        raise WrongState(_("You have submitted this questionnaire; it can no longer be changed."))
    if locked.state == Response.State.SUBMITTED:
        return locked
    policies.check_can_answer(locked, assessment)
    if assessment.mode == Assessment.Mode.ANONYMOUS:
        _count(detach(locked, assessment, now))
        locked.state = Response.State.SUBMITTED
        return locked
    participant: Participant = locked.participant  # type: ignore[assignment] # a draft has one
    locked.state, locked.submitted_at = Response.State.SUBMITTED, now
    locked.unit = participant.unit
    locked.save(update_fields=["state", "submitted_at", "unit"])
    Participant.objects.filter(pk=participant.pk).update(responded_on=now.date())
    _count(locked)
    audit.record(actor, "response.submitted", locked, program_id=assessment.program_id)
    return locked


@transaction.atomic
def recompute_tallies(*, questionnaire: Questionnaire) -> int:
    """Count all submitted answers anew and repair the stored tallies; how many rows were wrong."""
    Assessment.objects.select_for_update(no_key=True).get(pk=questionnaire.assessment_id)
    exact = exact_tallies(questionnaire.pk)
    tallies = ItemTally.objects.filter(item__questionnaire=questionnaire)
    stored = {
        (item, choice): count
        for item, choice, count in tallies.values_list("item_id", "choice", "count")
    }
    wrong = [key for key in exact.keys() | stored.keys() if exact.get(key, 0) != stored.get(key, 0)]
    if wrong:
        tallies.delete()
        ItemTally.objects.bulk_create(
            [
                ItemTally(item_id=item, choice=choice, count=n)
                for (item, choice), n in exact.items()
            ],
            batch_size=1000,
        )
    return len(wrong)


# Asked by every save, hence written out: from querysets it takes several times as long.
_KNOWN = """
SELECT (SELECT count(*) FROM assessments_questionnaireitem WHERE questionnaire_id = sheet.id),
       item.id,
       ARRAY(SELECT level.code FROM models_catalog_level AS level
              WHERE level.scale_id = question.response_set_id ORDER BY level.position),
       question.code, COALESCE(mine.choice, ''), COALESCE(mine.comment, ''),
       COALESCE(mine.version, 0)
  FROM assessments_questionnaire AS sheet
  LEFT JOIN assessments_questionnaireitem AS item
    ON item.questionnaire_id = sheet.id AND item.id = ANY(%s::uuid[])
  LEFT JOIN models_catalog_question AS question ON question.id = item.question_id
  LEFT JOIN assessments_answer AS mine ON mine.item_id = item.id AND mine.response_id = %s
 WHERE sheet.id = %s
"""


def _known_items(response: Response, item_ids: Iterable[UUID]) -> tuple[Mapping[UUID, _Known], int]:
    """Those of the items that belong to the questionnaire, and how many it has in all."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [list(item_ids), response.pk, response.questionnaire_id])
        rows = cursor.fetchall()
    known = {
        item_id: _Known(tuple(codes), *stored)
        for _total, item_id, codes, *stored in rows
        if item_id
    }
    return known, rows[0][0]


def _check_parts(delegation: Delegation, changes: Sequence[AnswerChange]) -> None:
    """Raise InvalidInput for questions outside the parts that were handed over."""
    Delegation.objects.select_for_update(no_key=True).get(pk=delegation.pk)
    delegation.refresh_from_db(fields=["taken_back_at"])
    policies.check_can_answer_parts(delegation)
    items = [change.item_id for change in changes]
    inside = set(
        QuestionnaireItem.objects.filter(
            pk__in=items, group__in=delegation.areas.values("pk")
        ).values_list("pk", flat=True)
    )
    found = {
        f"answers[{index}].item": [_("This question is not among the parts handed to you.")]
        for index, item in enumerate(items)
        if item not in inside
    }
    if found:
        raise InvalidInput(fields=found)


def _cleaned(change: AnswerChange) -> AnswerChange:
    return AnswerChange(
        change.item_id, change.choice, texts.clean(change.comment), change.expected_version
    )


def _check_changes(changes: Sequence[AnswerChange], known: Mapping[UUID, _Known]) -> None:
    found: dict[str, list[str]] = {}
    seen: set[UUID] = set()
    for index, change in enumerate(changes):
        where = f"answers[{index}]"
        item = known.get(change.item_id)
        if item is None:
            found[f"{where}.item"] = [_("This question does not belong to the questionnaire.")]
            continue
        if change.item_id in seen:
            found[f"{where}.item"] = [_("This question is answered twice here.")]
        seen.add(change.item_id)
        for name, text in problems_with(change.choice, change.comment, item.codes).items():
            found[f"{where}.{name}"] = [text]
    if found:
        raise InvalidInput(fields=found)


def _check_versions(changes: Sequence[AnswerChange], known: Mapping[UUID, _Known]) -> None:
    stored, conflicts = [], []
    for change in changes:
        item = known[change.item_id]
        is_same = (item.choice, item.comment) == (change.choice, change.comment)
        if change.expected_version == item.version or (item.version and is_same):
            continue
        stored.append(SavedAnswer(change.item_id, item.choice, item.comment, item.version))
        conflicts += [
            FieldConflict(f"{item.label}: {name}", theirs, ours)
            for name, theirs, ours in (
                (_("answer"), item.choice, change.choice),
                (_("comment"), item.comment, change.comment),
            )
            if theirs != ours
        ]
    if stored:
        raise AnswerConflict(stored, conflicts)


def _changed_rows(
    response: Response,
    changes: Sequence[AnswerChange],
    known: Mapping[UUID, _Known],
    now: datetime,
    delegation: Delegation | None,
) -> tuple[list[Answer], int]:
    """Rows to write and by how much the number of chosen answers changes."""
    rows, delta = [], 0
    for change in changes:
        item = known[change.item_id]
        if (item.choice, item.comment) == (change.choice, change.comment):
            continue
        delta += (change.choice != NO_ANSWER) - (item.choice != NO_ANSWER)
        rows.append(
            Answer(
                response=response,
                item_id=change.item_id,
                choice=change.choice,
                comment=change.comment,
                version=item.version + 1,
                delegation=delegation,
                answered_at=now,
            )
        )
    return rows, delta


# Rows come in the order of their key, so that two transactions never wait for each other in a ring.
_COUNT = """
INSERT INTO assessments_itemtally AS tally (item_id, choice, count)
SELECT item.id, COALESCE(answer.choice, ''), 1
  FROM assessments_questionnaireitem AS item
  LEFT JOIN assessments_answer AS answer ON answer.item_id = item.id AND answer.response_id = %s
 WHERE item.questionnaire_id = %s
 ORDER BY item.id
    ON CONFLICT (item_id, choice) DO UPDATE SET count = tally.count + 1
"""


def _count(response: Response) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [response.pk, response.questionnaire_id])
