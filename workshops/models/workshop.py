"""A mobilization workshop: agenda, who comes, and the sponsor's written agreement."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cip.db.models import Identified, Timed, Versioned
from cip.db.querysets import TenantQuerySet
from cip.programs.models import CITeam, Program


class Workshop(Identified, Timed, Versioned):
    """Stage 1 mobilizes CI teams; Stage 2 brings their workplans together (guide, 2 and 3)."""

    tenant_path = "program__organization_id"

    class Stage(models.IntegerChoices):
        TEAM = 1, _("Stage 1 – CI team mobilization")
        PROGRAM = 2, _("Stage 2 – Program mobilization")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CLOSED = "closed", _("Closed")

    program = models.ForeignKey(Program, models.CASCADE, related_name="workshops")
    stage = models.PositiveSmallIntegerField(_("stage"), choices=Stage.choices)
    title = models.CharField(_("title"), max_length=200)
    goals = models.TextField(_("goals"), blank=True)
    teams = models.ManyToManyField(CITeam, related_name="workshops", verbose_name=_("CI teams"))
    held_on = models.DateField(_("date"), null=True, blank=True)
    starts_at = models.TimeField(_("starts at"), null=True, blank=True)
    available_minutes = models.PositiveSmallIntegerField(_("available minutes"), default=480)
    location = models.CharField(_("place or link"), max_length=300, blank=True)
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("facilitator"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PLANNED
    )
    summary = models.TextField(_("summary"), blank=True)

    objects = TenantQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class AgendaItem(Identified, Versioned):
    """One item under a section of the guide (2.2 or 3.2)."""

    tenant_path = "workshop__program__organization_id"

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="agenda")
    position = models.PositiveIntegerField()
    section_number = models.PositiveSmallIntegerField(_("section"))
    section = models.CharField(_("section title"), max_length=200)
    title = models.CharField(_("title"), max_length=300)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    presenter = models.CharField(_("led by"), max_length=200, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "position"],
                name="workshops_agenda_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(Identified, Timed, Versioned):
    """A person invited to a workshop and whether they were there."""

    tenant_path = "workshop__program__organization_id"

    class Part(models.TextChoices):
        LEAD = "lead", _("Lead")
        FACILITATOR = "facilitator", _("Facilitator")
        SPONSOR = "sponsor", _("Sponsor")
        PARTICIPANT = "participant", _("Participant")
        ADVISOR = "advisor", _("Advisor")

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="attendances")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    name = models.CharField(_("name"), max_length=200)
    part = models.CharField(
        _("part"), max_length=12, choices=Part.choices, default=Part.PARTICIPANT
    )
    preparation = models.TextField(_("to prepare"), blank=True)
    is_present = models.BooleanField(_("was there"), null=True)
    told_at = models.DateTimeField(_("invitation sent at"), null=True)
    told_hash = models.CharField(_("what the invitation said"), max_length=64, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "user"],
                condition=Q(user__isnull=False),
                name="workshops_attendance_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Agreement(Identified):
    """The sponsor's written agreement to goals and agenda, frozen when asked for (guide 2.1)."""

    tenant_path = "workshop__program__organization_id"

    class State(models.TextChoices):
        REQUESTED = "requested", _("Waiting for signature")
        SIGNED = "signed", _("Signed")
        SUPERSEDED = "superseded", _("Superseded")

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="agreements")
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.REQUESTED
    )
    content = models.JSONField()
    content_hash = models.CharField(_("SHA-256 of the content"), max_length=64)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    signature = models.CharField(_("signed as"), max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workshop", "number"], name="workshops_agreement_once"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signer__isnull=True, signature="")
                | (Q(signed_at__isnull=False, signer__isnull=False) & ~Q(signature="")),
                name="workshops_agreement_signed_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_at__isnull=False),
                name="workshops_agreement_signed_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workshop} · {self.number}"
