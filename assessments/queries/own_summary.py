"""What one person answered, for that person alone, and beside it what the group said if released.

The caller has settled whose response it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models.functions import Coalesce

from assessments.models import Assessment, QuestionnaireItem, Response
from assessments.queries.analysis import ItemResult, analysis
from assessments.queries.questionnaire import AskedQuestion, asked_questions, sheet
from assessments.queries.way import skipped_items
from assessments.rules import lifecycle


@dataclass(frozen=True)
class OwnAnswer:
    """A question with one's own answer; `group` is what all said, as far as everybody sees it."""

    question: AskedQuestion
    group: ItemResult | None


@dataclass(frozen=True)
class OwnArea:
    """The questions of one area."""

    title: str
    answers: tuple[OwnAnswer, ...]


@dataclass(frozen=True)
class OwnSummary:
    """All areas of one response; `is_released`: the group's answers stand beside one's own."""

    areas: tuple[OwnArea, ...]
    answered: int
    total: int
    is_released: bool


def own_summary(response: Response, assessment: Assessment) -> OwnSummary:
    """The response as it is stored now, in a fixed number of queries."""
    skipped = skipped_items(response)
    found = sheet(response, skipped=skipped)
    questions = asked_questions(response, skipped=skipped)
    is_released = assessment.state in (lifecycle.AGREED, lifecycle.CLOSED)
    group = _group(response, assessment) if is_released else {}
    return OwnSummary(
        areas=tuple(
            OwnArea(
                area.title,
                tuple(
                    OwnAnswer(each, group.get(each.item_id))
                    for each in questions
                    if each.area_code == area.code
                ),
            )
            for area in found.areas
        ),
        answered=found.progress.answered,
        total=found.progress.total,
        is_released=is_released,
    )


def _group(response: Response, assessment: Assessment) -> Mapping[UUID, ItemResult]:
    """Item of the own version -> the question over all versions, under everybody's threshold."""
    found = analysis(assessment, for_team=False)
    every = (item for area in found.areas for item in (*area.items, *area.wishes))
    by_root = {item.root: item for item in every}
    items = QuestionnaireItem.objects.filter(questionnaire_id=response.questionnaire_id)
    roots = items.annotate(root=Coalesce("origin_id", "pk")).values_list("pk", "root")
    return {item: by_root[root] for item, root in roots if root in by_root}
