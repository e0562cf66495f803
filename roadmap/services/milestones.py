"""Milestones of a workplan."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from cip.access.actor import Actor
from cip.audit import services as audit
from cip.db.versions import save_version
from roadmap import policies
from roadmap.models import Milestone, Workplan
from roadmap.services.checks import check_editable, check_named

EDITABLE = frozenset({"title", "due_on", "reached_on", "initiative_id"})


@transaction.atomic
def create_milestone(
    *, actor: Actor, workplan: Workplan, title: str, due_on: date, initiative_id: UUID | None = None
) -> Milestone:
    """A point that the team wants to reach by a day."""
    policies.check_can_edit_workplan(actor, workplan)
    check_named(workplan, {"initiative_id": initiative_id})
    milestone = Milestone.objects.create(
        workplan=workplan, title=title, due_on=due_on, initiative_id=initiative_id
    )
    audit.record(
        actor,
        "milestone.created",
        milestone,
        program_id=workplan.program_id,
        changes={"due_on": [None, due_on]},
    )
    return milestone


@transaction.atomic
def edit_milestone(
    *, actor: Actor, milestone: Milestone, expected_version: int, values: Mapping[str, Any]
) -> Milestone:
    """Change fields named in EDITABLE; `reached_on` says when it was reached."""
    policies.check_can_edit_workplan(actor, milestone.workplan)
    check_editable(values, EDITABLE)
    check_named(milestone.workplan, values)
    changes = save_version(milestone, expected_version=expected_version, values=values)
    if changes:
        audit.record(
            actor,
            "milestone.edited",
            milestone,
            program_id=milestone.workplan.program_id,
            changes=changes,
        )
    return milestone


@transaction.atomic
def remove_milestone(*, actor: Actor, milestone: Milestone) -> None:
    """Remove a milestone; its title stays in the audit trail."""
    policies.check_can_edit_workplan(actor, milestone.workplan)
    audit.record(
        actor,
        "milestone.removed",
        milestone,
        program_id=milestone.workplan.program_id,
        changes={"title": [milestone.title, None]},
    )
    milestone.delete()
