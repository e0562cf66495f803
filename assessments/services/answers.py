"""Fill in a questionnaire: start, save, submit. Only ever called for the response's own person.

What is audited: that a response was started and submitted. A draft's saves are not (each would be
a row per answer, and the trail must never tell what somebody answered); the response keeps the time
of the last save.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import (
    Answer,
    Assessment,
    Participant,
    Questionnaire,
    Response,
)
from assessments.queries.progress import wrong_tallies
from assessments.queries.way import way
from assessments.rules.questionnaire import NO_ANSWER, problems_with
from assessments.rules.response_sets import codes_of
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
    """What a save gave: the answers with their new versions and how far the response is.

    `skipped` holds the items that the answers lead past; None without skip rules.
    """

    answers: tuple[SavedAnswer, ...]
    saved_at: datetime
    answered: int
    total: int
    skipped: frozenset[UUID] | None = None


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

    item_id: UUID
    codes: tuple[str, ...]
    label: str
    choice: str
    comment: str
    version: int


@dataclass(frozen=True)
class _Asked:
    """What a save must know of the questionnaire; items stand under the ids that were sent."""

    total: int
    rules: list[dict[str, Any]]
    items: dict[UUID, _Known]


@transaction.atomic
def start_response(*, actor: Actor, participant: Participant, now: datetime) -> Started:
    """Begin to answer the newest questionnaire; beginning twice gives the same response.

    A response that was submitted stays with the version it answered. The assessment is locked, so
    that no response begins with a version while the next one is given out.

    A link that was handed over (no e-mail address) is known to the one who handed it over: it is
    exchanged here, so that only the person holds the address that opens the answers.
    """
    assessment = Assessment.objects.select_for_update(no_key=True).get(pk=participant.assessment_id)
    locked = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    policies.check_can_start(locked, assessment)
    begun = Response.objects.filter(participant=locked).first()
    if begun is not None:
        return Started(begun)
    questionnaire = Questionnaire.objects.filter(assessment=assessment).order_by("-number").first()
    if questionnaire is None:
        raise WrongState(_("This questionnaire is not open yet."))
    response = Response.objects.create(
        questionnaire=questionnaire, participant=locked, begun_number=questionnaire.number
    )
    secret = None
    if locked.user_id is None and not locked.email:
        secret = new_link(locked, now)
        locked.save(update_fields=["secret_hash", "link_expires_at", "updated_at"])
    audit.record(actor, "response.started", response, program_id=assessment.program_id)
    return Started(response, secret)


@transaction.atomic
def save_answers(*, response: Response, changes: Sequence[AnswerChange], now: datetime) -> Saved:
    """Store answers of one response: all or none.

    Raises InvalidInput under `answers[index].field`, AnswerConflict when an answer is stored in
    another version and differs, WrongState when it is submitted or closed. Storing what already
    stands there is no conflict, so that a repeated request does no harm.
    """
    locked = (
        Response.objects.select_for_update(of=("self",))
        .select_related("participant__assessment")
        .get(pk=response.pk)
    )
    policies.check_can_answer(locked, locked.participant.assessment)
    asked = _known_items(locked, [change.item_id for change in changes])
    known = asked.items
    clean = [_cleaned(change) for change in changes]
    _check_changes(clean, known)
    _check_versions(clean, known)
    rows, delta = _changed_rows(locked, clean, known, now)
    if rows:
        Answer.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["response", "item"],
            update_fields=["choice", "comment", "version", "answered_at"],
        )
    path = way(locked.pk, locked.questionnaire_id, asked.rules) if asked.rules else None
    if rows:
        answered = path.answered if path else locked.answered_count + delta
        Response.objects.filter(pk=locked.pk).update(answered_count=answered, last_saved_at=now)
        locked.answered_count, locked.last_saved_at = answered, now
    versions = {row.item_id: row.version for row in rows}
    stored = {item: versions.get(row.item_id, row.version) for item, row in known.items()}
    return Saved(
        answers=tuple(
            SavedAnswer(
                change.item_id,
                change.choice,
                change.comment,
                stored[change.item_id],
            )
            for change in clean
        ),
        saved_at=now,
        answered=path.answered if path else locked.answered_count,
        total=path.total if path else asked.total,
        skipped=path.skipped if path else None,
    )


@transaction.atomic
def submit_response(*, actor: Actor, response: Response, now: datetime) -> Response:
    """Hand in for good and count the answers, in one transaction; a second call changes nothing.

    Unanswered questions count as blank, unless a rule led past them or they come after the last
    part with an answer; answers to questions that were skipped in the end do not count. The
    assessment row is locked first, so that nobody hands in while collecting is being closed, and
    people who hand in at once count one after the other.
    """
    assessment_id = response.questionnaire.assessment_id
    assessment = Assessment.objects.select_for_update(no_key=True).get(pk=assessment_id)
    locked = (
        Response.objects.select_for_update(of=("self",))
        .select_related("questionnaire")
        .get(pk=response.pk)
    )
    if locked.state == Response.State.SUBMITTED:
        return locked
    policies.check_can_answer(locked, assessment)
    locked.state, locked.submitted_at = Response.State.SUBMITTED, now
    locked.save(update_fields=["state", "submitted_at"])
    _store_marks(locked, now)
    _count(locked)
    audit.record(actor, "response.submitted", locked, program_id=assessment.program_id)
    return locked


@transaction.atomic
def recompute_tallies(*, questionnaire: Questionnaire) -> int:
    """Count all submitted answers anew and repair the stored tallies; how many rows were wrong."""
    Assessment.objects.select_for_update(no_key=True).get(pk=questionnaire.assessment_id)
    wrong = wrong_tallies(questionnaire.pk)
    if wrong:
        with connection.cursor() as cursor:
            parts = [list(part) for part in zip(*wrong, strict=True)]
            cursor.execute(_REPAIR, parts)
    return len(wrong)


# A count of zero is no row; the others replace what is kept.
_REPAIR = """
WITH exact AS (
    SELECT * FROM unnest(%s::uuid[], %s::text[], %s::int[]) AS row (item_id, choice, n)
), gone AS (
    DELETE FROM assessments_itemtally AS tally USING exact
     WHERE exact.n = 0 AND tally.item_id = exact.item_id AND tally.choice = exact.choice
)
INSERT INTO assessments_itemtally (item_id, choice, count)
SELECT item_id, choice, n FROM exact WHERE n > 0
    ON CONFLICT (item_id, choice) DO UPDATE SET count = EXCLUDED.count
