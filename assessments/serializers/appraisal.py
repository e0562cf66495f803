"""Appraisals as JSON: instances, values of practices, goals, levels, signatures."""

from rest_framework import serializers

from assessments.models import Characterization
from assessments.rules.cmmi.area_rating import AreaScope, AreaValue
from assessments.rules.cmmi.blocking import BlockKind
from assessments.rules.cmmi.characterization import AggregationRule
from assessments.rules.cmmi.goal_rating import GoalValue
from cip.api.serializers import StrictSerializer, Text
from cip.kernel import texts

VALUES = Characterization.Value.choices
GOALS = [(value.value, value.value) for value in GoalValue]
AREAS = [(value.value, value.value) for value in AreaValue]
SCOPES = [(value.value, value.value) for value in AreaScope]
BLOCKS = [(kind.value, kind.value) for kind in BlockKind]
RULES = [(rule.value, rule.value) for rule in AggregationRule]


class InstanceSerializer(serializers.Serializer):
    """A sampled piece of work."""

    id = serializers.UUIDField()
    assessment = serializers.UUIDField(source="assessment_id")
    name = serializers.CharField()
    unit = serializers.CharField()
    reason = serializers.CharField(help_text="why it was chosen")
    position = serializers.IntegerField()
    version = serializers.IntegerField()


class InstanceInput(StrictSerializer):
    """A new instance; its name names nobody."""

    assessment = serializers.UUIDField()
    name = Text(limit=60)
    unit = Text(allow_blank=True, default="")
    reason = Text(limit=texts.LONG, allow_blank=True, default="")


class InstanceEdit(StrictSerializer):
    """What may be changed; only what is sent."""

    name = Text(limit=60, required=False)
    unit = Text(allow_blank=True, required=False)
    reason = Text(limit=texts.LONG, allow_blank=True, required=False)


class CellInput(StrictSerializer):
    """One value; without instance the choice of the team. `version` is 0 where none is stored."""

    area = serializers.UUIDField()
    practice = serializers.UUIDField()
    instance = serializers.UUIDField(allow_null=True, default=None)
    value = serializers.ChoiceField(choices=VALUES, allow_blank=True)
    note = Text(limit=texts.LONG, allow_blank=True, default="")
    version = serializers.IntegerField(min_value=0, max_value=2_000_000_000, default=0)


class CellsInput(StrictSerializer):
    """Values to save: all of them or none."""

    values = CellInput(many=True, allow_empty=False)


class SavedCellSerializer(serializers.Serializer):
    """A stored value with its version."""

    area = serializers.UUIDField(source="area_id")
    practice = serializers.UUIDField(source="practice_id")
    instance = serializers.UUIDField(source="instance_id", allow_null=True)
    value = serializers.CharField(help_text="FI, LI, PI, NI, NY, or empty")
    note = serializers.CharField()
    version = serializers.IntegerField()


class CellSerializer(serializers.Serializer):
    """A value as it stands in an area."""

    instance = serializers.UUIDField(source="instance_id", allow_null=True)
    value = serializers.CharField(help_text="FI, LI, PI, NI, NY, or empty")
    note = serializers.CharField()
    version = serializers.IntegerField()


class PracticeSerializer(serializers.Serializer):
    """A practice: what was seen, what the rules allow for the unit, and the unit's value."""

    id = serializers.UUIDField(source="node.id")
    code = serializers.CharField(source="node.code")
    title = serializers.CharField(source="node.title")
    cells = CellSerializer(many=True)
    choice = CellSerializer(help_text="the choice of the team where the rules leave one")
    rule = serializers.ChoiceField(choices=RULES, source="unit.rule")
    allowed = serializers.ListField(
        child=serializers.ChoiceField(choices=VALUES), source="unit.allowed"
    )
    value = serializers.ChoiceField(choices=VALUES, allow_null=True)
    is_choice_void = serializers.BooleanField()


