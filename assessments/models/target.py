"""Where an assessed organization wants to be: a target for each area, and what counts first."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment
from assessments.rules.gaps import USUAL_ORDER, Criterion
from cip.db.models import Identified, Timed, Versioned
from cip.db.querysets import TenantQuerySet
from models_catalog.models import Dimension, Node

CRITERIA = [
    (Criterion.SIZE.value, _("how far it is")),
    (Criterion.IMPORTANCE.value, _("how important it is")),
    (Criterion.EFFORT.value, _("how little effort it takes")),
    (Criterion.UNBLOCKS.value, _("which level it unblocks")),
]


def usual_order() -> list[str]:
    """The order of criteria until a team chooses another."""
    return [each.value for each in USUAL_ORDER]


class TargetProfile(Timed, Versioned):
    """All targets of one assessment, and the order in which criteria rank its gaps."""

    tenant_path = "assessment__program__organization_id"

    assessment = models.OneToOneField(
        Assessment, models.CASCADE, related_name="target_profile", primary_key=True
    )
    criteria = ArrayField(
        models.CharField(max_length=12, choices=CRITERIA),
        verbose_name=_("what counts first"),
        default=usual_order,
    )

    objects = TenantQuerySet.as_manager()

    def __str__(self) -> str:
        return f"targets of {self.assessment_id}"


class Target(Identified, Timed, Versioned):
    """How many goals of an area should be satisfied by a date, or which level a part should have.

    `dimension` is named where parts have a level from each of several sides.

    Importance and effort run from 1 (little) to 5 (much); nothing means that nobody said.
    """

    tenant_path = "profile__assessment__program__organization_id"

    profile = models.ForeignKey(TargetProfile, models.CASCADE, related_name="targets")
    node = models.ForeignKey(Node, models.PROTECT, related_name="+", verbose_name=_("area"))
    dimension = models.ForeignKey(
        Dimension, models.PROTECT, related_name="+", null=True, blank=True
    )
    level = models.PositiveSmallIntegerField(_("target"))
    due_on = models.DateField(_("by"))
    reason = models.TextField(_("reason"), blank=True)
    importance = models.PositiveSmallIntegerField(_("importance"), null=True, blank=True)
    effort = models.PositiveSmallIntegerField(_("effort"), null=True, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "node", "dimension"],
                nulls_distinct=False,
                name="assessments_target_once",
            ),
            models.CheckConstraint(
                condition=Q(importance__isnull=True) | Q(importance__range=(1, 5)),
                name="assessments_target_importance",
            ),
            models.CheckConstraint(
                condition=Q(effort__isnull=True) | Q(effort__range=(1, 5)),
                name="assessments_target_effort",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node_id}: {self.level} by {self.due_on}"
