"""Owners named by an id from outside."""

from uuid import UUID

from django.utils.translation import gettext as _

from cip.accounts.models import Membership
from cip.kernel import clock
from cip.kernel.errors import InvalidInput


def check_owner(organization_id: UUID, owner_id: UUID | None) -> None:
    """Raises InvalidInput on `owner` unless the person is a current member of the organization."""
    if owner_id is None:
        return
    members = Membership.objects.in_organization(organization_id).current(clock.today())
    if not members.filter(user_id=owner_id).exists():
        raise InvalidInput(fields={"owner": [_("Choose a member of this organization.")]})
