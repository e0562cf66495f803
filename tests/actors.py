"""Actors for tests: Alice leads, Bob is a member, Charlie is an outsider."""

from cip.access.actor import Actor, ActorKind
from cip.access.roles import Role, TeamRole
from cip.accounts.models import Organization, User
from cip.programs.models import TeamMembership


def actor_of(user: User, organization: Organization, *roles: Role) -> Actor:
    """The person acting with exactly these roles, and the team roles on record."""
    rows = TeamMembership.objects.in_organization(organization.pk).filter(user=user)
    return Actor(
        kind=ActorKind.PERSON,
        label=str(user),
        organization_id=organization.pk,
        organization_slug=organization.slug,
        organization_name=organization.name,
        user_id=user.pk,
        roles=frozenset(roles),
        team_roles={row.team_id: TeamRole(row.role) for row in rows},
    )
