"""The step board as pages and the API show it: words and links instead of rules."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from assessments.method_words import GATE_STATES, STEP_STATES, said
from assessments.queries.board import MethodBoard, facts_asked, roles_about
from assessments.queries.facts import is_stated, needs_number
from assessments.rules.board import GateState, GateView, StepState, StepView
from assessments.rules.facts import FACTS
from assessments.rules.method import Method, Phase
from assessments.rules.method_roles import Part, is_mine, part_of

PLACES = {
    "active_sponsors": "program",
    "team_members": "people",
    "participants_per_area": "participants",
    "areas_in_scope": "scope",
    "areas_left_out_without_reason": "scope",
    "questionnaire_opened": "detail",
    "questionnaire_closed": "detail",
    "response_rate": "participants",
    "findings_weakly_supported": "findings",
    "weaknesses_without_outcome": "findings",
    "unsafe_passages": "findings",
    "actions_open": "findings",
    "goals_rated": "ratings",
    "ratings_without_consensus": "ratings",
    "results_signed": "ratings",
}
"""Fact -> the room where it is mended. Facts that people state are mended at the step itself."""


@dataclass(frozen=True)
class WaiverNote:
    """Who let a gate pass, when and why."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class GateNote:
    """One gate in words. `place`: a key of the rooms where it is mended, or empty."""

    code: str
    text: str
    state: str
    state_label: str
    said: tuple[str, ...]
    roles: tuple[str, ...]
    is_waivable: bool
    place: str
    waiver: WaiverNote | None


@dataclass(frozen=True)
class FactNote:
    """A fact that people state, and what was stated."""

    name: str
    meaning: str
    has_number: bool
    roles: tuple[str, ...]
    is_stated: bool
    number: int | None = None
    happened_on: date | None = None
    note: str = ""
    document: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class StepNote:
    """One step in words."""

    code: str
    name: str
    state: str
    state_label: str
    by: tuple[str, ...]
    turn: tuple[str, ...]
    waits: tuple[str, ...]
    blocks: tuple[str, ...]
    warnings: tuple[str, ...]
    gates: tuple[GateNote, ...]
    is_optional: bool
    repeats: str
    is_next: bool
    is_mine: bool
    """Whether the reader has the turn."""
    holds_up: tuple[str, ...]
    """Steps that wait for this one and for nothing else."""

    @property
    def gates_met(self) -> int:
        """Gates that hold or are waived."""
        return sum(gate.state != GateState.UNMET for gate in self.gates)

    @property
    def is_settled(self) -> bool:
        """Passed, waived or skipped."""
        return StepState(self.state).is_settled

    @property
    def is_open(self) -> bool:
        """Somebody can do something."""
        return StepState(self.state).is_open


@dataclass(frozen=True)
class NextTurn:
    """The next step as a list names it: whose turn it is, and whether it is the reader's."""

    code: str
    name: str
    turn: tuple[str, ...]
    is_mine: bool


@dataclass(frozen=True)
class PhaseNote:
    """A phase with its steps."""

    code: str
    name: str
    text: str
    steps: tuple[StepNote, ...]

    @property
    def settled(self) -> int:
        """Steps that are behind us."""
        return sum(step.is_settled for step in self.steps)


@dataclass(frozen=True)
class BoardNote:
    """The whole board; `next` is the step where somebody has the turn."""

    phases: tuple[PhaseNote, ...]
    next: StepNote | None

    @property
    def steps(self) -> list[StepNote]:
        """All steps in order."""
        return [step for phase in self.phases for step in phase.steps]

    @property
    def settled(self) -> int:
        """Steps that are behind us."""
        return sum(phase.settled for phase in self.phases)

    @property
    def others(self) -> list[StepNote]:
        """Steps at which somebody has the turn besides the next one."""
        return [step for step in self.steps if step.turn and not step.is_next]


@dataclass(frozen=True)
class Guidance:
    """What the method says about a step."""

    what_to_do: str
    what_good_looks_like: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    records: tuple[str, ...]


def board_note(standing: MethodBoard, *, for_team: bool, mine: Collection[Part] = ()) -> BoardNote:
    """The board in words; names of findings and people are the team's. `mine`: the reader's parts.

    The next step is one of the reader's if there is one.
    """
    phases = tuple(
        _phase(standing, phase, for_team=for_team, mine=mine) for phase in standing.method.phases
    )
    steps = (step for phase in phases for step in phase.steps)
    return BoardNote(phases, next((step for step in steps if step.is_next), None))


def next_turn(standing: MethodBoard, mine: Collection[Part] = ()) -> NextTurn | None:
    """The step where somebody has the turn; None when all is settled."""
    view = _next_for(standing, mine)
    if view is None:
        return None
    turn = _people(standing, view.turn, role_names(standing.method))
    return NextTurn(view.step.code, view.step.name, turn, is_mine(view.turn, mine))


