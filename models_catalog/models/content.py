"""What a version consists of: scales, dimensions, typed nodes, links, descriptors, questions."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cip.db.models import Identified
from models_catalog.models.model import CODE, LABEL, CatalogQuerySet, ModelVersion

TENANT_PATH = "version__model__organization_id"


class Scale(Identified):
    """An ordered set of levels, or the answers that a question offers.

    Only where all steps are equally long does a mean of values say something.
    """

    tenant_path = TENANT_PATH

    class Use(models.TextChoices):
        LEVEL = "level", _("Levels")
        RATING = "rating", _("Ratings of a team")
        ANSWER = "answer", _("Answers")

    version = models.ForeignKey(ModelVersion, models.CASCADE, related_name="scales")
    code = models.CharField(max_length=CODE)
    name = models.CharField(max_length=LABEL)
    use = models.CharField(max_length=10, choices=Use.choices)
    text = models.TextField(blank=True)
    has_equal_steps = models.BooleanField(_("all steps are equally long"), default=False)
    position = models.PositiveIntegerField()

    objects = CatalogQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="catalog_scale_once")
        ]

    def __str__(self) -> str:
        return self.name


class Level(models.Model):
    """One step of a scale, or one answer. "Not applicable" and "don't know" carry no value."""

    class Meaning(models.TextChoices):
        VALUE = "value", _("A value")
        NOT_APPLICABLE = "not_applicable", _("Does not apply")
        DONT_KNOW = "dont_know", _("Don't know")

    scale = models.ForeignKey(Scale, models.CASCADE, related_name="levels")
    code = models.CharField(max_length=CODE)
    name = models.CharField(max_length=LABEL)
    value = models.SmallIntegerField(null=True)
    meaning = models.CharField(max_length=20, choices=Meaning.choices, default=Meaning.VALUE)
    text = models.TextField(blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scale", "code"], name="catalog_level_once"),
            models.CheckConstraint(
                condition=models.Q(meaning="value", value__isnull=False)
                | (~models.Q(meaning="value") & models.Q(value__isnull=True)),
                name="catalog_level_value_or_meaning",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Dimension(Identified):
    """A side from which every node is looked at (NIMM perspective, common feature)."""

    tenant_path = TENANT_PATH

    version = models.ForeignKey(ModelVersion, models.CASCADE, related_name="dimensions")
    code = models.CharField(max_length=CODE)
    name = models.CharField(max_length=LABEL)
    text = models.TextField(blank=True)
    position = models.PositiveIntegerField()

    objects = CatalogQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="catalog_dimension_once")
        ]

    def __str__(self) -> str:
        return self.name


class NodeType(models.Model):
    """What kind of thing a node is in this model (key process area, practice, role ...)."""

    version = models.ForeignKey(ModelVersion, models.CASCADE, related_name="node_types")
    code = models.CharField(max_length=CODE)
    name = models.CharField(max_length=LABEL)
    plural = models.CharField(max_length=LABEL)
    text = models.TextField(blank=True)
    parents = ArrayField(models.CharField(max_length=CODE), default=list)
    is_rateable = models.BooleanField(default=False)
    is_askable = models.BooleanField(default=False)
    is_rated_by_dimension = models.BooleanField(default=False)
    level_scale = models.ForeignKey(Scale, models.CASCADE, related_name="+", null=True)
    rating_scale = models.ForeignKey(Scale, models.CASCADE, related_name="+", null=True)
    response_set = models.ForeignKey(Scale, models.CASCADE, related_name="+", null=True)
    attributes = models.JSONField(default=list)
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="catalog_node_type_once")
        ]

    def __str__(self) -> str:
        return self.name


class Node(Identified):
    """One element of the tree, in preorder: its subtree is `position` .. `last_position`."""

    tenant_path = TENANT_PATH

    version = models.ForeignKey(ModelVersion, models.CASCADE, related_name="nodes")
    parent = models.ForeignKey("self", models.CASCADE, related_name="children", null=True)
    type = models.ForeignKey(NodeType, models.CASCADE, related_name="nodes")
    code = models.CharField(max_length=CODE)
    title = models.CharField(max_length=LABEL)
    text = models.TextField(blank=True)
    level = models.SmallIntegerField(null=True)
    dimension = models.ForeignKey(Dimension, models.CASCADE, related_name="nodes", null=True)
    is_optional = models.BooleanField(default=False)
    may_not_apply = models.BooleanField(default=False)
    replaces = ArrayField(models.CharField(max_length=CODE), default=list)
    attributes = models.JSONField(default=dict)
    position = models.PositiveIntegerField()
    last_position = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField()

    objects = CatalogQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="catalog_node_code_once"),
            models.UniqueConstraint(
                fields=["version", "position"],
                name="catalog_node_position_once",
                deferrable=models.Deferrable.IMMEDIATE,  # one statement may shift many nodes
            ),
            models.CheckConstraint(
                condition=models.Q(last_position__gte=models.F("position")),
                name="catalog_node_subtree",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class LinkKind(models.Model):
    """What a link between two nodes says, read in both directions."""

    version = models.ForeignKey(ModelVersion, models.CASCADE, related_name="link_kinds")
    code = models.CharField(max_length=CODE)
    name = models.CharField(max_length=LABEL)
    inverse = models.CharField(max_length=LABEL)
    is_acyclic = models.BooleanField(default=False)
    from_types = ArrayField(models.CharField(max_length=CODE), default=list)
    to_types = ArrayField(models.CharField(max_length=CODE), default=list)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="catalog_link_kind_once")
        ]

    def __str__(self) -> str:
        return self.name


class NodeLink(models.Model):
    """A typed link inside one version (practice supports goal, capability needs role)."""

    kind = models.ForeignKey(LinkKind, models.CASCADE, related_name="links")
    source = models.ForeignKey(Node, models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Node, models.CASCADE, related_name="links_in")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "source", "target"], name="catalog_link_once")
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind_id} {self.target_id}"


class LevelDescriptor(models.Model):
    """What a level looks like for a node, or for a dimension of a node."""

    node = models.ForeignKey(Node, models.CASCADE, related_name="descriptors")
    dimension = models.ForeignKey(Dimension, models.CASCADE, related_name="descriptors", null=True)
    level = models.SmallIntegerField()
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["node", "dimension", "level"],
                nulls_distinct=False,
                name="catalog_descriptor_once",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Question(Identified):
    """What a questionnaire asks about a node."""

    tenant_path = TENANT_PATH

    version = models.ForeignKey(ModelVersion, models.CASCADE, related_name="questions")
    node = models.ForeignKey(Node, models.CASCADE, related_name="questions")
    code = models.CharField(max_length=80)
    text = models.TextField()
    help = models.TextField(blank=True)
    dimension = models.ForeignKey(Dimension, models.CASCADE, related_name="questions", null=True)
    response_set = models.ForeignKey(Scale, models.CASCADE, related_name="questions")
    position = models.PositiveIntegerField()

    objects = CatalogQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="catalog_question_once")
        ]

    def __str__(self) -> str:
        return self.code
