"""Reads about people: members, invitations, tokens, the audit trail."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.paginator import Page
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from cip.access.actor import Actor, acting_person, granted
from cip.access.permissions import Permission
from cip.access.roles import Role
from cip.accounts.models import ApiToken, Invitation, Membership, Organization, User
from cip.accounts.models.organization import ROLE_LABELS
from cip.db.paging import PageNumber, page_of
from cip.kernel import clock
from cip.kernel.errors import InvalidInput

SOON_DAYS = 14
MEMBER_ORDERS = {
    "name": ("user__name",),
    "-name": ("-user__name",),
    "email": ("user__email",),
    "-email": ("-user__email",),
    "ends_on": ("ends_on",),
    "-ends_on": ("-ends_on",),
}
INVITATION_ORDERS = {
    "email": ("email",),
    "-email": ("-email",),
    "expires": ("expires_at",),
    "-expires": ("-expires_at",),
}
TOKEN_ORDERS = {
    "name": ("name",),
    "-name": ("-name",),
    "owner": ("user__name",),
    "-owner": ("-user__name",),
    "used": (F("last_used_on").asc(nulls_first=True),),
    "-used": (F("last_used_on").desc(nulls_last=True),),
}


@dataclass(frozen=True)
class MemberRow:
    """One member of the organization. `is_ended`: the time limit lies behind."""

    id: UUID
    user_id: UUID
    name: str
    email: str
    roles: tuple[str, ...]
    role_labels: tuple[str, ...]
    ends_on: date | None
    is_ended: bool
    ends_soon: bool
    is_me: bool


@dataclass(frozen=True)
class InvitationRow:
    """One open invitation."""

    id: UUID
    email: str
    name: str
    role_labels: tuple[str, ...]
    invited_by: str
    membership_ends_on: date | None
    expires_at: datetime
    is_expired: bool


@dataclass(frozen=True)
class TokenRow:
    """One API token; never its secret."""

    id: UUID
    name: str
    prefix: str
    owner: str
    is_mine: bool
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    last_used_on: date | None
    state: str
    state_label: str


@dataclass(frozen=True)
class OrganizationChoice:
    """One of a person's organizations, on the start page."""

    slug: str
    name: str
    role_labels: tuple[str, ...]
    ends_on: date | None


# People who can be chosen ---------------------------------------------------------------------


def people_of(organization_id: UUID) -> QuerySet[User]:
    """Current members, by name: everybody who can be made lead, owner, member of a team."""
    current = Membership.objects.in_organization(organization_id).current(clock.today())
    return User.objects.filter(pk__in=current.values("user_id"), is_active=True).order_by(
        "name", "pk"
    )


def member_named(organization_id: UUID, user_id: UUID, *, field: str) -> User:
    """The current member with that id; InvalidInput on `field` for anybody else."""
    found = people_of(organization_id).filter(pk=user_id).first()
    if found is None:
        raise InvalidInput(fields={field: [_("Choose a current member of this organization.")]})
    return found


# Lists ----------------------------------------------------------------------------------------


def role_labels(roles: list[str]) -> tuple[str, ...]:
    """Roles in words, in the order of importance."""
    return tuple(str(ROLE_LABELS[role]) for role in Role if role.value in roles)


def member_page(
    actor: Actor, *, search: str = "", role: str = "", sort: str = "", number: PageNumber = ""
) -> Page:
    """One page of `MemberRow`, with those whose time has ended. Two queries."""
    rows = Membership.objects.visible_to(actor).select_related("user")
    if search:
        rows = rows.filter(Q(user__name__icontains=search) | Q(user__email__icontains=search))
    if role:
        rows = rows.filter(roles__contains=[role])
    rows = rows.order_by(*MEMBER_ORDERS.get(sort, ("user__name",)), "pk")
    today = clock.today()
    return page_of(rows, number, lambda row: _member_row(row, actor, today))


