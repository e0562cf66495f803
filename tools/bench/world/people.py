"""The one person who does everything in the benchmarks."""

from dataclasses import dataclass

from cip.access.actor import Actor
from cip.access.roles import Role
from cip.access.scopes import Scope
from cip.accounts.models import ApiToken, Membership, Organization, User
from cip.accounts.services.tokens import PREFIX
from cip.doors import actor_in
from cip.kernel.secrets import new_secret, secret_hash


@dataclass(frozen=True)
class Person:
    """A program lead with a browser and a token."""

    user: User
    organization: Organization
    token: str

    @property
    def actor(self) -> Actor:
        """The person acting."""
        found = actor_in(self.organization.slug, self.user)
        if found is None:
            raise RuntimeError("the benchmark's person has no membership")
        return found


def person(name: str, slug: str) -> Person:
    """A person in an organization of that slug, with a token for everything."""
    organization = Organization.objects.create(name=name, slug=slug)
    user = User.objects.create_user(f"lead@{slug}.example", None, name=f"{name} Lead")
    Membership.objects.create(
        user=user, organization=organization, roles=[Role.ADMIN.value, Role.PROGRAM_LEAD.value]
    )
    secret = PREFIX + new_secret()
    ApiToken.objects.create(
        user=user,
        organization=organization,
        name="bench",
        prefix=secret[:10],
        secret_hash=secret_hash(secret),
        scopes=[scope.value for scope in Scope],
    )
    return Person(user, organization, secret)
