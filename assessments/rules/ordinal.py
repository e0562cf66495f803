"""Levels as what they are: places in an order, without arithmetic means.

Source: questionnaire practice, sections 2 and 4; invariant "levels are ordinal, never averaged and
called a level" of the design.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, order=True)
class LevelRange:
    """Levels from `lower` to `upper`; one and the same where there is no doubt.

    Raises ValueError when the ends are the wrong way round.
    """

    lower: int
    upper: int

    def __post_init__(self) -> None:
        if self.lower > self.upper:
            raise ValueError("The lower end of a range of levels lies above its upper end.")

    @classmethod
    def of(cls, level: int) -> "LevelRange":
        """The range of one level, such as one that a team has agreed on."""
        return cls(level, level)

    @property
    def is_single(self) -> bool:
        """Whether the range is one level."""
        return self.lower == self.upper

    @property
    def steps(self) -> int:
        """Steps from end to end; 0 for a single level."""
        return self.upper - self.lower


@dataclass(frozen=True)
class Steps:
    """A distance in steps of a scale, at least and at most; below zero when it leads downwards."""

    least: int
    most: int

    @property
    def middle(self) -> float:
        """Halfway between least and most: to put distances in order, never to add to a level."""
        return (self.least + self.most) / 2


def steps_between(start: LevelRange | None, end: LevelRange | None) -> Steps | None:
    """The steps from one place on the scale to another; None when either is not known."""
    if start is None or end is None:
        return None
    return Steps(end.lower - start.upper, end.upper - start.lower)


def median(levels: Sequence[int]) -> LevelRange | None:
    """The level in the middle; both middle ones when the number is even. None without levels."""
    ordered = sorted(levels)
    if not ordered:
        return None
    return LevelRange(ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2])


def middle_half(levels: Sequence[int]) -> LevelRange | None:
    """The quartiles: at least half of the levels lie between them, ends included.

    Where a quartile falls between two levels it is the outer one, so that turning the scale round
    turns the result round. None without levels.
    """
    ordered = sorted(levels)
    if not ordered:
        return None
    place = (len(ordered) - 1) // 4
    return LevelRange(ordered[place], ordered[-1 - place])


def extent(levels: Sequence[int]) -> LevelRange | None:
    """The lowest and the highest level; None without levels."""
    return LevelRange(min(levels), max(levels)) if levels else None


@dataclass(frozen=True)
class Place:
    """A rank from 1; equal ones share it and the following ranks are left out."""

    rank: int
    is_tied: bool


def places(ordered: Iterable[Hashable]) -> list[Place]:
    """The place of each entry of a list that is in order already; equal neighbors are ties."""
    found: list[Place] = []
    for _value, group in groupby(ordered):
        size = len(list(group))
        found += [Place(len(found) + 1, size > 1)] * size
    return found
