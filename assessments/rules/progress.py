"""How far a response is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Progress:
    """`answered` of `total` questions have a chosen answer."""

    answered: int
    total: int

    @property
    def is_complete(self) -> bool:
        """Every question has an answer."""
        return self.answered >= self.total

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: 100 only when nothing is missing."""
        return 100 if self.total == 0 else min(100, self.answered * 100 // self.total)


def overall(areas: Iterable[Progress]) -> Progress:
    """The sum over areas."""
    rows = list(areas)
    return Progress(sum(p.answered for p in rows), sum(p.total for p in rows))


def next_open(areas: Sequence[Progress], after: int) -> int | None:
    """Index of the next area with an unanswered question, going round; None without one."""
    count = len(areas)
    order = [(after + 1 + step) % count for step in range(count)]
    return next((index for index in order if not areas[index].is_complete), None)


class Stage(StrEnum):
    """How far one person has come."""

    INVITED = "invited"
    OPENED = "opened"
    ANSWERING = "answering"
    SUBMITTED = "submitted"


def stage(*, has_response: bool, is_submitted: bool, answered: int) -> Stage:
    """The stage of one participant."""
    if is_submitted:
        return Stage.SUBMITTED
    if not has_response:
        return Stage.INVITED
    return Stage.ANSWERING if answered else Stage.OPENED
