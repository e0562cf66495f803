"""What a group of answers says in yes and no: shares, disagreement, pattern.

Scales of any length are in `dispersion`; of those, values above zero count as yes here.

"Don't know", "does not apply" and blank are never values: they are counted beside them and enter no
statistic of agreement (questionnaire practice, section 2).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

DONT_KNOW_LIMIT = 0.4  # from this share on, the practice is not visible to those who do the work
SPLIT_FROM = 1 / 3  # a minority this large makes two camps
UNANIMOUS_FROM = 5  # fewer equal answers are no pattern


@dataclass(frozen=True)
class Tally:
    """How many people answered what; each person counts once per question."""

    yes: int = 0
    no: int = 0
    not_applicable: int = 0
    dont_know: int = 0
    blank: int = 0
    skipped: int = 0
    not_reached: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.yes + other.yes,
            self.no + other.no,
            self.not_applicable + other.not_applicable,
            self.dont_know + other.dont_know,
            self.blank + other.blank,
            self.skipped + other.skipped,
            self.not_reached + other.not_reached,
        )

    @property
    def valid(self) -> int:
        """Answers with a value: yes or no."""
        return self.yes + self.no

    @property
    def total(self) -> int:
        """Everybody who handed in, whatever they did with the question."""
        gaps = self.dont_know + self.blank + self.skipped + self.not_reached
        return self.valid + self.not_applicable + gaps

    @property
    def yes_share(self) -> float | None:
        """Share of yes among the values; None without values."""
        return self.yes / self.valid if self.valid else None

    @property
    def dont_know_share(self) -> float | None:
        """Share of don't know among those for whom the question applies and who answered."""
        asked = self.valid + self.dont_know
        return self.dont_know / asked if asked else None

    @property
    def disagreement(self) -> float | None:
        """0 when all values agree, 1 when yes and no are even; None without values."""
        return 2 * min(self.yes, self.no) / self.valid if self.valid else None


class Pattern(StrEnum):
    """How the values lie."""

    NO_VALUES = "no_values"
    UNANIMOUS_YES = "unanimous_yes"
    UNANIMOUS_NO = "unanimous_no"
    MOSTLY_YES = "mostly_yes"
    MOSTLY_NO = "mostly_no"
    SPLIT = "split"


@dataclass(frozen=True)
class ShownSum:
    """The sum over the shown questions, and how many questions it leaves out.

    A sum of shown numbers tells nothing new, so no hidden number can be had by subtraction.
    """

    tally: Tally | None
    shown: int
    hidden: int


def show_sum(parts: Iterable[Tally | None]) -> ShownSum:
    """The sum of the shown parts; hidden parts (None) never enter it."""
    parts = list(parts)
    known = [part for part in parts if part is not None]
    return ShownSum(
        tally=total(known) if known else None, shown=len(known), hidden=len(parts) - len(known)
    )


def total(tallies: Iterable[Tally]) -> Tally:
    """All tallies added up (answers, not people)."""
    return sum(tallies, Tally())


def pattern(tally: Tally) -> Pattern:
    """The shape of the values; two camps are "split", whatever their mean would be."""
    if not tally.valid:
        return Pattern.NO_VALUES
    minority = min(tally.yes, tally.no) / tally.valid
    if minority >= SPLIT_FROM:
        return Pattern.SPLIT
    is_yes = tally.yes > tally.no
    if minority == 0 and tally.valid >= UNANIMOUS_FROM:
        return Pattern.UNANIMOUS_YES if is_yes else Pattern.UNANIMOUS_NO
    return Pattern.MOSTLY_YES if is_yes else Pattern.MOSTLY_NO
