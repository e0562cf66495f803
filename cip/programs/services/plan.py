"""The plan of a program: activities, deliverables, phases and their gates."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.accounts.queries import member_named
from cip.audit import services as audit
from cip.db.versions import save_version
from cip.kernel.errors import InvalidInput
from cip.programs import policies
from cip.programs.models import Activity, Deliverable, Phase, Program
from cip.programs.rules import gates
from cip.programs.services.shared import plain


@transaction.atomic
def edit_activity(
    *, actor: Actor, activity: Activity, expected_version: int, values: Mapping[str, Any]
) -> Activity:
    """Change state, owner (id of a current member), dates or note of an activity.

    Raises InvalidInput, or StaleWrite when somebody else saved in the meantime.
    """
    program = activity.phase.program
    policies.check_can_edit_activity(actor, program, activity)
    checked = dict(values)
    if checked.get("owner") is not None:
        checked["owner"] = member_named(actor.organization_id, checked["owner"], field="owner")
    _check_order(
        checked.get("starts_on", activity.starts_on),
        checked.get("due_on", activity.due_on),
        field="due_on",
    )
    changes = save_version(activity, expected_version=expected_version, values=checked)
    if changes:
        audit.record(
            actor, "activity.edited", activity, program_id=program.pk, changes=plain(changes)
        )
    return activity


@transaction.atomic
def edit_deliverable(
    *, actor: Actor, deliverable: Deliverable, expected_version: int, values: Mapping[str, Any]
) -> Deliverable:
    """Say how far a deliverable is (`state`). Raises StaleWrite."""
    activity = deliverable.activity
    program = activity.phase.program
    policies.check_can_edit_activity(actor, program, activity)
    changes = save_version(deliverable, expected_version=expected_version, values=values)
    if changes:
        audit.record(
            actor, "deliverable.edited", deliverable, program_id=program.pk, changes=plain(changes)
        )
    return deliverable


@transaction.atomic
def edit_phase(
    *, actor: Actor, phase: Phase, expected_version: int, values: Mapping[str, Any]
) -> Phase:
    """Change the dates of a phase. Raises InvalidInput or StaleWrite."""
    policies.check_can_edit_program(actor, phase.program)
    _check_order(
        values.get("starts_on", phase.starts_on),
        values.get("ends_on", phase.ends_on),
        field="ends_on",
    )
    changes = save_version(phase, expected_version=expected_version, values=values)
    if changes:
        audit.record(
            actor, "phase.edited", phase, program_id=phase.program_id, changes=plain(changes)
        )
    return phase


@transaction.atomic
def pass_gate(
    *, actor: Actor, phase: Phase, expected_version: int, note: str, now: datetime
) -> Phase:
    """Record that the gate of the phase was passed, with what was decided.

    A note is required while activities or deliverables of the phase are open. Raises WrongState
    when an earlier gate is open, InvalidInput, StaleWrite.
    """
    program, passed, position = _gates(phase)
    policies.check_can_pass_gate(actor, program, phase, passed, position)
    points = open_points(phase)
    if points and not note.strip():
        text = _("Say why the gate is passed although this is open: %(points)s.")
        raise InvalidInput(fields={"note": [text % {"points": ", ".join(points)}]})
    values = {
        "gate": Phase.Gate.PASSED.value,
        "gate_note": note,
        "gate_passed_at": now,
        "gate_passed_by_id": actor.user_id,
    }
    save_version(phase, expected_version=expected_version, values=values)
    changes = {"note": ["", note], "open points": [[], list(points)]}
    audit.record(actor, "gate.passed", phase, program_id=program.pk, changes=changes)
    return phase


@transaction.atomic
def reopen_gate(*, actor: Actor, phase: Phase, expected_version: int, reason: str) -> Phase:
    """Take back a passed gate, with the reason. Raises WrongState, InvalidInput, StaleWrite."""
    program, passed, position = _gates(phase)
    policies.check_can_reopen_gate(actor, program, phase, passed, position)
    if not reason.strip():
        raise InvalidInput(fields={"reason": [_("Say why the gate is reopened.")]})
    values = {
        "gate": Phase.Gate.OPEN.value,
        "gate_note": reason,
        "gate_passed_at": None,
        "gate_passed_by_id": None,
    }
    save_version(phase, expected_version=expected_version, values=values)
    audit.record(
        actor, "gate.reopened", phase, program_id=program.pk, changes={"reason": ["", reason]}
    )
    return phase


def open_points(phase: Phase) -> tuple[str, ...]:
    """What is not settled in the phase. Two queries."""
    activities = phase.activities.prefetch_related("deliverables").order_by("number")
    return gates.open_points(
        [
            gates.ActivityState(
                str(row), row.state, tuple((d.title, d.state) for d in row.deliverables.all())
            )
            for row in activities
        ]
    )


def _gates(phase: Phase) -> tuple[Program, list[bool], int]:
    """The program (locked: gates are passed one after the other), its gates, this one's place."""
    program = Program.objects.select_for_update().get(pk=phase.program_id)
    rows = list(program.phases.order_by("position").values_list("pk", "gate"))
    passed = [gate == Phase.Gate.PASSED for _pk, gate in rows]
    return program, passed, [pk for pk, _gate in rows].index(phase.pk)


def _check_order(first: date | None, last: date | None, *, field: str) -> None:
    if first is not None and last is not None and last < first:
        raise InvalidInput(fields={field: [_("This day lies before the start.")]})
