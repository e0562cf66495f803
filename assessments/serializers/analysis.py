"""The analysis of answers as JSON."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessments.models import QuestionnaireItem
from assessments.queries.analysis import Analysis
from assessments.queries.unit_results import UnitArea, UnitQuestion
from assessments.result_labels import reason_text
from assessments.rules.analysis import Pattern
from assessments.rules.difference import Size
from assessments.rules.dispersion import ItemStatistics
from assessments.rules.probes import Ground, Reason

GROUNDS = [ground.value for ground in Ground]


class Share(serializers.FloatField):
    """A share of 0..1; null where there is nothing to divide by."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_null=True, min_value=0.0, max_value=1.0, **kwargs)


class TallySerializer(serializers.Serializer):
    """Counts by kind of answer; shares are None without values."""

    yes = serializers.IntegerField()
    no = serializers.IntegerField()
    not_applicable = serializers.IntegerField()
    dont_know = serializers.IntegerField()
    blank = serializers.IntegerField()
    skipped = serializers.IntegerField()
    not_reached = serializers.IntegerField()
    valid = serializers.IntegerField(help_text="yes + no")
    total = serializers.IntegerField()
    yes_share = Share()
    dont_know_share = Share()
    disagreement = Share()


class AnswerScaleSerializer(serializers.Serializer):
    """The values a question offers, lowest first, with their names."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    values = serializers.ListField(source="answers.values", child=serializers.IntegerField())
    labels = serializers.ListField(child=serializers.CharField())


class StatisticsSerializer(serializers.Serializer):
    """How answers lie; gaps enter no statistic. `sd` is that of a sample (n - 1)."""

    distribution = serializers.ListField(
        child=serializers.IntegerField(), help_text="People by value, lowest first."
    )
    valid = serializers.IntegerField(help_text="People who gave a value.")
    dont_know = serializers.IntegerField()
    not_applicable = serializers.IntegerField()
    blank = serializers.IntegerField()
    skipped = serializers.IntegerField()
    not_reached = serializers.IntegerField()
    median_low = serializers.IntegerField(allow_null=True)
    median_high = serializers.IntegerField(allow_null=True)
    mean = serializers.FloatField(
        allow_null=True, help_text="Only where equal steps of the scale mean the same."
    )
    sd = serializers.FloatField(allow_null=True)
    r_wg = Share(source="r_wg.reported", default=None, help_text="Against a uniform null.")
    r_wg_skewed = Share(
        source="r_wg_skewed.reported", default=None, help_text="Against a slightly skewed null."
    )
    ad_mean = serializers.FloatField(allow_null=True)
    ad_median = serializers.FloatField(allow_null=True)
    ad_limit = serializers.FloatField(help_text="Largest acceptable AD on this scale.")
    is_split = serializers.BooleanField(help_text="Two camps: no middle value speaks for them.")


class ItemResultSerializer(serializers.Serializer):
    """One question; `tally` and `statistics` are null when too few answers may be shown."""

    id = serializers.UUIDField()
    aspect = serializers.ChoiceField(choices=QuestionnaireItem.Aspect.choices)
    code = serializers.CharField()
    number = serializers.IntegerField()
    text = serializers.CharField()
    node = serializers.UUIDField(source="node_id")
    scale = AnswerScaleSerializer(allow_null=True)
    tally = TallySerializer(allow_null=True)
    statistics = StatisticsSerializer(allow_null=True)
    pattern = serializers.ChoiceField(choices=[p.value for p in Pattern], allow_null=True)
    probes = serializers.ListField(source="grounds", child=serializers.ChoiceField(choices=GROUNDS))


class SumSerializer(serializers.Serializer):
    """The sum over the shown questions."""

    tally = TallySerializer(allow_null=True)
    shown = serializers.IntegerField()
    hidden = serializers.IntegerField()


class AreaResultSerializer(serializers.Serializer):
    """A key process area with its questions."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    title = serializers.CharField()
    level = serializers.IntegerField(allow_null=True)
    summed = SumSerializer()
    items = ItemResultSerializer(many=True, help_text="Questions about today.")
    wishes = ItemResultSerializer(many=True, help_text="About target and importance; in no sum.")


class UnitCountSerializer(serializers.Serializer):
    """People of one unit; an empty name stands for all small units together."""

    name = serializers.CharField()
    invited = serializers.IntegerField()
    submitted = serializers.IntegerField()


class ParticipationSerializer(serializers.Serializer):
    """Counts of people."""

    invited = serializers.IntegerField()
    started = serializers.IntegerField()
    submitted = serializers.IntegerField()
    rate = Share()
    units = UnitCountSerializer(many=True)


class AnalysisSerializer(serializers.Serializer):
    """The analysis under the threshold that holds for the reader (0: nothing is hidden)."""

    threshold = serializers.IntegerField()
    participation = ParticipationSerializer()
    summed = SumSerializer()
    areas = AreaResultSerializer(many=True)

    def to_representation(self, instance: Analysis) -> dict[str, Any]:
        """All but the people, who may still be reached otherwise, is kept with the release."""
        write = super().to_representation
        written = instance.kept("json", lambda: write(instance))
        return written | {"participation": ParticipationSerializer(instance.participation).data}


