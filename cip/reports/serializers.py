"""What the API takes and shows about reports."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cip.access.check import allowed
from cip.api.serializers import StrictSerializer, Text
from cip.jobs.models import Job
from cip.reports import policies
from cip.reports.document import PDF, XLSX
from cip.reports.models import ReportRun


class ReportRequestSerializer(StrictSerializer):
    """A request for a report."""

    kind = Text(limit=40)
    subject_id = serializers.UUIDField()
    parameters = serializers.DictField(child=Text(), required=False, default=dict)


class ActionSerializer(serializers.Serializer[Any]):
    """Whether an action is possible now; the reason when it is not."""

    allowed = serializers.BooleanField()
    reason = serializers.CharField()


class RunActionsSerializer(serializers.Serializer[Any]):
    """What can be done with a run."""

    cancel = ActionSerializer()
    retry = ActionSerializer()
    download = ActionSerializer()


class ReportRunSerializer(serializers.ModelSerializer[ReportRun]):
    """One request for a report and how far it is."""

    state = serializers.ChoiceField(choices=Job.State.choices, source="job.state")
    progress = serializers.IntegerField(source="job.progress", help_text="Percent.")
    progress_note = serializers.CharField(source="job.progress_note")
    error = serializers.CharField(source="job.error", help_text="Why it failed, in words.")
    attempts = serializers.IntegerField(source="job.attempts")
    started_at = serializers.DateTimeField(source="job.started_at", allow_null=True)
    finished_at = serializers.DateTimeField(source="job.finished_at", allow_null=True)
    requested_by = serializers.CharField(source="requested_by_label")
    actions = serializers.SerializerMethodField()

    class Meta:
        model = ReportRun
        fields = [
            "id", "kind", "subject_id", "subject_label", "program_id", "parameters", "language",
            "requested_by", "requested_at", "state", "progress", "progress_note", "error",
            "attempts", "started_at", "finished_at", "pages", "size", "checksum", "actions",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(RunActionsSerializer)
    def get_actions(self, run: ReportRun) -> dict[str, dict[str, Any]]:
        """What the caller can do with it now."""
        actor = self.context["request"].actor
        found = {
            "cancel": allowed(policies.check_can_cancel_report, actor, run),
            "retry": allowed(policies.check_can_retry_report, actor, run),
            "download": allowed(policies.check_can_download_report, run),
        }
        return {name: {"allowed": bool(one), "reason": one.reason} for name, one in found.items()}


class ReportChoiceSerializer(serializers.Serializer[Any]):
    """A report that can be requested: kind and subject."""

    kind = serializers.CharField()
    subject_id = serializers.UUIDField()
    label = serializers.CharField()  # type: ignore[assignment]


class ReportKindSerializer(serializers.Serializer[Any]):
    """A kind of report."""

    code = serializers.CharField()
    title = serializers.CharField()
    format = serializers.ChoiceField(choices=[PDF.extension, XLSX.extension])


class ControlSerializer(serializers.Serializer[Any]):
    """Document control."""

    organization = serializers.CharField()
    program = serializers.CharField()
    prepared_by = serializers.CharField()
    prepared_at = serializers.JSONField()
    version = serializers.CharField()
    classification = serializers.CharField()
    sources = serializers.ListField(child=serializers.CharField())


class ReportDocumentSerializer(serializers.Serializer[Any]):
    """A report as data: what its pages are printed from."""

    title = serializers.CharField()
    subtitle = serializers.CharField()
    template = serializers.CharField()
    control = ControlSerializer()
    context = serializers.DictField()  # type: ignore[assignment]
