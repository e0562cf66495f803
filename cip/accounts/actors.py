"""Who acts: from a signed-in person or a token to an `Actor`.

Team roles live one floor up; `cip.doors` adds them.
"""

from uuid import UUID

from cip.access.actor import Actor, ActorKind
from cip.access.roles import Role
from cip.accounts.models import ApiToken, Membership, User
from cip.kernel import clock


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


def actor_for(user: User, organization_slug: str) -> Actor | None:
    """The person acting in the organization with that slug; None when not a current member."""
    membership = (
        Membership.objects.current(clock.today())
        .select_related("organization")
        .filter(user=user, organization__slug=organization_slug)
        .first()
    )
    return None if membership is None else actor_from_membership(membership, user)


def actor_for_token(token: ApiToken) -> Actor | None:
    """The token's person acting through it; None when the membership has ended."""
    membership = (
        Membership.objects.current(clock.today())
        .select_related("organization")
        .filter(user_id=token.user_id, organization_id=token.organization_id)
        .first()
    )
    if membership is None:
        return None
    return Actor(
        kind=ActorKind.TOKEN,
        label=f"{token.user} ({token.name})",
        organization_id=token.organization_id,
        organization_slug=membership.organization.slug,
        organization_name=membership.organization.name,
        user_id=token.user_id,
        roles=frozenset(Role(role) for role in membership.roles),
        scopes=frozenset(token.scopes),
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
