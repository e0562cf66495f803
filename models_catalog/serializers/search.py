"""What the API shows of a search."""

from rest_framework import serializers

from models_catalog.models import SearchEntry


class SearchHitSerializer(serializers.Serializer):
    """A place that was found: a node, a question about it, or what a level of it looks like."""

    node = serializers.UUIDField(source="node_id")
    code = serializers.CharField()
    title = serializers.CharField(source="node_title")
    type_name = serializers.CharField()
    version = serializers.UUIDField(source="version_id")
    model_code = serializers.CharField()
    number = serializers.CharField()
    part = serializers.ChoiceField(choices=SearchEntry.Part.choices)
    excerpt = serializers.SerializerMethodField(help_text="Plain text around what was found.")

    def get_excerpt(self, row: object) -> str:
        """The pieces as one text."""
        return "".join(text for text, _found in row.excerpt)  # type: ignore[attr-defined]
