"""What was recorded in appraisals: instances, values of practices, agreed ratings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar
from uuid import UUID

from assessments.models import AgreedRating, Assessment, Characterization, Instance


class CellRow(NamedTuple):
    """The value of a practice at an instance, or for the unit where there is none."""

    assessment_id: UUID
    area_id: UUID
    practice_id: UUID
    instance_id: UUID | None
    value: str
    note: str
    version: int
    recorded_by_id: UUID


class RatingRow(NamedTuple):
    """The agreed rating of a goal, of a generic one in one area."""

    assessment_id: UUID
    node_id: UUID
    area_id: UUID | None
    value: str
    reason: str
    agreed_by: str
    version: int
    recorded_by_id: UUID
    code: str
    area_code: str | None
    place: int
    area_place: int | None


T = TypeVar("T", Instance, CellRow, RatingRow)
ByAssessment = Mapping[UUID, list[T]]


@dataclass(frozen=True)
class AppraisalRows:
    """The rows of some assessments, each under its assessment's id."""

    instances: ByAssessment[Instance]
    characterizations: ByAssessment[CellRow]
    ratings: ByAssessment[RatingRow]


def appraisal_rows(assessments: Sequence[Assessment]) -> AppraisalRows:
    """All rows of the assessments in three queries."""
    instances = Instance.objects.filter(assessment__in=assessments)
    return AppraisalRows(
        instances=_grouped(instances.order_by("position", "created_at")),
        characterizations=_grouped(cell_rows(assessments)),
        ratings=_grouped(rating_rows(assessments)),
    )


def cell_rows(assessments: Sequence[Assessment], *, area_id: UUID | None = None) -> list[CellRow]:
    """Values of practices, of one area only if said; one query."""
    rows = Characterization.objects.filter(assessment__in=assessments)
    if area_id is not None:
        rows = rows.filter(area_id=area_id)
    return [CellRow(*row) for row in rows.values_list(*CellRow._fields)]


def rating_rows(assessments: Sequence[Assessment]) -> list[RatingRow]:
    """Agreed ratings; one query."""
    rows = AgreedRating.objects.filter(assessment__in=assessments)
    named = ("node__code", "area__code", "node__position", "area__position")
    own = RatingRow._fields[: -len(named)]
    return [RatingRow(*row) for row in rows.values_list(*own, *named)]


def _grouped(rows: Iterable[T]) -> dict[UUID, list[T]]:
    found: dict[UUID, list[T]] = defaultdict(list)
    for row in rows:
        found[row.assessment_id].append(row)
    return found
