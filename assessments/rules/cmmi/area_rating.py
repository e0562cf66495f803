"""Process areas: rated from their goals, for a maturity level that is aimed at.

Source: SCAMPI A v1.3 (rules PA-1 to PA-5 and NA-1 to NA-5 of the rating rules, sections 4 and 8).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from assessments.rules.cmmi.goal_rating import GoalResult, GoalValue
from assessments.rules.cmmi.structure import Area, Goal


class AreaScope(StrEnum):
    """Whether an area is looked at in the appraisal."""

    IN_SCOPE = "in_scope"
    NOT_APPLICABLE = "not_applicable"
    OUT_OF_SCOPE = "out_of_scope"


class AreaValue(StrEnum):
    """The value of an area for a maturity level."""

    SATISFIED = "satisfied"
    UNSATISFIED = "unsatisfied"
    NOT_RATED = "not_rated"
    NOT_APPLICABLE = "not_applicable"
    OUT_OF_SCOPE = "out_of_scope"


def scope_is_permitted(area: Area, scope: AreaScope) -> bool:
    """Whether the area may have this scope: not every area may be not applicable (NA-3)."""
    return scope != AreaScope.NOT_APPLICABLE or area.may_be_not_applicable


@dataclass(frozen=True)
class AreaResult:
    """An area with the results of its goals.

    Raises ValueError for a scope that is not permitted.
    """

    area: Area
    goals: tuple[GoalResult, ...] = ()
    scope: AreaScope = AreaScope.IN_SCOPE

    def __post_init__(self) -> None:
        if not scope_is_permitted(self.area, self.scope):
            raise ValueError(f"{self.area.key} may not be declared not applicable")

    @property
    def is_ignored(self) -> bool:
        """An addition that was not chosen: no level asks for it (NA-2)."""
        return self.area.is_addition and self.scope == AreaScope.OUT_OF_SCOPE

    @property
    def is_missing(self) -> bool:
        """Left out of scope, so that its level cannot be rated (NA-4)."""
        return self.scope == AreaScope.OUT_OF_SCOPE and not self.area.is_addition

    def result_of(self, goal: Goal) -> GoalResult:
        """The result of one of the area's goals; not rated when there is none."""
        return next((each for each in self.goals if each.key == goal.key), GoalResult(goal.key))

    def value_for(self, maturity_level: int) -> AreaValue:
        """The value of the area when this maturity level is the target (PA-1 to PA-5)."""
        if self.scope != AreaScope.IN_SCOPE:
            return AreaValue(self.scope)
        needed = self.area.goals_needed_for(maturity_level)
        return _from_goals(self.result_of(goal).value for goal in needed)

    def is_met_for(self, maturity_level: int) -> bool:
        """Whether the area does not stand in the way of the level (NA-1, NA-2)."""
        met = (AreaValue.SATISFIED, AreaValue.NOT_APPLICABLE)
        return self.is_ignored or self.value_for(maturity_level) in met


def _from_goals(goals: Iterable[GoalValue]) -> AreaValue:
    values = frozenset(goals)
    if GoalValue.UNSATISFIED in values:
        return AreaValue.UNSATISFIED
    if GoalValue.NOT_RATED in values or not values:
        return AreaValue.NOT_RATED
    return AreaValue.SATISFIED
