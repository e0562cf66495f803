"""A CI team's workplan: make, edit, agree."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.audit import services as audit
from cip.db.versions import save_version
from cip.kernel import clock
from cip.kernel.errors import WrongState
from cip.programs.models import CITeam
from roadmap import policies
from roadmap.models import Workplan

EDITABLE = frozenset({"goals"})


@transaction.atomic
def start_workplan(*, actor: Actor, team: CITeam) -> Workplan:
    """The team's workplan; made as a draft when there is none, so a second call is harmless."""
    policies.check_can_edit_team_plan(actor, team.pk)
    workplan, is_new = Workplan.objects.get_or_create(
        team=team, defaults={"program_id": team.program_id}
    )
    if is_new:
        audit.record(actor, "workplan.started", workplan, program_id=team.program_id)
    return workplan


@transaction.atomic
def edit_workplan(
    *, actor: Actor, workplan: Workplan, expected_version: int, values: Mapping[str, Any]
) -> Workplan:
    """Change the goals."""
    policies.check_can_edit_workplan(actor, workplan)
    unknown = set(values) - EDITABLE
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    changes = save_version(workplan, expected_version=expected_version, values=values)
    if changes:
        audit.record(
            actor, "workplan.edited", workplan, program_id=workplan.program_id, changes=changes
        )
    return workplan


@transaction.atomic
def agree_workplan(*, actor: Actor, workplan: Workplan) -> Workplan:
    """Take a draft into the program roadmap. Raises WrongState when it holds no initiative."""
    policies.check_can_agree_workplan(actor, workplan)
    if not workplan.initiatives.exists():
        raise WrongState(_("This workplan has no initiative yet."))
    return _move(actor, workplan, Workplan.State.DRAFT, Workplan.State.AGREED, "workplan.agreed")


@transaction.atomic
def reopen_workplan(*, actor: Actor, workplan: Workplan) -> Workplan:
    """Back to draft: its bars leave the program roadmap for everybody but the team and the lead."""
    policies.check_can_reopen_workplan(actor, workplan)
    return _move(actor, workplan, Workplan.State.AGREED, Workplan.State.DRAFT, "workplan.reopened")


def _move(actor: Actor, workplan: Workplan, before: str, after: str, action: str) -> Workplan:
    moved = Workplan.objects.filter(pk=workplan.pk, state=before).update(
        state=after, version=F("version") + 1, updated_at=clock.now()
    )
    if not moved:
        raise WrongState(_("The workplan's state has changed in the meantime; reload the page."))
    workplan.refresh_from_db()
    audit.record(
        actor,
        action,
        workplan,
        program_id=workplan.program_id,
        changes={"state": [before, after]},
    )
    return workplan
