"""Gates between the phases: they are passed in order and reopened from the last.

Source: CIP Mobilization Service and Workshop Guide, appendix 2: the phases follow each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

ACTIVITY_SETTLED = frozenset({"done", "skipped"})
DELIVERABLE_SETTLED = frozenset({"delivered"})


@dataclass(frozen=True)
class ActivityState:
    """An activity with the states of its deliverables."""

    title: str
    state: str
    deliverables: tuple[tuple[str, str], ...] = ()


def open_points(activities: Sequence[ActivityState]) -> tuple[str, ...]:
    """Titles of what is not settled: activities not done or left out, deliverables not delivered.

    The deliverables of an activity that was left out are not expected.
    """
    points: list[str] = []
    for activity in activities:
        if activity.state not in ACTIVITY_SETTLED:
            points.append(activity.title)
        if activity.state == "skipped":
            continue
        points.extend(
            title for title, state in activity.deliverables if state not in DELIVERABLE_SETTLED
        )
    return tuple(points)


def first_open(passed: Sequence[bool]) -> int | None:
    """The position of the first phase whose gate is not passed: where the program stands.

    None when all gates are passed.
    """
    return next((position for position, is_passed in enumerate(passed) if not is_passed), None)


def may_pass(passed: Sequence[bool], position: int) -> bool:
    """Whether the gate at `position` is the next one."""
    return first_open(passed) == position


def may_reopen(passed: Sequence[bool], position: int) -> bool:
    """Whether the gate at `position` is passed and no later one is."""
    return passed[position] and not any(passed[position + 1 :])