def _member_row(row: Membership, actor: Actor, today: date) -> MemberRow:
    left = None if row.ends_on is None else (row.ends_on - today).days
    return MemberRow(
        id=row.pk,
        user_id=row.user_id,
        name=str(row.user),
        email=row.user.email,
        roles=tuple(row.roles),
        role_labels=role_labels(row.roles),
        ends_on=row.ends_on,
        is_ended=left is not None and left < 0,
        ends_soon=left is not None and 0 <= left <= SOON_DAYS,
        is_me=row.user_id == actor.user_id,
    )


def invitation_page(
    actor: Actor, *, now: datetime, sort: str = "", number: PageNumber = ""
) -> Page:
    """One page of `InvitationRow`: neither accepted nor withdrawn, newest first. Two queries."""
    rows = (
        Invitation.objects.visible_to(actor)
        .filter(accepted_at__isnull=True, revoked_at__isnull=True)
        .select_related("invited_by")
        .order_by(*INVITATION_ORDERS.get(sort, ("-created_at",)), "pk")
    )
    return page_of(rows, number, lambda row: _invitation_row(row, now))


def _invitation_row(row: Invitation, now: datetime) -> InvitationRow:
    return InvitationRow(
        id=row.pk,
        email=row.email,
        name=row.name,
        role_labels=role_labels(row.roles),
        invited_by=str(row.invited_by or ""),
        membership_ends_on=row.membership_ends_on,
        expires_at=row.expires_at,
        is_expired=row.expires_at < now,
    )


def tokens(actor: Actor) -> QuerySet[ApiToken]:
    """The actor's own tokens; an organization admin's view is everybody's."""
    rows = ApiToken.objects.visible_to(actor)
    if not granted(actor, Permission.MANAGE_PEOPLE):
        rows = rows.filter(user_id=acting_person(actor))
    return rows


def token_page(
    actor: Actor,
    *,
    now: datetime,
    search: str = "",
    state: str = "",
    sort: str = "",
    number: PageNumber = "",
) -> Page:
    """One page of `TokenRow`, usable ones first, then the newest. Two queries.

    `state`: active, expired or withdrawn; empty for all.
    """
    rows = tokens(actor).select_related("user")
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(user__name__icontains=search))
    rows = rows.filter(_token_state(state, now))
    rows = rows.order_by(*TOKEN_ORDERS.get(sort, ("-revoked_at", "-created_at")), "pk")
    return page_of(rows, number, lambda row: _token_row(row, actor, now))


def _token_state(state: str, now: datetime) -> Q:
    is_over = Q(expires_at__lt=now)
    is_revoked = Q(revoked_at__isnull=False)
    known = {"active": ~is_revoked & ~is_over, "expired": ~is_revoked & is_over}
    return known.get(state, is_revoked if state else Q())


def _token_row(row: ApiToken, actor: Actor, now: datetime) -> TokenRow:
    state, label = "active", _("Usable")
    if row.revoked_at is not None:
        state, label = "withdrawn", _("Revoked")
    elif row.expires_at is not None and row.expires_at < now:
        state, label = "expired", _("Expired")
    return TokenRow(
        id=row.pk,
        name=row.name,
        prefix=row.prefix,
        owner=str(row.user),
        is_mine=row.user_id == actor.user_id,
        scopes=tuple(row.scopes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_on=row.last_used_on,
        state=state,
        state_label=label,
    )


def organizations_of(user: User) -> list[OrganizationChoice]:
    """The person's current organizations, by name. One query."""
    rows = (
        Membership.objects.current(clock.today())
        .filter(user=user)
        .select_related("organization")
        .order_by("organization__name", "pk")
    )
    return [
        OrganizationChoice(
            row.organization.slug, row.organization.name, role_labels(row.roles), row.ends_on
        )
        for row in rows
    ]


def organization_of(actor: Actor) -> Organization:
    """The organization in which the actor acts."""
    return Organization.objects.get(pk=actor.organization_id)
