"""Invite people; accept and revoke invitations."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.accounts import policies
from cip.accounts.actors import actor_from_membership
from cip.accounts.mail import queue_mail
from cip.accounts.models import Invitation, Membership, Organization, User
from cip.accounts.queries import role_labels
from cip.accounts.services.memberships import checked_roles
from cip.audit import services as audit
from cip.kernel.errors import InvalidInput, NotAllowed, WrongState
from cip.kernel.secrets import new_secret, secret_hash

LIFETIME = timedelta(days=14)


@transaction.atomic
def invite_person(
    *,
    actor: Actor,
    email: str,
    name: str = "",
    roles: Iterable[str],
    ends_on: date | None = None,
    now: datetime,
) -> Invitation:
    """Invite by e-mail; a former open invitation to the same address is replaced."""
    policies.check_can_manage_people(actor)
    email = email.strip().lower()
    new_roles = checked_roles(roles, ends_on, now.date())
    _check_is_no_member(actor, email, now.date())
    # Taken so that two invitations to one address at the same time end in one open invitation.
    organization = Organization.objects.select_for_update().get(pk=actor.organization_id)
    Invitation.objects.filter(
        organization=organization,
        email__iexact=email,
        accepted_at__isnull=True,
        revoked_at__isnull=True,
    ).update(revoked_at=now)
    secret = new_secret()
    invitation = Invitation.objects.create(
        organization=organization,
        email=email,
        name=name,
        roles=new_roles,
        membership_ends_on=ends_on,
        invited_by_id=actor.user_id,
        secret_hash=secret_hash(secret),
        expires_at=now + LIFETIME,
    )
    _queue_invitation_mail(actor, invitation, secret)
    audit.record(actor, "invitation.sent", invitation, changes={"roles": [[], new_roles]})
    return invitation


def _check_is_no_member(actor: Actor, email: str, today: date) -> None:
    membership = Membership.objects.filter(
        organization_id=actor.organization_id, user__email__iexact=email
    ).first()
    if membership is None:
        return
    if membership.ends_on is not None and membership.ends_on < today:
        text = _("This person was a member until %(day)s; set a new end date on the People page.")
        raise InvalidInput(fields={"email": [text % {"day": membership.ends_on}]})
    raise InvalidInput(fields={"email": [_("This person is already a member.")]})


def _queue_invitation_mail(actor: Actor, invitation: Invitation, secret: str) -> None:
    queue_mail(
        invitation.email,
        template="invitation",
        context={
            "name": invitation.name,
            "organization": invitation.organization.name,
            "inviter": actor.label,
            "roles": role_labels(invitation.roles),
            "ends_on": invitation.membership_ends_on,
            "url": settings.BASE_URL + reverse("invitation", args=[secret]),
            "expires_at": invitation.expires_at,
        },
    )


def send_again(*, actor: Actor, invitation: Invitation, now: datetime) -> Invitation:
    """A fresh link for an open invitation; the former link stops working.

    Raises WrongState when it was accepted or withdrawn.
    """
    policies.check_can_manage_people(actor)
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        raise WrongState(_("Only an open invitation can be sent again."))
    return invite_person(
        actor=actor,
        email=invitation.email,
        name=invitation.name,
        roles=invitation.roles,
        ends_on=invitation.membership_ends_on,
        now=now,
    )


class UnknownInvitation(WrongState):
    """No invitation has this secret."""


class ClosedInvitation(WrongState):
    """The invitation was accepted or withdrawn, or has expired."""


def open_invitation(secret: str, now: datetime) -> Invitation:
    """The invitation behind a link.

    Raises UnknownInvitation or ClosedInvitation (both WrongState) with a sentence.
    """
    invitation = (
        Invitation.objects.select_related("organization", "invited_by")
        .filter(secret_hash=secret_hash(secret))
        .first()
    )
    if invitation is None:
        raise UnknownInvitation(
            _("This invitation link is not known. Copy the whole link from the mail.")
        )
    if invitation.accepted_at is not None:
        raise ClosedInvitation(_("This invitation was already accepted. Sign in to continue."))
    if invitation.revoked_at is not None:
        raise ClosedInvitation(_("This invitation was withdrawn. Ask for a new one."))
    if invitation.expires_at < now:
        raise ClosedInvitation(_("This invitation has expired. Ask for a new one."))
    return invitation


@transaction.atomic
def accept_invitation(*, user: User, secret: str, now: datetime) -> Membership:
    """Become a member. The signed-in address must be the invited one."""
    invitation = open_invitation(secret, now)
    if user.email.lower() != invitation.email.lower():
        raise NotAllowed(
            _("This invitation is for %(email)s; you are signed in as %(other)s.")
            % {"email": invitation.email, "other": user.email}
        )
    taken = Invitation.objects.filter(
        pk=invitation.pk, accepted_at__isnull=True, revoked_at__isnull=True
    ).update(accepted_at=now)
    if not taken:
        raise ClosedInvitation(_("This invitation was already accepted. Sign in to continue."))
    membership, _is_new = Membership.objects.get_or_create(
        user=user,
        organization=invitation.organization,
        defaults={"roles": invitation.roles, "ends_on": invitation.membership_ends_on},
    )
    audit.record(actor_from_membership(membership, user), "invitation.accepted", invitation)
    return membership


@transaction.atomic
def revoke_invitation(*, actor: Actor, invitation: Invitation, now: datetime) -> None:
    """Withdraw an open invitation; its link stops working at once."""
    policies.check_can_manage_people(actor)
    taken = Invitation.objects.filter(
        pk=invitation.pk, accepted_at__isnull=True, revoked_at__isnull=True
    ).update(revoked_at=now)
    if not taken:
        raise WrongState(_("Only an open invitation can be withdrawn."))
    audit.record(actor, "invitation.revoked", invitation)