class AppraisedGoalSerializer(serializers.Serializer):
    """A goal in one area: suggested by the rules, judged by the team, and what counts."""

    id = serializers.UUIDField(source="node.id")
    code = serializers.CharField(source="node.code")
    title = serializers.CharField(source="node.title")
    capability_level = serializers.IntegerField(source="node.rule.capability_level")
    suggested = serializers.ChoiceField(choices=GOALS, source="suggested.value")
    counted = serializers.ChoiceField(choices=GOALS, source="counted.value")
    value = serializers.CharField(source="rating", help_text="as judged; empty without judgement")
    reason = serializers.CharField()
    agreed_by = serializers.CharField()
    is_void = serializers.BooleanField(help_text="the judgement no longer fits the values")
    version = serializers.IntegerField()


class AppraisedAreaSerializer(serializers.Serializer):
    """A process area with its capability level; `possible` is the highest that is still open."""

    id = serializers.UUIDField(source="node.id")
    code = serializers.CharField(source="node.code")
    title = serializers.CharField(source="node.title")
    maturity_level = serializers.IntegerField(source="node.level")
    scope = serializers.ChoiceField(choices=SCOPES, source="node.scope")
    reason = serializers.CharField(source="node.reason")
    capability_level = serializers.IntegerField(source="capability.level", allow_null=True)
    possible = serializers.IntegerField(source="capability.possible", allow_null=True)
    goals = AppraisedGoalSerializer(many=True)


class AppraisedAreaDetailSerializer(AppraisedAreaSerializer):
    """The same with every practice."""

    practices = PracticeSerializer(many=True)


class BlockSerializer(serializers.Serializer):
    """One thing that is missing for a maturity level."""

    level = serializers.IntegerField(help_text="the lowest level that asks for it")
    kind = serializers.ChoiceField(choices=BLOCKS)
    area = serializers.CharField(source="area_code")
    goal = serializers.CharField(source="goal_code", help_text="empty: the whole area")
    practices = serializers.ListField(child=serializers.CharField())
    text = serializers.CharField()


class AppraisalSerializer(serializers.Serializer):
    """Maturity level with bounds, self-check and capability profile.

    `unratable_from` is the lowest level that needs an area left out of scope.
    """

    lower = serializers.IntegerField(source="maturity.bounds.lower")
    upper = serializers.IntegerField(source="maturity.bounds.upper")
    unratable_from = serializers.IntegerField(source="maturity.unratable_from", allow_null=True)
    equivalent_level = serializers.IntegerField(source="staging.equivalent")
    staging_agrees = serializers.BooleanField(source="staging.agrees")
    next = serializers.IntegerField(source="next_level", allow_null=True)
    goal_count = serializers.IntegerField()
    judged_count = serializers.IntegerField()
    instances = InstanceSerializer(many=True)
    areas = AppraisedAreaSerializer(many=True)


class ShownAppraisalSerializer(AppraisalSerializer):
    """The same with what blocks the next maturity level."""

    blocks = BlockSerializer(many=True)


class JudgementInput(StrictSerializer):
    """What the team says about a goal."""

    value = serializers.ChoiceField(choices=GOALS)
    reason = Text(limit=texts.LONG, allow_blank=True, default="")
    agreed_by = Text(limit=500, allow_blank=True, default="")


class SignatureSerializer(serializers.Serializer):
    """One person of the team; a signature of what has changed since is not current."""

    user = serializers.UUIDField(source="user_id")
    name = serializers.CharField()
    signed_at = serializers.DateTimeField(allow_null=True)
    is_current = serializers.BooleanField()


class SignaturesSerializer(serializers.Serializer):
    """Who signed; `checksum` names what stands now and is sent to sign it."""

    checksum = serializers.CharField()
    is_complete = serializers.BooleanField()
    people = SignatureSerializer(many=True, source="rows")


class SignRatingsInput(StrictSerializer):
    """The checksum of what the person has looked at."""

    checksum = Text(limit=64)
