"""The computed roadmap and the thread of an initiative as JSON."""

from datetime import date
from typing import Any

from rest_framework import serializers

from assessments.models import AgreedRating, Evidence
from assessments.serializers.results import ItemResultSerializer
from roadmap.models import Initiative, Workplan
from roadmap.queries.roadmap import Roadmap, RoadmapBar, RoadmapLane
from roadmap.serializers.rows import EFFORT

ACTION_KINDS = [("action_item", "Action of an assessment"), ("outcome", "Action of a workshop")]
TOTAL: dict[str, Any] = {"max_digits": 20, "decimal_places": 2}


class BarSerializer(serializers.Serializer):
    """An initiative in the plan; `slack_days` is null for a dropped one."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    starts_on = serializers.DateField()
    due_on = serializers.DateField()
    state = serializers.ChoiceField(choices=Initiative.State.choices)
    progress = serializers.IntegerField()
    owner = serializers.UUIDField(source="owner_id", allow_null=True)
    owner_name = serializers.CharField(source="owner")
    effort_days = serializers.DecimalField(**EFFORT)
    capex = serializers.DecimalField(**TOTAL)
    opex = serializers.DecimalField(**TOTAL)
    slack_days = serializers.IntegerField(allow_null=True)
    is_critical = serializers.BooleanField()
    days_too_early = serializers.IntegerField()


class StoneSerializer(serializers.Serializer):
    """A milestone in the plan."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    due_on = serializers.DateField()
    reached_on = serializers.DateField(allow_null=True)
    initiative = serializers.UUIDField(source="initiative_id", allow_null=True)


class LaneSerializer(serializers.Serializer):
    """A team's workplan with its bars and milestones."""

    workplan = serializers.UUIDField(source="workplan_id")
    team = serializers.UUIDField(source="team_id")
    team_name = serializers.CharField(source="team")
    theme = serializers.CharField()
    state = serializers.ChoiceField(choices=Workplan.State.choices)
    initiatives = BarSerializer(many=True, source="bars")
    milestones = StoneSerializer(many=True)


class LinkSerializer(serializers.Serializer):
    """A dependency in the plan; `days_too_early` above 0: the plan breaks it."""

    id = serializers.UUIDField()
    predecessor = serializers.UUIDField(source="predecessor_id")
    successor = serializers.UUIDField(source="successor_id")
    lag_days = serializers.IntegerField()
    days_too_early = serializers.IntegerField()


class TotalsSerializer(serializers.Serializer):
    """Sums over what is not dropped."""

    initiatives = serializers.IntegerField()
    done = serializers.IntegerField()
    critical = serializers.IntegerField()
    effort_days = serializers.DecimalField(max_digits=20, decimal_places=1)
    without_effort = serializers.IntegerField()
    capex = serializers.DecimalField(**TOTAL)
    opex = serializers.DecimalField(**TOTAL)


class RoadmapSerializer(serializers.Serializer):
    """The program's roadmap as the caller may see it, computed now."""

    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    totals = TotalsSerializer()
    critical = serializers.ListField(child=serializers.UUIDField(), source="critical_ids")
    workplans = LaneSerializer(many=True, source="lanes")
    dependencies = LinkSerializer(many=True, source="links")


def roadmap_as_json(roadmap: Roadmap) -> dict[str, Any]:
    """What RoadmapSerializer gives, written out: a tenth of its time for thousands of bars."""
    found = roadmap.totals
    return {
        "starts_on": _day(roadmap.starts_on),
        "ends_on": _day(roadmap.ends_on),
        "totals": {
            "initiatives": found.initiatives,
            "done": found.done,
            "critical": found.critical,
            "effort_days": f"{found.effort_days:.1f}",
            "without_effort": found.without_effort,
            "capex": f"{found.capex:.2f}",
            "opex": f"{found.opex:.2f}",
        },
        "critical": [str(key) for key in roadmap.critical_ids],
        "workplans": [_lane(lane) for lane in roadmap.lanes],
        "dependencies": [
            {
                "id": str(link.id),
                "predecessor": str(link.predecessor_id),
                "successor": str(link.successor_id),
                "lag_days": link.lag_days,
                "days_too_early": link.days_too_early,
            }
            for link in roadmap.links
        ],
    }


