"""Organizations, who belongs to them, and who is invited."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cip.access.roles import Role
from cip.db.models import Identified, Timed
from cip.db.querysets import TenantQuerySet

ROLE_LABELS = {
    Role.ADMIN: _("Organization admin"),
    Role.PROGRAM_LEAD: _("Program lead"),
    Role.SPONSOR: _("Executive sponsor"),
    Role.FACILITATOR: _("Facilitator / assessor"),
    Role.MEMBER: _("CI team member"),
    Role.ADVISOR: _("Advisor"),
}
ROLE_CHOICES = [(role.value, label) for role, label in ROLE_LABELS.items()]


class Organization(Identified, Timed):
    """A tenant: everything else belongs to exactly one organization."""

    slug = models.SlugField(_("address part"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(TenantQuerySet["Membership"]):
    """Memberships, with their time limit."""

    def current(self, today: object) -> Self:
        """Memberships that have not ended."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))


class Membership(Identified, Timed):
    """A person's roles in one organization; an advisor's ends on a date."""

    tenant_path = "organization_id"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="memberships")
    roles = ArrayField(
        models.CharField(max_length=20, choices=ROLE_CHOICES), verbose_name=_("roles")
    )
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization"], name="accounts_membership_once"
            ),
            models.CheckConstraint(
                condition=Q(roles__len__gte=1), name="accounts_membership_has_role"
            ),
            models.CheckConstraint(
                condition=~Q(roles__contains=[Role.ADVISOR.value]) | Q(ends_on__isnull=False),
                name="accounts_advisor_is_time_limited",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organization}"


class Invitation(Identified, Timed):
    """An offer of membership by e-mail. Only a hash of the link's secret is stored."""

    tenant_path = "organization_id"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=200, blank=True)
    roles = ArrayField(
        models.CharField(max_length=20, choices=ROLE_CHOICES), verbose_name=_("roles")
    )
    membership_ends_on = models.DateField(_("membership ends on"), null=True, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(_("expires at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("email"),
                "organization",
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="accounts_invitation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="accounts_invitation_one_end",
            ),
        ]

    def __str__(self) -> str:
        return self.email
