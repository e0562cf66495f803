"""The maturity level of an assessment and what blocks the next one, whichever rules lead to it."""

from dataclasses import dataclass, replace
from uuid import UUID

from assessments.queries.appraisal import Appraisal, AreaState
from assessments.queries.rated_model import RatedModel
from assessments.rules.cmmi.area_rating import AreaValue
from assessments.rules.cmmi.goal_rating import GoalValue
from assessments.rules.rating import (
    AreaRating,
    LevelBlocks,
    LevelBounds,
    Value,
    blocks,
    level_bounds,
    next_level,
    silent_from,
)


@dataclass(frozen=True)
class BlockingArea:
    """An area between the organization and the next level, with the goals it hangs on."""

    id: UUID
    code: str
    title: str
    level: int
    value: str
    in_scope: bool
    unsatisfied: tuple[tuple[UUID, str], ...]
    not_rated: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True)
class LevelOutcome:
    """The level reached for certain and the highest possible, and what blocks the next one.

    `unratable_from`: the lowest level about which nothing can be said, because an area of it was
    left out of scope; None when the scope lets every level be rated.
    """

    lower: int
    upper: int
    levels: tuple[tuple[int, str], ...]
    next: int | None
    blocking: tuple[BlockingArea, ...]
    unratable_from: int | None = None

    @property
    def is_decided(self) -> bool:
        """Whether one level may be published."""
        return self.lower == self.upper

    @property
    def open_from(self) -> int | None:
        """From which level on the scope says nothing; None where ratings rule those levels out."""
        return silent_from(self.lower, self.upper, self.unratable_from)

    @property
    def ceiling(self) -> int:
        """The highest level that ratings within the scope could still show."""
        return self.upper if self.open_from is None else self.open_from - 1

    @property
    def lower_name(self) -> str:
        """The model's name of the lower bound."""
        return dict(self.levels).get(self.lower, "")

    @property
    def next_name(self) -> str:
        """The model's name of the next level."""
        return dict(self.levels).get(self.next or 0, "")

    @property
    def unsatisfied(self) -> tuple[BlockingArea, ...]:
        """Areas that must improve."""
        return tuple(area for area in self.blocking if area.value == Value.UNSATISFIED)

    @property
    def not_rated(self) -> tuple[BlockingArea, ...]:
        """Areas in scope that must be rated."""
        return tuple(a for a in self.blocking if a.value == Value.NOT_RATED and a.in_scope)

    @property
    def out_of_scope(self) -> tuple[BlockingArea, ...]:
        """Areas this assessment did not look at."""
        return tuple(area for area in self.blocking if not area.in_scope)


def staged_level(model: RatedModel, ratings: dict[UUID, AreaRating]) -> LevelOutcome | None:
    """The level by the rule of staged models; None for models without levels."""
    staged = [ratings[area.id] for area in model.areas if area.level is not None]
    if not staged or not model.levels:
        return None
    bounds = level_bounds(staged, model.highest)
    following = next_level(bounds, model.highest)
    found = blocks(staged, following) if following else LevelBlocks(bounds.lower, ())
    outside = min((area.level for area in staged if not area.in_scope), default=None)
    return replace(_with_titles(model, bounds, following, found), unratable_from=outside)


def _with_titles(
    model: RatedModel, bounds: LevelBounds, following: int | None, found: LevelBlocks
) -> LevelOutcome:
    areas = {str(area.id): area for area in model.areas}
    goals = {str(goal.id): goal for area in model.areas for goal in area.goals}
    return LevelOutcome(
        lower=bounds.lower,
        upper=bounds.upper,
        levels=model.levels,
        next=following,
        blocking=tuple(
            BlockingArea(
                id=areas[block.key].id,
                code=areas[block.key].code,
                title=areas[block.key].title,
                level=block.level,
                value=block.value.value,
                in_scope=block.in_scope,
                unsatisfied=tuple((goals[k].id, goals[k].title) for k in block.unsatisfied),
                not_rated=tuple((goals[k].id, goals[k].title) for k in block.not_rated),
            )
            for block in found.areas
        ),
    )


def area_values(appraised: Appraisal | None) -> dict[UUID, Value]:
    """The value of each area by the rules of appraisals, for its own maturity level."""
    areas = appraised.areas if appraised else ()
    return {area.node.id: _value(area, area.node.level) for area in areas}


def appraised_level(found: Appraisal) -> LevelOutcome:
    """The level by the rules of CMMI appraisals; one that cannot be rated is no upper bound."""
    bounds, following = found.maturity.bounds, found.next_level
    blocking = [
        _blocking(area, following)
        for area in found.areas
        if following and area.node.level <= following and not area.result.is_met_for(following)
    ]
    return LevelOutcome(
        lower=bounds.lower,
        upper=bounds.upper,
        levels=found.model.levels,
        next=following,
        blocking=tuple(sorted(blocking, key=lambda area: area.level)),
        unratable_from=found.maturity.unratable_from,
    )


def _blocking(area: AreaState, level: int) -> BlockingArea:
    needed = [(goal, area.result.result_of(goal.node.rule).value) for goal in area.goals]
    needed = [each for each in needed if each[0].node.rule.capability_level <= level]
    return BlockingArea(
        id=area.node.id,
        code=area.node.code,
        title=area.node.title,
        level=area.node.level,
        value=_value(area, level).value,
        in_scope=not area.result.is_missing,
        unsatisfied=tuple(
            (goal.node.id, goal.node.title)
            for goal, value in needed
            if value == GoalValue.UNSATISFIED
        ),
        not_rated=tuple(
            (goal.node.id, goal.node.title)
            for goal, value in needed
            if value == GoalValue.NOT_RATED
        ),
    )


def _value(area: AreaState, level: int) -> Value:
    found = area.result.value_for(level)
    return Value.NOT_RATED if found == AreaValue.OUT_OF_SCOPE else Value(found.value)
