"""How the nodes of one version relate to the nodes of another."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cip.accounts.models import Organization
from cip.db.models import Identified, Timed
from models_catalog.models.content import Node
from models_catalog.models.model import CODE, LABEL, CatalogQuerySet, ModelVersion


class Crosswalk(Identified, Timed):
    """All mappings from one version to another; without an organization it is shared with all."""

    tenant_path = "organization_id"

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="crosswalks", null=True, blank=True
    )
    code = models.CharField(_("code"), max_length=CODE)
    name = models.CharField(_("name"), max_length=LABEL)
    source = models.ForeignKey(ModelVersion, models.PROTECT, related_name="crosswalks_from")
    target = models.ForeignKey(ModelVersion, models.PROTECT, related_name="crosswalks_to")
    notes = models.TextField(_("notes"), blank=True)
    checksum = models.CharField(_("SHA-256 of its content"), max_length=64)

    objects = CatalogQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "code"],
                nulls_distinct=False,
                name="catalog_crosswalk_code_once",
            ),
            models.CheckConstraint(
                condition=~Q(source=models.F("target")), name="catalog_crosswalk_two_versions"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Mapping(Identified):
    """One relation, read from source to target, with the reason for it."""

    tenant_path = "crosswalk__organization_id"

    class Relation(models.TextChoices):
        EQUAL = "equal", _("equal to")
        SUBSET = "subset", _("part of")
        SUPERSET = "superset", _("more than")
        INTERSECTS = "intersects", _("overlaps with")

    class Confidence(models.TextChoices):
        HIGH = "high", _("high")
        MEDIUM = "medium", _("medium")
        LOW = "low", _("low")

    crosswalk = models.ForeignKey(Crosswalk, models.CASCADE, related_name="mappings")
    source = models.ForeignKey(Node, models.PROTECT, related_name="mappings_out")
    target = models.ForeignKey(Node, models.PROTECT, related_name="mappings_in")
    relation = models.CharField(_("relation"), max_length=10, choices=Relation.choices)
    rationale = models.TextField(_("rationale"))
    confidence = models.CharField(_("confidence"), max_length=6, choices=Confidence.choices)
    is_official = models.BooleanField(_("official"), default=False)
    authority = models.CharField(_("published by"), max_length=LABEL, blank=True)
    position = models.PositiveIntegerField()

    objects = CatalogQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["crosswalk", "source", "target"], name="catalog_mapping_once"
            ),
            models.CheckConstraint(
                condition=Q(is_official=False) | ~Q(authority=""),
                name="catalog_official_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.relation} {self.target_id}"
