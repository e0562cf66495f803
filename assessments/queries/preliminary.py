"""Findings that wait to be discussed, area by area, as those concerned may read them."""

from dataclasses import dataclass
from uuid import UUID

from assessments.models import Assessment, Evidence, Finding
from assessments.queries.findings import FindingRow, finding_rows, people_names
from assessments.queries.unsafe_passages import TO_DISCUSS
from models_catalog.models import Node


@dataclass(frozen=True)
class FindingToDiscuss:
    """A finding with the kinds of source that speak for or against it."""

    row: FindingRow
    sources: tuple[str, ...]


@dataclass(frozen=True)
class AreaToDiscuss:
    """One area in scope with what is to be talked through there."""

    code: str
    title: str
    findings: tuple[FindingToDiscuss, ...]


def areas_to_discuss(assessment: Assessment) -> list[AreaToDiscuss]:
    """Areas that have findings in those states, in model order; names are taken out. Six queries.

    What is about no area in scope stands last, under an empty code.
    """
    findings = Finding.objects.filter(assessment=assessment, state__in=TO_DISCUSS)
    rows = finding_rows(
        findings.select_related("node").order_by("node__position", "kind", "created_at"),
        people_names(assessment),
    )
    sources = _sources([row.id for row in rows])
    found = [FindingToDiscuss(row, sources.get(row.id, ())) for row in rows]
    scope = assessment.scope.filter(is_applicable=True).select_related("node")
    areas = []
    for node in sorted((each.node for each in scope), key=lambda node: node.position):
        inside = tuple(one for one in found if _is_in(one, node))
        found = [one for one in found if one not in inside]
        if inside:
            areas.append(AreaToDiscuss(node.code, node.title, inside))
    return [*areas, AreaToDiscuss("", "", tuple(found))] if found else areas


def _is_in(one: FindingToDiscuss, area: Node) -> bool:
    return area.position <= one.row.node_place <= area.last_position


def _sources(findings: list[UUID]) -> dict[UUID, tuple[str, ...]]:
    rows = Evidence.objects.filter(finding_id__in=findings).values_list("finding_id", "source")
    kinds: dict[UUID, set[str]] = {}
    for finding, source in rows.order_by().distinct():
        kinds.setdefault(finding, set()).add(source)
    return {
        finding: tuple(str(one.label) for one in Evidence.Source if one.value in found)
        for finding, found in kinds.items()
    }
