"""Where an assessment stands in its method: what is done, what blocks, whose turn it is.

Source: A2I workflow specification, section 1.2: phases in order; a step starts when its
predecessor's gate was passed or was waived by the sponsor with a reason; waivers are listed in the
report. A step is passed when somebody declared it done *and* its gates hold or are waived.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.rules.condition import Facts, Sentence, check_facts, first_holding, judged
from assessments.rules.method import Gate, Method, Step


class Mark(StrEnum):
    """What people have said about a step. Only optional steps can be skipped."""

    STARTED = "started"
    DONE = "done"
    SKIPPED = "skipped"


class StepState(StrEnum):
    """BLOCKED: declared done, but a gate does not hold or no longer; or begun, and a step before it
    was taken up again.
    """

    TO_COME = "to_come"
    READY = "ready"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    PASSED = "passed"
    WAIVED = "waived"
    SKIPPED = "skipped"

    @property
    def is_settled(self) -> bool:
        """The steps after it may begin."""
        return self in (StepState.PASSED, StepState.WAIVED, StepState.SKIPPED)

    @property
    def is_open(self) -> bool:
        """Somebody can or must do something."""
        return self in (StepState.READY, StepState.IN_PROGRESS, StepState.BLOCKED)


class GateState(StrEnum):
    """A gate that holds is met, waived or not."""

    MET = "met"
    WAIVED = "waived"
    UNMET = "unmet"


@dataclass(frozen=True, slots=True)
class Waiver:
    """Somebody with the role `by` lets a gate pass that does not hold."""

    step: str
    gate: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class GateView:
    """A gate as it stands. `said`: what makes it hold, or every alternative that does not.

    A waiver stays visible when the gate holds by now.
    """

    gate: Gate
    state: GateState
    said: tuple[Sentence, ...]
    waiver: Waiver | None = None


@dataclass(frozen=True, slots=True)
class StepView:
    """A step as it stands. `waits_for`: steps before it that are not settled. `mark` counts only
    where it is possible.
    """

    step: Step
    mark: Mark | None
    state: StepState
    waits_for: tuple[Step, ...]
    gates: tuple[GateView, ...]
    warnings: tuple[Sentence, ...]
    turn: tuple[str, ...]

    @property
    def missing(self) -> tuple[GateView, ...]:
        """The gates that neither hold nor are waived."""
        return tuple(view for view in self.gates if view.state is GateState.UNMET)

    @property
    def blocks(self) -> tuple[Sentence, ...]:
        """What stands between now and this step being passed, apart from declaring it done."""
        waiting = tuple(
            Sentence("Waits for {code}: {name}.", (("code", step.code), ("name", step.name)))
            for step in self.waits_for
        )
        return waiting + tuple(sentence for view in self.missing for sentence in view.said)


@dataclass(frozen=True, slots=True)
class Board:
    """All steps of a method in order."""

    steps: tuple[StepView, ...]

    def view(self, code: str) -> StepView | None:
        """The step with this code as it stands, or None."""
        return next((view for view in self.steps if view.step.code == code), None)

    @property
    def next_step(self) -> StepView | None:
        """The first step at which somebody has the turn, an optional one only when there is no
        other; None when all is settled.
        """
        waiting = [view for view in self.steps if view.turn]
        needed = (view for view in waiting if not view.step.optional)
        return next(needed, waiting[0] if waiting else None)

    @property
    def warnings(self) -> tuple[tuple[Step, Sentence], ...]:
        """Everything that should be otherwise, with its step."""
        return tuple((view.step, said) for view in self.steps for said in view.warnings)

    @property
    def waivers(self) -> tuple[tuple[Gate, Waiver], ...]:
        """Every waiver with its gate, for the report."""
        return tuple(
            (view.gate, view.waiver) for step in self.steps for view in step.gates if view.waiver
        )

    @property
    def is_finished(self) -> bool:
        """Every step is settled."""
        return all(view.state.is_settled for view in self.steps)


def board(
    method: Method, facts: Facts, waivers: Iterable[Waiver], marks: Mapping[str, Mark]
) -> Board:
    """Every step with its state, by what is known, waived and declared (step code -> mark).

    A waiver that `waiver_fault` refuses counts for nothing; of two for one gate the later counts.
    Raises `WrongFacts` for facts outside the vocabulary.
    """
    check_facts(facts)
    accepted = {(w.step, w.gate): w for w in waivers if waiver_fault(method, w) is None}
    views: dict[str, StepView] = {}
    for step in method.steps:
        waits_for = tuple(
            views[code].step for code in step.needs if not views[code].state.is_settled
        )
        gates = tuple(
            _gate_view(gate, facts, accepted.get((step.code, gate.code))) for gate in step.gates
        )
        mark = _mark(step, marks)
        state = _state(mark, not waits_for, gates)
        turn = () if waits_for or state.is_settled else _turn(step, gates)
        warnings = _warnings(step, facts)
        views[step.code] = StepView(step, mark, state, waits_for, gates, warnings, turn)
    return Board(tuple(views.values()))


def waiver_fault(method: Method, waiver: Waiver) -> Sentence | None:
    """Why a waiver cannot be accepted; None when it can. Only the role that the method names may
    waive, and only with a reason.
    """
    step = method.step(waiver.step)
    gate = step.gate(waiver.gate) if step else None
    if gate is None:
        values = (("gate", waiver.gate), ("step", waiver.step))
        return Sentence("There is no gate {gate} at a step {step}.", values)
    if not gate.waivable or method.waived_by is None:
        return Sentence("This gate cannot be waived.")
    if waiver.by != method.waived_by:
        name = next(role.name for role in method.roles if role.code == method.waived_by)
        return Sentence("Only this role may waive a gate: {role}.", (("role", name),))
    return None if waiver.reason.strip() else Sentence("A waiver needs a reason.")


def _gate_view(gate: Gate, facts: Facts, waiver: Waiver | None) -> GateView:
    holding = first_holding(gate.any_of, facts)
    if holding:
        return GateView(gate, GateState.MET, (holding.sentence,), waiver)
    said = tuple(judged(condition, facts).sentence for condition in gate.any_of)
    return GateView(gate, GateState.WAIVED if waiver else GateState.UNMET, said, waiver)


def _mark(step: Step, marks: Mapping[str, Mark]) -> Mark | None:
    mark = marks.get(step.code)
    return None if mark is Mark.SKIPPED and not step.optional else mark


def _state(mark: Mark | None, may_begin: bool, gates: tuple[GateView, ...]) -> StepState:
    if not may_begin:
        return StepState.BLOCKED if mark in (Mark.STARTED, Mark.DONE) else StepState.TO_COME
    if mark is Mark.DONE:
        return _state_when_done(gates)
    return {
        None: StepState.READY,
        Mark.STARTED: StepState.IN_PROGRESS,
        Mark.SKIPPED: StepState.SKIPPED,
    }[mark]


def _state_when_done(gates: tuple[GateView, ...]) -> StepState:
    states = {view.state for view in gates}
    if GateState.UNMET in states:
        return StepState.BLOCKED
    return StepState.WAIVED if GateState.WAIVED in states else StepState.PASSED


def _turn(step: Step, gates: tuple[GateView, ...]) -> tuple[str, ...]:
    """Roles that can bring about what is missing; who does the step when nothing is."""
    missing = [view.gate.by or step.by for view in gates if view.state is GateState.UNMET]
    return tuple(dict.fromkeys(role for roles in missing or [step.by] for role in roles))


def _warnings(step: Step, facts: Facts) -> tuple[Sentence, ...]:
    """What is known not to be as it should; what is not known is no warning."""
    found: list[Sentence] = []
    for warning in step.warnings:
        judgements = [judged(condition, facts) for condition in warning.any_of]
        if not any(each.holds or not each.is_known for each in judgements):
            found.extend(each.sentence for each in judgements)
    return tuple(found)
