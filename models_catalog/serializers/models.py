"""What the API shows of a model as a whole."""

from rest_framework import serializers

from models_catalog.models import ModelVersion


class VersionHistorySerializer(serializers.Serializer):
    """One version with who published and retired it; names only of the own organization's acts."""

    id = serializers.UUIDField(source="version.id")
    number = serializers.CharField(source="version.number")
    state = serializers.ChoiceField(source="version.state", choices=ModelVersion.State.choices)
    notes = serializers.CharField()
    created_at = serializers.DateTimeField()
    published_at = serializers.DateTimeField(source="version.published_at", allow_null=True)
    published_by = serializers.CharField()
    retired_at = serializers.DateTimeField(allow_null=True)
    retired_by = serializers.CharField()
    retired_because = serializers.CharField()
    based_on = serializers.UUIDField(allow_null=True)


class VariantSerializer(serializers.Serializer):
    """A model that was made from another one."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    organization = serializers.CharField()
    versions = serializers.IntegerField(help_text="How many of its versions were made from it.")


class ModelHistorySerializer(serializers.Serializer):
    """All versions, newest first, and the variants that the caller may see."""

    versions = VersionHistorySerializer(many=True)
    variants = VariantSerializer(many=True)
