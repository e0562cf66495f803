"""Workplans, initiatives and what belongs to them as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cip.access.check import allowed
from cip.api.serializers import Day, StrictSerializer, Text
from cip.kernel import texts
from roadmap import policies
from roadmap.models import BudgetLine, Initiative, WorkItem, Workplan

EFFORT: dict[str, Any] = {
    "max_digits": 8,
    "decimal_places": 1,
    "min_value": 0,
    "allow_null": True,
    "help_text": "Person-days.",
}
MONEY: dict[str, Any] = {"max_digits": 14, "decimal_places": 2, "min_value": 0}


class PlanActionAllowedSerializer(serializers.Serializer):
    """Whether an action is open to the caller now, and why not."""

    allowed = serializers.BooleanField(source="is_allowed")
    reason = serializers.CharField()


class WorkplanActionsSerializer(serializers.Serializer):
    """What can be done with a workplan now."""

    edit = PlanActionAllowedSerializer()
    agree = PlanActionAllowedSerializer()
    reopen = PlanActionAllowedSerializer()


class WorkplanSerializer(serializers.Serializer):
    """A CI team's workplan."""

    id = serializers.UUIDField()
    program = serializers.UUIDField(source="program_id")
    team = serializers.UUIDField(source="team_id")
    team_name = serializers.CharField(source="team.name")
    goals = serializers.CharField()
    state = serializers.ChoiceField(choices=Workplan.State.choices)
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    actions = serializers.SerializerMethodField()

    @extend_schema_field(WorkplanActionsSerializer)
    def get_actions(self, row: Workplan) -> dict[str, Any]:
        """What the caller can do with it now."""
        actor = self.context["request"].actor
        checks = {
            "edit": policies.check_can_edit_workplan,
            "agree": policies.check_can_agree_workplan,
            "reopen": policies.check_can_reopen_workplan,
        }
        found = {name: allowed(check, actor, row) for name, check in checks.items()}
        return dict(WorkplanActionsSerializer(found).data)


class WorkplanInput(StrictSerializer):
    """Start the workplan of a team; a second call gives the one that is there."""

    team = serializers.UUIDField()


class WorkplanEdit(StrictSerializer):
    """What may be changed; only what is sent."""

    goals = Text(limit=texts.LONG, allow_blank=True, required=False)


class SourceSerializer(serializers.Serializer):
    """Where an initiative comes from: one of the four; `gap` is the id of its target."""

    finding = serializers.UUIDField(source="finding_id", allow_null=True)
    action_item = serializers.UUIDField(source="action_item_id", allow_null=True)
    outcome = serializers.UUIDField(source="outcome_id", allow_null=True)
    gap = serializers.UUIDField(source="gap_id", allow_null=True)


