"""Findings, what they rest on, and the actions agreed about them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment
from assessments.models.practice_evidence import PracticeEvidence, Source
from assessments.models.questionnaire import QuestionnaireItem
from cip.db.models import Identified, Timed, Versioned
from cip.db.querysets import TenantQuerySet
from cip.programs.models import ArtefactVersion
from models_catalog.models import Node


class Finding(Identified, Timed, Versioned):
    """A strength, weakness or alternative practice; its text names nobody."""

    tenant_path = "assessment__program__organization_id"

    class Kind(models.TextChoices):
        STRENGTH = "strength", _("Strength")
        WEAKNESS = "weakness", _("Weakness")
        ALTERNATIVE = "alternative", _("Alternative practice")

    class State(models.TextChoices):
        PRELIMINARY = "preliminary", _("Preliminary")
        DISCUSSED = "discussed", _("Discussed")
        CONFIRMED = "confirmed", _("Confirmed")
        CHANGED = "changed", _("Confirmed as changed")
        DROPPED = "dropped", _("Dropped")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="findings")
    node = models.ForeignKey(Node, models.PROTECT, related_name="+", verbose_name=_("about"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.PRELIMINARY
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("finding"), blank=True)
    solution_direction = models.TextField(_("direction for a solution"), blank=True)
    state_reason = models.TextField(_("reason for the state"), blank=True)
    is_uncorroborated = models.BooleanField(
        _("confirmed without two independent sources"), default=False
    )
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(state_reason=""),
                name="assessments_dropped_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(is_uncorroborated=False)
                | (Q(state__in=["confirmed", "changed"]) & ~Q(state_reason="")),
                name="assessments_uncorroborated_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_confirmed(self) -> bool:
        """Whether the team stands by it, as first written or as changed."""
        return self.state in (self.State.CONFIRMED, self.State.CHANGED)


class Evidence(Identified, Timed):
    """What a finding rests on. Two sources of different kind or different origin corroborate it."""

    tenant_path = "finding__assessment__program__organization_id"

    Source = Source

    class Polarity(models.TextChoices):
        SUPPORTS = "supports", _("Supports the finding")
        CONTRADICTS = "contradicts", _("Contradicts the finding")

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="evidence")
    source = models.CharField(_("source"), max_length=15, choices=Source.choices)
    polarity = models.CharField(
        _("polarity"), max_length=12, choices=Polarity.choices, default=Polarity.SUPPORTS
    )
    item = models.ForeignKey(
        QuestionnaireItem, models.PROTECT, related_name="+", null=True, verbose_name=_("question")
    )
    artefact_version = models.ForeignKey(
        ArtefactVersion, models.PROTECT, related_name="+", null=True, verbose_name=_("document")
    )
    origin = models.CharField(
        _("origin"), max_length=200, blank=True, help_text=_("Which interview, meeting or place.")
    )
    note = models.TextField(_("note"), blank=True)
    taken_from = models.ForeignKey(
        PracticeEvidence, models.CASCADE, related_name="taken_into", null=True
    )

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "taken_from"], name="assessments_evidence_taken_once"
            ),
            models.CheckConstraint(
                condition=(Q(source="questionnaire") & Q(item__isnull=False))
                | (Q(source="document") & (Q(artefact_version__isnull=False) | ~Q(origin="")))
                | (Q(source__in=["interview", "observation"]) & ~Q(origin="")),
                name="assessments_evidence_names_its_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} · {self.finding_id}"


class ActionItem(Identified, Timed, Versioned):
    """An action agreed in the assessment, usually about a weakness."""

    tenant_path = "assessment__program__organization_id"

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="action_items")
    finding = models.ForeignKey(
        Finding, models.CASCADE, related_name="action_items", null=True, blank=True
    )
    text = models.CharField(_("action"), max_length=500)
    discussion = models.ForeignKey(
        "Discussion", models.SET_NULL, related_name="action_items", null=True
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    due_on = models.DateField(_("due on"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    state_reason = models.TextField(_("reason"), blank=True)

    objects = TenantQuerySet.as_manager()

    def __str__(self) -> str:
        return self.text[:80]
