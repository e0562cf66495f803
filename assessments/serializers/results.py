"""Ratings, results, findings and action items as JSON."""

from typing import Any

from rest_framework import serializers

from assessments.models import ActionItem, AgreedRating, Evidence, Finding
from assessments.queries.findings import piece_of
from assessments.rules.evidence import Corroboration, standing
from assessments.rules.naming import without_names
from assessments.serializers.analysis import Share, SumSerializer
from cip.api.serializers import Day, StrictSerializer, Text
from cip.kernel import texts

VALUES = AgreedRating.Value.choices


class GoalRatingSerializer(serializers.Serializer):
    """A goal in scope and its agreed rating; `version` 0 (ETag "v0") means not yet rated."""

    goal = serializers.UUIDField(source="id")
    code = serializers.CharField()
    title = serializers.CharField()
    value = serializers.ChoiceField(choices=VALUES)
    reason = serializers.CharField()
    agreed_by = serializers.CharField()
    version = serializers.IntegerField()
    summed = SumSerializer()


class GoalRatingInput(StrictSerializer):
    """The team's judgement; a reason unless not rated."""

    value = serializers.ChoiceField(choices=VALUES)
    reason = Text(limit=texts.LONG, allow_blank=True, default="")
    agreed_by = Text(limit=500, allow_blank=True, default="")


class AreaValueSerializer(serializers.Serializer):
    """A key process area and the value that follows from its goals."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    title = serializers.CharField()
    level = serializers.IntegerField(allow_null=True)
    is_applicable = serializers.BooleanField()
    value = serializers.ChoiceField(choices=VALUES)
    satisfied_share = Share()


class BlockingAreaSerializer(serializers.Serializer):
    """An area that keeps the next level from being reached."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    title = serializers.CharField()
    level = serializers.IntegerField()
    value = serializers.ChoiceField(choices=VALUES)
    in_scope = serializers.BooleanField()
    unsatisfied = serializers.SerializerMethodField()
    not_rated = serializers.SerializerMethodField()

    def get_unsatisfied(self, area: Any) -> list[str]:
        """Goals judged unsatisfied."""
        return [str(goal_id) for goal_id, _title in area.unsatisfied]

    def get_not_rated(self, area: Any) -> list[str]:
        """Goals without a judgement."""
        return [str(goal_id) for goal_id, _title in area.not_rated]


class LevelOutcomeSerializer(serializers.Serializer):
    """Bounds of the level; publish one level only when they agree."""

    lower = serializers.IntegerField()
    upper = serializers.IntegerField()
    is_decided = serializers.BooleanField()
    next = serializers.IntegerField(allow_null=True)
    blocking = BlockingAreaSerializer(many=True)


class AllowedSerializer(serializers.Serializer):
    """Whether an action is open to the caller now, and why not."""

    allowed = serializers.BooleanField()
    reason = serializers.CharField()


class ResultActionsSerializer(serializers.Serializer):
    """What can be done with the result now."""

    agree = AllowedSerializer()
    take_up_again = AllowedSerializer()


class ResultSerializer(serializers.Serializer):
    """The outcome of an assessment; `level` is null for a model without levels."""

    state = serializers.CharField()
    agreed_at = serializers.DateTimeField(allow_null=True)
    agreed_by = serializers.CharField()
    goal_count = serializers.IntegerField()
    rated_count = serializers.IntegerField()
    level = LevelOutcomeSerializer(allow_null=True)
    areas = AreaValueSerializer(many=True)
    actions = ResultActionsSerializer()


class UnsafePassagesSerializer(serializers.Serializer):
    """How many texts seem to name somebody: those released, and findings still to be discussed."""

    released = serializers.IntegerField()
    to_discuss = serializers.IntegerField()


class AgreeInput(StrictSerializer):
    """Who agreed."""

    agreed_by = Text(limit=2000)


class ReasonInput(StrictSerializer):
    """A reason that stays on record."""

    reason = Text(limit=texts.LONG)


class OptionalReasonInput(StrictSerializer):
    """A reason, needed only in some states."""

    reason = Text(limit=texts.LONG, allow_blank=True, default="")


class ConfirmInput(OptionalReasonInput):
    """Needed without two independent sources: `as_uncorroborated` and a reason."""

    as_uncorroborated = serializers.BooleanField(default=False)


