"""CMMI appraisals: sampled instances, how practices are implemented, and who signed the ratings."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment
from cip.db.models import Identified, Timed, Versioned
from cip.db.querysets import TenantQuerySet
from models_catalog.models import Node


class Instance(Identified, Timed, Versioned):
    """A sampled piece of work that is expected to perform the practices; its name names nobody."""

    tenant_path = "assessment__program__organization_id"

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="instances")
    name = models.CharField(
        _("name"), max_length=60, help_text=_("A service, project or team; never a person.")
    )
    unit = models.CharField(_("unit"), max_length=200, blank=True)
    reason = models.TextField(
        _("why it was chosen"),
        blank=True,
        help_text=_("What it stands for: large or small, old or new, easy or hard."),
    )
    position = models.PositiveIntegerField(default=0)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "assessment", Lower("name"), name="assessments_instance_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Characterization(Identified, Timed, Versioned):
    """How well a practice is implemented in one process area.

    With an instance: what the team saw there, `note` tells the weakness. Without one: the choice of
    the team for the whole unit where the rules leave several values, `note` is its reason. Generic
    practices stand outside the areas, so the area is always named. An empty value says nothing yet.
    """

    tenant_path = "assessment__program__organization_id"

    class Value(models.TextChoices):
        FULLY = "FI", _("Fully implemented")
        LARGELY = "LI", _("Largely implemented")
        PARTIALLY = "PI", _("Partially implemented")
        NOT = "NI", _("Not implemented")
        NOT_YET = "NY", _("Not yet due")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="characterizations")
    area = models.ForeignKey(Node, models.PROTECT, related_name="+")
    practice = models.ForeignKey(Node, models.PROTECT, related_name="+")
    instance = models.ForeignKey(
        Instance, models.CASCADE, related_name="characterizations", null=True, blank=True
    )
    value = models.CharField(_("value"), max_length=2, choices=Value.choices, blank=True)
    note = models.TextField(_("weakness or reason"), blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "area", "practice", "instance"],
                nulls_distinct=False,
                name="assessments_characterization_once",
            ),
            models.CheckConstraint(
                condition=Q(value__in=["", "FI", "LI", "PI", "NI", "NY"]),
                name="assessments_characterization_value",
            ),
            models.CheckConstraint(
                condition=Q(instance__isnull=False)
                | Q(value="")
                | (Q(value__in=["LI", "PI", "NI"]) & ~Q(note="")),
                name="assessments_choice_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id}: {self.value}"


class RatingSignature(Identified):
    """One person's agreement to all ratings as they were; any later change of them voids it."""

    tenant_path = "assessment__program__organization_id"

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="signatures")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(_("signed at"))
    checksum = models.CharField(_("SHA-256 of what was signed"), max_length=64)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "user"], name="assessments_signature_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.signed_at}"
