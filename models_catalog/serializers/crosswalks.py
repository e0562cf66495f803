"""What the API shows and accepts of crosswalks."""

from rest_framework import serializers

from cip.api.serializers import StrictSerializer
from models_catalog.models import Crosswalk, Mapping
from models_catalog.serializers.imports import ModelReportSerializer
from models_catalog.serializers.versions import DocumentField


class CrosswalkSerializer(serializers.ModelSerializer):
    """A crosswalk; its mappings are reached through `mappings`."""

    is_shared = serializers.SerializerMethodField(help_text="Shared with all organizations.")
    source_model = serializers.CharField(source="source.model.code")
    source_number = serializers.CharField(source="source.number")
    target_model = serializers.CharField(source="target.model.code")
    target_number = serializers.CharField(source="target.number")

    class Meta:
        model = Crosswalk
        fields = [
            *("id", "code", "name", "source", "source_model", "source_number"),
            *("target", "target_model", "target_number", "notes", "is_shared", "updated_at"),
        ]

    def get_is_shared(self, row: Crosswalk) -> bool:
        """Whether every organization sees it."""
        return row.organization_id is None


class MappingSerializer(serializers.ModelSerializer):
    """One relation, read from source to target."""

    source_code = serializers.CharField(source="source.code")
    target_code = serializers.CharField(source="target.code")

    class Meta:
        model = Mapping
        fields = [
            *("id", "crosswalk", "source", "source_code", "target", "target_code", "relation"),
            *("rationale", "confidence", "is_official", "authority"),
        ]


class CrosswalkImportSerializer(StrictSerializer):
    """A crosswalk file to check, or to check and store."""

    document = DocumentField(help_text="The text of the file: YAML, format cip-crosswalk/1.")
    dry_run = serializers.BooleanField(default=False, help_text="Check only; store nothing.")


class CrosswalkImportResultSerializer(serializers.Serializer):
    """What the file holds and what storing it does (or did)."""

    code = serializers.CharField()
    outcome = serializers.ChoiceField(choices=["created", "replaced", "unchanged"])
    mappings = serializers.IntegerField()
    is_stored = serializers.BooleanField()
    crosswalk = serializers.UUIDField(allow_null=True)
    report = ModelReportSerializer(
        allow_null=True, help_text="What was understood of a library of CISO Assistant."
    )


class ReachSerializer(serializers.Serializer):
    """What an assessment of the one version tells of the other, in numbers of its nodes."""

    assessed = serializers.CharField(help_text="Model code of the assessed version.")
    told = serializers.CharField(help_text="Model code of the version that is told about.")
    up_to_level = serializers.IntegerField(allow_null=True)
    whole = serializers.IntegerField()
    part = serializers.IntegerField()
    none = serializers.IntegerField()
    gaps = serializers.ListField(
        child=serializers.CharField(), help_text="Codes that nothing assessed tells of."
    )


class CrosswalkDocumentSerializer(serializers.Serializer):
    """A crosswalk as a file."""

    document = serializers.CharField()
