"""Initiatives: from a finding, an action or by hand; edit, drop, remove."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.audit import services as audit
from cip.db.versions import save_version
from cip.kernel.errors import InvalidInput, WrongState
from roadmap import policies
from roadmap.models import Dependency, Initiative, InitiativeSource, Workplan
from roadmap.services.checks import (
    changed,
    check_choice,
    check_dates,
    check_editable,
    check_effort,
    check_named,
)
from roadmap.services.sources import Source, claim

EDITABLE = frozenset(
    {"title", "description", "owner_id", "starts_on", "due_on", "effort_days", "state", "progress"}
)
PROGRESS_ONLY = frozenset({"state", "progress"})


@transaction.atomic
def create_initiative(
    *,
    actor: Actor,
    workplan: Workplan,
    title: str,
    starts_on: date,
    due_on: date,
    description: str = "",
    owner_id: UUID | None = None,
    effort_days: Decimal | None = None,
    source: Source | None = None,
) -> Initiative:
    """A new bar in the team's workplan, with the thread back to its source.

    An action item or a workshop action becomes an initiative or a work item once: doing it again
    raises WrongState. A finding may lead to several initiatives.
    """
    policies.check_can_edit_workplan(actor, workplan)
    check_dates(starts_on, due_on)
    check_effort(effort_days)
    check_named(workplan, {"owner_id": owner_id})
    if source is not None:
        claim(source, workplan)
    initiative = Initiative.objects.create(
        workplan=workplan,
        title=title,
        description=description,
        owner_id=owner_id,
        starts_on=starts_on,
        due_on=due_on,
        effort_days=effort_days,
    )
    if source is not None:
        InitiativeSource.objects.create(
            initiative=initiative,
            finding=source.finding,
            action_item=source.action_item,
            outcome=source.outcome,
            gap=source.gap,
        )
    audit.record(
        actor,
        "initiative.created",
        initiative,
        program_id=workplan.program_id,
        changes={"starts_on": [None, starts_on], "due_on": [None, due_on]},
    )
    return initiative


@transaction.atomic
def edit_initiative(
    *, actor: Actor, initiative: Initiative, expected_version: int, values: Mapping[str, Any]
) -> Initiative:
    """Change fields named in EDITABLE; the owner may report state and progress."""
    if set(values) <= PROGRESS_ONLY:
        policies.check_can_report_progress(actor, initiative.workplan, initiative.owner_id)
    else:
        policies.check_can_edit_workplan(actor, initiative.workplan)
    check_editable(values, EDITABLE)
    check_choice(values, "state", Initiative.State.values)
    check_effort(values.get("effort_days"))
    merged = {name: values.get(name, getattr(initiative, name)) for name in EDITABLE}
    check_dates(merged["starts_on"], merged["due_on"])
    check_named(initiative.workplan, changed(initiative, values))
    changes = save_version(
        initiative, expected_version=expected_version, values=_consistent(values, initiative)
    )
    if changes:
        audit.record(
            actor,
            "initiative.edited",
            initiative,
            program_id=initiative.workplan.program_id,
            changes=changes,
        )
    return initiative


def _consistent(values: Mapping[str, Any], initiative: Initiative) -> dict[str, Any]:
    """Done means 100 percent; 100 percent alone does not mean done."""
    result = dict(values)
    if result.get("state", initiative.state) == Initiative.State.DONE:
        result["progress"] = 100
    progress = result.get("progress", initiative.progress)
    if not 0 <= progress <= 100:
        raise InvalidInput(fields={"progress": [_("Progress is between 0 and 100 percent.")]})
    return result


@transaction.atomic
def remove_initiative(*, actor: Actor, initiative: Initiative) -> None:
    """Remove a bar made by mistake; work items stay in the workplan. Done work is not removed."""
    policies.check_can_edit_workplan(actor, initiative.workplan)
    if initiative.state == Initiative.State.DONE:
        raise WrongState(_("A finished initiative is part of the record and stays."))
    audit.record(
        actor,
        "initiative.removed",
        initiative,
        program_id=initiative.workplan.program_id,
        changes={
            "title": [initiative.title, None],
            "description": [initiative.description, None],
            "dependencies": [_neighbours(initiative), []],
        },
    )
    initiative.delete()


def _neighbours(initiative: Initiative) -> list[str]:
    """Titles on the other side of each dependency that goes with the initiative."""
    links = Dependency.objects.filter(Q(predecessor=initiative) | Q(successor=initiative))
    names = links.values_list("predecessor__title", "successor__title", "predecessor_id")
    return [after if before_id == initiative.pk else before for before, after, before_id in names]
