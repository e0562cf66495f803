"""Who may do what with a program, its plan, its CI teams and artefacts, and in which state."""

from uuid import UUID

from django.utils.translation import gettext as _

from cip.access.actor import Actor, granted, granted_in_any_team
from cip.access.permissions import Permission
from cip.kernel.errors import NotAllowed, WrongState
from cip.programs.models import Activity, Artefact, ArtefactVersion, Phase, Program
from cip.programs.rules import gates


def check_can_create_program(actor: Actor) -> None:
    """Program leads and organization admins."""
    if not granted(actor, Permission.CREATE_PROGRAM):
        raise NotAllowed(_("Only a program lead or an organization admin can create a program."))


def check_is_not_archived(program: Program) -> None:
    """An archived program is kept as it is."""
    if program.archived_at is not None:
        raise WrongState(_("This program is archived; restore it to change anything."))


def check_can_edit_program(actor: Actor, program: Program) -> None:
    """Program leads, while it is not archived."""
    if not granted(actor, Permission.EDIT_PROGRAM):
        raise NotAllowed(_("Only a program lead can change the program and its plan."))
    check_is_not_archived(program)


def check_can_archive_program(actor: Actor, program: Program) -> None:
    """Program leads, once."""
    check_can_edit_program(actor, program)


def check_can_restore_program(actor: Actor, program: Program) -> None:
    """Program leads, when it is archived."""
    if not granted(actor, Permission.EDIT_PROGRAM):
        raise NotAllowed(_("Only a program lead can restore a program."))
    if program.archived_at is None:
        raise WrongState(_("This program is not archived."))


def check_can_edit_activity(actor: Actor, program: Program, activity: Activity) -> None:
    """Program leads, and whoever owns the activity."""
    is_owner = activity.owner_id is not None and activity.owner_id == actor.user_id
    if not is_owner and not granted(actor, Permission.EDIT_PROGRAM):
        raise NotAllowed(_("Only its owner or a program lead can report on this activity."))
    check_is_not_archived(program)


def check_can_pass_gate(
    actor: Actor, program: Program, phase: Phase, passed: list[bool], position: int
) -> None:
    """Program leads, gate after gate. `passed` are the gates in the order of the phases."""
    check_can_edit_program(actor, program)
    if phase.gate == Phase.Gate.PASSED:
        raise WrongState(_("This gate is passed already."))
    if not gates.may_pass(passed, position):
        raise WrongState(_("An earlier gate is still open; gates are passed in order."))


def check_can_reopen_gate(
    actor: Actor, program: Program, phase: Phase, passed: list[bool], position: int
) -> None:
    """Program leads, the last passed gate first."""
    check_can_edit_program(actor, program)
    if phase.gate != Phase.Gate.PASSED:
        raise WrongState(_("This gate is not passed."))
    if not gates.may_reopen(passed, position):
        raise WrongState(_("A later gate is passed; reopen that one first."))


def check_can_manage_teams(actor: Actor, program: Program) -> None:
    """Create and change CI teams: program leads."""
    if not granted(actor, Permission.MANAGE_TEAMS):
        raise NotAllowed(_("Only a program lead can create and change CI teams."))
    check_is_not_archived(program)


def check_can_upload(actor: Actor, program: Program, team_id: UUID | None) -> None:
    """By role anywhere in the program; lead and members of a CI team for that team."""
    if not granted(actor, Permission.UPLOAD_ARTEFACT, team_id):
        raise NotAllowed(
            _("Artefacts are stored by the program lead, facilitators and the CI team itself.")
        )
    check_is_not_archived(program)


def check_can_upload_somewhere(actor: Actor, program: Program) -> None:
    """Whether there is a place at all where the actor may store an artefact."""
    if not granted_in_any_team(actor, Permission.UPLOAD_ARTEFACT):
        raise NotAllowed(
            _("Artefacts are stored by the program lead, facilitators and the CI teams themselves.")
        )
    check_is_not_archived(program)


def check_can_edit_artefact(actor: Actor, artefact: Artefact) -> None:
    """Whoever may store artefacts at that place, while the artefact is not withdrawn."""
    check_can_upload(actor, artefact.program, artefact.team_id)
    _check_is_current(artefact)


def check_can_withdraw_artefact(actor: Actor, artefact: Artefact) -> None:
    """Whoever may edit it, once."""
    check_can_edit_artefact(actor, artefact)


def check_can_restore_artefact(actor: Actor, artefact: Artefact) -> None:
    """Whoever may store artefacts at that place, when it is withdrawn."""
    check_can_upload(actor, artefact.program, artefact.team_id)
    if artefact.withdrawn_at is None:
        raise WrongState(_("This artefact is not withdrawn."))


def check_can_comment(actor: Actor, artefact: Artefact) -> None:
    """By role, or in the CI team, its advisors included."""
    if not granted(actor, Permission.COMMENT_ARTEFACT, artefact.team_id):
        raise NotAllowed(
            _("Comments are written by the CI team, its advisors and those who run the program.")
        )
    check_is_not_archived(artefact.program)
    _check_is_current(artefact)


def _check_is_current(artefact: Artefact) -> None:
    if artefact.withdrawn_at is not None:
        raise WrongState(_("This artefact is withdrawn; restore it to change anything."))


def check_can_download(version: ArtefactVersion) -> None:
    """A file leaves its quarantine once no virus was found; who may see it was settled before."""
    if version.scan == ArtefactVersion.Scan.WAITING:
        raise WrongState(_("This file is still being checked for viruses. Try again later."))
    if version.scan == ArtefactVersion.Scan.INFECTED:
        raise WrongState(_("This file holds a virus and cannot be downloaded."))
