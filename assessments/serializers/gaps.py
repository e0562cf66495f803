"""Targets and gaps as JSON."""

from typing import Any

from rest_framework import serializers

from assessments.models.target import CRITERIA
from assessments.rules.gaps import LITTLE, MUCH
from cip.api.serializers import Day, StrictSerializer, Text
from cip.kernel import texts

GRADE: dict[str, Any] = {"min_value": LITTLE, "max_value": MUCH, "allow_null": True}


class RangeSerializer(serializers.Serializer):
    """From `lower` to `upper`; one and the same where there is no doubt."""

    lower = serializers.IntegerField()
    upper = serializers.IntegerField()


class StandingSerializer(serializers.Serializer):
    """Goals satisfied of an area's `goals`; in an appraisal its capability level, elsewhere the
    agreed level of a part, `goals` being the highest. `current` is null while nothing is rated;
    `wanted` is the level that the survey wants.
    """

    node = serializers.UUIDField(source="id")
    dimension = serializers.UUIDField(source="side_id", allow_null=True)
    code = serializers.CharField(source="key")
    title = serializers.CharField()
    model_level = serializers.IntegerField(allow_null=True)
    goals = serializers.IntegerField()
    current = RangeSerializer(allow_null=True)
    wanted = RangeSerializer(allow_null=True)


class GapBlockSerializer(serializers.Serializer):
    """What keeps an appraised area from its target; `level` is the capability level that asks."""

    level = serializers.IntegerField()
    goal = serializers.CharField(allow_null=True)
    kind = serializers.CharField()
    practices = serializers.ListField(child=serializers.CharField())


class GapSerializer(serializers.Serializer):
    """A target and the way to it: `least` to `most` goals; `rank` only while it is open.

    `levels`: levels of the whole it stands in the way of; `alone`: those where nothing else does.
    """

    target = serializers.UUIDField(source="target_id")
    standing = StandingSerializer()
    level = serializers.IntegerField()
    due_on = serializers.DateField()
    reason = serializers.CharField()
    importance = serializers.IntegerField(allow_null=True)
    is_from_survey = serializers.BooleanField(help_text="of the importance")
    effort = serializers.IntegerField(allow_null=True)
    least = serializers.IntegerField(allow_null=True)
    most = serializers.IntegerField(allow_null=True)
    rank = serializers.IntegerField(allow_null=True)
    is_tied = serializers.BooleanField()
    decided_by = serializers.CharField()
    levels = serializers.ListField(child=serializers.IntegerField())
    alone = serializers.ListField(child=serializers.IntegerField())
    blocks = GapBlockSerializer(many=True)
    version = serializers.IntegerField()


class GapPageSerializer(serializers.Serializer):
    """Open gaps in order, unknown and reached ones, areas without a target."""

    criteria = serializers.ListField(child=serializers.ChoiceField(choices=CRITERIA))
    version = serializers.IntegerField(help_text="of the order; 1 while nobody has chosen one")
    open = GapSerializer(many=True)
    is_appraised = serializers.BooleanField(help_text="gaps count capability levels, not goals")
    amounts_to = serializers.IntegerField(
        allow_null=True, help_text="maturity level that the targets of an appraisal amount to"
    )
    unknown = GapSerializer(many=True)
    reached = GapSerializer(many=True)
    without = StandingSerializer(many=True)


class TargetInput(StrictSerializer):
    """How many goals of an area should be satisfied by a date, or the level of a part."""

    level = serializers.IntegerField(min_value=0, max_value=1000)
    due_on = Day()
    reason = Text(limit=texts.LONG, allow_blank=True, default="")
    importance = serializers.IntegerField(required=False, **GRADE)
    effort = serializers.IntegerField(required=False, **GRADE)
    dimension = serializers.UUIDField(source="dimension_id", allow_null=True, default=None)


class LevelInput(StrictSerializer):
    """A level of the model to aim for with all areas up to it."""

    level = serializers.IntegerField(min_value=1, max_value=1000)
    due_on = Day()
    reason = Text(limit=texts.LONG, allow_blank=True, default="")


class DayInput(StrictSerializer):
    """By when the levels that the survey wants should be reached."""

    due_on = Day()
    reason = Text(limit=texts.LONG, allow_blank=True, default="")


class CriteriaInput(StrictSerializer):
    """What counts first, second, third and last."""

    criteria = serializers.ListField(child=serializers.ChoiceField(choices=CRITERIA))
