"""A program's assessments with the step at which each stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assessments.models import Assessment
from assessments.policies import parts_in
from assessments.queries.board import method_boards
from assessments.queries.step_pages import NextTurn, next_turn
from assessments.rules import lifecycle
from cip.access.actor import Actor


@dataclass(frozen=True)
class ListedAssessment:
    """One line. `next` is the step where somebody has the turn, the reader first; None for none."""

    row: Assessment
    next: NextTurn | None
    is_late: bool

    @property
    def percent(self) -> int | None:
        """How many of those asked have submitted; None while nobody is asked."""
        invited: int = self.row.invited  # type: ignore[attr-defined]
        submitted: int = self.row.submitted  # type: ignore[attr-defined]
        return round(100 * submitted / invited) if invited else None


def listed(assessments: Sequence[Assessment], actor: Actor, today: date) -> list[ListedAssessment]:
    """The assessments as lines; their boards in a constant number of queries."""
    running = [row for row in assessments if row.state != lifecycle.CLOSED]
    boards = method_boards(running, today)
    return [
        ListedAssessment(
            row=row,
            next=next_turn(boards[row.pk], parts_in(actor, row)) if row.pk in boards else None,
            is_late=row.state == lifecycle.COLLECTING
            and row.closes_on is not None
            and row.closes_on < today,
        )
        for row in assessments
    ]
