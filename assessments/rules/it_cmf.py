"""IT-CMF: current and wanted maturity of building blocks and critical capabilities, and their gaps.

Source: IT-CMF, levels 1 to 5 asked per building block as current and target, with importance;
chapter 4 of the Stage 1 guide (survey, results, action planning). A critical capability is told by
its building blocks: how many are rated, their median, the lowest and the highest. No mean is built.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessments.rules.counting import AnswerScale
from assessments.rules.dispersion import ItemStatistics
from assessments.rules.ordinal import (
    LevelRange,
    Place,
    Steps,
    extent,
    median,
    middle_half,
    places,
    steps_between,
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
class Need:
    """Where a node is, where it should be, and how much it matters; None where nobody said.

    From medians of answers, or from single levels that a team has agreed on.
    """

    key: str
    current: LevelRange | None
    target: LevelRange | None
    importance: LevelRange | None

    @property
    def gap(self) -> Steps | None:
        """Steps from current to target."""
        return steps_between(self.current, self.target)


@dataclass(frozen=True)
class BlockResult:
    """A building block, or a critical capability that was asked about as a whole."""

    key: str
    current: Position
    target: Position
    importance: Position

    @property
    def need(self) -> Need:
        """The medians, to find and rank gaps."""
        return Need(self.key, self.current.median, self.target.median, self.importance.median)


def block_result(
    key: str, current: ItemStatistics, target: ItemStatistics, importance: ItemStatistics
) -> BlockResult:
    """The three positions of a building block."""
    return BlockResult(key, position(current), position(target), position(importance))


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


@dataclass(frozen=True)
class CapabilityResult:
    """A critical capability by its building blocks."""

    key: str
    current: Overview
    target: Overview
    importance: Overview

    @property
    def need(self) -> Need:
        """The medians over the building blocks, to find and rank gaps."""
        return Need(self.key, self.current.median, self.target.median, self.importance.median)


def capability_result(key: str, blocks: Sequence[Need]) -> CapabilityResult:
    """The critical capability that the building blocks make up."""
    return CapabilityResult(
        key,
        overview(block.current for block in blocks),
        overview(block.target for block in blocks),
        overview(block.importance for block in blocks),
    )


class Unranked(StrEnum):
    """Why a node has no place in the ranking of gaps."""

    NO_CURRENT = "no_current"
    NO_TARGET = "no_target"
    NO_IMPORTANCE = "no_importance"
    NO_GAP = "no_gap"


@dataclass(frozen=True)
class WeightedGap:
    """A gap with its place. `weight`: gap times importance; it orders gaps and is no level."""

    place: Place
    key: str
    gap: Steps
    importance: LevelRange
    weight: float


@dataclass(frozen=True)
class GapRanking:
    """Gaps by falling weight, and the nodes that have no place with the reason."""

    ranked: tuple[WeightedGap, ...]
    unranked: tuple[tuple[str, Unranked], ...]


def gap_ranking(needs: Iterable[Need]) -> GapRanking:
    """Gaps by gap times importance, the largest first; equal ones share a place.

    Where a median lies between two levels, the middle counts: halves are exact, so that ties are
    true ties. Ties stand in the given order.
    """
    weighted: list[tuple[float, Need, Steps, LevelRange]] = []
    unranked: list[tuple[str, Unranked]] = []
    for need in needs:
        gap, importance = need.gap, need.importance
        if gap is None or importance is None or gap.middle <= 0:
            unranked.append((need.key, _why_unranked(need)))
        else:
            weight = gap.middle * (importance.lower + importance.upper) / 2
            weighted.append((weight, need, gap, importance))
    weighted.sort(key=lambda entry: -entry[0])
    found = zip(weighted, places(entry[0] for entry in weighted), strict=True)
    return GapRanking(
        tuple(
            WeightedGap(place, need.key, gap, importance, weight)
            for (weight, need, gap, importance), place in found
        ),
        tuple(unranked),
    )


def _why_unranked(need: Need) -> Unranked:
    if need.current is None:
        return Unranked.NO_CURRENT
    if need.target is None:
        return Unranked.NO_TARGET
    if need.gap is not None and need.gap.middle <= 0:
        return Unranked.NO_GAP
    return Unranked.NO_IMPORTANCE