class InitiativeSerializer(serializers.Serializer):
    """An initiative; `owner` is the id of a person."""

    id = serializers.UUIDField()
    workplan = serializers.UUIDField(source="workplan_id")
    program = serializers.UUIDField(source="workplan.program_id")
    team = serializers.UUIDField(source="workplan.team_id")
    title = serializers.CharField()
    description = serializers.CharField()
    owner = serializers.UUIDField(source="owner_id", allow_null=True)
    starts_on = serializers.DateField()
    due_on = serializers.DateField()
    effort_days = serializers.DecimalField(**EFFORT)
    state = serializers.ChoiceField(choices=Initiative.State.choices)
    progress = serializers.IntegerField(min_value=0, max_value=100)
    sources = SourceSerializer(many=True, source="sources.all")
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class SourceInput(StrictSerializer):
    """Exactly one of the four; `gap` is the id of its target."""

    finding = serializers.UUIDField(required=False)
    action_item = serializers.UUIDField(required=False)
    outcome = serializers.UUIDField(required=False)
    gap = serializers.UUIDField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One source, not none and not two."""
        if len(attrs) != 1:
            raise serializers.ValidationError("Name one of finding, action_item, outcome and gap.")
        return attrs


class InitiativeInput(StrictSerializer):
    """A new initiative; with `source` the thread back is kept."""

    workplan = serializers.UUIDField()
    title = Text()
    description = Text(limit=texts.LONG, allow_blank=True, default="")
    owner = serializers.UUIDField(required=False, allow_null=True)
    starts_on = Day()
    due_on = Day()
    effort_days = serializers.DecimalField(required=False, **EFFORT)
    source = SourceInput(required=False)  # type: ignore[assignment]


class InitiativeEdit(StrictSerializer):
    """What may be changed; only what is sent. The owner may send state and progress."""

    title = Text(required=False)
    description = Text(limit=texts.LONG, allow_blank=True, required=False)
    owner = serializers.UUIDField(required=False, allow_null=True)
    starts_on = Day(required=False)
    due_on = Day(required=False)
    effort_days = serializers.DecimalField(required=False, **EFFORT)
    state = serializers.ChoiceField(choices=Initiative.State.choices, required=False)
    progress = serializers.IntegerField(min_value=0, max_value=100, required=False)


class WorkItemSerializer(serializers.Serializer):
    """A work item; `outcome` or `action_item` names the agreed action it came from."""

    id = serializers.UUIDField()
    workplan = serializers.UUIDField(source="workplan_id")
    initiative = serializers.UUIDField(source="initiative_id", allow_null=True)
    title = serializers.CharField()
    description = serializers.CharField()
    owner = serializers.UUIDField(source="owner_id", allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    effort_days = serializers.DecimalField(**EFFORT)
    state = serializers.ChoiceField(choices=WorkItem.State.choices)
    outcome = serializers.UUIDField(source="outcome_id", allow_null=True)
    gap = serializers.UUIDField(source="gap_id", allow_null=True)
    action_item = serializers.UUIDField(source="action_item_id", allow_null=True)
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class WorkItemInput(StrictSerializer):
    """A new work item made by hand."""

    workplan = serializers.UUIDField()
    initiative = serializers.UUIDField(required=False, allow_null=True)
    title = Text(limit=300)
    description = Text(limit=texts.LONG, allow_blank=True, default="")
    owner = serializers.UUIDField(required=False, allow_null=True)
    due_on = Day(required=False, allow_null=True)
    effort_days = serializers.DecimalField(required=False, **EFFORT)


class WorkItemEdit(StrictSerializer):
    """What may be changed; only what is sent. The owner may send the state."""

    initiative = serializers.UUIDField(required=False, allow_null=True)
    title = Text(limit=300, required=False)
    description = Text(limit=texts.LONG, allow_blank=True, required=False)
    owner = serializers.UUIDField(required=False, allow_null=True)
    due_on = Day(required=False, allow_null=True)
    effort_days = serializers.DecimalField(required=False, **EFFORT)
    state = serializers.ChoiceField(choices=WorkItem.State.choices, required=False)


class FromOutcomeInput(StrictSerializer):
    """Take a workshop's agreed action into a workplan."""

    workplan = serializers.UUIDField()
    outcome = serializers.UUIDField()


class FromActionItemInput(StrictSerializer):
    """Take an assessment's action into a workplan."""

    workplan = serializers.UUIDField()
    action_item = serializers.UUIDField()


class MilestoneSerializer(serializers.Serializer):
    """A milestone."""

    id = serializers.UUIDField()
    workplan = serializers.UUIDField(source="workplan_id")
    initiative = serializers.UUIDField(source="initiative_id", allow_null=True)
    title = serializers.CharField()
    due_on = serializers.DateField()
    reached_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class MilestoneInput(StrictSerializer):
    """A new milestone."""

    workplan = serializers.UUIDField()
    initiative = serializers.UUIDField(required=False, allow_null=True)
    title = Text()
    due_on = Day()


class MilestoneEdit(StrictSerializer):
    """What may be changed; only what is sent."""

    initiative = serializers.UUIDField(required=False, allow_null=True)
    title = Text(required=False)
    due_on = Day(required=False)
    reached_on = Day(required=False, allow_null=True)


class BudgetLineSerializer(serializers.Serializer):
    """Money an initiative needs, in the program's currency."""

    id = serializers.UUIDField()
    initiative = serializers.UUIDField(source="initiative_id")
    kind = serializers.ChoiceField(choices=BudgetLine.Kind.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    amount = serializers.DecimalField(**MONEY)
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class BudgetLineInput(StrictSerializer):
    """A new budget line."""

    initiative = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=BudgetLine.Kind.choices)
    label = Text()  # type: ignore[assignment]
    amount = serializers.DecimalField(**MONEY)


class BudgetLineEdit(StrictSerializer):
    """What may be changed; only what is sent."""

    kind = serializers.ChoiceField(choices=BudgetLine.Kind.choices, required=False)
    label = Text(required=False)  # type: ignore[assignment]
    amount = serializers.DecimalField(required=False, **MONEY)


class DependencySerializer(serializers.Serializer):
    """Finish to start: the successor starts `lag_days` after the predecessor's end, or later."""

    id = serializers.UUIDField()
    predecessor = serializers.UUIDField(source="predecessor_id")
    successor = serializers.UUIDField(source="successor_id")
    lag_days = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class DependencyInput(StrictSerializer):
    """A new dependency; one that closes a circle is refused and the path named."""

    predecessor = serializers.UUIDField()
    successor = serializers.UUIDField()
    lag_days = serializers.IntegerField(min_value=0, max_value=3650, default=0)
