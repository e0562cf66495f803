"""An assessment: what is looked at, by which method, and who is asked."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from assessments.models.method import MethodVersion
from cip.db.models import Identified, Timed, Versioned
from cip.db.querysets import TenantQuerySet
from cip.programs.models import Program
from models_catalog.models import ModelVersion, Node


class Assessment(Identified, Timed, Versioned):
    """One run of one pinned method version against one pinned model version."""

    tenant_path = "program__organization_id"

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        COLLECTING = "collecting", _("Collecting answers")
        ANALYZING = "analyzing", _("Analyzing")
        AGREED = "agreed", _("Ratings agreed")
        CLOSED = "closed", _("Closed")

    class Mode(models.TextChoices):
        NAMED = (
            "named",
            _("Named: the assessment team sees small groups, and names beside comments"),
        )
        CONFIDENTIAL = "confidential", _("Confidential: answers are shown in groups only")
        ANONYMOUS = (
            "anonymous",
            _("Anonymous: once submitted, nothing ties answers to a person, for anybody"),
        )

    program = models.ForeignKey(Program, models.CASCADE, related_name="assessments")
    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(_("purpose"), blank=True)
    model_version = models.ForeignKey(ModelVersion, models.PROTECT, related_name="assessments")
    method_version = models.ForeignKey(
        MethodVersion, models.PROTECT, related_name="assessments", verbose_name=_("method")
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.PLANNED
    )
    mode = models.CharField(
        _("mode"), max_length=12, choices=Mode.choices, default=Mode.CONFIDENTIAL
    )
    anonymity_threshold = models.PositiveSmallIntegerField(
        _("smallest group shown"),
        default=5,
        help_text=_("Results of fewer answers than this are hidden (3 to 20)."),
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("lead assessor")
    )
    closes_on = models.DateField(_("answers until"), null=True, blank=True)
    opened_at = models.DateTimeField(null=True)
    collection_closed_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.TextField(_("agreed by"), blank=True)
    closed_at = models.DateTimeField(null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(anonymity_threshold__gte=3, anonymity_threshold__lte=20),
                name="assessments_threshold",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def asked_nobody(self) -> bool:
        """Whether it began without a questionnaire: what was never opened was closed."""
        return self.opened_at is None and self.collection_closed_at is not None


class Scope(models.Model):
    """One key process area (or other rated node) that the assessment looks at."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="scope")
    node = models.ForeignKey(Node, models.PROTECT, related_name="+")
    is_applicable = models.BooleanField(_("applies"), default=True)
    reason = models.TextField(_("why it does not apply"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "node"], name="assessments_scope_once"),
            models.CheckConstraint(
                condition=Q(is_applicable=True) | ~Q(reason=""),
                name="assessments_not_applicable_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.node)


class Participant(Identified, Timed):
    """A person who is asked: with an account, or by a personal link.

    `responded_on` is all that an anonymous assessment keeps about a person who has submitted.
    """

    tenant_path = "assessment__program__organization_id"

    class Event(models.TextChoices):
        LEFT = "left", _("Has left the organization")
        DECLINED = "declined", _("Does not want to take part")
        UNABLE = "unable", _("Cannot take part, for instance away")
        BOUNCED = "bounced", _("Mail came back")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="participants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    unit = models.CharField(_("unit"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=200, blank=True)
    event = models.CharField(_("what is known"), max_length=10, choices=Event.choices, blank=True)
    invited_at = models.DateTimeField(null=True)
    responded_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "assessment",
                Lower("email"),
                condition=~Q(email=""),
                name="assessments_participant_email_once",
            ),
            models.UniqueConstraint(
                fields=["assessment", "user"],
                condition=Q(user__isnull=False),
                name="assessments_participant_user_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
