"""People, organizations and clients that most tests need."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, settings
from rest_framework.test import APIClient

from cip.access.actor import Actor
from cip.access.roles import Role
from cip.access.scopes import Scope
from cip.accounts.models import Organization, User
from tests.actors import actor_of
from tests.factories.accounts import (
    ApiTokenFactory,
    MembershipFactory,
    OrganizationFactory,
    UserFactory,
)
from tests.sessions import cut_other_sessions

# The same examples in every run, on slow machines too. New ones: --hypothesis-profile=explore
settings.register_profile(
    "suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "explore", deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database; whoever still holds it must not keep it from going away.

    Those are threads of servers, and this thread itself: while a browser's event loop runs in it,
    Django keeps a second connection, and tests have cut the first.
    """
    yield
    connection.close()
    with django_db_blocker.unblock():
        cut_other_sessions()


@dataclass
class Person:
    """A member of the organization with a signed-in browser client and an API client."""

    user: User
    organization: Organization
    roles: tuple[Role, ...]
    client: Client
    api: APIClient

    @property
    def actor(self) -> Actor:
        """The person acting, with team roles as they are on record now."""
        return actor_of(self.user, self.organization, *self.roles)


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Throttles and fragments of one test never reach the next."""
    yield
    cache.clear()


@pytest.fixture
def organization(db: None) -> Organization:
    """The organization under test; its slug is `acme`."""
    return OrganizationFactory(name="Acme", slug="acme")


def person_in(organization: Organization, name: str, *roles: Role) -> Person:
    """A new member of the organization."""
    user = UserFactory(name=name, email=f"{name.lower()}@{organization.slug}.example")
    MembershipFactory(
        user=user,
        organization=organization,
        roles=[role.value for role in roles],
        ends_on="2099-12-31" if Role.ADVISOR in roles else None,
    )
    token = ApiTokenFactory(
        user=user,
        organization=organization,
        secret=f"cip_{user.pk}",
        scopes=[scope.value for scope in Scope],
    )
    assert token.pk
    client = Client()
    client.force_login(user)
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer cip_{user.pk}")
    return Person(user, organization, roles, client, api)


@pytest.fixture
def make_person(organization: Organization) -> Callable[..., Person]:
    """make_person("Dora", Role.SPONSOR, organization=...) -> Person."""

    def make(name: str, *roles: Role, organization: Organization = organization) -> Person:
        return person_in(organization, name, *roles)

    return make


@pytest.fixture
def alice(make_person: Callable[..., Person]) -> Person:
    """Program lead and organization admin."""
    return make_person("Alice", Role.ADMIN, Role.PROGRAM_LEAD)


@pytest.fixture
def bob(make_person: Callable[..., Person]) -> Person:
    """CI team member without any team."""
    return make_person("Bob", Role.MEMBER)


@pytest.fixture
def sponsor(make_person: Callable[..., Person]) -> Person:
    """Executive sponsor."""
    return make_person("Sophie", Role.SPONSOR)


@pytest.fixture
def charlie(make_person: Callable[..., Person]) -> Person:
    """Everything in another organization, nothing in this one."""
    other = OrganizationFactory(name="Elsewhere", slug="elsewhere")
    return make_person("Charlie", Role.ADMIN, Role.PROGRAM_LEAD, organization=other)
