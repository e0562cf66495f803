"""What the API shows and accepts of models and versions."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from models_catalog.models import (
    Level,
    LevelDescriptor,
    MaturityModel,
    ModelVersion,
    Node,
    Question,
    Scale,
)
from models_catalog.rules.reading import LARGEST


class VersionRefSerializer(serializers.ModelSerializer):
    """A version as its model lists it."""

    class Meta:
        model = ModelVersion
        fields = ["id", "number", "state", "published_at"]


class MaturityModelSerializer(serializers.ModelSerializer):
    """A model with its versions."""

    is_shared = serializers.SerializerMethodField(help_text="Shared with all organizations.")
    versions = VersionRefSerializer(many=True)

    class Meta:
        model = MaturityModel
        fields = [
            *("id", "code", "name", "owner", "kind", "language", "home_page"),
            *("description", "attribution", "is_shared", "versions"),
        ]

    def get_is_shared(self, row: MaturityModel) -> bool:
        """Whether every organization sees it."""
        return row.organization_id is None


class ModelVersionSerializer(serializers.ModelSerializer):
    """A version; its content is reached through nodes, questions and scales."""

    model_code = serializers.CharField(source="model.code")
    model_name = serializers.CharField(source="model.name")

    class Meta:
        model = ModelVersion
        fields = [
            *("id", "model", "model_code", "model_name", "number", "state", "notes"),
            *("revision", "checksum", "published_at", "retired_because", "based_on", "created_at"),
        ]


class ScaleLevelSerializer(serializers.ModelSerializer):
    """One step of a scale."""

    class Meta:
        model = Level
        fields = ["code", "name", "value", "meaning", "text"]


class ScaleSerializer(serializers.ModelSerializer):
    """A scale with its steps in order."""

    levels = ScaleLevelSerializer(many=True)

    class Meta:
        model = Scale
        fields = ["id", "version", "code", "name", "use", "text", "has_equal_steps", "levels"]


AttributesField = extend_schema_field({"type": "object", "additionalProperties": True})(
    serializers.JSONField
)


class NodeSerializer(serializers.ModelSerializer):
    """A node as lists show it; `position` is its place in the whole tree, read top down."""

    type = serializers.CharField(source="type.code")
    dimension = serializers.CharField(source="dimension.code", allow_null=True, default=None)
    attributes = AttributesField()

    class Meta:
        model = Node
        fields = [
            *("id", "version", "parent", "type", "code", "title", "text", "level"),
            *("dimension", "is_optional", "may_not_apply", "replaces", "attributes"),
            *("position", "depth"),
        ]


class NodeLinkSerializer(serializers.Serializer):
    """A link, read from the node at hand."""

    kind = serializers.CharField()
    says = serializers.CharField(help_text="How the link reads from this node.")
    direction = serializers.ChoiceField(choices=["out", "in"])
    node = serializers.UUIDField()
    code = serializers.CharField()
    title = serializers.CharField()


class QuestionSerializer(serializers.ModelSerializer):
    """A question; its answers are the levels of the response set."""

    node_code = serializers.CharField(source="node.code")
    response_set_code = serializers.CharField(source="response_set.code")
    dimension = serializers.CharField(source="dimension.code", allow_null=True, default=None)

    class Meta:
        model = Question
        fields = [
            *("id", "version", "node", "node_code", "code", "text", "help", "dimension"),
            *("response_set", "response_set_code", "position"),
        ]


class LevelDescriptorSerializer(serializers.ModelSerializer):
    """What a level looks like, in a dimension or as a whole."""

    dimension = serializers.CharField(source="dimension.code", allow_null=True, default=None)

    class Meta:
        model = LevelDescriptor
        fields = ["level", "dimension", "text"]


class NodeDetailSerializer(NodeSerializer):
    """A node with links in both directions, questions and level descriptors."""

    links = serializers.SerializerMethodField()
    questions = QuestionSerializer(many=True)
    descriptors = LevelDescriptorSerializer(many=True)

    class Meta(NodeSerializer.Meta):
        fields = [*NodeSerializer.Meta.fields, "links", "questions", "descriptors"]

    @extend_schema_field(NodeLinkSerializer(many=True))
    def get_links(self, row: Node) -> list[dict[str, Any]]:
        """Links out of the node, then links that lead to it."""
        out = [(each.kind, each.kind.name, "out", each.target) for each in row.links_out.all()]
        back = [(each.kind, each.kind.inverse, "in", each.source) for each in row.links_in.all()]
        return [
            {
                "kind": kind.code,
                "says": says,
                "direction": direction,
                "node": str(node.pk),
                "code": node.code,
                "title": node.title,
            }
            for kind, says, direction, node in (*out, *back)
        ]


class DocumentField(serializers.CharField):
    """The text of a model file; everything about its content is said by the reader."""

    def to_internal_value(self, data: Any) -> str:
        """Texts only, of a length that may be read; no other check."""
        if not isinstance(data, str):
            raise serializers.ValidationError("Not a string.")
        if len(data) > LARGEST:
            raise serializers.ValidationError(
                f"Has {len(data):,} characters; at most {LARGEST:,} are read."
            )
        return data

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Without CharField's own treatment of blanks: an empty file is the reader's to refuse."""
        is_empty, value = self.validate_empty_values(data)
        return value if is_empty else self.to_internal_value(value)


class ModelDocumentSerializer(serializers.Serializer):
    """A version as a model file."""

    document = serializers.CharField()
