"""What was asked over all versions of a questionnaire, each question once."""

from collections import Counter
from typing import NamedTuple
from uuid import UUID

from django.db.models.functions import Coalesce

from assessments.models import Assessment, ItemTally, QuestionnaireItem


class AskedItem(NamedTuple):
    """What the analysis needs of a question; whole rows of four tables would cost far more.

    Of an own question its area is its node. `root` is the same in every version that asked it.
    """

    id: UUID
    root: UUID
    number: int
    scale_id: UUID | None
    shipped_set: str
    code: str
    text: str
    node_id: UUID
    node_title: str
    area_id: UUID
    area_code: str
    area_title: str
    area_level: int | None


def asked_items(
    assessment: Assessment, aspect: str = QuestionnaireItem.Aspect.AS_IS
) -> list[AskedItem]:
    """Items of the newest version in order, then those that only earlier ones asked; one query."""
    rows = (
        QuestionnaireItem.objects.filter(questionnaire__assessment=assessment, aspect=aspect)
        .order_by("-questionnaire__number", "position")
        .values_list(
            "pk",
            Coalesce("origin_id", "pk"),
            Coalesce("number", "position"),
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


def joined_tallies(assessment: Assessment) -> dict[UUID, Counter[str]]:
    """For each root how often each choice was submitted, in all versions together; one query."""
    found: dict[UUID, Counter[str]] = {}
    rows = ItemTally.objects.filter(item__questionnaire__assessment=assessment)
    root = Coalesce("item__origin_id", "item_id")
    for item, choice, count in rows.values_list(root, "choice", "count"):
        found.setdefault(item, Counter())[choice] += count
    return found
