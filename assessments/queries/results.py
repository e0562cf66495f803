"""The thread backwards: what a finding or an agreed rating rests on."""

from dataclasses import dataclass
from uuid import UUID

from assessments.models import Evidence, Finding
from assessments.queries.analysis import ItemResult
from assessments.queries.outcome import outcome


@dataclass(frozen=True)
class RatingLink:
    """An agreed rating as a station of the thread."""

    goal_id: UUID
    code: str
    title: str
    value: str
    value_label: str


@dataclass(frozen=True)
class EvidenceLink:
    """One piece of evidence as a station: its kind and, for a question, the answers as shown."""

    source: str
    source_label: str
    supports: bool
    item: ItemResult | None
    document: str


@dataclass(frozen=True)
class FindingThread:
    """finding <- evidence <- answers; and the agreed ratings of the goals it speaks of."""

    id: UUID
    title: str
    kind_label: str
    state_label: str
    corroboration: str
    assessment_id: UUID
    assessment_title: str
    model_version: str
    node_id: UUID
    node_title: str
    evidence: tuple[EvidenceLink, ...]
    ratings: tuple[RatingLink, ...]


def thread_of_finding(finding_id: UUID) -> FindingThread | None:
    """Where a finding comes from, as anybody in the program may see it; None when there is none.

    The caller has checked that the reader may see what the thread hangs on. Answers are under the
    threshold, names are taken out of texts, origins and notes of interviews are left out.
    """
    row = (
        Finding.objects.select_related("assessment__model_version__model", "assessment__program")
        .filter(pk=finding_id)
        .first()
    )
    if row is None:
        return None
    found = outcome(row.assessment, for_team=False)
    said = next((f for f in found.findings if f.id == finding_id), None)
    if said is None:  # dropped
        return None
    items = {item.id: item for item in found.analysis.items}
    return FindingThread(
        id=row.pk,
        title=said.title,
        kind_label=said.kind_label,
        state_label=said.state_label,
        corroboration=said.corroboration,
        assessment_id=row.assessment_id,
        assessment_title=row.assessment.title,
        model_version=str(row.assessment.model_version),
        node_id=said.node_id,
        node_title=said.node_title,
        evidence=evidence_links(row, items),
        ratings=tuple(
            RatingLink(goal.id, goal.code, goal.title, goal.value, goal.value_label)
            for area in found.areas
            for goal in area.goals
            if said.node_id == area.id or said in goal.findings
        ),
    )


def evidence_links(finding: Finding, items: dict[UUID, ItemResult]) -> tuple[EvidenceLink, ...]:
    """The finding's evidence as stations, oldest first; one query. Notes and origins stay out."""
    rows = (
        Evidence.objects.filter(finding=finding)
        .select_related("artefact_version__artefact")
        .order_by("created_at")
    )
    return tuple(
        EvidenceLink(
            source=row.source,
            source_label=row.get_source_display(),
            supports=row.polarity == Evidence.Polarity.SUPPORTS,
            item=items.get(row.item_id) if row.item_id else None,
            document=row.artefact_version.artefact.title if row.artefact_version else "",
        )
        for row in rows
    )
