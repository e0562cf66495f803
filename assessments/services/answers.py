"""Fill in a questionnaire: start, save, submit. Only ever called for the response's own person.

What is audited: that a response was started and submitted. A draft's saves are not (each would be
a row per answer, and the trail must never tell what somebody answered); the response keeps the time
of the last save. In an anonymous assessment neither is: their seconds would tie the two together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import (
    Answer,
    Assessment,
    Delegation,
    Participant,
    Questionnaire,
    QuestionnaireItem,
    Release,
    Response,
)
from assessments.queries.known_items import KnownItem, known_items
from assessments.queries.progress import wrong_tallies
from assessments.queries.way import way
from assessments.rules.answer_kinds import NOT_ASKED_MARK
from assessments.rules.questionnaire import NO_ANSWER, problems_with
from assessments.services.detaching import detach
from assessments.services.draft_rows import (
    OwnDraft,
    SavedAnswer,
    locked_draft,
    locked_own_draft,
    store_answers,
)
from assessments.services.invitations import new_link
from cip.access.actor import Actor
from cip.audit import services as audit
from cip.kernel import texts
from cip.kernel.errors import FieldConflict, InvalidInput, StaleWrite, WrongState


@dataclass(frozen=True)
class AnswerChange:
    """What the person wants stored; `expected_version` 0 says "nothing stored yet".

    `evidence` None leaves what is stored: the sender has no place for it.
    """

    item_id: UUID
    choice: str
    comment: str = ""
    expected_version: int = 0
    evidence: str | None = None


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


@transaction.atomic
def start_response(*, actor: Actor, participant: Participant, now: datetime) -> Started:
    """Begin to answer the newest questionnaire; beginning twice gives the same response.

    A response that was submitted stays with the version it answered; what came later is asked in
    an addition, which is begun when the version is given out. The assessment is locked, so
    that no response begins with a version while the next one is given out.

    A link that was handed over (no e-mail address) is known to the one who handed it over: it is
    exchanged here, so that only the person holds the address that opens the answers.
    """
    assessment = Assessment.objects.select_for_update(no_key=True).get(pk=participant.assessment_id)
    locked = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    policies.check_can_start(locked, assessment)
    begun = Response.objects.filter(participant=locked).order_by("-started_at").first()
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
    if assessment.mode != Assessment.Mode.ANONYMOUS:
        audit.record(actor, "response.started", response, program_id=assessment.program_id)
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
    return _save(locked_draft(response.pk), changes, now, delegation)


@transaction.atomic
def save_own_answers(
    *, draft: OwnDraft, changes: Sequence[AnswerChange], now: datetime
) -> Saved | None:
    """The same for somebody's own draft, found and locked at once; None when none is open.

    Whoever gets None goes through the ordinary door, which says why.
    """
    found = locked_own_draft(draft)
    return None if found is None else _save(found, changes, now)


def _save(
    found: tuple[Response, Assessment],
    changes: Sequence[AnswerChange],
    now: datetime,
    delegation: Delegation | None = None,
) -> Saved:
    locked, assessment = found
    policies.check_can_answer(locked, assessment)
    asked = known_items(locked, [change.item_id for change in changes])
    known = asked.items
    clean = [_cleaned(change, known.get(change.item_id)) for change in changes]
    _check_changes(clean, known, is_addition=locked.is_addition)
    if delegation is not None:
        _check_parts(delegation, clean, known)
    _check_versions(clean, known)
    rows = _changed(clean, known)
    chosen = {row.item_id: row.choice for row in rows}
    rules = locked.questionnaire.rules
    path = way(locked, rules, chosen) if rules else None
    answered = path.answered if path else locked.answered_count + _gained(rows, known)
    if rows:
        store_answers(locked.pk, rows, answered, now, delegation)
    versions = {row.item_id: row.version for row in rows}
    stored = {item: versions.get(row.item_id, row.version) for item, row in known.items()}
    return Saved(
        answers=tuple(
            SavedAnswer(change.item_id, *_said(change), stored[change.item_id]) for change in clean
        ),
        saved_at=now,
        answered=answered,
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
    In an anonymous assessment the draft is gone afterwards; what is returned says what it was.
    """
    assessment_id = response.questionnaire.assessment_id
    assessment = Assessment.objects.select_for_update(no_key=True).get(pk=assessment_id)
    locked = (
        Response.objects.select_for_update(of=("self",))
        .select_related("questionnaire", "participant__assessment")
        .filter(pk=response.pk)
        .first()
    )
    if locked is None:
        raise WrongState(_("You have submitted this questionnaire; it can no longer be changed."))
    if locked.state == Response.State.SUBMITTED:
        return locked
    policies.check_can_answer(locked, assessment)
    _store_marks(locked, now)
    if assessment.mode == Assessment.Mode.ANONYMOUS:
        _count(detach(locked, assessment, now))
        locked.state = Response.State.SUBMITTED
        return locked
    participant: Participant = locked.participant  # type: ignore[assignment] # a draft has one
    locked.state, locked.submitted_at = Response.State.SUBMITTED, now
    locked.unit = participant.unit
    locked.save(update_fields=["state", "submitted_at", "unit"])
    if not locked.is_addition:
        Participant.objects.filter(pk=participant.pk).update(responded_on=now.date())
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
        released = Release.objects.filter(questionnaire__assessment=questionnaire.assessment_id)
        released.update(mark=uuid4())
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


