"""Initiatives: the bars of the roadmap, their sources, what they cost, what they wait for."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models import ActionItem, Finding, Target
from cip.db.models import Identified, Timed, Versioned
from roadmap.models.querysets import DependencyQuerySet, OfWorkplanQuerySet
from roadmap.models.workplan import Workplan
from workshops.models import Outcome


class Initiative(Identified, Timed, Versioned):
    """One improvement in a team's workplan."""

    tenant_path = "workplan__program__organization_id"
    workplan_path = "workplan"

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        STARTED = "started", _("In progress")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    workplan = models.ForeignKey(Workplan, models.CASCADE, related_name="initiatives")
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("owner"),
    )
    starts_on = models.DateField(_("starts on"))
    due_on = models.DateField(_("due on"))
    effort_days = models.DecimalField(
        _("effort in person-days"),
        max_digits=8,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PLANNED
    )
    progress = models.PositiveSmallIntegerField(_("progress in percent"), default=0)

    objects = OfWorkplanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on")), name="roadmap_due_after_start"
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="roadmap_progress_percent"),
        ]

    def __str__(self) -> str:
        return self.title


def _only(name: str) -> Q:
    names = ("finding", "action_item", "outcome", "gap")
    return Q(**{f"{each}__isnull": each != name for each in names})


class InitiativeSource(models.Model):
    """Where an initiative comes from: a finding, action item, outcome or gap a row."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="sources")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="+", null=True)
    action_item = models.ForeignKey(ActionItem, models.PROTECT, related_name="+", null=True)
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="+", null=True)
    gap = models.ForeignKey(Target, models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_only("finding") | _only("action_item") | _only("outcome") | _only("gap"),
                name="roadmap_source_is_one",
            ),
            models.UniqueConstraint(fields=["initiative", "gap"], name="roadmap_gap_once"),
            models.UniqueConstraint(fields=["initiative", "finding"], name="roadmap_finding_once"),
            models.UniqueConstraint(
                fields=["action_item"],
                condition=Q(action_item__isnull=False),
                name="roadmap_action_item_once",
            ),
            models.UniqueConstraint(
                fields=["outcome"], condition=Q(outcome__isnull=False), name="roadmap_outcome_once"
            ),
        ]

    def __str__(self) -> str:
        return f"source of {self.initiative_id}"


class BudgetLine(Identified, Timed, Versioned):
    """Money an initiative needs, in the program's currency."""

    tenant_path = "initiative__workplan__program__organization_id"
    workplan_path = "initiative__workplan"

    class Kind(models.TextChoices):
        CAPEX = "capex", _("Capex")
        OPEX = "opex", _("Opex")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="budget_lines")
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    label = models.CharField(_("for"), max_length=200)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)

    objects = OfWorkplanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="roadmap_amount_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.amount}"


class Dependency(Identified, Timed):
    """Finish-to-start: the successor starts `lag_days` after the predecessor is due, or later."""

    tenant_path = "predecessor__workplan__program__organization_id"

    predecessor = models.ForeignKey(Initiative, models.CASCADE, related_name="successors")
    successor = models.ForeignKey(Initiative, models.CASCADE, related_name="predecessors")
    lag_days = models.PositiveSmallIntegerField(_("lag in days"), default=0)

    objects = DependencyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="roadmap_dependency_once"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="roadmap_dependency_not_on_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
