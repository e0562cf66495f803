"""Who acts without a request: a membership just made, scheduled work, the operator.

Signed-in people and tokens become actors in `cip.doors`.
"""

from uuid import UUID

from cip.access.actor import Actor, ActorKind
from cip.access.roles import Role
from cip.accounts.models import Membership, User


def actor_from_membership(membership: Membership, user: User) -> Actor:
    """The person acting in the membership's organization."""
    return Actor(
        kind=ActorKind.PERSON,
        label=str(user),
        organization_id=membership.organization_id,
        organization_slug=membership.organization.slug,
        organization_name=membership.organization.name,
        user_id=user.pk,
        roles=frozenset(Role(role) for role in membership.roles),
    )


def system_actor(organization_id: UUID) -> Actor:
    """Scheduled work inside one organization; holds the program lead's role, explicitly."""
    return Actor(
        kind=ActorKind.SYSTEM,
        label="System",
        organization_id=organization_id,
        roles=frozenset({Role.PROGRAM_LEAD}),
    )


def operator_actor() -> Actor:
    """Commands run by the operator of the installation, outside any organization."""
    return Actor(kind=ActorKind.SYSTEM, label="Operator", organization_id=UUID(int=0))