def _lane(lane: RoadmapLane) -> dict[str, Any]:
    return {
        "workplan": str(lane.workplan_id),
        "team": str(lane.team_id),
        "team_name": lane.team,
        "theme": lane.theme,
        "state": lane.state,
        "initiatives": [_bar(bar) for bar in lane.bars],
        "milestones": [
            {
                "id": str(stone.id),
                "title": stone.title,
                "due_on": _day(stone.due_on),
                "reached_on": _day(stone.reached_on),
                "initiative": None if stone.initiative_id is None else str(stone.initiative_id),
            }
            for stone in lane.milestones
        ],
    }


def _bar(bar: RoadmapBar) -> dict[str, Any]:
    return {
        "id": str(bar.id),
        "title": bar.title,
        "starts_on": _day(bar.starts_on),
        "due_on": _day(bar.due_on),
        "state": bar.state,
        "progress": bar.progress,
        "owner": None if bar.owner_id is None else str(bar.owner_id),
        "owner_name": bar.owner,
        "effort_days": None if bar.effort_days is None else f"{bar.effort_days:.1f}",
        "capex": f"{bar.capex:.2f}",
        "opex": f"{bar.opex:.2f}",
        "slack_days": bar.slack_days,
        "is_critical": bar.is_critical,
        "days_too_early": bar.days_too_early,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


class PlaceSerializer(serializers.Serializer):
    """A node of a published model version."""

    model_version = serializers.UUIDField(source="version_id")
    code = serializers.CharField()
    title = serializers.CharField()


class EvidenceStationSerializer(serializers.Serializer):
    """Evidence: for a question the answers as they may be shown, and the practice it asks about."""

    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=Evidence.Source.choices, source="link.source"
    )
    supports = serializers.BooleanField(source="link.supports")
    document = serializers.CharField(source="link.document")
    question = ItemResultSerializer(source="link.item", allow_null=True)
    practice = PlaceSerializer(allow_null=True)


class RatingStationSerializer(serializers.Serializer):
    """An agreed rating of a goal that the finding speaks of."""

    goal = serializers.UUIDField(source="goal_id")
    code = serializers.CharField()
    title = serializers.CharField()
    value = serializers.ChoiceField(choices=AgreedRating.Value.choices)


class FindingStationSerializer(serializers.Serializer):
    """A finding with evidence, ratings, assessment and model."""

    id = serializers.UUIDField(source="thread.id")
    title = serializers.CharField(source="thread.title")
    assessment = serializers.UUIDField(source="thread.assessment_id")
    assessment_title = serializers.CharField(source="thread.assessment_title")
    model_version = serializers.CharField(source="thread.model_version")
    about = PlaceSerializer(allow_null=True)
    evidence = EvidenceStationSerializer(many=True)
    ratings = RatingStationSerializer(many=True, source="thread.ratings")


class ActionStationSerializer(serializers.Serializer):
    """An agreed action; `origin` is its assessment or workshop."""

    kind = serializers.ChoiceField(choices=ACTION_KINDS)
    id = serializers.UUIDField()
    text = serializers.CharField()
    origin = serializers.UUIDField(source="origin_id")
    origin_title = serializers.CharField(source="origin")


class WeaknessSerializer(serializers.Serializer):
    """A weakness found in the area of a gap."""

    id = serializers.UUIDField(source="0")
    title = serializers.CharField(source="1")


class GapStationSerializer(serializers.Serializer):
    """A gap: where an area stands, where it should be, and the weaknesses found there."""

    target = serializers.UUIDField(source="gap.target_id")
    area = PlaceSerializer()
    level = serializers.IntegerField(source="gap.level")
    goals = serializers.IntegerField(source="gap.standing.goals")
    due_on = serializers.DateField(source="gap.due_on")
    assessment = serializers.UUIDField(source="assessment_id")
    assessment_title = serializers.CharField()
    model_version = serializers.CharField()
    weaknesses = WeaknessSerializer(many=True)


class SourceThreadSerializer(serializers.Serializer):
    """One source; `hidden` says why what stands behind it is not shown to the caller."""

    action = ActionStationSerializer(allow_null=True)
    finding = FindingStationSerializer(allow_null=True)
    gap = GapStationSerializer(allow_null=True)
    hidden = serializers.CharField()


class ThreadSerializer(serializers.Serializer):
    """From the initiative back to its sources."""

    initiative = serializers.UUIDField()
    sources = SourceThreadSerializer(many=True)
