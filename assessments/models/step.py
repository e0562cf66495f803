"""What people say about the steps and gates of an assessment's method."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment
from assessments.models.method import CODE
from assessments.rules.board import Mark
from cip.db.models import Identified
from cip.db.querysets import TenantQuerySet
from cip.programs.models import ArtefactVersion


class OfAssessment(Identified):
    """Something that a person said about one assessment, at a time."""

    tenant_path = "assessment__program__organization_id"

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="%(class)ss")
    note = models.TextField(_("note"), blank=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    said_at = models.DateTimeField(_("when"))

    class Meta:
        abstract = True


class StepRecord(OfAssessment):
    """One act at a step. The last one without a subject says where the step stands.

    With a subject it tells of one round of a step that repeats.
    """

    class Act(models.TextChoices):
        STARTED = Mark.STARTED.value, _("Begun")
        DONE = Mark.DONE.value, _("Done")
        SKIPPED = Mark.SKIPPED.value, _("Skipped")
        REOPENED = "reopened", _("Taken up again")

    step = models.CharField(_("step"), max_length=CODE)
    subject = models.CharField(_("for what"), max_length=200, blank=True)
    act = models.CharField(_("act"), max_length=10, choices=Act.choices)
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["assessment", "recorded_at"], name="assessments_step_by_time")
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.act}"


class Statement(OfAssessment):
    """A person says that a fact holds that nothing else tells; a number for facts that count."""

    fact = models.CharField(_("fact"), max_length=CODE)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    happened_on = models.DateField(_("on which day"), null=True, blank=True)
    artefact_version = models.ForeignKey(
        ArtefactVersion,
        models.PROTECT,
        related_name="+",
        verbose_name=_("document"),
        null=True,
        blank=True,
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "fact"],
                condition=Q(withdrawn_at__isnull=True),
                name="assessments_statement_once",
            ),
        ]

    def __str__(self) -> str:
        return self.fact


class GateWaiver(OfAssessment):
    """The one who may lets a gate pass that does not hold; `note` is the reason."""

    step = models.CharField(_("step"), max_length=CODE)
    gate = models.CharField(_("gate"), max_length=CODE)
    role = models.CharField(_("role of the one who waived"), max_length=CODE)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "step", "gate"],
                condition=Q(withdrawn_at__isnull=True),
                name="assessments_waiver_once",
            ),
            models.CheckConstraint(condition=~Q(note=""), name="assessments_waiver_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.gate}"
