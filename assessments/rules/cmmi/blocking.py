"""What stands between the organizational unit and a maturity level, in an order to work through."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from assessments.rules.cmmi.area_rating import AreaResult
from assessments.rules.cmmi.goal_rating import GoalResult, GoalValue, ReasonKind
from assessments.rules.cmmi.staging import up_to
from assessments.rules.cmmi.structure import Goal


class BlockKind(StrEnum):
    """What has to be done; of a goal first what is not known yet, then what must improve.

    AREA_OUT_OF_SCOPE: look at the area. UNSATISFIED, NOT_RATED: a goal without any reason on
    record. The others are the reasons of goals.
    """

    AREA_OUT_OF_SCOPE = "area_out_of_scope"
    NOT_RATED = "not_rated"
    UNSATISFIED = "unsatisfied"
    NOT_EXAMINED = ReasonKind.NOT_EXAMINED
    CHOICE_OPEN = ReasonKind.CHOICE_OPEN
    NOT_YET = ReasonKind.NOT_YET
    NOT_COVERED = ReasonKind.NOT_COVERED
    NOT_JUDGED = ReasonKind.NOT_JUDGED
    WEAK_PRACTICES = ReasonKind.WEAK_PRACTICES
    SIGNIFICANT_WEAKNESSES = ReasonKind.SIGNIFICANT_WEAKNESSES


@dataclass(frozen=True)
class Block:
    """One thing that is missing. `level`: the lowest level that asks for it: a maturity level, of a
    single area a capability level.

    `goal` is None when the whole area was left out.
    """

    level: int
    area: str
    goal: str | None
    kind: BlockKind
    practices: tuple[str, ...] = ()


def blocks(results: Iterable[AreaResult], level: int) -> tuple[Block, ...]:
    """All that is missing for the maturity level, and nothing else; empty when it is reached.

    Ordered level by level, so that whoever works from the top reaches the lower levels on the way;
    then by area and goal in the order of the model; specific goals stand before generic ones.
    """
    found = [block for each in up_to(results, level) for block in _of_area(each, level)]
    return tuple(sorted(found, key=lambda block: block.level))


def blocking_areas(results: Iterable[AreaResult], level: int) -> tuple[str, ...]:
    """The areas that stand in the way of the level, the most pressing first."""
    return tuple(dict.fromkeys(block.area for block in blocks(results, level)))


def capability_blocks(result: AreaResult, level: int) -> tuple[Block, ...]:
    """All that keeps one area in scope from a capability level; the lower levels come first."""
    goals = [goal for goal in result.area.goals if goal.capability_level <= level]
    ordered = sorted(goals, key=lambda goal: goal.capability_level)
    found = (_of_goal(result.area.key, goal.capability_level, goal, result) for goal in ordered)
    return tuple(block for each in found for block in each)


def _of_area(result: AreaResult, level: int) -> Iterator[Block]:
    area = result.area
    if result.is_met_for(level):
        return
    if result.is_missing:
        yield Block(area.maturity_level, area.key, None, BlockKind.AREA_OUT_OF_SCOPE)
        return
    for goal in area.goals_needed_for(level):
        yield from _of_goal(area.key, max(area.maturity_level, goal.capability_level), goal, result)


def _of_goal(area: str, level: int, goal: Goal, result: AreaResult) -> Iterator[Block]:
    found: GoalResult = result.result_of(goal)
    if found.value == GoalValue.SATISFIED:
        return
    if not found.reasons:
        yield Block(level, area, goal.key, BlockKind(found.value))
    for reason in found.reasons:
        yield Block(level, area, goal.key, BlockKind(reason.kind), reason.practices)
