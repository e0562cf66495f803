"""What full-text search looks through: a view over nodes, questions and descriptors."""

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from models_catalog.models.content import TENANT_PATH, Node
from models_catalog.models.model import CatalogQuerySet, ModelVersion


class SearchEntry(models.Model):
    """A text of a node: its own, a question about it, or what a level of it looks like.

    A row of a database view, never written; the database keeps `search` up to date.
    """

    tenant_path = TENANT_PATH

    class Part(models.TextChoices):
        NODE = "node", _("Element")
        QUESTION = "question", _("Question")
        DESCRIPTOR = "descriptor", _("What a level looks like")

    id = models.CharField(primary_key=True, max_length=40)
    version = models.ForeignKey(ModelVersion, models.DO_NOTHING, related_name="+")
    node = models.ForeignKey(Node, models.DO_NOTHING, related_name="+")
    part = models.CharField(max_length=10, choices=Part.choices)
    code = models.TextField()
    heading = models.TextField()
    body = models.TextField()
    search = SearchVectorField()

    objects = CatalogQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "models_catalog_searchentry"

    def __str__(self) -> str:
        return self.id
