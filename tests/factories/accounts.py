"""People and organizations."""

from datetime import timedelta

import factory

from cip.access.roles import Role
from cip.access.scopes import Scope
from cip.accounts.models import ApiToken, Invitation, Membership, Organization, User
from cip.kernel import clock
from cip.kernel.secrets import secret_hash


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password("correct horse battery")


class OrganizationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organization

    name = factory.Sequence(lambda n: f"Organization {n}")
    slug = factory.Sequence(lambda n: f"organization-{n}")


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organization = factory.SubFactory(OrganizationFactory)
    roles = factory.LazyFunction(lambda: [Role.MEMBER.value])


class InvitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Invitation

    organization = factory.SubFactory(OrganizationFactory)
    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    roles = factory.LazyFunction(lambda: [Role.MEMBER.value])
    secret_hash = factory.Sequence(lambda n: secret_hash(f"invitation-{n}"))
    expires_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=7))


class ApiTokenFactory(factory.django.DjangoModelFactory):
    """A token with every scope whose secret is `cip_secret-<n>` (see `secret`)."""

    class Meta:
        model = ApiToken

    class Params:
        secret = factory.Sequence(lambda n: f"cip_secret-{n}")

    user = factory.SubFactory(UserFactory)
    organization = factory.SubFactory(OrganizationFactory)
    name = "test"
    prefix = factory.LazyAttribute(lambda o: o.secret[:10])
    secret_hash = factory.LazyAttribute(lambda o: secret_hash(o.secret))
    scopes = factory.LazyFunction(lambda: [scope.value for scope in Scope])
