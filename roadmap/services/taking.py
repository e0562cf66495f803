"""One click from a weakness or an agreed action to work in a team's workplan."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from cip.access.actor import Actor
from cip.programs.models import CITeam
from roadmap.models import Initiative, WorkItem
from roadmap.services.initiatives import create_initiative
from roadmap.services.sources import Source
from roadmap.services.work_items import take_action
from roadmap.services.workplans import start_workplan


@transaction.atomic
def take_as_initiative(
    *,
    actor: Actor,
    team: CITeam,
    source: Source,
    title: str,
    starts_on: date,
    due_on: date,
    values: Mapping[str, Any] | None = None,
) -> Initiative:
    """An initiative from the source in the team's workplan, which is started when there is none.

    `values`: description, owner_id, effort_days. Errors as in start_workplan and create_initiative.
    """
    return create_initiative(
        actor=actor,
        workplan=start_workplan(actor=actor, team=team),
        title=title,
        starts_on=starts_on,
        due_on=due_on,
        source=source,
        **(values or {}),
    )


@transaction.atomic
def take_as_work_item(
    *, actor: Actor, team: CITeam, source: Source, values: Mapping[str, Any] | None = None
) -> WorkItem:
    """A work item from the action in the team's workplan, which is started when there is none."""
    workplan = start_workplan(actor=actor, team=team)
    return take_action(actor=actor, workplan=workplan, source=source, values=values)
