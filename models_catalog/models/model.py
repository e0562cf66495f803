"""A maturity model and its numbered versions."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cip.access.actor import Actor
from cip.accounts.models import Organization
from cip.db.models import Identified, Timed
from cip.db.querysets import M, TenantQuerySet

# Lengths are those of the file format (models_catalog/schema); a test compares them.
CODE = 64
LABEL = 300


class CatalogQuerySet(TenantQuerySet[M]):
    """Catalog rows: shared with everybody, or of one organization."""

    def visible_to(self, actor: Actor) -> Self:
        """Shared rows and the own organization's."""
        path: str = self.model.tenant_path  # type: ignore[attr-defined]
        return self.filter(Q(**{f"{path}__isnull": True}) | Q(**{path: actor.organization_id}))


class MaturityModel(Identified, Timed):
    """A published body of practice; without an organization it is shared with all."""

    tenant_path = "organization_id"

    class Kind(models.TextChoices):
        MATURITY = "maturity", _("Maturity model")
        REFERENCE = "reference", _("Reference model")

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="maturity_models", null=True, blank=True
    )
    code = models.CharField(_("code"), max_length=CODE)
    name = models.CharField(_("name"), max_length=LABEL)
    owner = models.CharField(_("owner"), max_length=LABEL, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    language = models.CharField(_("language"), max_length=35, default="en")
    home_page = models.URLField(_("home page"), max_length=500, blank=True)
    description = models.TextField(_("description"), blank=True)
    attribution = models.TextField(_("whose model, whose words"), blank=True)

    objects = CatalogQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "code"],
                nulls_distinct=False,
                name="catalog_model_code_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ModelVersion(Identified, Timed):
    """One numbered edition. Published content never changes (a database trigger holds it)."""

    tenant_path = "model__organization_id"

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        RETIRED = "retired", _("Retired")

    model = models.ForeignKey(MaturityModel, models.CASCADE, related_name="versions")
    number = models.CharField(_("version"), max_length=32)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    notes = models.TextField(_("change notes"), blank=True)
    checksum = models.CharField(_("SHA-256 of its content"), max_length=64, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True)
    retired_because = models.TextField(_("reason for retiring"), blank=True)
    based_on = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="variants",
        verbose_name=_("version that this variant was made from"),
        null=True,
        blank=True,
    )
    header = models.JSONField(_("the model as this version describes it"), default=dict, blank=True)

    revision = models.PositiveIntegerField(
        _("number of changes to the draft"), default=0, editable=False
    )

    objects = CatalogQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model", "number"], name="catalog_version_once"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False),
                name="catalog_published_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model.code} {self.number}"
