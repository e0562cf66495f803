"""Response rates by the names of AAPOR, for everybody, by unit and by process area.

Source: American Association for Public Opinion Research, Standard Definitions, "Internet surveys of
specifically named persons" and "Response rates" (edition of 2015); questionnaire practice,
section 5. Withdrawn people and people who have left are not eligible, as in `progress`, whose
stages and limits hold here too. Rates count people and never answers, so they may be shown below
the anonymity threshold and no filter for anonymity changes them.
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from assessments.rules.progress import Stage

# A started response counts as partial from half of the questions on, below it as broken off (the
# usual cut: partial 50-80 %, complete above; ours is complete only when submitted).
PARTIAL_FROM = Fraction(1, 2)

ABLE_FROM = Fraction(1, 2)  # so many questions of an area answered with a value: can speak on it

Key = TypeVar("Key", bound=Hashable)


class Disposition(StrEnum):
    """How it ended with one person; the letter is that of AAPOR's formulas."""

    COMPLETE = "complete"  # I
    PARTIAL = "partial"  # P
    BREAK_OFF = "break_off"  # R: opened or began, and stopped before half
    REFUSAL = "refusal"  # R: said no
    NON_CONTACT = "non_contact"  # NC: on the list, reached for all we know, never opened it
    OTHER = "other"  # O: eligible, but could not, for instance away all the time
    UNKNOWN = "unknown"  # U: the invitation came back, so nobody knows whether they still belong
    INELIGIBLE = "ineligible"  # in no formula: withdrawn, has left, or was not asked


class Event(StrEnum):
    """What became known about a person besides the response."""

    WITHDRAWN = "withdrawn"
    LEFT = "left"
    DECLINED = "declined"  # opting out of reminders alone is no refusal
    UNABLE = "unable"
    BOUNCED = "bounced"  # and never opened: who opened it was reached after all


_WITHOUT_RESPONSE: dict[Event | None, Disposition] = {
    Event.DECLINED: Disposition.REFUSAL,
    Event.UNABLE: Disposition.OTHER,
    Event.BOUNCED: Disposition.UNKNOWN,
}


@dataclass(frozen=True)
class Case:
    """One person asked: the stage, answers given of those that apply, and what else is known.

    "Don't know" and "not applicable" are answers; questions skipped by a rule do not apply.
    """

    stage: Stage
    answered: int = 0
    applicable: int = 0
    event: Event | None = None


@dataclass(frozen=True)
class Rates:
    """People by disposition, and the rates made of them; a rate is None when nobody is eligible."""

    complete: int = 0
    partial: int = 0
    break_off: int = 0
    refusal: int = 0
    non_contact: int = 0
    other: int = 0
    unknown: int = 0
    ineligible: int = 0

    @property
    def eligible(self) -> int:
        """People known to be eligible: I + P + R + NC + O."""
        return (
            self.complete
            + self.partial
            + self.break_off
            + self.refusal
            + self.non_contact
            + self.other
        )

    @property
    def asked(self) -> int:
        """People known or thought to be eligible."""
        return self.eligible + self.unknown

    @property
    def rr1(self) -> Fraction | None:
        """Response Rate 1, the minimum: I / (eligible + U)."""
        return _share(self.complete, self.asked)

    @property
    def rr2(self) -> Fraction | None:
        """Response Rate 2: (I + P) / (eligible + U)."""
        return _share(self.complete + self.partial, self.asked)

    @property
    def rr5(self) -> Fraction | None:
        """Response Rate 5, the maximum: I / eligible, as if nobody unknown were eligible."""
        return _share(self.complete, self.eligible)

    @property
    def rr6(self) -> Fraction | None:
        """Response Rate 6: (I + P) / eligible, as if nobody unknown were eligible."""
        return _share(self.complete + self.partial, self.eligible)


class Shown(StrEnum):
    """Which rate stands on the page."""

    NONE = "none"
    RR1 = "rr1"
    RR1_TO_RR5 = "rr1_to_rr5"


@dataclass(frozen=True)
class ShownRate:
    """The rate to show and why: `lowest` and `highest` differ when some are unknown."""

    shown: Shown
    rates: Rates
    lowest: Fraction | None
    highest: Fraction | None

    @property
    def sentence(self) -> str:
        """What the number counts, in words."""
        if self.shown is Shown.NONE:
            return "Nobody has been asked yet, so there is no response rate."
        people = self.rates.eligible + self.rates.unknown
        base = (
            f"{self.rates.complete} of {people} people asked have submitted "
            "(AAPOR RR1; withdrawn people do not count)."
        )
        if self.shown is Shown.RR1:
            return base
        base += f" Invitations that came back: {self.rates.unknown}"
        if self.highest is None:
            return f"{base}."
        return (
            f"{base}; leaving those people out, it is {self.rates.complete} of "
            f"{self.rates.eligible} (AAPOR RR5)."
        )


@dataclass(frozen=True)
class Coverage:
    """Of the people asked about an area, those able to speak on it."""

    asked: int
    able: int

    @property
    def share(self) -> Fraction | None:
        """`able` of `asked`; None when nobody was asked."""
        return _share(self.able, self.asked)


def disposition(case: Case) -> Disposition:
    """How it ended with a person, over the whole questionnaire.

    Submitting settles it, whatever comes later: submitted is complete, as everywhere else here.
    """
    if case.stage is Stage.SUBMITTED:
        return Disposition.COMPLETE
    if case.event in (Event.WITHDRAWN, Event.LEFT):
        return Disposition.INELIGIBLE
    if case.answered and Fraction(case.answered, case.applicable or 1) >= PARTIAL_FROM:
        return Disposition.PARTIAL
    if case.event is Event.BOUNCED and case.stage is not Stage.INVITED:
        return Disposition.BREAK_OFF
    if case.event in _WITHOUT_RESPONSE:
        return _WITHOUT_RESPONSE[case.event]
    return Disposition.NON_CONTACT if case.stage is Stage.INVITED else Disposition.BREAK_OFF


def rates(dispositions: Iterable[Disposition]) -> Rates:
    """Everybody counted once."""
    found = Counter(dispositions)
    return Rates(**{kind.value: found[kind] for kind in Disposition})


def rates_by(people: Iterable[tuple[Key, Disposition]]) -> dict[Key, Rates]:
    """The rates of each unit, or of each process area, in the order of first mention."""
    groups: dict[Key, list[Disposition]] = {}
    for key, ended in people:
        groups.setdefault(key, []).append(ended)
    return {key: rates(found) for key, found in groups.items()}


def shown_rate(counted: Rates) -> ShownRate:
    """RR1, the strictest; with unknown eligibility the span from RR1 to RR5.

    On a named list without returned invitations RR1 and RR5 are the same, so one number says all.
    """
    lowest, highest = counted.rr1, counted.rr5
    if lowest is None:
        return ShownRate(Shown.NONE, counted, None, None)
    if not counted.unknown:
        return ShownRate(Shown.RR1, counted, lowest, lowest)
    return ShownRate(Shown.RR1_TO_RR5, counted, lowest, highest)


def coverage(people: Iterable[tuple[int, int]]) -> Coverage:
    """Who can speak on an area, from (questions answered with a value, questions that apply).

    Somebody for whom no question applies was not asked; don't know and not applicable are gaps.
    """
    asked = [(values, applicable) for values, applicable in people if applicable]
    able = sum(Fraction(values, applicable) >= ABLE_FROM for values, applicable in asked)
    return Coverage(asked=len(asked), able=able)


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
