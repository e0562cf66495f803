"""What the assessment team agreed; never computed from answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment
from cip.db.models import Identified, Timed, Versioned
from cip.db.querysets import TenantQuerySet
from models_catalog.models import Node


class AgreedRating(Identified, Timed, Versioned):
    """The team's judgement of one goal, with its reason. No row means "not rated", never zero.

    `area` is named for generic goals only: they stand outside the areas and are rated for each.
    """

    tenant_path = "assessment__program__organization_id"

    class Value(models.TextChoices):
        SATISFIED = "satisfied", _("Satisfied")
        UNSATISFIED = "unsatisfied", _("Unsatisfied")
        NOT_RATED = "not_rated", _("Not rated")
        NOT_APPLICABLE = "not_applicable", _("Not applicable")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="agreed_ratings")
    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    area = models.ForeignKey(Node, models.PROTECT, related_name="+", null=True, blank=True)
    value = models.CharField(_("rating"), max_length=20, choices=Value.choices)
    reason = models.TextField(_("reason"), blank=True)
    agreed_by = models.CharField(_("agreed by"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "node", "area"],
                nulls_distinct=False,
                name="assessments_rating_once",
            ),
            models.CheckConstraint(
                condition=Q(value="not_rated") | ~Q(reason=""), name="assessments_rating_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node_id}: {self.value}"
