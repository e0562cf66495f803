"""What the API shows of a search."""

from rest_framework import serializers

from models_catalog.models import SearchEntry


class SearchHitSerializer(serializers.Serializer):
    """A place that was found: a node, a question about it, or what a level of it looks like."""

    node = serializers.UUIDField(source="node.id")
    code = serializers.CharField(source="node.code")
    title = serializers.CharField(source="node.title")
    type_name = serializers.CharField(source="node.type_name")
    version = serializers.UUIDField(source="version_id")
    model_code = serializers.CharField()
    number = serializers.CharField()
    part = serializers.ChoiceField(choices=SearchEntry.Part.choices)
    excerpt = serializers.SerializerMethodField(help_text="Plain text around what was found.")

    def get_excerpt(self, row: object) -> str:
        """The pieces as one text."""
        return "".join(text for text, _found in row.excerpt)  # type: ignore[attr-defined]
