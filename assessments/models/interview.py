"""Interviews in their simple form: who was asked, when, with whose consent, and what was noted."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment
from cip.db.models import Identified, Timed, Versioned
from cip.db.querysets import TenantQuerySet
from models_catalog.models import Node


class Says(models.TextChoices):
    """What something says about a practice."""

    DONE = "done", _("It is done")
    NOT_DONE = "not_done", _("It is not done")


class Interview(Identified, Timed, Versioned):
    """One conversation. It names a role; the names of people present stay with the team."""

    tenant_path = "assessment__program__organization_id"

    class Kind(models.TextChoices):
        SINGLE = "single", _("One person")
        GROUP = "group", _("Group")
        FOLLOW_UP = "follow_up", _("Follow-up")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELED = "canceled", _("Canceled")

    class Consent(models.TextChoices):
        SPOKEN = "spoken", _("Spoken")
        WRITTEN = "written", _("Written")
        RECORDED = "recorded", _("On the recording")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="interviews")
    role_asked = models.CharField(_("role asked"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    follows = models.ForeignKey(
        "self", models.PROTECT, related_name="+", null=True, verbose_name=_("follow-up of")
    )
    planned_on = models.DateField(_("planned on"))
    held_on = models.DateField(_("held on"), null=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PLANNED
    )
    state_reason = models.TextField(_("reason"), blank=True)
    interviewers = models.CharField(_("interviewers"), max_length=500, blank=True)
    people_present = models.TextField(_("people present"), blank=True)
    consent_how = models.CharField(_("consent"), max_length=10, choices=Consent.choices, blank=True)
    consent_on = models.DateField(_("consent given on"), null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="canceled") | ~Q(state_reason=""),
                name="assessments_canceled_interview_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(held_on__isnull=False),
                name="assessments_held_interview_has_day",
            ),
            models.CheckConstraint(
                condition=Q(kind="follow_up", follows__isnull=False)
                | (~Q(kind="follow_up") & Q(follows__isnull=True)),
                name="assessments_follow_up_follows",
            ),
            models.CheckConstraint(
                condition=Q(consent_how="", consent_on__isnull=True)
                | (~Q(consent_how="") & Q(consent_on__isnull=False)),
                name="assessments_consent_when_and_how",
            ),
        ]

    def __str__(self) -> str:
        return self.role_asked

    @property
    def has_consent(self) -> bool:
        """Whether what was said may be used."""
        return self.consent_on is not None

    @property
    def occasion(self) -> str:
        """What makes evidence independent: a follow-up is the same people's word once more."""
        return str(self.follows_id or self.pk)


class InterviewNote(Identified, Timed, Versioned):
    """What was noted in an interview, tied to what it is about."""

    tenant_path = "interview__assessment__program__organization_id"

    class Kind(models.TextChoices):
        FACT = "fact", _("Fact")
        QUOTE = "quote", _("Quote")
        VIEW = "view", _("Point of view")

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="notes")
    nodes = models.ManyToManyField(Node, related_name="+", verbose_name=_("about"))
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices, default=Kind.FACT)
    says = models.CharField(_("what it says"), max_length=8, choices=Says.choices, blank=True)
    text = models.TextField(_("note"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: Any = TenantQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} · {self.interview_id}"