"""

# Asked by every save, hence written out: from querysets it takes several times as long.
_KNOWN = """
SELECT (SELECT count(*) FROM assessments_questionnaireitem WHERE questionnaire_id = sheet.id),
       sheet.rules, item.id,
       ARRAY(SELECT level.code FROM models_catalog_level AS level
              WHERE level.scale_id = COALESCE(item.response_set_id, question.response_set_id)
              ORDER BY level.position),
       item.shipped_set, COALESCE(question.code, item.own_code),
       COALESCE(mine.choice, ''), COALESCE(mine.comment, ''), COALESCE(mine.version, 0)
  FROM assessments_questionnaire AS sheet
  LEFT JOIN assessments_questionnaireitem AS item
    ON item.questionnaire_id = sheet.id AND item.id = ANY(%s::uuid[])
  LEFT JOIN models_catalog_question AS question ON question.id = item.question_id
  LEFT JOIN assessments_answer AS mine ON mine.item_id = item.id AND mine.response_id = %s
 WHERE sheet.id = %s
"""
_MOVED = """
SELECT old.id, new.id
  FROM assessments_questionnaireitem AS old
  JOIN assessments_questionnaireitem AS new ON new.origin_id = COALESCE(old.origin_id, old.id)
 WHERE old.id = ANY(%s::uuid[]) AND new.questionnaire_id = %s
"""


def _known_items(response: Response, item_ids: Sequence[UUID]) -> _Asked:
    """Those of the items that belong to the questionnaire, and how many it has in all.

    An item of an earlier version stands for the same question of this one: a device that was
    offline when the version was given out sends it.
    """
    asked = _read_known(response, item_ids)
    missing = [item_id for item_id in item_ids if item_id not in asked.items]
    if not missing:
        return asked
    with connection.cursor() as cursor:
        cursor.execute(_MOVED, [missing, response.questionnaire_id])
        moved = dict(cursor.fetchall())
    if moved:
        now = _read_known(response, list(moved.values())).items
        asked.items.update({old: now[new] for old, new in moved.items()})
    return asked


def _read_known(response: Response, item_ids: Sequence[UUID]) -> _Asked:
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [list(item_ids), response.pk, response.questionnaire_id])
        rows = cursor.fetchall()
    items = {
        item_id: _Known(item_id, codes_of(shipped) if shipped else tuple(codes), *stored)
        for _total, _rules, item_id, codes, shipped, *stored in rows
        if item_id
    }
    return _Asked(rows[0][0], json.loads(rows[0][1]), items)


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
        if item.item_id in seen:
            found[f"{where}.item"] = [_("This question is answered twice here.")]
        seen.add(item.item_id)
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
    response: Response, changes: Sequence[AnswerChange], known: Mapping[UUID, _Known], now: datetime
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
                item_id=item.item_id,
                choice=change.choice,
                comment=change.comment,
                version=item.version + 1,
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


def _store_marks(response: Response, now: datetime) -> None:
    """Store which questions were skipped and which not reached; comments stay."""
    path = way(response.pk, response.questionnaire_id, response.questionnaire.rules)
    Answer.objects.bulk_create(
        [
            Answer(response=response, item_id=item, choice=mark, answered_at=now)
            for item, mark in path.marks().items()
        ],
        update_conflicts=True,
        unique_fields=["response", "item"],
        update_fields=["choice"],
    )


def _count(response: Response) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [response.pk, response.questionnaire_id])
