"""Who may change workplans and the roadmap."""

from uuid import UUID

from django.utils.translation import gettext as _

from cip.access.actor import Actor, granted, granted_in_any_team
from cip.access.permissions import Permission
from cip.kernel.errors import NotAllowed, WrongState
from roadmap.models import Workplan


def check_can_edit_team_plan(actor: Actor, team_id: UUID) -> None:
    """The team's lead, and who steers the roadmap."""
    if not granted(actor, Permission.EDIT_WORKPLAN, team_id):
        raise NotAllowed(
            _("Only the lead of this CI team or the program lead can change its workplan.")
        )


def check_can_edit_workplan(actor: Actor, workplan: Workplan) -> None:
    """Goals, initiatives, work items, milestones, budget and dependencies of this team."""
    check_can_edit_team_plan(actor, workplan.team_id)


def check_can_take(actor: Actor) -> None:
    """Take weaknesses and agreed actions into some workplan: any team's lead, the program lead."""
    if not granted_in_any_team(actor, Permission.EDIT_WORKPLAN):
        raise NotAllowed(_("The lead of a CI team or the program lead takes it into a workplan."))


def check_can_agree_workplan(actor: Actor, workplan: Workplan) -> None:
    """Drafts become part of the program roadmap by the program lead (guide 3.2, section 5)."""
    if not granted(actor, Permission.EDIT_ROADMAP):
        raise NotAllowed(_("Only a program lead can agree a workplan into the program roadmap."))
    if workplan.state != Workplan.State.DRAFT:
        raise WrongState(_("This workplan is agreed already."))


def check_can_reopen_workplan(actor: Actor, workplan: Workplan) -> None:
    """Back to draft, by the program lead."""
    if not granted(actor, Permission.EDIT_ROADMAP):
        raise NotAllowed(_("Only a program lead can take a workplan out of the program roadmap."))
    if workplan.state != Workplan.State.AGREED:
        raise WrongState(_("This workplan is a draft already."))


def check_can_link(actor: Actor, predecessor: Workplan, successor: Workplan) -> None:
    """A dependency is declared by who waits: the successor's team, or who steers the roadmap."""
    check_can_edit_workplan(actor, successor)


def check_can_view_roadmap(actor: Actor) -> None:
    """Everybody in the organization whose role includes it."""
    if not granted_in_any_team(actor, Permission.VIEW_ROADMAP):
        raise NotAllowed(_("Your roles do not include the roadmap."))


def check_can_report_progress(actor: Actor, workplan: Workplan, owner_id: UUID | None) -> None:
    """The owner says how far it is; so may the team's lead and the program lead."""
    if actor.user_id is not None and owner_id == actor.user_id:
        return
    check_can_edit_workplan(actor, workplan)
