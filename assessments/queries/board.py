"""Where assessments stand in their methods."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from assessments.models import Assessment, StepRecord
from assessments.queries.facts import contexts, facts_in
from assessments.queries.facts.context import Context
from assessments.queries.facts.said import Act, Said, StatedFact, WaivedGate
from assessments.rules.board import Board, Mark, StepView, Waiver, board
from assessments.rules.condition import Facts
from assessments.rules.method import Gate, Method, Step
from assessments.rules.reopening import Reopening, reopening
from cip.db.querysets import TenantQuerySet
from cip.kernel.keeping import Kept

BOARD_NEEDS = (
    "program__sponsor",
    "program__lead",
    "model_version__model",
    "method_version",
    "lead",
)
MARK_OF = {
    StepRecord.Act.STARTED: Mark.STARTED,
    StepRecord.Act.REOPENED: Mark.STARTED,
    StepRecord.Act.DONE: Mark.DONE,
    StepRecord.Act.SKIPPED: Mark.SKIPPED,
}

# Lists show the same boards again and again: nothing is judged anew while nothing has happened.
_KEPT = Kept(most=300)


@dataclass(frozen=True)
class MethodBoard:
    """An assessment's method, what is known, what people said, and what follows from it."""

    assessment: Assessment
    method: Method
    facts: Facts
    board: Board
    statements: Mapping[str, StatedFact]
    records: tuple[Act, ...]
    waivers: tuple[WaivedGate, ...]

    def step(self, code: str) -> StepView | None:
        """The step with this code as it stands, or None."""
        return self.board.view(code)

    def records_of(self, code: str) -> list[Act]:
        """What was said at the step, newest first."""
        return [row for row in reversed(self.records) if row.step == code]

    def waiver_of(self, step: str, gate: str) -> WaivedGate | None:
        """The waiver of a gate that was not withdrawn, or None."""
        return next((row for row in self.waivers if (row.step, row.gate) == (step, gate)), None)

    def reopening(self, code: str) -> Reopening:
        """Whether the step may be taken up again now."""
        return reopening(self.board, self.facts, code)

    def step_asking(self, names: Sequence[str], *, last: bool = False) -> StepView | None:
        """The first (or last) step with a gate about one of the facts, or None."""
        found = [
            view
            for view in self.board.steps
            if any(c.fact in names for gate in view.step.gates for c in gate.any_of)
        ]
        return (found[-1] if last else found[0]) if found else None


def method_board(assessment: Assessment, today: date) -> MethodBoard:
    """The board of one assessment, in a constant number of statements."""
    return method_boards([assessment], today)[assessment.pk]


def with_method() -> TenantQuerySet[Assessment]:
    """Assessments with all that a board asks of them; a method's file is read once."""
    rows = Assessment.objects.select_related(*BOARD_NEEDS)
    return rows.defer("method_version__document")


def method_boards(assessments: Sequence[Assessment], today: date) -> dict[UUID, MethodBoard]:
    """A board for each assessment (of one organization, loaded by `with_method`); the number of
    statements does not grow with them.
    """
    return {pk: _board(context) for pk, context in contexts(assessments, today).items()}


def _board(context: Context) -> MethodBoard:
    method = context.assessment.method_version.method
    facts = facts_in(context, method.facts)
    waivers, marks = tuple(map(_waiver, context.waivers)), marks_of(context.acts)
    version = context.assessment.method_version_id
    key = (version, repr(sorted(facts.items())), waivers, tuple(marks.items()))
    return MethodBoard(
        assessment=context.assessment,
        method=method,
        facts=facts,
        board=_KEPT.get(key, lambda: board(method, facts, waivers, marks)),
        statements=context.statements,
        records=context.acts,
        waivers=context.waivers,
    )


def without_notes(standing: MethodBoard) -> MethodBoard:
    """The board for others than the team and the sponsor: what people noted is not theirs."""
    return replace(
        standing,
        statements={fact: _unnoted(row) for fact, row in standing.statements.items()},
        records=tuple(map(_unnoted, standing.records)),
    )


Row = TypeVar("Row", bound=Said)


def _unnoted(row: Row) -> Row:
    return replace(row, note="")


def marks_of(records: Iterable[StepRecord | Act]) -> dict[str, Mark]:
    """Where each step stands by the last thing said about the whole of it; oldest first.

    A step that was never begun as a whole is under way once a round of it is done.
    """
    found: dict[str, Mark] = {}
    for row in records:
        if row.subject:
            found.setdefault(row.step, Mark.STARTED)
        else:
            found[row.step] = MARK_OF[StepRecord.Act(row.act)]
    return found


def gates_about(method: Method, fact: str) -> list[tuple[Step, Gate]]:
    """The gates that ask for a fact, with their steps."""
    return [
        (step, gate)
        for step in method.steps
        for gate in step.gates
        if any(fact in condition.facts for condition in gate.any_of)
    ]


def roles_about(method: Method, fact: str) -> tuple[str, ...]:
    """The roles that can bring a fact about, over all gates that ask for it."""
    roles = [role for step, gate in gates_about(method, fact) for role in gate.by or step.by]
    return tuple(dict.fromkeys(roles))


def facts_asked(step: Step) -> list[str]:
    """Facts that the gates of a step ask about, once each, in order."""
    conditions = [c for gate in step.gates for c in gate.any_of]
    return list(dict.fromkeys(name for c in conditions for name in c.facts))


def _waiver(row: WaivedGate) -> Waiver:
    return Waiver(row.step, row.gate, row.role, row.note)
