"""Work items; an agreed action becomes one exactly once."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import ActionItem
from cip.access.actor import Actor
from cip.audit import services as audit
from cip.db.querysets import TenantQuerySet
from cip.db.versions import save_version
from cip.kernel.errors import WrongState
from roadmap import policies
from roadmap.models import WorkItem, Workplan
from roadmap.services.checks import changed, check_choice, check_editable, check_effort, check_named
from roadmap.services.sources import Source, claim, shortened
from workshops.models import Outcome

EDITABLE = frozenset(
    {"title", "description", "owner_id", "due_on", "effort_days", "state", "initiative_id"}
)

TAKEN = frozenset({"title", "description", "owner_id", "due_on", "effort_days"})
TITLE = 300  # of a work item


@transaction.atomic
def create_work_item(
    *,
    actor: Actor,
    workplan: Workplan,
    title: str,
    description: str = "",
    owner_id: UUID | None = None,
    due_on: date | None = None,
    effort_days: Decimal | None = None,
    initiative_id: UUID | None = None,
) -> WorkItem:
    """A piece of work in a team's workplan."""
    policies.check_can_edit_workplan(actor, workplan)
    check_effort(effort_days)
    check_named(workplan, {"owner_id": owner_id, "initiative_id": initiative_id})
    item = WorkItem.objects.create(
        workplan=workplan,
        title=title,
        description=description,
        owner_id=owner_id,
        due_on=due_on,
        effort_days=effort_days,
        initiative_id=initiative_id,
    )
    audit.record(actor, "work_item.created", item, program_id=workplan.program_id)
    return item


@transaction.atomic
def take_action(
    *, actor: Actor, workplan: Workplan, source: Source, values: Mapping[str, Any] | None = None
) -> WorkItem:
    """Turn an agreed action (assessment or workshop) into a work item of the team, once.

    `values` may replace title, description, owner_id, due_on and effort_days of the action. Doing
    it again returns the same work item when the actor may see it. Raises WrongState for findings,
    notes and decisions, for what is settled, and when the action became something else.
    """
    policies.check_can_edit_workplan(actor, workplan)
    if not source.is_action:
        raise WrongState(
            _("A finding or gap becomes an initiative; an agreed action becomes a work item.")
        )
    existing = _work_item_of(actor, source)
    if existing is not None:
        return existing
    values = dict(values or {})
    check_editable(values, TAKEN)
    check_effort(values.get("effort_days"))
    check_named(workplan, values)
    try:
        claim(source, workplan)
    except WrongState:
        existing = _work_item_of(actor, source)  # made by whom we have just waited for
        if existing is not None:
            return existing
        raise
    item = WorkItem.objects.create(
        workplan=workplan,
        action_item=source.action_item,
        outcome=source.outcome,
        **(_from_action(source) | values),
    )
    audit.record(actor, "work_item.taken_from_action", item, program_id=workplan.program_id)
    return item


def take_outcome(*, actor: Actor, outcome: Outcome, workplan: Workplan) -> WorkItem:
    """Turn a workshop's agreed action into a work item of the team, once (see take_action)."""
    return take_action(actor=actor, workplan=workplan, source=Source(outcome=outcome))


def take_action_item(*, actor: Actor, action_item: ActionItem, workplan: Workplan) -> WorkItem:
    """Turn an assessment's action into a work item of the team, once (see take_action)."""
    return take_action(actor=actor, workplan=workplan, source=Source(action_item=action_item))


def _work_item_of(actor: Actor, source: Source) -> WorkItem | None:
    rows: TenantQuerySet[WorkItem] = WorkItem.objects.visible_to(actor)
    if source.outcome is not None:
        return rows.filter(outcome=source.outcome).first()
    return rows.filter(action_item=source.action_item).first()


def _from_action(source: Source) -> dict[str, Any]:
    action = source.outcome or source.action_item
    title = shortened(source.text, TITLE)
    return {
        "title": title,
        "description": "" if title == source.text else source.text,
        "owner_id": None if action is None else action.owner_id,
        "due_on": None if action is None else action.due_on,
    }


@transaction.atomic
def edit_work_item(
    *, actor: Actor, item: WorkItem, expected_version: int, values: Mapping[str, Any]
) -> WorkItem:
    """Change fields named in EDITABLE; the owner may change the state."""
    if set(values) <= {"state"}:
        policies.check_can_report_progress(actor, item.workplan, item.owner_id)
    else:
        policies.check_can_edit_workplan(actor, item.workplan)
    check_editable(values, EDITABLE)
    check_choice(values, "state", WorkItem.State.values)
    check_effort(values.get("effort_days"))
    check_named(item.workplan, changed(item, values))
    changes = save_version(item, expected_version=expected_version, values=values)
    if changes:
        audit.record(
            actor,
            "work_item.edited",
            item,
            program_id=item.workplan.program_id,
            changes=changes,
        )
    return item


@transaction.atomic
def remove_work_item(*, actor: Actor, item: WorkItem) -> None:
    """Remove one made by hand; one taken from an action is dropped instead, to keep the thread."""
    policies.check_can_edit_workplan(actor, item.workplan)
    if item.outcome_id or item.action_item_id:
        raise WrongState(_("This came from an agreed action; mark it as dropped instead."))
    audit.record(
        actor,
        "work_item.removed",
        item,
        program_id=item.workplan.program_id,
        changes={"title": [item.title, None]},
    )
    item.delete()