class ConcordanceSerializer(serializers.Serializer):
    """Kendall's W; `chance` is null with too few objects for it."""

    w = Share()
    judges = serializers.IntegerField()
    objects = serializers.IntegerField()
    left_out = serializers.IntegerField(help_text="People who gave no value to some question.")
    chance = Share()


class SetStatisticsSerializer(serializers.Serializer):
    """Shown questions on one scale as a set; `answers` adds their answers up."""

    scale = AnswerScaleSerializer()
    questions = serializers.IntegerField(source="statistics.questions")
    split = serializers.IntegerField(source="statistics.split")
    median_r_wg = Share(source="statistics.median_r_wg")
    alpha_ordinal = serializers.FloatField(
        source="statistics.alpha_ordinal", allow_null=True, help_text="Krippendorff's alpha."
    )
    concordance = ConcordanceSerializer(source="statistics.concordance", allow_null=True)
    answers = StatisticsSerializer(source="statistics.answers")


class AreaStatisticsSerializer(serializers.Serializer):
    """An area with its sets, one for each scale; none when all its questions are hidden."""

    id = serializers.UUIDField(source="area.id")
    code = serializers.CharField(source="area.code")
    title = serializers.CharField(source="area.title")
    level = serializers.IntegerField(source="area.level", allow_null=True)
    hidden = serializers.IntegerField(source="area.summed.hidden")
    sets = SetStatisticsSerializer(many=True)


class LevelStatisticsSerializer(serializers.Serializer):
    """A level of the model with its sets."""

    level = serializers.IntegerField()
    sets = SetStatisticsSerializer(many=True)


class SetsSerializer(serializers.Serializer):
    """Statistics of areas and levels."""

    areas = AreaStatisticsSerializer(many=True)
    levels = LevelStatisticsSerializer(many=True)


class UnitStatisticsSerializer(serializers.Serializer):
    """One unit; units that may not be shown are left out."""

    unit = serializers.CharField()
    statistics = StatisticsSerializer()


class DifferenceSerializer(serializers.Serializer):
    """Whether units differ: Kruskal and Wallis's H of units with enough people."""

    h = serializers.FloatField()
    size = Share(help_text="Epsilon squared: the share of the spread that the units explain.")
    strength = serializers.ChoiceField(choices=[size.value for size in Size])
    chance = Share()
    units = serializers.IntegerField()
    people = serializers.IntegerField()


class UnitQuestionSerializer(serializers.Serializer):
    """A question with the units that may be shown."""

    id = serializers.UUIDField(source="item.id")
    area = serializers.UUIDField(source="item.area_id")
    number = serializers.IntegerField(source="item.number")
    units = serializers.SerializerMethodField()
    difference = DifferenceSerializer(allow_null=True)

    @extend_schema_field(UnitStatisticsSerializer(many=True))
    def get_units(self, row: UnitQuestion) -> Any:
        """What may be shown of each unit."""
        return _unit_statistics(row.units.items())


class UnitAreaSerializer(serializers.Serializer):
    """An area: each unit's answers to its shown questions, added up."""

    id = serializers.UUIDField(source="area.id")
    code = serializers.CharField(source="area.code")
    title = serializers.CharField(source="area.title")
    scale = AnswerScaleSerializer()
    units = serializers.SerializerMethodField()

    @extend_schema_field(UnitStatisticsSerializer(many=True))
    def get_units(self, row: UnitArea) -> Any:
        """What may be shown of each unit."""
        names = self.context["units"]
        return _unit_statistics(zip(names, row.cells, strict=True))


class UnitBoardSerializer(serializers.Serializer):
    """Units compared."""

    units = serializers.ListField(source="answers.shown", child=serializers.CharField())
    hidden_units = serializers.ListField(source="answers.hidden", child=serializers.CharField())
    areas = UnitAreaSerializer(many=True)
    questions = UnitQuestionSerializer(many=True)


class ReasonSerializer(serializers.Serializer):
    """Why to ask again."""

    ground = serializers.ChoiceField(choices=GROUNDS)
    text = serializers.SerializerMethodField()
    numbers = serializers.DictField(child=serializers.FloatField())
    units = serializers.ListField(source="about", child=serializers.CharField())

    def get_text(self, row: Reason) -> str:
        """In words."""
        return reason_text(row)


class AskedAgainSerializer(serializers.Serializer):
    """A question by its place in the questionnaire."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    text = serializers.CharField()
    area = serializers.UUIDField(source="area_id")


class InterviewProbeSerializer(serializers.Serializer):
    """A question to ask again, or two of a goal that contradict each other."""

    questions = AskedAgainSerializer(source="items", many=True)
    reasons = ReasonSerializer(many=True)


def _unit_statistics(cells: Iterable[tuple[str, ItemStatistics | None]]) -> Any:
    shown = [{"unit": unit, "statistics": found} for unit, found in cells if found is not None]
    return UnitStatisticsSerializer(shown, many=True).data
