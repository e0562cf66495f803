"""Methods and the step board as the API speaks them."""

from typing import Any

from rest_framework import serializers

from assessments.models import MethodVersion, StepRecord
from assessments.rules.board import GateState, StepState
from cip.api.serializers import Day, StrictSerializer, Text
from cip.kernel import texts


class MethodVersionOut(serializers.Serializer[MethodVersion]):
    """One edition of a method; `document` is what its file says (docs/method-format.md)."""

    id = serializers.UUIDField(read_only=True)
    code = serializers.CharField()
    number = serializers.CharField()
    name = serializers.CharField()
    checksum = serializers.CharField()
    loaded_at = serializers.DateTimeField()
    document = serializers.JSONField()


class WaiverOut(serializers.Serializer[Any]):
    """Who let a gate pass, when and why."""

    by = serializers.CharField()
    at = serializers.DateTimeField()
    reason = serializers.CharField()


class GateOut(serializers.Serializer[Any]):
    """A gate as it stands, with the sentences that say why."""

    code = serializers.CharField()
    text = serializers.CharField()
    state = serializers.ChoiceField(choices=[state.value for state in GateState])
    said = serializers.ListField(child=serializers.CharField())
    roles = serializers.ListField(child=serializers.CharField())
    is_waivable = serializers.BooleanField()
    waiver = WaiverOut(allow_null=True)


class StepOut(serializers.Serializer[Any]):
    """A step as it stands: what blocks it, whose turn it is."""

    code = serializers.CharField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=[state.value for state in StepState])
    by = serializers.ListField(child=serializers.CharField())
    turn = serializers.ListField(child=serializers.CharField())
    blocks = serializers.ListField(child=serializers.CharField())
    warnings = serializers.ListField(child=serializers.CharField())
    gates = GateOut(many=True)
    is_optional = serializers.BooleanField()
    repeats = serializers.CharField()


class PhaseOut(serializers.Serializer[Any]):
    """A phase of the method with its steps."""

    code = serializers.CharField()
    name = serializers.CharField()
    steps = StepOut(many=True)


class RecordOut(serializers.Serializer[Any]):
    """One act at a step."""

    step = serializers.CharField()
    act = serializers.ChoiceField(choices=StepRecord.Act.choices)
    subject = serializers.CharField()
    note = serializers.CharField()
    by = serializers.CharField(source="said_by")
    at = serializers.DateTimeField(source="said_at")


class StatementOut(serializers.Serializer[Any]):
    """What a person stated."""

    fact = serializers.CharField()
    number = serializers.IntegerField(allow_null=True)
    happened_on = serializers.DateField(allow_null=True)
    note = serializers.CharField()
    artefact_version = serializers.UUIDField(source="artefact_version_id", allow_null=True)
    by = serializers.CharField(source="said_by")
    at = serializers.DateTimeField(source="said_at")


class BoardOut(serializers.Serializer[Any]):
    """Where the assessment stands in its method; `next` is the step where somebody has the turn."""

    method_version = serializers.UUIDField()
    next = serializers.CharField(allow_null=True)
    is_finished = serializers.BooleanField()
    phases = PhaseOut(many=True)
    statements = StatementOut(many=True)
    records = RecordOut(many=True)


class ActIn(StrictSerializer):
    """An act at a step; skipping and taking up again need a note that says why."""

    step = Text(limit=64)
    act = serializers.ChoiceField(choices=["begin", "done", "skip", "reopen"])
    note = Text(limit=texts.LONG, allow_blank=True, default="")
    subject = Text(
        allow_blank=True, default="", help_text="One round of a step that repeats; with `done`."
    )


class FactIn(StrictSerializer):
    """The fact of which a statement is taken back."""

    fact = Text(limit=64)


class StatementIn(FactIn):
    """That a fact holds; `number` for facts that count."""

    number = serializers.IntegerField(required=False, allow_null=True, min_value=0)
    happened_on = Day(required=False, allow_null=True)
    note = Text(limit=texts.LONG, allow_blank=True, default="")
    artefact_version = serializers.UUIDField(required=False, allow_null=True)


class GateIn(StrictSerializer):
    """One gate of one step."""

    step = Text(limit=64)
    gate = Text(limit=64)


class WaiverIn(GateIn):
    """Why a gate may pass that does not hold."""

    reason = Text(limit=texts.LONG)
