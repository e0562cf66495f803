"""What a workshop brought: notes, decisions and agreed actions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cip.db.models import Identified, Timed, Versioned
from cip.db.querysets import TenantQuerySet
from cip.programs.models import CITeam
from workshops.models.workshop import AgendaItem, Workshop


class Outcome(Identified, Timed, Versioned):
    """A note, a decision, or an action with owner and date."""

    tenant_path = "workshop__program__organization_id"

    class Kind(models.TextChoices):
        NOTE = "note", _("Note")
        DECISION = "decision", _("Decision")
        ACTION = "action", _("Agreed action")

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="outcomes")
    agenda_item = models.ForeignKey(
        AgendaItem, models.SET_NULL, related_name="outcomes", null=True, blank=True
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    text = models.TextField(_("text"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("owner"),
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    team = models.ForeignKey(
        CITeam,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("CI team"),
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="action") | Q(owner__isnull=False, due_on__isnull=False),
                name="workshops_action_has_owner_and_date",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
