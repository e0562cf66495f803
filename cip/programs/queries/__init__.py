"""Reads about programs, one module per noun."""

from uuid import UUID

from cip.access.roles import TeamRole
from cip.programs.models import TeamMembership


def team_roles(organization_id: UUID, user_id: UUID) -> dict[UUID, TeamRole]:
    """The person's role in each CI team of the organization."""
    rows = TeamMembership.objects.in_organization(organization_id).filter(user_id=user_id)
    return {team_id: TeamRole(role) for team_id, role in rows.values_list("team_id", "role")}
