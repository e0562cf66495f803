"""What was asked over all versions of a questionnaire, each question once."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from assessments.models import Assessment, ItemTally, QuestionnaireItem
from assessments.queries.kept_results import Rules
from assessments.queries.response_scales import SHIPPED_IDS
from assessments.rules.draft_data import skip_rules_of
from assessments.rules.drafting import item_key
from assessments.rules.question_release import Needs

# Version and position of the item that asked first. It names what `root` does; thousands of keys
# read as UUIDs would cost more than the counting.
Spot = tuple[int, int]


class AskedItem(NamedTuple):
    """What the analysis needs of a question; whole rows of four tables would cost far more.

    Of an own question its area is its node. `root` is the same in every version that asked it,
    `number` what respondents read in the version `sheet`.
    """

    id: UUID
    root: UUID
    since: int
    root_position: int
    position: int
    sheet: UUID
    number: int
    aspect: str
    response_set_id: UUID | None
    shipped_set: str
    code: str
    text: str
    node_id: UUID
    node_title: str
    area_id: UUID
    area_code: str
    area_title: str
    area_level: int | None

    @property
    def spot(self) -> Spot:
        """The same in every version that asked it."""
        return self.since, self.root_position

    @property
    def scale_id(self) -> UUID | None:
        """The scale it is answered on, of the model or shipped."""
        return SHIPPED_IDS.get(self.shipped_set, self.response_set_id)


def latest_items(assessment_id: UUID) -> QuerySet[QuestionnaireItem]:
    """Each question once, as the newest version that has it asks it, with the model's question."""
    every = QuestionnaireItem.objects.filter(questionnaire__assessment_id=assessment_id)
    later = QuestionnaireItem.objects.filter(
        origin_id=Coalesce(OuterRef("origin_id"), OuterRef("pk")),
        questionnaire__number__gt=OuterRef("questionnaire__number"),
    )
    return every.filter(~Exists(later)).select_related("question")


def asked_items(assessment: Assessment) -> list[AskedItem]:
    """Items of all aspects: of the newest version in order, then what only earlier ones asked.

    One query.
    """
    rows = (
        QuestionnaireItem.objects.filter(questionnaire__assessment=assessment)
        .order_by("-questionnaire__number", "position")
        .values_list(
            "pk",
            Coalesce("origin_id", "pk"),
            "since",
            Coalesce("origin__position", "position"),
            "position",
            "questionnaire_id",
            Coalesce("number", F("position") + 1),
            "aspect",
            Coalesce("response_set_id", "question__response_set_id"),
            "shipped_set",
            Coalesce("question__code", "own_code"),
            Coalesce("question__text", "own_text"),
            Coalesce("question__node_id", "group_id"),
            Coalesce("question__node__title", "group__title"),
            "group_id",
            "group__code",
            "group__title",
            "group__level",
        )
    )
    newest: dict[UUID, AskedItem] = {}
    for row in map(AskedItem._make, rows):
        newest.setdefault(row.root, row)
    return list(newest.values())


def joined_tallies(assessment: Assessment) -> list[tuple[Spot, str, int]]:
    """How often each choice was submitted, version by version; one query."""
    rows = ItemTally.objects.filter(item__questionnaire__assessment=assessment).values_list(
        "item__since", Coalesce("item__origin__position", "item__position"), "choice", "count"
    )
    return [((since, position), choice, count) for since, position, choice, count in rows]


def questions_behind(rules_of: Rules) -> Needs[UUID]:
    """By root, the roots of the questions that the skip rules of any version ask about.

    No query; with skip rules one.
    """
    rules = {pk: skip_rules_of(data) for pk, data in rules_of.items()}
    if not rules:
        return {}
    items = QuestionnaireItem.objects.filter(questionnaire__in=rules).values_list(
        "questionnaire_id",
        Coalesce("question__code", "own_code"),
        "aspect",
        Coalesce("origin_id", "pk"),
    )
    roots = {(sheet, item_key(code, aspect)): root for sheet, code, aspect, root in items}
    found: dict[UUID, frozenset[UUID]] = {}
    for sheet, of_sheet in rules.items():
        for rule in of_sheet:
            target = roots[sheet, rule.target]
            behind = {roots[sheet, condition.question] for condition in rule.when}
            found[target] = found.get(target, frozenset()) | behind
    return found
