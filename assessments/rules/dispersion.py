"""How the answers to one question lie: median, spread, agreement, camps.

Sources: questionnaire practice, section 4 (formulas and worked examples), which names
James, Demaree and Wolf (1984) for r_wg, LeBreton and Senter (2008) for its words and other nulls,
Burke and Dunlap (2002) for AD and its limit. Several families are reported side by side, as O'Neill
(2017) advises, because the usual .70 of r_wg can be met by chance (Harvey and Hollander 2004).
"""

from dataclasses import dataclass
from enum import StrEnum
from math import isnan

import numpy as np

from assessments.rules.analysis import SPLIT_FROM
from assessments.rules.answer_kinds import GAPS
from assessments.rules.counting import AnswerScale, Bools, Counts, Floats, Ints, divided

# Variance of a slightly skewed null by number of points, steps of one (LeBreton and Senter 2008, as
# tabled by the authors' R package WGA): a second look, because people score themselves kindly.
SLIGHT_SKEW = {5: 1.34, 6: 1.85, 7: 2.90, 8: 3.47, 9: 5.66, 10: 6.30, 11: 7.31}


class Strength(StrEnum):
    """Words for r_wg (LeBreton and Senter 2008)."""

    LACK = "lack"
    WEAK = "weak"
    MODERATE = "moderate"
    STRONG = "strong"
    VERY_STRONG = "very_strong"


STRENGTH_UP_TO = (
    (0.30, Strength.LACK),
    (0.50, Strength.WEAK),
    (0.70, Strength.MODERATE),
    (0.90, Strength.STRONG),
)


@dataclass(frozen=True)
class WithinGroup:
    """r_wg against one null: as computed, and as reported (James et al.: below zero is zero)."""

    raw: float

    @property
    def reported(self) -> float:
        """Between 0 and 1."""
        return max(0.0, self.raw)

    @property
    def strength(self) -> Strength:
        """The reported value in a word; limits are meant to two decimals."""
        value = round(self.reported, 2)
        return next((word for limit, word in STRENGTH_UP_TO if value <= limit), _BEST)


_BEST = Strength.VERY_STRONG


@dataclass(frozen=True)
class ItemStatistics:
    """One question: counts of every kind, and of the values what can be said; None where nothing.

    `sd` is that of a sample (n - 1), the one r_wg is made of. The two medians differ when the
    middle lies between two values: both are values of the scale, nothing in between is invented.
    """

    distribution: tuple[int, ...]
    valid: int
    dont_know: int
    not_applicable: int
    blank: int
    skipped: int
    not_reached: int
    median_low: int | None
    median_high: int | None
    mean: float | None
    sd: float | None
    r_wg: WithinGroup | None
    r_wg_skewed: WithinGroup | None
    ad_mean: float | None
    ad_median: float | None
    ad_limit: float
    is_split: bool

    @property
    def is_ad_acceptable(self) -> bool | None:
        """Whether people are on average near enough to the median; None without values."""
        return None if self.ad_median is None else self.ad_median <= self.ad_limit

    @property
    def asked(self) -> int:
        """People the question was given to, whatever they did with it."""
        gaps = self.dont_know + self.not_applicable + self.blank + self.skipped + self.not_reached
        return self.valid + gaps

    @property
    def dont_know_share(self) -> float | None:
        """Share of don't know among values and don't knows; None without either."""
        told = self.valid + self.dont_know
        return self.dont_know / told if told else None


@dataclass(frozen=True, eq=False)
class Dispersion:
    """The same for every question at once: arrays of the leading shape, NaN where undefined."""

    counts: Counts
    median_low: Floats
    median_high: Floats
    mean: Floats
    sd: Floats
    r_wg: Floats
    r_wg_skewed: Floats
    ad_mean: Floats
    ad_median: Floats
    is_split: Bools

    def row(self, *at: int) -> ItemStatistics:
        """The statistics at one place, without NaN."""
        counts = self.counts
        one = Counts(counts.scale, counts.values[at][None], counts.gaps[at][None])
        return dispersion(one).rows()[0]

    def rows(self) -> list[ItemStatistics]:
        """The statistics of every question of one leading axis, without NaN.

        Arrays become lists once: reading them number by number takes many times as long.
        """
        counts, scale = self.counts, self.counts.scale
        limit = ad_limit(scale)
        gaps = {kind.value: counts.gap(kind).tolist() for kind in GAPS}
        found = {
            name: [None if isnan(value) else value for value in getattr(self, name).tolist()]
            for name in ("median_low", "median_high", "mean", "sd", "ad_mean", "ad_median")
        }
        return [
            ItemStatistics(
                distribution=tuple(distribution),
                valid=valid,
                median_low=_whole(found["median_low"][n]),
                median_high=_whole(found["median_high"][n]),
                mean=found["mean"][n] if scale.is_interval else None,
                sd=found["sd"][n],
                r_wg=_within(r_wg),
                r_wg_skewed=_within(skewed),
                ad_mean=found["ad_mean"][n],
                ad_median=found["ad_median"][n],
                ad_limit=limit,
                is_split=is_split,
                **{name: column[n] for name, column in gaps.items()},
            )
            for n, (distribution, valid, r_wg, skewed, is_split) in enumerate(
                zip(
                    counts.values.tolist(),
                    counts.valid.tolist(),
                    self.r_wg.tolist(),
                    self.r_wg_skewed.tolist(),
                    self.is_split.tolist(),
                    strict=True,
                )
            )
        ]


