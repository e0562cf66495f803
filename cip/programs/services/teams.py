"""CI teams and who is in them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.access.roles import TeamRole
from cip.accounts.queries import member_named
from cip.audit import services as audit
from cip.db.constraints import refused_by
from cip.db.versions import save_version
from cip.kernel.errors import InvalidInput
from cip.programs import policies
from cip.programs.models import CITeam, Program, TeamMembership
from cip.programs.services.shared import plain


@transaction.atomic
def create_team(
    *,
    actor: Actor,
    program: Program,
    name: str,
    theme: str = "",
    purpose: str = "",
    lead: UUID | None = None,
) -> CITeam:
    """A new CI team of the program, with its lead when one is named. Raises InvalidInput."""
    policies.check_can_manage_teams(actor, program)
    _check_name(name)
    with refused_by("programs_team_name_once", field="name", message=_taken()):
        team = CITeam.objects.create(program=program, name=name, theme=theme, purpose=purpose)
    audit.record(actor, "team.created", team, program_id=program.pk)
    if lead is not None:
        add_member(actor=actor, team=team, user=lead, role=TeamRole.LEAD.value, field="lead")
    return team


@transaction.atomic
def edit_team(
    *, actor: Actor, team: CITeam, expected_version: int, values: Mapping[str, Any]
) -> CITeam:
    """Change name, theme or purpose. Raises InvalidInput or StaleWrite."""
    policies.check_can_manage_teams(actor, team.program)
    if "name" in values:
        _check_name(values["name"])
    with refused_by("programs_team_name_once", field="name", message=_taken()):
        changes = save_version(team, expected_version=expected_version, values=values)
    if changes:
        audit.record(actor, "team.edited", team, program_id=team.program_id, changes=plain(changes))
    return team


@transaction.atomic
def add_member(
    *, actor: Actor, team: CITeam, user: UUID, role: str, field: str = "user"
) -> TeamMembership:
    """Put a current member of the organization into the team.

    Raises InvalidInput: not a member, already in the team, or a second lead.
    """
    policies.check_can_manage_teams(actor, team.program)
    person = member_named(actor.organization_id, user, field=field)
    _check_role(role)
    with _one_place(), _one_lead():
        row = TeamMembership.objects.create(team=team, user=person, role=role)
    audit.record(
        actor, "team_member.added", row, program_id=team.program_id, changes={"role": ["", role]}
    )
    return row


@transaction.atomic
def change_role(*, actor: Actor, membership: TeamMembership, role: str) -> TeamMembership:
    """Make a person lead, member or advisor of the team. Raises InvalidInput for a second lead."""
    policies.check_can_manage_teams(actor, membership.team.program)
    _check_role(role)
    former = membership.role
    if former == role:
        return membership
    membership.role = role
    with _one_lead():
        membership.save(update_fields=["role", "updated_at"])
    audit.record(
        actor,
        "team_member.changed",
        membership,
        program_id=membership.team.program_id,
        changes={"role": [former, role]},
    )
    return membership


@transaction.atomic
def remove_member(*, actor: Actor, membership: TeamMembership) -> None:
    """Take a person out of the team; what the person contributed stays."""
    policies.check_can_manage_teams(actor, membership.team.program)
    audit.record(
        actor,
        "team_member.removed",
        membership,
        program_id=membership.team.program_id,
        changes={"role": [membership.role, ""]},
    )
    membership.delete()


def _taken() -> str:
    return _("Another CI team of this program has this name.")


def _check_name(name: str) -> None:
    if not name.strip():
        raise InvalidInput(fields={"name": [_("Give the team a name.")]})


def _check_role(role: str) -> None:
    if role not in {known.value for known in TeamRole}:
        raise InvalidInput(fields={"role": [_("Choose lead, member or advisor.")]})


def _one_place() -> Any:
    text = _("This person is in the team already; change the role instead.")
    return refused_by("programs_team_member_once", field="user", message=text)


def _one_lead() -> Any:
    text = _("The team has a lead already; make the former lead a member first.")
    return refused_by("programs_team_one_lead", field="role", message=text)
