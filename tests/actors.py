"""Actors for tests: Alice leads, Bob is a member, Charlie is an outsider."""

from cip.access.actor import Actor, ActorKind
from cip.access.roles import Role
from cip.accounts.models import Organization, User
from cip.doors import with_team_roles


def actor_of(user: User, organization: Organization, *roles: Role) -> Actor:
    """The person acting with exactly these roles, and the team roles on record."""
    return with_team_roles(
        Actor(
            kind=ActorKind.PERSON,
            label=str(user),
            organization_id=organization.pk,
            organization_slug=organization.slug,
            organization_name=organization.name,
            user_id=user.pk,
            roles=frozenset(roles),
        )
    )
