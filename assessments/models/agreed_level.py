"""The level that the assessment team agreed on for a part of a model; never computed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment
from cip.db.models import Identified, Timed, Versioned
from cip.db.querysets import TenantQuerySet
from models_catalog.models import Dimension, Node


class AgreedLevel(Identified, Timed, Versioned):
    """The level of a node, seen from a dimension where the model has them, with its reason.

    From `lower` to `upper` where the team cannot say closer. No row means "not rated"; a row
    without a level says why it stays so.
    """

    tenant_path = "assessment__program__organization_id"

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="agreed_levels")
    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    dimension = models.ForeignKey(
        Dimension, models.PROTECT, related_name="+", null=True, blank=True
    )
    lower = models.SmallIntegerField(_("level, at least"), null=True, blank=True)
    upper = models.SmallIntegerField(_("level, at most"), null=True, blank=True)
    reason = models.TextField(_("reason"))
    agreed_by = models.CharField(_("agreed by"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "node", "dimension"],
                nulls_distinct=False,
                name="assessments_level_once",
            ),
            models.CheckConstraint(
                condition=Q(lower__isnull=True, upper__isnull=True)
                | Q(lower__isnull=False, upper__isnull=False, lower__lte=F("upper")),
                name="assessments_level_range",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="assessments_level_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.node_id}: {self.lower}-{self.upper}"
