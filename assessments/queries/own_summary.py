"""What one person answered, for that person alone, and beside it what the group said if released.

The caller has settled whose response it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models.functions import Coalesce

from assessments.models import Assessment, QuestionnaireItem, Response
from assessments.queries.additions import submitted_before
from assessments.queries.analysis import ItemResult, analysis
from assessments.queries.questionnaire import AreaStep, AskedQuestion, OwnSheet
from assessments.rules import lifecycle
from assessments.rules.progress import overall


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
    """All areas of one person; `is_released`: the group's answers stand beside one's own."""

    areas: tuple[OwnArea, ...]
    answered: int
    total: int
    is_released: bool


def own_summary(response: Response, assessment: Assessment) -> OwnSummary:
    """The response as it is stored now, in a fixed number of queries.

    Of an addition, with what was submitted before (some queries more for each).
    """
    found = own_areas(response)
    is_released = assessment.state in (lifecycle.AGREED, lifecycle.CLOSED)
    group = _group(response, assessment) if is_released else {}
    return OwnSummary(
        areas=tuple(
            OwnArea(
                area.title,
                tuple(OwnAnswer(each, group.get(each.item_id)) for each in questions),
            )
            for area, questions in found
        ),
        answered=sum(area.progress.answered for area, _questions in found),
        total=sum(area.progress.total for area, _questions in found),
        is_released=is_released,
    )


def own_areas(response: Response) -> list[tuple[AreaStep, list[AskedQuestion]]]:
    """Every area with its questions; those of an addition stand after what was asked before."""
    found: dict[UUID, tuple[AreaStep, list[AskedQuestion]]] = {}
    for one in (*submitted_before(response), response):
        own = OwnSheet(one)
        questions = own.questions()
        for area in own.areas().areas:
            mine = [each for each in questions if each.area_code == area.code]
            before, asked = found.get(area.node_id, (area, []))
            progress = overall([before.progress, area.progress]) if asked else area.progress
            found[area.node_id] = (replace(area, progress=progress), [*asked, *mine])
    return list(found.values())


def _group(response: Response, assessment: Assessment) -> Mapping[UUID, ItemResult]:
    """Item of the own versions -> the question over all versions, under everybody's threshold."""
    found = analysis(assessment, for_team=False)
    every = (item for area in found.areas for item in (*area.items, *area.wishes))
    by_root = {item.root: item for item in every}
    items = QuestionnaireItem.objects.filter(
        questionnaire__responses__in=[response, *submitted_before(response)]
    )
    roots = items.annotate(root=Coalesce("origin_id", "pk")).values_list("pk", "root")
    return {item: by_root[root] for item, root in roots if root in by_root}
