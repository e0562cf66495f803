"""The plan of one program: phases, activities, deliverables, gates."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cip.access.actor import Actor
from cip.access.check import allowed
from cip.db.rows import Columns, all_rows
from cip.programs import policies
from cip.programs.models import Activity, Deliverable, Phase, Program
from cip.programs.rules import gates


@dataclass(frozen=True)
class DeliverableView:
    """What an activity delivers and how far it is."""

    id: UUID
    title: str
    state: str
    state_label: str
    version: int


@dataclass(frozen=True)
class ActivityView:
    """One activity. `is_overdue`: due before today and not settled."""

    id: UUID
    number: int
    title: str
    state: str
    state_label: str
    owner: str
    owner_id: UUID | None
    starts_on: date | None
    due_on: date | None
    is_overdue: bool
    is_settled: bool
    note: str
    version: int
    deliverables: tuple[DeliverableView, ...]
    may_edit: bool

    @property
    def pill_state(self) -> str:
        """The word by which the state pill chooses its tone: not started is not "open for all"."""
        return "todo" if self.state == Activity.State.OPEN else self.state


@dataclass(frozen=True)
class PhaseView:
    """One phase with its gate. `state`: done, current or todo, as the stepper shows it."""

    id: UUID
    kind: str
    label: str
    starts_on: date | None
    ends_on: date | None
    is_passed: bool
    gate_note: str
    gate_passed_at: datetime | None
    gate_passed_by: str
    version: int
    state: str
    settled: int
    open_points: tuple[str, ...]
    activities: tuple[ActivityView, ...]


@dataclass(frozen=True)
class PlanView:
    """The whole plan. `current`: the phase in which the program stands, None after the last."""

    phases: tuple[PhaseView, ...]
    current: PhaseView | None
    settled: int
    total: int
    overdue: int


_PHASE, _ACTIVITY = Columns(Phase, "phase"), Columns(Activity, "activity")
_PLAN = f"""
SELECT {_PHASE.sql}, COALESCE(NULLIF(passer.name, ''), passer.email, ''),
       {_ACTIVITY.sql}, COALESCE(NULLIF(owner.name, ''), owner.email, ''),
       (SELECT json_agg(json_build_array(d.id, d.title, d.state, d.version) ORDER BY d.position)
          FROM programs_deliverable d WHERE d.activity_id = activity.id)
  FROM programs_phase phase
  LEFT JOIN accounts_user passer ON passer.id = phase.gate_passed_by_id
  LEFT JOIN programs_activity activity ON activity.phase_id = phase.id
  LEFT JOIN accounts_user owner ON owner.id = activity.owner_id
 WHERE phase.program_id = %s
 ORDER BY phase.position, activity.number
"""  # noqa: S608 - own names


def plan_of(program: Program, actor: Actor, today: date) -> PlanView:
    """The program's plan in one query."""
    phases: dict[UUID, tuple[Phase, str]] = {}
    activities: dict[UUID, list[ActivityView]] = defaultdict(list)
    for row in all_rows(_PLAN, [program.pk]):
        phase, passer = _PHASE.take(row), next(row)
        activity, owner, delivers = _ACTIVITY.take(row), next(row), next(row)
        phases[phase.pk] = phase, passer
        if activity.pk is not None:
            delivered = tuple(map(_deliverable, delivers or ()))
            view = _activity(activity, owner, delivered, program=program, actor=actor, today=today)
            activities[phase.pk].append(view)
    place = gates.first_open([row.gate == Phase.Gate.PASSED for row, _passer in phases.values()])
    views = tuple(
        _phase(row, passer, tuple(activities[row.pk]), position, place)
        for position, (row, passer) in enumerate(phases.values())
    )
    flat = [activity for view in views for activity in view.activities]
    return PlanView(
        phases=views,
        current=None if place is None else views[place],
        settled=sum(activity.is_settled for activity in flat),
        total=len(flat),
        overdue=sum(activity.is_overdue for activity in flat),
    )


def _deliverable(row: list[Any]) -> DeliverableView:
    pk, title, state, version = row
    return DeliverableView(UUID(pk), title, state, str(Deliverable.State(state).label), version)


def _activity(
    row: Activity,
    owner: str,
    deliverables: tuple[DeliverableView, ...],
    *,
    program: Program,
    actor: Actor,
    today: date,
) -> ActivityView:
    is_settled = row.state in gates.ACTIVITY_SETTLED
    return ActivityView(
        id=row.pk,
        number=row.number,
        title=row.title,
        state=row.state,
        state_label=row.get_state_display(),
        owner=owner,
        owner_id=row.owner_id,
        starts_on=row.starts_on,
        due_on=row.due_on,
        is_overdue=row.due_on is not None and row.due_on < today and not is_settled,
        is_settled=is_settled,
        note=row.note,
        version=row.version,
        deliverables=deliverables,
        may_edit=bool(allowed(policies.check_can_edit_activity, actor, program, row)),
    )


def _phase(
    row: Phase,
    passer: str,
    activities: tuple[ActivityView, ...],
    position: int,
    place: int | None,
) -> PhaseView:
    is_passed = row.gate == Phase.Gate.PASSED
    states = [
        gates.ActivityState(
            f"{a.number}. {a.title}", a.state, tuple((d.title, d.state) for d in a.deliverables)
        )
        for a in activities
    ]
    return PhaseView(
        id=row.pk,
        kind=row.kind,
        label=row.get_kind_display(),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        is_passed=is_passed,
        gate_note=row.gate_note,
        gate_passed_at=row.gate_passed_at,
        gate_passed_by=passer,
        version=row.version,
        state="done" if is_passed else "current" if position == place else "todo",
        settled=sum(a.is_settled for a in activities),
        open_points=gates.open_points(states),
        activities=activities,
    )