def step_note(
    standing: MethodBoard, view: StepView, *, for_team: bool, mine: Collection[Part] = ()
) -> StepNote:
    """One step in words."""
    step, names = view.step, role_names(standing.method)
    following = _next_for(standing, mine)
    blocks = tuple(said(each, for_team=for_team) for each in view.blocks)
    return StepNote(
        code=step.code,
        name=step.name,
        state=view.state.value,
        state_label=str(STEP_STATES[view.state]),
        by=_named(step.by, names),
        turn=_people(standing, view.turn, names),
        waits=blocks[: len(view.waits_for)],
        blocks=blocks,
        warnings=tuple(said(each, for_team=for_team) for each in view.warnings),
        gates=tuple(_gate(standing, view, gate, for_team=for_team) for gate in view.gates),
        is_optional=step.optional,
        repeats=step.repeats,
        is_next=following is not None and following.step.code == step.code,
        is_mine=is_mine(view.turn, mine),
        holds_up=tuple(
            f"{other.step.code} {other.step.name}"
            for other in standing.board.steps
            if other.waits_for == (step,)
        ),
    )


def _next_for(standing: MethodBoard, mine: Collection[Part]) -> StepView | None:
    """The first needed step that waits for the reader, else for anybody."""
    needed = (view for view in standing.board.steps if not view.step.optional)
    own = (view for view in needed if is_mine(view.turn, mine))
    return next(own, standing.board.next_step)


def facts_to_state(standing: MethodBoard, view: StepView) -> list[FactNote]:
    """Facts of the step's gates that nothing but a person's statement tells."""
    names = role_names(standing.method)
    found = []
    for name in facts_asked(view.step):
        if is_stated(name):
            roles = _named(roles_about(standing.method, name), names)
            found.append(_fact(standing, name, roles))
    return found


def guidance(standing: MethodBoard, view: StepView) -> Guidance:
    """What the method says about the step, with the names of products."""
    step = view.step
    names = {product.code: product.name for product in standing.method.products}
    return Guidance(
        step.what_to_do,
        step.what_good_looks_like,
        _named(step.inputs, names),
        _named(step.outputs, names),
        step.records,
    )


def role_names(method: Method) -> dict[str, str]:
    """Role code -> name."""
    return {role.code: role.name for role in method.roles}


def _phase(
    standing: MethodBoard, phase: Phase, *, for_team: bool, mine: Collection[Part]
) -> PhaseNote:
    views = [view for view in standing.board.steps if view.step in phase.steps]
    steps = tuple(step_note(standing, view, for_team=for_team, mine=mine) for view in views)
    return PhaseNote(phase.code, phase.name, phase.text, steps)


def _gate(standing: MethodBoard, view: StepView, found: GateView, *, for_team: bool) -> GateNote:
    gate = found.gate
    waiver = standing.waiver_of(view.step.code, gate.code) if found.waiver else None
    places = [PLACES[c.fact] for c in gate.any_of if c.fact in PLACES]
    return GateNote(
        code=gate.code,
        text=gate.text,
        state=found.state.value,
        state_label=str(GATE_STATES[found.state]),
        said=tuple(said(each, for_team=for_team) for each in found.said),
        roles=_named(gate.by or view.step.by, role_names(standing.method)),
        is_waivable=gate.waivable and standing.method.waived_by is not None,
        place=places[0] if places else "",
        waiver=WaiverNote(waiver.said_by, waiver.said_at, waiver.note) if waiver else None,
    )


def _fact(standing: MethodBoard, name: str, roles: tuple[str, ...]) -> FactNote:
    meaning = _(FACTS[name].met) if not needs_number(name) else _(FACTS[name].meaning)
    row = standing.statements.get(name)
    if row is None:
        return FactNote(name, meaning, needs_number(name), roles, is_stated=False)
    return FactNote(
        name,
        meaning,
        needs_number(name),
        roles,
        is_stated=True,
        number=row.number,
        happened_on=row.happened_on,
        note=row.note,
        document=row.document,
        by=row.said_by,
        at=row.said_at,
    )


def _people(
    standing: MethodBoard, codes: tuple[str, ...], names: dict[str, str]
) -> tuple[str, ...]:
    """Roles, with the name of whoever plays one that a single person plays."""
    row = standing.assessment
    persons = {
        Part.SPONSOR: row.program.sponsor,
        Part.ORGANIZATION: row.program.lead,
        Part.LEAD: row.lead,
    }
    found = []
    for code in codes:
        person = persons.get(part_of(code))
        role = names.get(code, code)
        found.append(f"{role} ({person})" if person else role)
    return tuple(found)


def _named(codes: tuple[str, ...], names: dict[str, str]) -> tuple[str, ...]:
    return tuple(names.get(code, code) for code in codes)
