"""How much evidence there is, in numbers that name nobody: for reports and their data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from assessments.models import Assessment
from assessments.queries.analysis import ItemResult
from assessments.queries.evidence_matrix import SOURCES, MatrixArea, matrix_of
from assessments.queries.interviews import InterviewCounts, interview_counts
from assessments.rules.evidence import Corroboration


@dataclass(frozen=True)
class AreaEvidence:
    """Practices of one area: all, by kind of source, and by what the sources say together."""

    title: str
    practices: int
    answered: int
    in_interviews: int
    in_documents: int
    observed: int
    corroborated: int
    contradicted: int
    single_source: int
    none: int


@dataclass(frozen=True)
class EvidenceCounts:
    """Areas in scope with their counts, and how many interviews and documents there were."""

    areas: tuple[AreaEvidence, ...]
    interviews: InterviewCounts
    documents: int
    observations: int

    @property
    def is_empty(self) -> bool:
        """Nothing at all speaks for or against a practice."""
        return all(area.none == area.practices for area in self.areas)


def evidence_counts(
    assessment: Assessment, items: Mapping[UUID, list[ItemResult]], *, today: date
) -> EvidenceCounts:
    """Counts under the threshold of `items`, in a fixed number of queries."""
    areas = matrix_of(assessment, items, today=today)
    return EvidenceCounts(
        areas=tuple(_area(area) for area in areas),
        interviews=interview_counts(assessment),
        documents=_origins(areas, SOURCES.DOCUMENT),
        observations=_origins(areas, SOURCES.OBSERVATION),
    )


def _area(area: MatrixArea) -> AreaEvidence:
    rows = area.rows
    return AreaEvidence(
        title=area.title,
        practices=len(rows),
        answered=sum(row.is_answered for row in rows),
        in_interviews=sum(not row.interviews.is_empty for row in rows),
        in_documents=sum(not row.documents.is_empty for row in rows),
        observed=sum(not row.observations.is_empty for row in rows),
        corroborated=area.count(Corroboration.CORROBORATED),
        contradicted=area.count(Corroboration.CONTRADICTED),
        single_source=area.count(Corroboration.SINGLE_SOURCE),
        none=area.count(Corroboration.NO_EVIDENCE),
    )


def _origins(areas: list[MatrixArea], source: str) -> int:
    """Different documents (or occasions) that evidence comes from."""
    rows = (each for area in areas for row in area.rows for each in row.evidence)
    return len({row.piece.origin.casefold() for row in rows if row.source == source})
