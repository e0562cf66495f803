"""Who may plan, hold and sign, and in which state."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from cip.access.actor import Actor, granted
from cip.access.permissions import Permission
from cip.kernel.errors import NotAllowed, WrongState
from cip.programs.models import Program
from cip.programs.policies import check_is_not_archived
from workshops.models import Agreement, Workshop


def _granted_for(actor: Actor, permission: Permission, team_ids: Iterable[UUID]) -> bool:
    return granted(actor, permission) or any(
        granted(actor, permission, team_id) for team_id in team_ids
    )


def _team_ids(workshop: Workshop) -> list[UUID]:
    return [team.pk for team in workshop.teams.all()]


def check_can_plan_workshop(
    actor: Actor, program: Program, stage: int, team_ids: Iterable[UUID]
) -> None:
    """Stage 1: also the leads of all its teams. Stage 2: the program lead or a facilitator."""
    _check_may_plan(actor, stage, team_ids)
    check_is_not_archived(program)


def _check_may_plan(actor: Actor, stage: int, team_ids: Iterable[UUID]) -> None:
    if granted(actor, Permission.PLAN_WORKSHOP):
        return
    teams = list(team_ids)
    is_lead_of_all = bool(teams) and all(
        granted(actor, Permission.PLAN_WORKSHOP, team_id) for team_id in teams
    )
    if stage == Workshop.Stage.TEAM and is_lead_of_all:
        return
    raise NotAllowed(
        _("Only a program lead, a facilitator or the lead of the team can plan this workshop.")
    )


def check_can_plan_somewhere(actor: Actor, program: Program, team_ids: Iterable[UUID]) -> None:
    """Whether there is a workshop that the actor may plan; `team_ids` are the program's teams."""
    if not _granted_for(actor, Permission.PLAN_WORKSHOP, team_ids):
        raise NotAllowed(
            _("Workshops are planned by the program lead, facilitators and CI team leads.")
        )
    check_is_not_archived(program)


def check_can_edit_workshop(actor: Actor, workshop: Workshop) -> None:
    """Goals, date, teams, agenda and who is invited, until the workshop is held."""
    _check_may_plan(actor, workshop.stage, _team_ids(workshop))
    check_is_not_archived(workshop.program)
    if workshop.state != Workshop.State.PLANNED:
        raise WrongState(_("The workshop was held; what was planned for it is part of the record."))


def check_can_discard_workshop(actor: Actor, workshop: Workshop) -> None:
    """What was only planned can go; what was held or signed stays on record."""
    check_can_edit_workshop(actor, workshop)
    if workshop.agreements.filter(signed_at__isnull=False).exists():
        raise WrongState(_("The sponsor has signed for this workshop; what was signed stays."))


def check_can_edit_agenda(actor: Actor, workshop: Workshop) -> None:
    """The agenda until the workshop is held; a signed agreement then asks for a new signature."""
    check_can_edit_workshop(actor, workshop)


def check_can_invite(actor: Actor, workshop: Workshop) -> None:
    """Who takes part, as what, and what to prepare: whoever plans the workshop."""
    check_can_edit_workshop(actor, workshop)


def check_can_request_agreement(actor: Actor, workshop: Workshop) -> None:
    """Ask the sponsor to agree to goals and agenda in writing (guide 2.1, 3.1)."""
    check_can_edit_workshop(actor, workshop)


def check_can_sign_agreement(actor: Actor, agreement: Agreement) -> None:
    """Only a sponsor signs, in person, and only what waits for a signature."""
    if not granted(actor, Permission.SIGN_AGREEMENT):
        raise NotAllowed(_("Only an executive sponsor can sign the agreement."))
    if actor.user_id is None or actor.scopes is not None:
        raise NotAllowed(_("Sign in yourself to sign; a token cannot sign for you."))
    check_is_not_archived(agreement.workshop.program)
    if agreement.state == Agreement.State.SIGNED:
        raise WrongState(_("This agreement is already signed."))
    if agreement.state != Agreement.State.REQUESTED:
        raise WrongState(_("A newer version of the agreement has replaced this one."))


def check_can_hold_workshop(actor: Actor, workshop: Workshop) -> None:
    """Attendance, outcomes and summary: facilitators, leads and the team's advisors."""
    if not _granted_for(actor, Permission.HOLD_WORKSHOP, _team_ids(workshop)):
        raise NotAllowed(
            _("Only the facilitator, the lead or the team's advisor can record this workshop.")
        )
    check_is_not_archived(workshop.program)
    if workshop.state == Workshop.State.CLOSED:
        raise WrongState(_("A closed workshop cannot be changed."))


def check_can_mark_held(actor: Actor, workshop: Workshop) -> None:
    """Whoever records the workshop, once."""
    check_can_hold_workshop(actor, workshop)
    if workshop.state != Workshop.State.PLANNED:
        raise WrongState(_("This workshop is already marked as held."))


def check_can_close_workshop(actor: Actor, workshop: Workshop) -> None:
    """Close the record once it was held."""
    _check_may_plan(actor, workshop.stage, _team_ids(workshop))
    check_is_not_archived(workshop.program)
    if workshop.state == Workshop.State.CLOSED:
        raise WrongState(_("This workshop is already closed."))
    if workshop.state != Workshop.State.HELD:
        raise WrongState(_("Mark the workshop as held before closing it."))
