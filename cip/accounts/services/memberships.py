"""Change roles, end memberships."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.access.roles import Role
from cip.accounts import policies
from cip.accounts.models import ApiToken, Membership, Organization, User
from cip.audit import services as audit
from cip.kernel.errors import InvalidInput, WrongState


def checked_roles(roles: Iterable[str], ends_on: date | None, today: date) -> list[str]:
    """The roles in a stable order.

    Raises InvalidInput when they cannot be held together or the end date lies behind.
    """
    wanted = set(roles)
    known: list[str] = [role.value for role in Role if role.value in wanted]
    if not known or len(known) != len(wanted):
        raise InvalidInput(fields={"roles": [_("Choose at least one of the listed roles.")]})
    if ends_on is not None and ends_on < today:
        raise InvalidInput(
            fields={"ends_on": [_("The end date lies behind; remove the person instead.")]}
        )
    if Role.ADVISOR.value in known and ends_on is None:
        raise InvalidInput(fields={"ends_on": [_("An advisor's membership needs an end date.")]})
    if Role.ADVISOR.value in known and len(known) > 1:
        raise InvalidInput(fields={"roles": [_("An advisor is a guest and holds no other role.")]})
    return known


def _check_admin_remains(membership: Membership) -> None:
    others = Membership.objects.filter(
        organization_id=membership.organization_id,
        roles__contains=[Role.ADMIN.value],
        ends_on__isnull=True,
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise WrongState(
            _("An organization needs at least one admin; make somebody else admin first.")
        )


def _locked(membership: Membership) -> Membership:
    """The membership as stored now; the organization's row orders those who change its admins."""
    Organization.objects.select_for_update().get(pk=membership.organization_id)
    found = (
        Membership.objects.select_related("user", "organization").filter(pk=membership.pk).first()
    )
    if found is None:
        raise WrongState(_("This person has been removed in the meantime."))
    return found


@transaction.atomic
def change_roles(
    *, actor: Actor, membership: Membership, roles: Iterable[str], ends_on: date | None, today: date
) -> Membership:
    """Replace a member's roles and end date."""
    policies.check_can_manage_people(actor)
    membership = _locked(membership)
    new_roles = checked_roles(roles, ends_on, today)
    loses_admin = Role.ADMIN.value in membership.roles and Role.ADMIN.value not in new_roles
    if loses_admin or (Role.ADMIN.value in membership.roles and ends_on is not None):
        _check_admin_remains(membership)
    changes = {"roles": [membership.roles, new_roles], "ends_on": [membership.ends_on, ends_on]}
    membership.roles = new_roles
    membership.ends_on = ends_on
    membership.save(update_fields=["roles", "ends_on", "updated_at"])
    audit.record(actor, "membership.changed", membership, changes=changes)
    return membership


@transaction.atomic
def remove_member(*, actor: Actor, membership: Membership, now: datetime) -> None:
    """End a membership now, API tokens included; the person's contributions stay."""
    policies.check_can_manage_people(actor)
    membership = _locked(membership)
    if Role.ADMIN.value in membership.roles:
        _check_admin_remains(membership)
    ApiToken.objects.filter(
        user_id=membership.user_id,
        organization_id=membership.organization_id,
        revoked_at__isnull=True,
    ).update(revoked_at=now)
    audit.record(actor, "membership.removed", membership, changes={"roles": [membership.roles, []]})
    membership.delete()


@transaction.atomic
def add_member(
    *, actor: Actor, user: User, roles: Iterable[str], ends_on: date | None = None, today: date
) -> Membership:
    """Make an existing person a member without an invitation (operators, demonstration data)."""
    policies.check_can_manage_people(actor)
    membership = Membership.objects.create(
        user=user,
        organization_id=actor.organization_id,
        roles=checked_roles(roles, ends_on, today),
        ends_on=ends_on,
    )
    audit.record(actor, "membership.added", membership, changes={"roles": [[], membership.roles]})
    return membership
