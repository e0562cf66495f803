"""IT-CMF: where answers and parts stand: building blocks and critical capabilities.

Source: IT-CMF, levels 1 to 5 asked per building block as current and target, with importance;
chapter 4 of the Stage 1 guide (survey, results). A critical capability is told by its building
blocks: how many are rated, their median, the lowest and the highest. No mean is built.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.rules.counting import AnswerScale
from assessments.rules.dispersion import ItemStatistics
from assessments.rules.ordinal import (
    LevelRange,
    extent,
    median,
    middle_half,
)

SCALE = AnswerScale.of_points(5)


@dataclass(frozen=True)
class Position:
    """Where the answers lie on the scale; None where nobody chose a level.

    `statistics` holds n, don't know and the like. `median` has two levels when the middle lies
    between them; `middle_half` reaches from quartile to quartile, `extent` from the lowest to the
    highest answer.
    """

    statistics: ItemStatistics
    median: LevelRange | None
    middle_half: LevelRange | None
    extent: LevelRange | None


def position(statistics: ItemStatistics, scale: AnswerScale = SCALE) -> Position:
    """Median and spread of the levels that people chose.

    Raises ValueError when they did not answer on that scale, by default 1 to 5.
    """
    counts = zip(scale.values, statistics.distribution, strict=True)
    levels = [level for level, count in counts for _person in range(count)]
    return Position(statistics, median(levels), middle_half(levels), extent(levels))


@dataclass(frozen=True)
class Overview:
    """Levels of the parts of a whole: how many have one, their median and how far they lie apart.

    Where parts are ranges, the median reaches from that of the lower ends to that of the upper
    ends.
    """

    rated: int
    unrated: int
    median: LevelRange | None
    extent: LevelRange | None


def overview(parts: Iterable[LevelRange | None]) -> Overview:
    """What the levels of the parts say together; parts without one are counted and never used."""
    parts = list(parts)
    known = [part for part in parts if part is not None]
    lower, upper = [part.lower for part in known], [part.upper for part in known]
    return Overview(
        rated=len(known),
        unrated=len(parts) - len(known),
        median=_joined(median(lower), median(upper)),
        extent=_joined(extent(lower), extent(upper)),
    )


def _joined(low: LevelRange | None, high: LevelRange | None) -> LevelRange | None:
    return LevelRange(low.lower, high.upper) if low and high else None
