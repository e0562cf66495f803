"""From the team's judgement of goals to areas and a maturity level, by the published rule.

Source: rating rules of the IT Service CMM (worked examples are tests): goals decide, not single
practices; a satisfied area of a higher level never makes up for one below; levels are ordinal.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

FIRST_LEVEL = 1  # always reached


class Value(StrEnum):
    """What is known about a goal, and by the rule about an area."""

    SATISFIED = "satisfied"
    UNSATISFIED = "unsatisfied"
    NOT_RATED = "not_rated"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class GoalRating:
    """The agreed value of one goal; `key` names it to the caller."""

    key: str
    value: Value = Value.NOT_RATED


@dataclass(frozen=True)
class AreaRating:
    """A key process area with its level and its goals.

    `is_applicable` is False only by a recorded scoping decision. An area outside the scope of the
    assessment (`in_scope` False) is not rated, which is not the same as not applicable.
    """

    key: str
    level: int
    goals: tuple[GoalRating, ...] = ()
    is_applicable: bool = True
    in_scope: bool = True

    @property
    def value(self) -> Value:
        """The value of the area, by the published rule."""
        return area_value(self)


@dataclass(frozen=True)
class LevelBounds:
    """The level reached for certain and the highest still possible; equal when all is decided."""

    lower: int
    upper: int

    @property
    def is_decided(self) -> bool:
        """Whether one level may be published."""
        return self.lower == self.upper


@dataclass(frozen=True)
class AreaBlock:
    """An area that keeps a level from being reached, and the goals it hangs on."""

    key: str
    level: int
    value: Value
    in_scope: bool
    unsatisfied: tuple[str, ...]
    not_rated: tuple[str, ...]


@dataclass(frozen=True)
class LevelBlocks:
    """What stands between the organization and `level`; empty when the level is reached."""

    level: int
    areas: tuple[AreaBlock, ...]

    @property
    def is_reached(self) -> bool:
        """Nothing blocks the level."""
        return not self.areas

    @property
    def unsatisfied(self) -> tuple[AreaBlock, ...]:
        """Areas judged unsatisfied: these must improve."""
        return tuple(area for area in self.areas if area.value == Value.UNSATISFIED)

    @property
    def not_rated(self) -> tuple[AreaBlock, ...]:
        """Areas in scope without a judgement: these must be rated."""
        return tuple(a for a in self.areas if a.value == Value.NOT_RATED and a.in_scope)

    @property
    def out_of_scope(self) -> tuple[AreaBlock, ...]:
        """Areas that this assessment did not look at."""
        return tuple(area for area in self.areas if not area.in_scope)


def area_value(area: AreaRating) -> Value:
    """Satisfied when every applicable goal is; unsatisfied as soon as one is; else not rated.

    Not applicable by the scoping decision, or when every goal was judged not applicable, each with
    its recorded reason. An area without goals or outside the scope is not rated.
    """
    if not area.is_applicable:
        return Value.NOT_APPLICABLE
    values = [goal.value for goal in area.goals]
    if not area.in_scope or not values:
        return Value.NOT_RATED
    if Value.UNSATISFIED in values:
        return Value.UNSATISFIED
    if Value.NOT_RATED in values:
        return Value.NOT_RATED
    return Value.SATISFIED if Value.SATISFIED in values else Value.NOT_APPLICABLE


def level_bounds(areas: Iterable[AreaRating], highest: int) -> LevelBounds:
    """Lower and upper bound of the level on a staged scale 1..`highest`.

    Lower: the largest L such that every applicable area of levels 2..L is satisfied. Upper: one
    below the lowest level that holds an unsatisfied area, or `highest` when none is unsatisfied.
    """
    open_levels = []
    failed_levels = []
    for area in areas:
        value = area.value
        if value == Value.UNSATISFIED:
            failed_levels.append(area.level)
        if value in (Value.UNSATISFIED, Value.NOT_RATED):
            open_levels.append(area.level)
    return LevelBounds(
        lower=max(FIRST_LEVEL, min(open_levels, default=highest + 1) - 1),
        upper=max(FIRST_LEVEL, min(failed_levels, default=highest + 1) - 1),
    )


def blocks(areas: Iterable[AreaRating], level: int) -> LevelBlocks:
    """The areas up to `level` that are neither satisfied nor not applicable, lowest first."""
    blocking = [
        AreaBlock(
            key=area.key,
            level=area.level,
            value=area.value,
            in_scope=area.in_scope,
            unsatisfied=_keys(area.goals, Value.UNSATISFIED),
            not_rated=_keys(area.goals, Value.NOT_RATED),
        )
        for area in areas
        if area.level <= level and area.value in (Value.UNSATISFIED, Value.NOT_RATED)
    ]
    return LevelBlocks(level, tuple(sorted(blocking, key=lambda area: area.level)))


def silent_from(lower: int, upper: int, outside: int | None) -> int | None:
    """From which level on the scope says nothing; None where ratings rule those levels out.

    `outside` is the lowest level of which an area was left out of scope.
    """
    return outside if outside is not None and lower < outside <= upper else None


def next_level(bounds: LevelBounds, highest: int) -> int | None:
    """The level to work towards: the one above the lower bound; None at the top."""
    return bounds.lower + 1 if bounds.lower < highest else None


def satisfied_share(goals: Sequence[GoalRating]) -> float | None:
    """Share (0..1) of satisfied among the rated, applicable goals; None when none is rated.

    A picture of progress inside one area. It is never a level and is never averaged over areas.
    """
    rated = [g.value for g in goals if g.value in (Value.SATISFIED, Value.UNSATISFIED)]
    if not rated:
        return None
    return sum(value == Value.SATISFIED for value in rated) / len(rated)


def _keys(goals: Iterable[GoalRating], value: Value) -> tuple[str, ...]:
    return tuple(goal.key for goal in goals if goal.value == value)
