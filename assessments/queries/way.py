"""Which way one respondent's answers lead through a questionnaire with skip rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from assessments.models import Response
from assessments.queries.additions import answered_before
from assessments.queries.given_out import given_out
from assessments.queries.own_said import NOTHING_SAID, Said, own_said
from assessments.rules.answer_kinds import NOT_ASKED_MARK, NOT_REACHED_MARK, SKIPPED_MARK
from assessments.rules.audience import is_put_to
from assessments.rules.draft_data import skip_rules_of
from assessments.rules.outline import Outline, OutlinedQuestion
from assessments.rules.skips import skipped


@dataclass(frozen=True)
class Stop:
    """An item on the way, with what is stored about it; `group` is the part it stands in."""

    item_id: UUID
    key: str
    group: UUID
    choice: str
    has_words: bool
    is_asked: bool
    is_skipped: bool


@dataclass(frozen=True)
class Way:
    """All items in order."""

    stops: tuple[Stop, ...]

    @property
    def asked(self) -> tuple[Stop, ...]:
        """The items that are put to the person at all."""
        return tuple(stop for stop in self.stops if stop.is_asked)

    @property
    def skipped(self) -> frozenset[UUID]:
        """Items that rules lead past."""
        return frozenset(stop.item_id for stop in self.asked if stop.is_skipped)

    @property
    def answered(self) -> int:
        """Items asked that have an answer."""
        return sum(bool(stop.choice) and not stop.is_skipped for stop in self.asked)

    @property
    def total(self) -> int:
        """Items asked."""
        return len(self.asked) - len(self.skipped)

    def marks(self) -> dict[UUID, str]:
        """What to store on submitting: not asked, skipped, or after the last part answered."""
        last = max(
            (n for n, stop in enumerate(self.asked) if stop.choice or stop.has_words), default=-1
        )
        reached = {stop.group for stop in self.asked[: last + 1]}
        gaps = {
            stop.item_id: SKIPPED_MARK if stop.is_skipped else NOT_REACHED_MARK
            for stop in self.asked
            if stop.is_skipped or stop.group not in reached
        }
        return gaps | {stop.item_id: NOT_ASKED_MARK for stop in self.stops if not stop.is_asked}


def way(
    response: Response,
    rules: list[dict[str, Any]],
    chosen: Mapping[UUID, str] | None = None,
    *,
    said: Mapping[str, Said] | None = None,
) -> Way:
    """The way as the stored answers lead (one query); `chosen` goes before what is stored.

    `said` are the stored answers where they have been read already.
    What is not put to the person has no answer, whatever is stored. Of an addition, the answers
    submitted before lead, too (one more query). Needs the participant loaded.
    """
    told = chosen or {}
    stored = own_said(response.pk) if said is None else said
    role = response.participant.role if response.participant else ""
    rows = []
    for item in given_out(response.questionnaire_id):
        mine = stored.get(item.name, NOTHING_SAID)
        choice = told.get(item.item_id, mine.choice)
        is_asked = item.since > response.asked_after and is_put_to(item.roles, role)
        rows.append((item, choice, bool(mine.comment or mine.evidence), is_asked))
    before = answered_before(response) if rules else {}
    answers = {
        item.key: choice if is_asked else before.get(item.root, "")
        for item, choice, _has_words, is_asked in rows
    }
    past = _past(rules, answers)
    return Way(
        tuple(
            Stop(
                item.item_id,
                item.key,
                item.area.node_id,
                choice,
                has_words,
                is_asked,
                is_skipped=item.key in past,
            )
            for item, choice, has_words, is_asked in rows
        )
    )


def _past(rules: list[dict[str, Any]], answers: Mapping[str, str]) -> frozenset[str]:
    """Stored answers were checked when they were saved, so that each offers what was chosen."""
    if not rules:
        return frozenset()
    questions = tuple(OutlinedQuestion(key, {}) for key in answers)
    return skipped(Outline(questions, skip_rules_of(rules)), answers)
