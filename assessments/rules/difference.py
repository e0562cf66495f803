"""Whether units answer a question differently, and how much.

Source: Kruskal and Wallis, Use of ranks in one-criterion variance analysis (1952), with their
correction for ties; on a scale of two points H is (N - 1) / N of Pearson's chi-square. Ranks only,
so it holds for ordinal scales. The share of variance, epsilon squared = H / (N - 1) (Kelley 1935,
in ranks Tomczak and Tomczak 2014), tells how much: from 0, no difference, to 1.
"""

from dataclasses import dataclass
from enum import StrEnum

from assessments.rules.chi_square import chance_above
from assessments.rules.counting import Ints

LEAST_PEOPLE = 5  # in each unit: with fewer, H is not distributed as chi-square


class Size(StrEnum):
    """Words for the share of explained spread (Cohen's limits: .01, .06, .14)."""

    NEGLIGIBLE = "negligible"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


SIZE_FROM = ((0.14, Size.LARGE), (0.06, Size.MEDIUM), (0.01, Size.SMALL))


@dataclass(frozen=True)
class Difference:
    """H of so many units and people; `chance` that units alike would differ as much."""

    h: float
    units: int
    people: int

    @property
    def size(self) -> float:
        """Epsilon squared: the share of the spread that the units explain, 0 to 1."""
        return self.h / (self.people - 1)

    @property
    def strength(self) -> Size:
        """The size in a word."""
        return next((word for limit, word in SIZE_FROM if self.size >= limit), Size.NEGLIGIBLE)

    @property
    def chance(self) -> float:
        """By chi-square with one degree of freedom less than units."""
        return chance_above(self.h, self.units - 1)


def difference(values: Ints) -> Difference | None:
    """Of an array units x values of a scale, lowest first; units with too few people are left out.

    None with fewer than two units, or when all people say the same.
    """
    table = values[values.sum(axis=1) >= LEAST_PEOPLE].astype(float)
    if len(table) < 2:
        return None
    ties = table.sum(axis=0)
    people = ties.sum()
    uncorrected = 1 - (ties**3 - ties).sum() / (people**3 - people)
    if uncorrected <= 0:
        return None
    ranks = ties.cumsum() - (ties - 1) / 2
    sums = (table @ ranks) ** 2 / table.sum(axis=1)
    h = 12 / (people * (people + 1)) * sums.sum() - 3 * (people + 1)
    return Difference(h=max(0.0, float(h / uncorrected)), units=len(table), people=int(people))
