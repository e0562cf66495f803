"""How far a response is, and how many people answered.

Response rates have the names of the American Association for Public Opinion Research (AAPOR),
Standard Definitions: RR1 counts complete responses only, RR2 partial ones as well. Everybody on a
named list is eligible, so the "unknown eligibility" of the formula is zero here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

# A started response counts as partial from half of the questions on, below it as broken off (the
# usual cut: partial 50-80 %, complete above; ours is complete only when submitted).
PARTIAL_FROM = Fraction(1, 2)


@dataclass(frozen=True)
class Progress:
    """`answered` of `total` questions have a chosen answer."""

    answered: int
    total: int

    @property
    def is_complete(self) -> bool:
        """Every question has an answer."""
        return self.answered >= self.total

    @property
    def is_started(self) -> bool:
        """At least one question has an answer."""
        return self.answered > 0

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: 100 only when nothing is missing."""
        return 100 if self.total == 0 else min(100, self.answered * 100 // self.total)


def overall(areas: Iterable[Progress]) -> Progress:
    """The sum over areas."""
    rows = list(areas)
    return Progress(sum(p.answered for p in rows), sum(p.total for p in rows))


def next_open(areas: Sequence[Progress], after: int) -> int | None:
    """Index of the next area with an unanswered question, going round; None without one."""
    count = len(areas)
    order = [(after + 1 + step) % count for step in range(count)]
    return next((index for index in order if not areas[index].is_complete), None)


class Stage(StrEnum):
    """How far one person has come."""

    INVITED = "invited"
    OPENED = "opened"
    ANSWERING = "answering"
    SUBMITTED = "submitted"


def stage(*, has_response: bool, is_submitted: bool, answered: int) -> Stage:
    """The stage of one participant."""
    if is_submitted:
        return Stage.SUBMITTED
    if not has_response:
        return Stage.INVITED
    return Stage.ANSWERING if answered else Stage.OPENED


@dataclass(frozen=True)
class ResponseRate:
    """Eligible people by AAPOR's I (complete), P (partial), R (break-off), NC (no contact)."""

    complete: int
    partial: int
    break_off: int
    no_contact: int

    @property
    def eligible(self) -> int:
        """Everybody asked and not withdrawn."""
        return self.complete + self.partial + self.break_off + self.no_contact

    @property
    def rr1(self) -> Fraction | None:
        """AAPOR Response Rate 1: I / (I + P + R + NC). None when nobody was asked."""
        return Fraction(self.complete, self.eligible) if self.eligible else None

    @property
    def rr2(self) -> Fraction | None:
        """AAPOR Response Rate 2: (I + P) / (I + P + R + NC). None when nobody was asked."""
        return Fraction(self.complete + self.partial, self.eligible) if self.eligible else None


def response_rate(people: Iterable[tuple[Stage, int]], total: int) -> ResponseRate:
    """Count people given as (stage, questions answered) against `total` questions."""
    complete = partial = break_off = no_contact = 0
    for at, answered in people:
        if at is Stage.SUBMITTED:
            complete += 1
        elif answered and Fraction(answered, total or 1) >= PARTIAL_FROM:
            partial += 1
        elif at is Stage.INVITED:
            no_contact += 1
        else:
            break_off += 1
    return ResponseRate(complete, partial, break_off, no_contact)
