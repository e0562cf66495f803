"""A CI team's workplan, its work items and milestones."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models import ActionItem
from cip.db.models import Identified, Timed, Versioned
from cip.programs.models import CITeam, Program
from roadmap.models.querysets import OfWorkplanQuerySet, WorkplanQuerySet
from workshops.models import Outcome


class Workplan(Identified, Timed, Versioned):
    """One per CI team: its initiatives, work items and milestones."""

    tenant_path = "program__organization_id"

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        AGREED = "agreed", _("Agreed")

    program = models.ForeignKey(Program, models.CASCADE, related_name="workplans")
    team = models.OneToOneField(CITeam, models.CASCADE, related_name="workplan")
    goals = models.TextField(_("goals"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)

    objects = WorkplanQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.team)


class WorkItem(Identified, Timed, Versioned):
    """A piece of work; one made from an agreed action exists once."""

    tenant_path = "workplan__program__organization_id"
    workplan_path = "workplan"

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        STARTED = "started", _("In progress")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    workplan = models.ForeignKey(Workplan, models.CASCADE, related_name="work_items")
    initiative = models.ForeignKey(
        "roadmap.Initiative", models.SET_NULL, related_name="work_items", null=True, blank=True
    )
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("owner"),
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    effort_days = models.DecimalField(
        _("effort in person-days"), max_digits=8, decimal_places=1, null=True, blank=True
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    outcome = models.OneToOneField(
        Outcome, models.PROTECT, related_name="work_item", null=True, blank=True
    )
    action_item = models.OneToOneField(
        ActionItem, models.PROTECT, related_name="work_item", null=True, blank=True
    )

    objects = OfWorkplanQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class Milestone(Identified, Timed, Versioned):
    """A point that must be reached by a day."""

    tenant_path = "workplan__program__organization_id"
    workplan_path = "workplan"

    workplan = models.ForeignKey(Workplan, models.CASCADE, related_name="milestones")
    initiative = models.ForeignKey(
        "roadmap.Initiative", models.SET_NULL, related_name="milestones", null=True, blank=True
    )
    title = models.CharField(_("title"), max_length=200)
    due_on = models.DateField(_("due on"))
    reached_on = models.DateField(_("reached on"), null=True, blank=True)

    objects = OfWorkplanQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title
