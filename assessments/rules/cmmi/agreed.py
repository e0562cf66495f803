"""What the team agreed about a goal, held against the rules.

The rules only suggest: a goal counts as rated once the team has judged it. A judgement that the
rules do not allow, because a practice has changed since, does not count until it is made again.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.rules.cmmi.characterization import PracticeRecord
from assessments.rules.cmmi.goal_rating import (
    GoalResult,
    GoalValue,
    Judgement,
    Reason,
    ReasonKind,
    goal_result,
    judgement_fits,
)
from assessments.rules.cmmi.structure import Goal

Practices = Mapping[str, PracticeRecord]


@dataclass(frozen=True)
class Agreed:
    """The value that the team agreed, and why. Not rated: the evidence does not cover the goal."""

    value: GoalValue
    reason: str


def counted_result(goal: Goal, practices: Practices, agreed: Agreed | None) -> GoalResult:
    """What counts for areas and levels: the agreed value if the rules allow it, else not rated."""
    if agreed is not None and is_allowed(goal, practices, agreed):
        return _by_rule(goal, practices, agreed)
    suggested = goal_result(goal, practices)
    not_judged = Reason(ReasonKind.NOT_JUDGED)
    reasons = tuple(each for each in suggested.reasons if each.kind != ReasonKind.NOT_JUDGED)
    if suggested.value == GoalValue.NOT_RATED and reasons:
        return suggested
    return GoalResult(goal.key, GoalValue.NOT_RATED, (not_judged, *reasons))


def is_allowed(goal: Goal, practices: Practices, agreed: Agreed) -> bool:
    """Whether the rules leave this value to the team; not rated can always be said.

    Satisfied needs every practice LI or FI (GOAL-1). Unsatisfied needs a practice that is PI or NI,
    or weaknesses on file that are judged significant together (GOAL-2).
    """
    if agreed.value == GoalValue.NOT_RATED:
        return True
    judgement = _judgement(goal, practices, agreed)
    if judgement and not judgement_fits(_own(goal, practices), judgement):
        return False
    return goal_result(goal, practices, judgement=judgement).value == agreed.value


def _by_rule(goal: Goal, practices: Practices, agreed: Agreed) -> GoalResult:
    if agreed.value == GoalValue.NOT_RATED:
        return goal_result(goal, practices, is_covered=False)
    return goal_result(goal, practices, judgement=_judgement(goal, practices, agreed))


def _judgement(goal: Goal, practices: Practices, agreed: Agreed) -> Judgement | None:
    """The judgement on the weaknesses together; none where weak practices decide without it."""
    if goal_result(goal, practices).value == GoalValue.UNSATISFIED:
        return None
    return Judgement(agreed.value == GoalValue.UNSATISFIED, agreed.reason)


def _own(goal: Goal, practices: Practices) -> dict[str, PracticeRecord]:
    return {key: practices[key] for key in goal.practices if key in practices}
