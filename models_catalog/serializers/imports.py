"""What the API accepts and shows of model files that are brought in."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cip.access.check import allowed
from cip.api.serializers import StrictSerializer, Text
from cip.jobs.models import Job
from models_catalog import policies
from models_catalog.models import ImportRun
from models_catalog.rules.foreign.detecting import FileForm
from models_catalog.rules.foreign.naming import LONGEST_TEXT, LONGEST_TITLE
from models_catalog.rules.reading import LARGEST
from models_catalog.serializers.versions import DocumentField


class ModelImportSerializer(StrictSerializer):
    """A model file to check, or to check and store as a draft of the organization.

    Either `document` (a text) or `file` (bytes, sent as multipart/form-data).
    """

    document = DocumentField(
        required=False,
        help_text="The text of the file: YAML or JSON, format cip-maturity-model/1 or foreign.",
    )
    file = serializers.FileField(
        required=False, allow_empty_file=True, help_text="The file itself, such as XLSX or zip."
    )
    form = serializers.ChoiceField(
        choices=[each.value for each in FileForm],
        required=False,
        help_text="The format of the file. Default: as its content says.",
    )
    owner = Text(
        limit=LONGEST_TITLE,
        required=False,
        allow_blank=True,
        help_text="Whose model it is, in place of what a foreign file says.",
    )
    attribution = Text(
        limit=LONGEST_TEXT,
        required=False,
        allow_blank=True,
        help_text="Attribution and licence, in place of what a foreign file says.",
    )
    dry_run = serializers.BooleanField(default=False, help_text="Check only; store nothing.")

    def validate_file(self, value: UploadedFile) -> UploadedFile:
        """Too large a file is refused before it is read."""
        if (value.size or 0) > LARGEST:
            raise serializers.ValidationError(
                f"Has {value.size:,} bytes; at most {LARGEST:,} are read."
            )
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One of the two ways to send a file."""
        if ("document" in attrs) == ("file" in attrs):
            raise serializers.ValidationError({"document": "Send either document or file."})
        return attrs


class NodeCountSerializer(serializers.Serializer):
    """How many nodes of a type."""

    name = serializers.CharField()
    count = serializers.IntegerField()


class ModelGapSerializer(serializers.Serializer):
    """Something a version lacks; an empty code means the model as a whole."""

    code = serializers.CharField()
    message = serializers.CharField()


class ModelChangesSerializer(serializers.Serializer):
    """Codes of what changed."""

    added = serializers.ListField(child=serializers.CharField())
    removed = serializers.ListField(child=serializers.CharField())
    moved = serializers.ListField(child=serializers.CharField())
    reworded = serializers.ListField(child=serializers.CharField())
    altered = serializers.ListField(child=serializers.CharField())
    renamed = serializers.ListField(child=serializers.CharField(), help_text="New codes.")
    split = serializers.ListField(child=serializers.CharField(), help_text="Codes that are gone.")
    merged = serializers.ListField(child=serializers.CharField(), help_text="What they became.")


class ModelDifferenceSerializer(serializers.Serializer):
    """From the stored version to the file."""

    compared_with = serializers.CharField()
    nodes = ModelChangesSerializer()
    questions = ModelChangesSerializer()


class UnderstoodSerializer(serializers.Serializer):
    """How much of something was understood."""

    what = serializers.CharField()
    count = serializers.IntegerField()


class LeftOutSerializer(UnderstoodSerializer):
    """What was not taken over, and where it stands in the file."""

    places = serializers.ListField(child=serializers.CharField())


class ModelReportSerializer(serializers.Serializer):
    """What was understood of a foreign format and what was not."""

    understood = UnderstoodSerializer(many=True)
    left_out = LeftOutSerializer(many=True)


class ModelProblemSerializer(serializers.Serializer):
    """Something wrong at a place of the file; line and column count from 1."""

    line = serializers.IntegerField()
    column = serializers.IntegerField()
    path = serializers.CharField()
    cell = serializers.CharField(help_text="In a spreadsheet, such as `Nodes!D14`.")
    message = serializers.CharField()


class ModelImportResultSerializer(serializers.Serializer):
    """What the file holds and what storing it does (or did)."""

    form = serializers.ChoiceField(choices=[each.value for each in FileForm])
    report = ModelReportSerializer(allow_null=True, help_text="For foreign formats.")

    code = serializers.CharField()
    name = serializers.CharField()
    number = serializers.CharField()
    outcome = serializers.ChoiceField(choices=["created", "replaced", "unchanged"])
    is_stored = serializers.BooleanField()
    version = serializers.UUIDField(allow_null=True)
    counts = NodeCountSerializer(many=True)
    questions = serializers.IntegerField()
    missing = ModelGapSerializer(many=True)
    advised = ModelGapSerializer(many=True)
    difference = ModelDifferenceSerializer(allow_null=True)


class ModelImportActionSerializer(serializers.Serializer):
    """Whether an action is possible now; the reason when it is not."""

    allowed = serializers.BooleanField()
    reason = serializers.CharField()


class ModelImportActionsSerializer(serializers.Serializer):
    """What can be done with an import."""

    store = ModelImportActionSerializer()
    cancel = ModelImportActionSerializer()
    retry = ModelImportActionSerializer()
    discard = ModelImportActionSerializer()


class ModelImportRunSerializer(serializers.ModelSerializer):
    """A large file and how far it is. The file is kept for a day at most."""

    standing = serializers.ChoiceField(
        choices=ImportRun.Standing.choices,
        help_text="checked: no problems, nothing stored yet. refused: see the problems.",
    )
    dry_run = serializers.BooleanField(source="is_dry_run")
    state = serializers.ChoiceField(choices=Job.State.choices, source="job.state")
    progress = serializers.IntegerField(source="job.progress", help_text="Percent.")
    progress_note = serializers.CharField(source="job.progress_note")
    error = serializers.CharField(source="job.error", help_text="Why it failed, in words.")
    attempts = serializers.IntegerField(source="job.attempts")
    requested_by = serializers.CharField(source="requested_by_label")
    actions = serializers.SerializerMethodField()

    class Meta:
        model = ImportRun
        fields = [
            *("id", "file_name", "size", "checksum", "dry_run", "requested_by", "requested_at"),
            *("standing", "state", "progress", "progress_note", "error", "attempts", "outcome"),
            *("version", "actions"),
        ]
        read_only_fields = fields

    @extend_schema_field(ModelImportActionsSerializer)
    def get_actions(self, run: ImportRun) -> dict[str, dict[str, Any]]:
        """What the caller can do with it now."""
        actor = self.context["request"].actor
        found = {
            "store": allowed(policies.check_can_store_import, actor, run),
            "cancel": allowed(policies.check_can_cancel_import, actor, run),
            "retry": allowed(policies.check_can_retry_import, actor, run),
            "discard": allowed(policies.check_can_discard_import, actor, run),
        }
        return {name: {"allowed": bool(one), "reason": one.reason} for name, one in found.items()}


class ModelImportFoundSerializer(serializers.Serializer):
    """Every problem of a large file, or what it holds."""

    problems = ModelProblemSerializer(many=True)
    report = ModelReportSerializer(allow_null=True, help_text="For foreign formats.")
    summary = ModelImportResultSerializer(allow_null=True, help_text="Null with problems.")
