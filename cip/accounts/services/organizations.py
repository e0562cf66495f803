"""Create an organization."""

from itertools import islice

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cip.access.roles import Role
from cip.accounts.actors import actor_from_membership
from cip.accounts.models import Membership, Organization, User
from cip.accounts.rules.slugs import is_slug, slug_candidates
from cip.audit import services as audit
from cip.kernel.errors import InvalidInput

_TRIES = 50


@transaction.atomic
def create_organization(*, name: str, admin: User, slug: str = "") -> Organization:
    """A new tenant whose first member is `admin`, with the roles admin and program lead.

    Without a `slug` a free one is made from the name. Raises InvalidInput when the name is empty or
    a given slug is malformed or taken.
    """
    name = name.strip()
    if not name:
        raise InvalidInput(fields={"name": [_("Give the organization a name.")]})
    organization = _insert(name, slug) if slug else _insert_with_free_slug(name)
    membership = Membership.objects.create(
        user=admin, organization=organization, roles=[Role.ADMIN.value, Role.PROGRAM_LEAD.value]
    )
    audit.record(actor_from_membership(membership, admin), "organization.created", organization)
    return organization


def _insert(name: str, slug: str) -> Organization:
    if not is_slug(slug):
        raise InvalidInput(
            fields={"slug": [_("Use lower-case letters, digits and single hyphens, at most 60.")]}
        )
    try:
        with transaction.atomic():
            return Organization.objects.create(name=name, slug=slug)
    except IntegrityError as error:
        raise InvalidInput(fields={"slug": [_("This address part is taken.")]}) from error


def _insert_with_free_slug(name: str) -> Organization:
    for slug in islice(slug_candidates(name), _TRIES):
        if Organization.objects.filter(slug=slug).exists():
            continue
        try:
            return _insert(name, slug)
        except InvalidInput:
            continue  # taken between the look and the insert
    raise InvalidInput(fields={"name": [_("Too many organizations have this name; vary it.")]})
