"""Agreement over sets of questions or objects: Krippendorff's alpha and Kendall's W.

Sources: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011); Siegel, Nonparametric
Statistics (1956), chapter 9, for W with ties; questionnaire practice, section 4, for which measure
answers which question. Written here because the libraries for it are GPL.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from assessments.rules.chi_square import chance_above
from assessments.rules.counting import Counts, Floats, Ints
from assessments.rules.dispersion import ItemStatistics, dispersion

CHI_SQUARE_ABOVE = 7  # objects; with fewer the approximation does not hold (Siegel 1956)


class Metric(StrEnum):
    """What counts as distance between two values."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


@dataclass(frozen=True)
class Concordance:
    """Kendall's W of `judges` who ordered all `objects`; `left_out` judges had gaps.

    W is about order only: 1-2-3 and 3-4-5 agree perfectly.
    """

    w: float
    judges: int
    objects: int
    left_out: int

    @property
    def chi_square(self) -> float:
        """m (n - 1) W."""
        return self.judges * (self.objects - 1) * self.w

    @property
    def chance(self) -> float | None:
        """Probability of such a W among random orders; None with too few objects for it."""
        if self.objects <= CHI_SQUARE_ABOVE:
            return None
        return chance_above(self.chi_square, self.objects - 1)


@dataclass(frozen=True)
class SetStatistics:
    """A set of questions (a goal, an area, a level) as a whole.

    `answers` adds the answers of all its questions up: answers, not people.
    """

    questions: int
    people: int
    answers: ItemStatistics
    split: int
    median_r_wg: float | None
    alpha_ordinal: float | None
    alpha_nominal: float | None
    concordance: Concordance | None


def krippendorff_alpha(counts: Counts, metric: Metric = Metric.ORDINAL) -> float | None:
    """Alpha over questions (one leading axis): 1 perfect, 0 as by chance, below 0 opposed.

    Alpha = 1 - observed / expected disagreement over the coincidences of values given to the same
    question. A question with fewer than two values is dropped. None when all remaining values are
    the same, or none remain: there is no disagreement to expect.
    """
    table = counts.values[counts.valid >= 2].astype(float)
    weighted = table / (table.sum(axis=-1, keepdims=True) - 1)
    coincidences = weighted.T @ table - np.diag(weighted.sum(axis=0))
    margins = table.sum(axis=0)
    distance = _distances(metric, margins, np.asarray(counts.scale.values, float))
    expected = margins @ distance @ margins
    if expected <= 0:
        return None
    observed = (coincidences * distance).sum()
    return float(1 - (margins.sum() - 1) * observed / expected)


def kendall_w(scores: npt.ArrayLike) -> Concordance | None:
    """W of an array judges x objects: ranks or any scores that order the objects; NaN is a gap.

    Ties get their mean rank and the corrected formula W = 12 S / (m^2 (n^3 - n) - m T). Judges with
    a gap are left out. None with fewer than two judges or objects, and when every judge ties all.
    """
    table = np.asarray(scores, float)
    complete = table[~np.isnan(table).any(axis=1)]
    judges, objects = complete.shape
    if judges < 2 or objects < 2:
        return None
    ranks, ties = _ranks(complete)
    possible = judges**2 * (objects**3 - objects) - judges * ties
    if possible <= 0:
        return None
    away = ranks.sum(axis=0) - judges * (objects + 1) / 2
    w = float(12 * (away**2).sum() / possible)
    return Concordance(w=w, judges=judges, objects=objects, left_out=len(table) - judges)


def set_statistics(
    counts: Counts, *, people: int, concordance: Concordance | None = None
) -> SetStatistics:
    """A set of questions on one scale (one leading axis), answered by so many people.

    W is about single people, so it comes from where their answers are: `kendall_w`.
    """
    each = dispersion(counts)
    questions = len(counts.values)
    pooled = counts.pooled(np.zeros(questions, int), 1)
    r_wg = np.maximum(0.0, each.r_wg[~np.isnan(each.r_wg)])
    return SetStatistics(
        questions=questions,
        people=people,
        answers=dispersion(pooled).row(0),
        split=int(each.is_split.sum()),
        median_r_wg=float(np.median(r_wg)) if r_wg.size else None,
        alpha_ordinal=krippendorff_alpha(counts, Metric.ORDINAL),
        alpha_nominal=krippendorff_alpha(counts, Metric.NOMINAL),
        concordance=concordance,
    )


def _distances(metric: Metric, margins: Floats, values: Floats) -> Floats:
    """Squared distances of every two values by the metric."""
    if metric is Metric.NOMINAL:
        return 1 - np.eye(len(values))
    if metric is Metric.ORDINAL:
        # The sum of the margins from c to k, less half of both ends, is a difference of mid-ranks.
        values = margins.cumsum() - margins / 2
    away = values[:, None] - values[None, :]
    if metric is Metric.RATIO:
        both = values[:, None] + values[None, :]
        away = np.divide(away, both, out=np.zeros_like(away), where=both != 0)
    return away**2


def _ranks(scores: Floats) -> tuple[Floats, int]:
    """Mean ranks by judge, and the sum of t^3 - t over all groups of ties."""
    distinct, places = np.unique(scores, return_inverse=True)
    places = places.reshape(scores.shape)
    rows = np.arange(len(scores))[:, None]
    found = np.bincount(
        (rows * len(distinct) + places).ravel(), minlength=len(scores) * len(distinct)
    )
    sizes: Ints = found.reshape(len(scores), len(distinct))
    ranks = sizes.cumsum(axis=1) - (sizes - 1) / 2
    return ranks[rows, places], int((sizes**3 - sizes).sum())
