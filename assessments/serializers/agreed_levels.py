"""Agreed levels as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessments.queries.leveled import AreaState, Cell, Said
from assessments.serializers.gaps import RangeSerializer
from cip.api.serializers import StrictSerializer, Text
from cip.kernel import texts


class SaidSerializer(serializers.Serializer):
    """One question; the ranges are null when too few answered, the median also in two camps."""

    item = serializers.UUIDField(source="item.id")
    aspect = serializers.CharField(source="item.aspect")
    is_shown = serializers.SerializerMethodField()
    is_split = serializers.BooleanField(source="item.is_split")
    median = RangeSerializer(allow_null=True)
    middle_half = RangeSerializer(source="position.middle_half", allow_null=True, default=None)
    extent = RangeSerializer(source="position.extent", allow_null=True, default=None)
    valid = serializers.IntegerField(source="item.statistics.valid", allow_null=True, default=None)
    dont_know = serializers.IntegerField(
        source="item.statistics.dont_know", allow_null=True, default=None
    )

    def get_is_shown(self, said: Said) -> bool:
        """Whether enough people answered."""
        return said.position is not None


class LevelSerializer(serializers.Serializer):
    """A part from one side: survey, agreed level, target. `version` 0 (ETag "v0"): no record."""

    node = serializers.UUIDField(source="part.id")
    dimension = serializers.UUIDField(source="side.id", allow_null=True)
    code = serializers.CharField(source="key")
    title = serializers.CharField()
    survey = SaidSerializer(source="survey.rows", many=True)
    agreed = RangeSerializer(source="agreed.level", allow_null=True)
    reason = serializers.CharField(source="agreed.reason")
    agreed_by = serializers.CharField(source="agreed.agreed_by")
    version = serializers.IntegerField(source="agreed.version")
    wanted = RangeSerializer(
        allow_null=True, help_text="The target, or what the survey wants without one."
    )
    is_target_set = serializers.SerializerMethodField()
    importance = RangeSerializer(allow_null=True)

    def get_is_target_set(self, cell: Cell) -> bool:
        """Whether the team has set the target."""
        return cell.target is not None


class LevelReachSerializer(serializers.Serializer):
    """The level that all parts have, and codes of those that keep the area from the next one."""

    bounds = RangeSerializer(allow_null=True)
    next = serializers.IntegerField(allow_null=True)
    short = serializers.ListField(child=serializers.CharField())
    unsure = serializers.ListField(child=serializers.CharField())
    unrated = serializers.ListField(child=serializers.CharField())


class LevelOverviewSerializer(serializers.Serializer):
    """Levels of parts together: no average, the median and how far they lie apart."""

    rated = serializers.IntegerField()
    unrated = serializers.IntegerField()
    median = RangeSerializer(allow_null=True)
    extent = RangeSerializer(allow_null=True)


class LevelAreaSerializer(serializers.Serializer):
    """An area in scope with its parts."""

    id = serializers.UUIDField(source="area.id")
    code = serializers.CharField(source="area.code")
    title = serializers.CharField(source="area.title")
    category = serializers.CharField(source="area.category")
    is_applicable = serializers.BooleanField(source="area.is_applicable")
    whole = serializers.SerializerMethodField()
    importance = RangeSerializer(allow_null=True)
    current = LevelOverviewSerializer()
    wanted = LevelOverviewSerializer()
    reach = LevelReachSerializer()
    parts = LevelSerializer(source="cells", many=True)

    @extend_schema_field(SaidSerializer(many=True))
    def get_whole(self, state: AreaState) -> Any:
        """What was asked about the area as a whole."""
        return SaidSerializer(state.whole.rows, many=True).data


class LevelStepSerializer(serializers.Serializer):
    """A step of the scale."""

    value = serializers.IntegerField()
    name = serializers.CharField()


class LevelsSerializer(serializers.Serializer):
    """All levels of an assessment: `goal_count` parts, seen from every side, can have one."""

    state = serializers.CharField()
    goal_count = serializers.IntegerField()
    rated_count = serializers.IntegerField()
    steps = LevelStepSerializer(many=True)
    areas = LevelAreaSerializer(many=True)


class LevelRecordInput(StrictSerializer):
    """The agreed level, up to `upper` where the team cannot say closer; null: none, and why."""

    lower = serializers.IntegerField(allow_null=True)
    upper = serializers.IntegerField(allow_null=True, default=None)
    dimension = serializers.UUIDField(allow_null=True, default=None)
    reason = Text(limit=texts.LONG)
    agreed_by = Text(limit=500, allow_blank=True, default="")
