"""Discussions of a key process area with those concerned, and what came of each finding."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment
from assessments.models.finding import Finding
from cip.db.models import Identified, Timed, Versioned
from cip.db.querysets import TenantQuerySet
from models_catalog.models import Node


class Discussion(Identified, Timed, Versioned):
    """One session about one area, planned, held, or left out with a reason."""

    tenant_path = "assessment__program__organization_id"

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        SKIPPED = "skipped", _("Left out")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="discussions")
    node = models.ForeignKey(Node, models.PROTECT, related_name="+", verbose_name=_("area"))
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PLANNED
    )
    state_reason = models.TextField(_("reason"), blank=True)
    planned_on = models.DateField(_("planned on"), null=True)
    held_on = models.DateField(_("held on"), null=True)
    attendee_count = models.PositiveSmallIntegerField(_("how many attended"), null=True)
    attendee_roles = models.CharField(_("roles that attended"), max_length=500, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="skipped") | ~Q(state_reason=""),
                name="assessments_skipped_discussion_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(held_on__isnull=False, attendee_count__isnull=False),
                name="assessments_held_discussion_says_when_and_how_many",
            ),
        ]

    def __str__(self) -> str:
        return str(self.node)


class DiscussionOutcome(Identified, Timed):
    """What one discussion made of one finding, with the text before and after."""

    tenant_path = "discussion__assessment__program__organization_id"

    class Kind(models.TextChoices):
        AGREED = "agreed", _("Agreed as it stands")
        CHANGED = "changed", _("Changed")
        DROPPED = "dropped", _("Dropped")
        NO_ACTION = "no_action", _("Agreed, nothing to be done")

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="outcomes")
    finding = models.ForeignKey(Finding, models.CASCADE, related_name="outcomes")
    kind = models.CharField(_("outcome"), max_length=10, choices=Kind.choices)
    reason = models.TextField(_("reason"), blank=True)
    text_before = models.TextField(blank=True)
    text_after = models.TextField(blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["discussion", "finding"], name="assessments_outcome_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="agreed") | ~Q(reason=""),
                name="assessments_outcome_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.finding_id}"
