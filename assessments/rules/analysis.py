"""What a group of answers says: distribution, don't-know share, disagreement, interview probes.

"Don't know", "does not apply" and blank are never values: they are counted beside them and enter no
statistic of agreement (questionnaire practice, section 2).
"""

from collections.abc import Iterable, Sequence
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

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.yes + other.yes,
            self.no + other.no,
            self.not_applicable + other.not_applicable,
            self.dont_know + other.dont_know,
            self.blank + other.blank,
        )

    @property
    def valid(self) -> int:
        """Answers with a value: yes or no."""
        return self.yes + self.no

    @property
    def total(self) -> int:
        """Everybody who was asked and handed in, blanks included."""
        return self.valid + self.not_applicable + self.dont_know + self.blank

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


class Probe(StrEnum):
    """Why a question is worth asking again in an interview, most urgent first."""

    TOO_FEW = "too_few"
    DONT_KNOW = "dont_know"
    SPLIT = "split"
    NOT_APPLICABLE = "not_applicable"
    UNANIMOUS_YES = "unanimous_yes"


PROBE_ORDER = tuple(Probe)


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


def probes(tally: Tally) -> tuple[Probe, ...]:
    """Reasons to ask about this in an interview; empty when the answers speak for themselves."""
    found = set()
    share = tally.dont_know_share
    if share is not None and share >= DONT_KNOW_LIMIT:
        found.add(Probe.DONT_KNOW)
    if tally.not_applicable and not tally.valid and not tally.dont_know:
        found.add(Probe.NOT_APPLICABLE)
    shape = pattern(tally)
    if shape == Pattern.SPLIT:
        found.add(Probe.SPLIT)
    if shape == Pattern.UNANIMOUS_YES:
        found.add(Probe.UNANIMOUS_YES)  # saying is not doing: ask to see it
    return tuple(probe for probe in PROBE_ORDER if probe in found)


def response_rate(submitted: int, invited: int) -> float | None:
    """Share of invited people who handed in; None when nobody was invited."""
    return submitted / invited if invited else None


def strongest_first(tallies: Sequence[tuple[str, Tally]]) -> list[str]:
    """Keys by falling share of yes; those without values last, otherwise in the given order."""

    def place(entry: tuple[str, Tally]) -> tuple[bool, float]:
        share = entry[1].yes_share
        return (share is None, -(share or 0.0))

    return [key for key, _tally in sorted(tallies, key=place)]
