"""Where nodes should be and by when, how far that is, and in which order to close the gaps.

Source: IT-CMF, chapter 4 of the Stage 1 guide (current, target and importance lead to action
planning); NIMM session, step N9 (a target below the current level only with a reason). The order
is lexical: the first criterion decides, the next one only among equals. So every place has reasons
that a person can check, and a further gap never changes the order of two others.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import floor, inf
from types import MappingProxyType

from assessments.rules.ordinal import LevelRange, Place, Steps, places, steps_between
from assessments.rules.snapshot import Snapshot

Key = tuple[float, ...]

LITTLE, MUCH = 1, 5
"""The ends of the scale of importance and effort."""


def graded(answer: LevelRange, values: Sequence[int]) -> LevelRange:
    """An answer on a scale of two values or more, as a grade from LITTLE to MUCH by its place.

    The lowest answer is the least grade and the highest the most; on a scale of five nothing
    changes. ValueError for an answer that is not on the scale.
    """
    share = (MUCH - LITTLE) / max(1, len(values) - 1)
    lower, upper = (
        LITTLE + floor(values.index(end) * share + 0.5) for end in (answer.lower, answer.upper)
    )
    return LevelRange(lower, upper)


@dataclass(frozen=True)
class Target:
    """The level that a node should reach by a date, and why."""

    key: str
    level: int
    due_on: date
    reason: str = ""


class TargetProblem(StrEnum):
    """Why a target cannot be taken."""

    OFF_SCALE = "off_scale"
    REASON_MISSING = "reason_missing"


def target_problem(
    target: Target, current: LevelRange | None, scale: LevelRange
) -> TargetProblem | None:
    """Whether the target is on the scale and has a reason when it is below the current level."""
    if not scale.lower <= target.level <= scale.upper:
        return TargetProblem.OFF_SCALE
    is_lower = current is not None and target.level < current.lower
    return TargetProblem.REASON_MISSING if is_lower and not target.reason.strip() else None


class GapState(StrEnum):
    """Whether something is left to do; unknown while the node is not rated."""

    OPEN = "open"
    REACHED = "reached"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Gap:
    """The way from the current level to the target. Steps are None where the node is not rated."""

    target: Target
    current: LevelRange | None

    @property
    def key(self) -> str:
        """The code of the node."""
        return self.target.key

    @property
    def steps(self) -> Steps | None:
        """Steps still to go, at least and at most; below zero beyond the target."""
        return steps_between(self.current, LevelRange.of(self.target.level))

    @property
    def state(self) -> GapState:
        """Open as long as a step may be left."""
        if self.steps is None:
            return GapState.UNKNOWN
        return GapState.OPEN if self.steps.most > 0 else GapState.REACHED


def gaps(current: Snapshot, targets: Iterable[Target]) -> tuple[Gap, ...]:
    """The gap of each target, in the given order."""
    return tuple(Gap(target, current.of(target.key).rating) for target in targets)


@dataclass(frozen=True)
class Unblocks:
    """Levels of the whole that no longer wait for a node, rising; `alone`: for no other either."""

    levels: tuple[int, ...] = ()
    alone: tuple[int, ...] = ()


def unblocked(
    blocking: Mapping[int, Collection[str]],
    remaining: Mapping[int, Collection[str]] = MappingProxyType({}),
) -> dict[str, Unblocks]:
    """For each node the levels it no longer blocks once it is at its target.

    `blocking`: the nodes in the way of each level today; `remaining`: those that would still be in
    its way with all targets reached, because a target asks for less than the level does.
    """
    freed: dict[str, list[int]] = {}
    for level in sorted(blocking):
        for key in blocking[level]:
            if key not in remaining.get(level, ()):
                freed.setdefault(key, []).append(level)
    return {
        key: Unblocks(
            tuple(levels), tuple(level for level in levels if set(blocking[level]) == {key})
        )
        for key, levels in freed.items()
    }


@dataclass(frozen=True)
class Considerations:
    """What else speaks for or against a gap. Importance and effort: 1 little to 5 much, or None."""

    importance: int | None = None
    effort: int | None = None
    unblocks: Unblocks = Unblocks()


class Criterion(StrEnum):
    """What gaps are put in order by: larger, more important, less effort, unblocks a lower level.

    Of two that unblock the same level, one that alone stands in its way comes first.
    """

    SIZE = "size"
    IMPORTANCE = "importance"
    EFFORT = "effort"
    UNBLOCKS = "unblocks"


USUAL_ORDER = tuple(Criterion)


@dataclass(frozen=True)
class CriterionPlace:
    """The place that a gap has by one criterion alone."""

    criterion: Criterion
    place: Place


@dataclass(frozen=True)
class RankedGap:
    """A gap with its place and the reasons.

    `by_criterion`: its place by each criterion alone, in the order in which they count.
    `decided_by`: the criterion that put it behind the gap before it; None for the first and within
    a tie.
    """

    place: Place
    gap: Gap
    considerations: Considerations
    by_criterion: tuple[CriterionPlace, ...]
    decided_by: Criterion | None


@dataclass(frozen=True)
class GapList:
    """Open gaps in order; `unknown` must be rated first; `reached` need nothing."""

    ranked: tuple[RankedGap, ...]
    unknown: tuple[Gap, ...]
    reached: tuple[Gap, ...]


def gap_list(
    found: Iterable[Gap],
    considerations: Mapping[str, Considerations],
    order: Sequence[Criterion] = USUAL_ORDER,
) -> GapList:
    """Open gaps, at most one a node, by the criteria in the given order; equal ones share a place.

    Importance or effort that nobody stated stands behind every stated one. Ties keep the order in
    which they were given.
    """
    found = list(found)
    of_state = {state: tuple(gap for gap in found if gap.state == state) for state in GapState}
    return GapList(
        _ranked(of_state[GapState.OPEN], considerations, order),
        of_state[GapState.UNKNOWN],
        of_state[GapState.REACHED],
    )


def _ranked(
    found: Iterable[Gap], considerations: Mapping[str, Considerations], order: Sequence[Criterion]
) -> tuple[RankedGap, ...]:
    known = {gap: considerations.get(gap.key, Considerations()) for gap in found}
    keys = {gap: tuple(_KEYS[each](gap, known[gap]) for each in order) for gap in known}
    by_criterion = {
        each: _places({gap: key[n] for gap, key in keys.items()}) for n, each in enumerate(order)
    }
    ranked: list[RankedGap] = []
    for gap, place in _places(keys).items():
        standings = tuple(CriterionPlace(each, by_criterion[each][gap]) for each in order)
        decided_by = _deciding(order, keys[ranked[-1].gap], keys[gap]) if ranked else None
        ranked.append(RankedGap(place, gap, known[gap], standings, decided_by))
    return tuple(ranked)


def _places(keys: Mapping[Gap, Key | tuple[Key, ...]]) -> dict[Gap, Place]:
    """The place of each gap, in the order of the places."""
    ordered = sorted(keys, key=lambda gap: keys[gap])
    return dict(zip(ordered, places(keys[gap] for gap in ordered), strict=True))


def _deciding(
    order: Iterable[Criterion], before: tuple[Key, ...], after: tuple[Key, ...]
) -> Criterion | None:
    pairs = zip(order, before, after, strict=True)
    return next((criterion for criterion, upper, lower in pairs if upper != lower), None)


def _size(gap: Gap, _considerations: Considerations) -> Key:
    return (-gap.steps.middle,) if gap.steps else (inf,)


def _importance(_gap: Gap, considerations: Considerations) -> Key:
    importance = considerations.importance
    return (inf,) if importance is None else (-importance,)


def _effort(_gap: Gap, considerations: Considerations) -> Key:
    return (inf,) if considerations.effort is None else (considerations.effort,)


def _unblocks(_gap: Gap, considerations: Considerations) -> Key:
    unblocks = considerations.unblocks
    lowest = min(unblocks.levels, default=inf)
    return (lowest, lowest not in unblocks.alone)


_KEYS: Mapping[Criterion, Callable[[Gap, Considerations], Key]] = {
    Criterion.SIZE: _size,
    Criterion.IMPORTANCE: _importance,
    Criterion.EFFORT: _effort,
    Criterion.UNBLOCKS: _unblocks,
}
