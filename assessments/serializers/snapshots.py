"""Frozen results and their comparison as JSON."""

from rest_framework import serializers

from assessments.models import ResultSnapshot, SnapshotRating
from assessments.queries.comparing import Way
from assessments.rules.comparison import Fate, Trend
from assessments.rules.transfer import Agreement, Told
from models_catalog.rules.crosswalk import Confidence, Relation


class SnapshotSerializer(serializers.ModelSerializer[ResultSnapshot]):
    """A result as it was agreed."""

    program = serializers.UUIDField(source="assessment.program_id")

    class Meta:
        model = ResultSnapshot
        fields = (
            "id",
            "assessment",
            "program",
            "number",
            "state",
            "frozen_at",
            "agreed_by",
            "model_version",
            "method_version",
            "checksum",
            "superseded_at",
        )


class PlacesSerializer(serializers.Serializer):
    """Places on an ordinal scale; equal where there is no doubt."""

    lower = serializers.IntegerField()
    upper = serializers.IntegerField()


class FrozenRatingSerializer(serializers.Serializer):
    """One rating: areas and goals 0 or 1, practices NI 0 to FI 3, levels as the model counts."""

    kind = serializers.ChoiceField(choices=SnapshotRating.KINDS)
    code = serializers.CharField()
    area = serializers.CharField()
    dimension = serializers.CharField()
    title = serializers.CharField()
    rating = PlacesSerializer(allow_null=True)
    absence = serializers.ChoiceField(choices=SnapshotRating.ABSENCES, allow_null=True)
    reason = serializers.CharField()


class FrozenMedianSerializer(serializers.Serializer):
    """Released answers about an area; `unit` null is everybody. Places on `labels`, from 0."""

    code = serializers.CharField()
    title = serializers.CharField()
    unit = serializers.CharField(allow_null=True)
    labels = serializers.ListField(child=serializers.CharField())
    distribution = serializers.ListField(child=serializers.IntegerField())
    median = PlacesSerializer(source="rating")
    questions = serializers.IntegerField(allow_null=True)


class SnapshotContentSerializer(serializers.Serializer):
    """Everything that a snapshot keeps."""

    ratings = FrozenRatingSerializer(many=True)
    medians = FrozenMedianSerializer(many=True)


class RatedSerializer(serializers.Serializer):
    """A node of one of the results."""

    code = serializers.CharField()
    rating = PlacesSerializer(allow_null=True)
    absence = serializers.ChoiceField(choices=SnapshotRating.ABSENCES, allow_null=True)


class ComparedNodesSerializer(serializers.Serializer):
    """Nodes that took one another's place, with all their ratings."""

    fate = serializers.ChoiceField(choices=[fate.value for fate in Fate], source="lineage.fate")
    is_altered = serializers.BooleanField(source="lineage.is_altered")
    before = RatedSerializer(many=True)
    after = RatedSerializer(many=True)
    trend = serializers.ChoiceField(choices=[trend.value for trend in Trend])


class ComparedPartSerializer(serializers.Serializer):
    """All ratings of one kind; `answers` are released medians on `labels`."""

    name = serializers.CharField()
    labels = serializers.ListField(child=serializers.CharField())
    fates = serializers.DictField(child=serializers.IntegerField(), source="comparison.fates")
    trends = serializers.DictField(child=serializers.IntegerField(), source="comparison.trends")
    rows = ComparedNodesSerializer(many=True)


class SourceNodeSerializer(serializers.Serializer):
    """A node of the first result that tells something by its mapping."""

    rated = RatedSerializer()
    relation = serializers.ChoiceField(choices=[each.value for each in Relation])
    confidence = serializers.ChoiceField(choices=[each.value for each in Confidence])


class TargetNodeSerializer(serializers.Serializer):
    """A node of the second model, what is told of it, and its own rating."""

    code = serializers.CharField()
    told = serializers.ChoiceField(choices=[each.value for each in Told])
    at_least = serializers.IntegerField(allow_null=True)
    at_most = serializers.IntegerField(allow_null=True)
    is_contradictory = serializers.BooleanField()
    agreement = serializers.ChoiceField(choices=[each.value for each in Agreement], allow_null=True)
    own = RatedSerializer(allow_null=True)
    sources = SourceNodeSerializer(many=True)


class CrosswalkAccountSerializer(serializers.Serializer):
    """What the first result tells of the second model, with the account of the crosswalk."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    is_common_scale = serializers.BooleanField()
    mapped = serializers.IntegerField(source="transfer.mapped")
    merged = serializers.IntegerField(source="transfer.merged")
    split = serializers.IntegerField(source="transfer.split")
    dropped = serializers.IntegerField(source="transfer.dropped")
    new = serializers.IntegerField(source="transfer.new")
    targets = TargetNodeSerializer(many=True, source="transfer.targets")


class ResultComparisonSerializer(serializers.Serializer):
    """Two results side by side; between models `crosswalk` instead of `parts`."""

    way = serializers.ChoiceField(choices=[way.value for way in Way])
    before = serializers.UUIDField(source="before.id")
    after = serializers.UUIDField(source="after.id")
    parts = ComparedPartSerializer(many=True)
    crosswalk = CrosswalkAccountSerializer(allow_null=True)


class ComparisonQuery(serializers.Serializer):
    """The result to compare with, which is the first of the two; between models a crosswalk."""

    other = serializers.UUIDField()
    crosswalk = serializers.UUIDField(required=False)
