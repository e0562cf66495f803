"""Results as they were agreed: frozen, numbered, and comparable later."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment
from assessments.models.method import MethodVersion
from assessments.rules.frozen import Kind
from assessments.rules.snapshot import Absence
from cip.db.models import Identified
from cip.db.querysets import TenantQuerySet
from models_catalog.models import ModelVersion, Node
from models_catalog.models.model import CODE, LABEL


class ResultSnapshot(Identified):
    """All ratings of an assessment as its team agreed them at one moment.

    Only its state moves, once: it is superseded when the ratings are taken up again (a database
    trigger holds it). `signatures` lists who had signed: {"name", "signed_at"}.
    """

    tenant_path = "assessment__program__organization_id"

    class State(models.TextChoices):
        STANDS = "stands", _("Stands")
        SUPERSEDED = "superseded", _("Superseded")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="snapshots")
    number = models.PositiveSmallIntegerField(_("number"))
    frozen_at = models.DateTimeField(_("agreed on"))
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    agreed_by = models.TextField(_("agreed by"), blank=True)
    signatures = models.JSONField(_("signed by"), default=list)
    model_version = models.ForeignKey(ModelVersion, models.PROTECT, related_name="+")
    method_version = models.ForeignKey(MethodVersion, models.PROTECT, related_name="+")
    checksum = models.CharField(_("SHA-256 of the ratings"), max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.STANDS)
    superseded_at = models.DateTimeField(null=True)
    superseded_reason = models.TextField(_("why it was taken up again"), blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "number"], name="assessments_snapshot_once"
            ),
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(state="stands"),
                name="assessments_one_snapshot_stands",
            ),
            models.CheckConstraint(
                condition=Q(state="stands", superseded_at__isnull=True)
                | (Q(state="superseded", superseded_at__isnull=False) & ~Q(superseded_reason="")),
                name="assessments_superseded_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.number}"


class SnapshotRating(models.Model):
    """One frozen rating: places on an ordinal scale, or the reason why there is none.

    `area` and `area_code` are set for generic goals and practices only: those stand outside the
    areas and are rated for each. Code and title are those of the day. Never changes.
    """

    KINDS = [
        (Kind.MATURITY.value, _("Maturity level")),
        (Kind.AREA.value, _("Process area")),
        (Kind.CAPABILITY.value, _("Capability level")),
        (Kind.GOAL.value, _("Goal")),
        (Kind.PRACTICE.value, _("Practice")),
        (Kind.LEVEL.value, _("Agreed level")),
    ]
    ABSENCES = [
        (Absence.NOT_RATED.value, _("Not rated")),
        (Absence.NOT_APPLICABLE.value, _("Not applicable")),
        (Absence.OUT_OF_SCOPE.value, _("Out of scope")),
    ]

    snapshot = models.ForeignKey(ResultSnapshot, models.CASCADE, related_name="ratings")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=KINDS)
    node = models.ForeignKey(Node, models.PROTECT, related_name="+", null=True)
    area = models.ForeignKey(Node, models.PROTECT, related_name="+", null=True)
    code = models.CharField(max_length=CODE, blank=True)
    area_code = models.CharField(max_length=CODE, blank=True)
    title = models.CharField(max_length=LABEL)
    dimension = models.CharField(max_length=CODE, blank=True)
    lower = models.SmallIntegerField(null=True)
    upper = models.SmallIntegerField(null=True)
    absence = models.CharField(max_length=14, choices=ABSENCES, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "position"], name="assessments_frozen_position_once"
            ),
            models.UniqueConstraint(
                fields=["snapshot", "kind", "code", "area_code", "dimension"],
                name="assessments_frozen_once",
            ),
            models.CheckConstraint(
                condition=Q(absence="", lower__isnull=False, upper__gte=models.F("lower"))
                | (~Q(absence="") & Q(lower__isnull=True, upper__isnull=True)),
                name="assessments_frozen_value_or_absence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}: {self.lower}–{self.upper}"


class SnapshotMedian(models.Model):
    """Released answers about one area on one scale, of everybody (`is_whole`) or of one unit.

    Made of shown counts only (ADR 0013), so raising the threshold makes these rows anew; nothing
    ever changes them. `distribution` counts answers, not people, lowest value first.
    """

    snapshot = models.ForeignKey(ResultSnapshot, models.CASCADE, related_name="medians")
    position = models.PositiveIntegerField()
    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    code = models.CharField(max_length=CODE)
    title = models.CharField(max_length=LABEL)
    is_whole = models.BooleanField()
    unit = models.CharField(max_length=200, blank=True)
    labels = models.JSONField(_("values, lowest first"))
    distribution = models.JSONField()
    questions = models.PositiveIntegerField(null=True)
    lower = models.SmallIntegerField(_("place of the lower median"))
    upper = models.SmallIntegerField(_("place of the upper median"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "node", "is_whole", "unit"], name="assessments_median_once"
            ),
            models.CheckConstraint(
                condition=Q(is_whole=False) | Q(unit=""), name="assessments_median_of_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.unit}: {self.lower}–{self.upper}"


class ResultComparison(Identified):
    """Two results that somebody asked a report about: what the report is made of."""

    tenant_path = "before__assessment__program__organization_id"

    before = models.ForeignKey(ResultSnapshot, models.CASCADE, related_name="+")
    after = models.ForeignKey(ResultSnapshot, models.CASCADE, related_name="+")
    crosswalk = models.ForeignKey(
        "models_catalog.Crosswalk", models.CASCADE, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["before", "after", "crosswalk"],
                nulls_distinct=False,
                name="assessments_comparison_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"