def _check_parts(
    delegation: Delegation, changes: Sequence[AnswerChange], known: Mapping[UUID, KnownItem]
) -> None:
    """Raise InvalidInput for questions outside the parts that were handed over."""
    Delegation.objects.select_for_update(no_key=True).get(pk=delegation.pk)
    delegation.refresh_from_db(fields=["taken_back_at"])
    policies.check_can_answer_parts(delegation)
    items = [known[change.item_id].item_id for change in changes]
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


def _cleaned(change: AnswerChange, item: KnownItem | None) -> AnswerChange:
    """The change in normal form; without word of evidence, what is stored stays."""
    stored = "" if item is None else item.evidence
    evidence = stored if change.evidence is None else texts.clean(change.evidence)
    return replace(change, comment=texts.clean(change.comment), evidence=evidence)


def _said(row: AnswerChange | SavedAnswer | KnownItem) -> tuple[str, str, str]:
    """Choice, comment and evidence."""
    return row.choice, row.comment, row.evidence or ""


def _check_changes(
    changes: Sequence[AnswerChange], known: Mapping[UUID, KnownItem], *, is_addition: bool
) -> None:
    found: dict[str, list[str]] = {}
    unknown = (
        _("This question is not among the new ones. What you submitted can no longer be changed.")
        if is_addition
        else _("This question does not belong to the questionnaire.")
    )
    seen: set[UUID] = set()
    for index, change in enumerate(changes):
        where = f"answers[{index}]"
        item = known.get(change.item_id)
        if item is None:
            found[f"{where}.item"] = [unknown]
            continue
        if item.item_id in seen:
            found[f"{where}.item"] = [_("This question is answered twice here.")]
        seen.add(item.item_id)
        for name, text in problems_with(*_said(change), item.codes).items():
            found[f"{where}.{name}"] = [text]
    if found:
        raise InvalidInput(fields=found)


def _check_versions(changes: Sequence[AnswerChange], known: Mapping[UUID, KnownItem]) -> None:
    stored, conflicts = [], []
    names = _("answer"), _("comment"), _("evidence")
    for change in changes:
        item = known[change.item_id]
        is_same = _said(item) == _said(change)
        if change.expected_version == item.version or (item.version and is_same):
            continue
        stored.append(SavedAnswer(change.item_id, *_said(item), item.version))
        conflicts += [
            FieldConflict(f"{item.label}: {name}", theirs, ours)
            for name, theirs, ours in zip(names, _said(item), _said(change), strict=True)
            if theirs != ours
        ]
    if stored:
        raise AnswerConflict(stored, conflicts)


def _changed(changes: Sequence[AnswerChange], known: Mapping[UUID, KnownItem]) -> list[SavedAnswer]:
    """What differs from what is stored, with the versions to store, under the items' own ids."""
    return [
        SavedAnswer(item.item_id, *_said(change), item.version + 1)
        for change in changes
        for item in (known[change.item_id],)
        if _said(item) != _said(change)
    ]


def _gained(rows: Sequence[SavedAnswer], known: Mapping[UUID, KnownItem]) -> int:
    """By how much the number of chosen answers changes."""
    before = {item.item_id: item.choice for item in known.values()}
    return sum((row.choice != NO_ANSWER) - (before[row.item_id] != NO_ANSWER) for row in rows)


# Rows come in the order of their key, so that two transactions never wait for each other in a ring.
_COUNT = """
INSERT INTO assessments_itemtally AS tally (item_id, choice, count)
SELECT item.id, COALESCE(answer.choice, ''), 1
  FROM assessments_questionnaireitem AS item
  LEFT JOIN assessments_answer AS answer ON answer.item_id = item.id AND answer.response_id = %s
 WHERE item.questionnaire_id = %s AND answer.choice IS DISTINCT FROM %s
 ORDER BY item.id
    ON CONFLICT (item_id, choice) DO UPDATE SET count = tally.count + 1
"""


def _store_marks(response: Response, now: datetime) -> None:
    """Store which questions were not asked, skipped or not reached; words stay."""
    path = way(response, response.questionnaire.rules)
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
        cursor.execute(_COUNT, [response.pk, response.questionnaire_id, NOT_ASKED_MARK])
