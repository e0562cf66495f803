"""CI teams and who is in them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cip.access.roles import TeamRole
from cip.db.models import Identified, Timed, Versioned
from cip.db.querysets import TenantQuerySet
from cip.programs.models.program import Program

TEAM_ROLE_CHOICES = [
    (TeamRole.LEAD.value, _("CI team lead")),
    (TeamRole.MEMBER.value, _("CI team member")),
    (TeamRole.ADVISOR.value, _("Advisor of the team")),
]


class CITeam(Identified, Timed, Versioned):
    """A team that improves one capability or theme."""

    tenant_path = "program__organization_id"

    program = models.ForeignKey(Program, models.CASCADE, related_name="teams")
    name = models.CharField(_("name"), max_length=200)
    theme = models.CharField(
        _("capability or theme"),
        max_length=200,
        blank=True,
        help_text=_("What this team improves."),
    )
    purpose = models.TextField(_("purpose"), blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "name"], name="programs_team_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class TeamMembership(Identified, Timed):
    """A person's role in a CI team; a team has one lead at most."""

    tenant_path = "team__program__organization_id"

    team = models.ForeignKey(CITeam, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="team_memberships"
    )
    role = models.CharField(_("role"), max_length=10, choices=TEAM_ROLE_CHOICES)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "user"], name="programs_team_member_once"),
            models.UniqueConstraint(
                fields=["team"],
                condition=Q(role=TeamRole.LEAD.value),
                name="programs_team_one_lead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.team}"