class NothingInput(StrictSerializer):
    """No fields."""


class FindingSerializer(serializers.Serializer):
    """A finding with its state of corroboration. For others than the team names are taken out."""

    id = serializers.UUIDField()
    assessment = serializers.UUIDField(source="assessment_id")
    node = serializers.UUIDField(source="node_id")
    kind = serializers.ChoiceField(choices=Finding.Kind.choices)
    state = serializers.ChoiceField(choices=Finding.State.choices)
    title = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField()
    solution_direction = serializers.SerializerMethodField()
    corroboration = serializers.SerializerMethodField()
    is_uncorroborated = serializers.BooleanField(
        help_text="Confirmed without two independent sources."
    )
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    def get_title(self, row: Finding) -> str:
        """What was found, in one line."""
        return self._released(row.title)

    def get_text(self, row: Finding) -> str:
        """The finding."""
        return self._released(row.text)

    def get_solution_direction(self, row: Finding) -> str:
        """Direction for a solution."""
        return self._released(row.solution_direction)

    def get_corroboration(self, row: Finding) -> Corroboration:
        """How well it stands."""
        return standing(piece_of(piece) for piece in row.evidence.all()).state

    def _released(self, text: str) -> str:
        return without_names(text, self.context.get("names", ()))


class FindingInput(StrictSerializer):
    """A new finding."""

    assessment = serializers.UUIDField()
    node = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Finding.Kind.choices)
    title = Text()
    text = Text(limit=texts.LONG, allow_blank=True, default="")
    solution_direction = Text(limit=texts.LONG, allow_blank=True, default="")


class FindingEdit(StrictSerializer):
    """What may be changed; only what is sent."""

    node = serializers.UUIDField(required=False)
    kind = serializers.ChoiceField(choices=Finding.Kind.choices, required=False)
    title = Text(required=False)
    text = Text(limit=texts.LONG, allow_blank=True, required=False)
    solution_direction = Text(limit=texts.LONG, allow_blank=True, required=False)


class EvidenceSerializer(serializers.Serializer):
    """What a finding rests on; for the assessment team only."""

    id = serializers.UUIDField()
    finding = serializers.UUIDField(source="finding_id")
    source = serializers.ChoiceField(choices=Evidence.Source.choices)  # type: ignore[assignment]
    polarity = serializers.ChoiceField(choices=Evidence.Polarity.choices)
    item = serializers.UUIDField(source="item_id", allow_null=True)
    artefact_version = serializers.UUIDField(source="artefact_version_id", allow_null=True)
    origin = serializers.CharField()
    note = serializers.CharField()
    created_at = serializers.DateTimeField()


class EvidenceInput(StrictSerializer):
    """New evidence; each source names itself: `item`, `artefact_version` or `origin`."""

    source = serializers.ChoiceField(choices=Evidence.Source.choices)  # type: ignore[assignment]
    polarity = serializers.ChoiceField(
        choices=Evidence.Polarity.choices, default=Evidence.Polarity.SUPPORTS.value
    )
    item = serializers.UUIDField(required=False, allow_null=True)
    artefact_version = serializers.UUIDField(required=False, allow_null=True)
    origin = Text(allow_blank=True, default="")
    note = Text(limit=texts.LONG, allow_blank=True, default="")


class ActionItemSerializer(serializers.Serializer):
    """An action agreed in an assessment; `owner` is the id of a person."""

    id = serializers.UUIDField()
    assessment = serializers.UUIDField(source="assessment_id")
    finding = serializers.UUIDField(source="finding_id", allow_null=True)
    text = serializers.CharField()
    owner = serializers.UUIDField(source="owner_id")
    due_on = serializers.DateField()
    state = serializers.ChoiceField(choices=ActionItem.State.choices)
    state_reason = serializers.CharField()
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class ActionItemInput(StrictSerializer):
    """A new action."""

    assessment = serializers.UUIDField()
    finding = serializers.UUIDField(required=False, allow_null=True)
    text = Text(limit=500)
    owner = serializers.UUIDField()
    due_on = Day()


class ActionItemEdit(StrictSerializer):
    """What may be changed while the action is open; only what is sent."""

    text = Text(limit=500, required=False)
    owner = serializers.UUIDField(required=False)
    due_on = Day(required=False)
