"""A program and its plan: four phases, eleven activities, deliverables (guide, appendix 2)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cip.accounts.models import Organization
from cip.db.models import Identified, Timed, Versioned
from cip.db.querysets import TenantQuerySet


class Program(Identified, Timed, Versioned):
    """One capability-improvement program of an organization."""

    tenant_path = "organization_id"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="programs")
    name = models.CharField(_("name"), max_length=200)
    statement = models.TextField(
        _("program statement"), blank=True, help_text=_("Why this program, for whom, towards what.")
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("program lead")
    )
    sponsor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("executive sponsor"),
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    currency = models.CharField(
        _("currency"), max_length=3, default="EUR", help_text=_("ISO 4217 code.")
    )
    archived_at = models.DateTimeField(_("archived at"), null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="programs_ends_after_start",
            ),
            models.UniqueConstraint(fields=["organization", "name"], name="programs_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Phase(Identified, Versioned):
    """Discover, Design, Execute or Embed, with its dates and gate."""

    tenant_path = "program__organization_id"

    class Kind(models.TextChoices):
        DISCOVER = "discover", _("Discover")
        DESIGN = "design", _("Design")
        EXECUTE = "execute", _("Execute")
        EMBED = "embed", _("Embed")

    class Gate(models.TextChoices):
        OPEN = "open", _("Gate not passed")
        PASSED = "passed", _("Gate passed")

    program = models.ForeignKey(Program, models.CASCADE, related_name="phases")
    kind = models.CharField(_("phase"), max_length=10, choices=Kind.choices)
    position = models.PositiveSmallIntegerField()
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    gate = models.CharField(_("gate"), max_length=10, choices=Gate.choices, default=Gate.OPEN)
    gate_note = models.TextField(_("gate note"), blank=True)
    gate_passed_at = models.DateTimeField(null=True)
    gate_passed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "kind"], name="programs_phase_once"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="programs_phase_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(gate="open", gate_passed_at__isnull=True)
                | Q(gate="passed", gate_passed_at__isnull=False),
                name="programs_gate_passed_when",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Activity(Identified, Versioned):
    """One of the activities 1-11 of the CIP roadmap."""

    tenant_path = "phase__program__organization_id"

    class State(models.TextChoices):
        OPEN = "open", _("Not started")
        STARTED = "started", _("In progress")
        DONE = "done", _("Done")
        SKIPPED = "skipped", _("Left out")

    phase = models.ForeignKey(Phase, models.CASCADE, related_name="activities")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["phase", "number"], name="programs_activity_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Deliverable(Identified, Versioned):
    """What an activity delivers."""

    tenant_path = "activity__phase__program__organization_id"

    class State(models.TextChoices):
        OPEN = "open", _("Not delivered")
        DRAFT = "draft", _("Draft")
        DELIVERED = "delivered", _("Delivered")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="deliverables")
    position = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(_("title"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "position"], name="programs_deliverable_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title
