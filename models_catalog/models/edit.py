"""The history of a draft: what was edited, and how to take it back."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cip.db.models import Identified
from models_catalog.models.content import TENANT_PATH
from models_catalog.models.model import LABEL, CatalogQuerySet, ModelVersion


class Edit(Identified):
    """One step of a draft: one or several edits that were made together.

    `revision` is that of the draft when the step was last made, taken back or made again.
    `touches` names what it is about, `*` for everything.
    """

    tenant_path = TENANT_PATH

    class State(models.TextChoices):
        DONE = "done", _("Done")
        UNDONE = "undone", _("Undone")
        DROPPED = "dropped", _("Undone for good")

    version = models.ForeignKey(ModelVersion, models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True
    )
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DONE)
    do = models.JSONField()
    undo = models.JSONField()
    subject = models.CharField(max_length=LABEL)
    place = models.CharField(max_length=LABEL, blank=True)
    touches = ArrayField(models.TextField())
    revision = models.PositiveIntegerField()

    objects = CatalogQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="catalog_edit_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"