def dispersion(counts: Counts) -> Dispersion:
    """All statistics of single questions; gaps enter none of them."""
    n = counts.valid
    values = np.asarray(counts.scale.values, float)
    mean = divided(counts.values @ values, n)
    low, high = medians(counts)
    variance = _squares(counts) / np.where(n > 1, n - 1, np.nan)
    skew = skewed_variance(counts.scale)
    return Dispersion(
        counts=counts,
        median_low=low,
        median_high=high,
        mean=mean,
        sd=np.sqrt(variance),
        r_wg=1 - divided(variance, uniform_variance(counts.scale)),
        r_wg_skewed=1 - divided(variance, skew or 0),
        ad_mean=_deviation(counts, mean),
        ad_median=_deviation(counts, low),
        is_split=split(counts),
    )


def uniform_variance(scale: AnswerScale) -> float:
    """Variance when every value is equally likely: (A^2 - 1) / 12 with steps of one."""
    return float(np.var(scale.values))


def skewed_variance(scale: AnswerScale) -> float | None:
    """Variance under a slight skew; None where none is published: points other than 5 to 11."""
    steps = set(np.diff(scale.values).tolist())
    base = SLIGHT_SKEW.get(scale.points)
    return base * scale.step**2 if base is not None and len(steps) == 1 else None


def ad_limit(scale: AnswerScale) -> float:
    """Largest acceptable AD: c/6 on a scale of c points, steps of one (Burke and Dunlap 2002)."""
    return scale.points / 6 * scale.step


def medians(counts: Counts) -> tuple[Floats, Floats]:
    """Lower and upper median: values of the scale; NaN where nobody gave a value."""
    n = counts.valid
    up_to = counts.values.cumsum(axis=-1)
    values = np.asarray(counts.scale.values, float)

    def at(place: Ints) -> Floats:
        found = values[(up_to > place[..., None]).argmax(axis=-1)]
        return np.where(n > 0, found, np.nan)

    return at((n - 1) // 2), at(n // 2)


def split(counts: Counts) -> Bools:
    """Where people stand in camps, so that no middle value speaks for them.

    Two camps of at least a third each, one at the low and one at the high end, and between them
    only values that fewer than half as many people chose as the favorite of either camp. On two
    points it is enough that both have a third (as for yes and no).
    """
    n = counts.valid
    found = np.zeros(n.shape, bool)
    table = counts.values
    points = counts.scale.points
    for low in range(points - 1):
        for high in range(low + 1 if points == 2 else low + 2, points):
            below, above = table[..., : low + 1], table[..., high:]
            smaller = np.minimum(below.sum(axis=-1), above.sum(axis=-1))
            peak = np.minimum(below.max(axis=-1), above.max(axis=-1))
            between = table[..., low + 1 : high].max(axis=-1, initial=0)
            found |= (smaller > 0) & (smaller >= SPLIT_FROM * n) & (2 * between < peak)
    return found


def _squares(counts: Counts) -> Floats:
    """Sum of squared distances from the mean; NaN where nobody gave a value."""
    values = np.asarray(counts.scale.values, float)
    mean = divided(counts.values @ values, counts.valid)
    away = values - mean[..., None]
    found: Floats = (counts.values * away**2).sum(axis=-1)
    return found


def _deviation(counts: Counts, center: Floats) -> Floats:
    """Mean absolute distance from the center."""
    away = np.abs(np.asarray(counts.scale.values, float) - center[..., None])
    return divided((counts.values * away).sum(axis=-1), counts.valid)


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _within(value: float) -> WithinGroup | None:
    return None if np.isnan(value) else WithinGroup(value)
