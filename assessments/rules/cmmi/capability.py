"""Capability levels of single process areas, and their profile.

Source: CMMI-SVC v1.3, "Understanding capability levels" (rules CL-1 to CL-5 of the rating rules,
section 5).
"""

from dataclasses import dataclass

from assessments.rules.cmmi.area_rating import AreaResult, AreaScope
from assessments.rules.cmmi.goal_rating import GoalResult, GoalValue

INCOMPLETE = 0


@dataclass(frozen=True)
class CapabilityResult:
    """The capability level of an area; None when it is not applicable or out of scope.

    `possible`: the level if every goal that is not rated yet turned out satisfied. `stopped_by`:
    the goals that keep the area from the next level.
    """

    area: str
    scope: AreaScope
    level: int | None
    possible: int | None
    stopped_by: tuple[GoalResult, ...] = ()

    @property
    def is_decided(self) -> bool:
        """Whether no goal that is still to be rated can raise the level."""
        return self.level == self.possible


def capability(result: AreaResult) -> CapabilityResult:
    """The level of one area: the highest whose goals, and those of all below it, are satisfied.

    No level is skipped (CL-4). A goal that is not rated stops the level as well (CL-5).
    """
    if result.scope != AreaScope.IN_SCOPE:
        return CapabilityResult(result.area.key, result.scope, None, None)
    unsatisfied = frozenset({GoalValue.UNSATISFIED})
    level, stopped_by = _climb(result, unsatisfied | {GoalValue.NOT_RATED})
    possible, _failed = _climb(result, unsatisfied)
    return CapabilityResult(result.area.key, result.scope, level, possible, stopped_by)


def _climb(
    result: AreaResult, stopping: frozenset[GoalValue]
) -> tuple[int, tuple[GoalResult, ...]]:
    reached = INCOMPLETE
    for level in result.area.capability_levels:
        goals = [result.result_of(g) for g in result.area.goals if g.capability_level == level]
        stopped_by = tuple(goal for goal in goals if goal.value in stopping)
        if stopped_by:
            return reached, stopped_by
        reached = level
    return reached, ()
