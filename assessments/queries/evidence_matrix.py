"""The evidence matrix: per practice what questionnaire, interviews, documents and work say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, Evidence, Finding, PracticeEvidence, Says
from assessments.queries.analysis import ItemResult, analysis
from assessments.queries.findings import EVIDENCE_ROWS, origin_of, piece_of
from assessments.queries.remarks import evidence_named
from assessments.rules.analysis import Pattern
from assessments.rules.evidence import Corroboration, Piece
from assessments.rules.matrix import Verdict, age_in_months, is_stale, verdict
from assessments.rules.probes import Ground
from models_catalog.models import Node

VERDICT_LABELS = {
    Corroboration.CORROBORATED: _("Corroborated"),
    Corroboration.CONTRADICTED: _("Contradicted"),
    Corroboration.SINGLE_SOURCE: _("Single source"),
    Corroboration.NO_EVIDENCE: _("None"),
}
SOURCES = Evidence.Source
_SAID = {
    Pattern.UNANIMOUS_YES: (True,),
    Pattern.MOSTLY_YES: (True,),
    Pattern.UNANIMOUS_NO: (False,),
    Pattern.MOSTLY_NO: (False,),
    Pattern.SPLIT: (True, False),
}


@dataclass(frozen=True)
class EvidenceRow:
    """One piece about a practice; `finding` when it was added to that finding directly."""

    id: UUID
    node_id: UUID
    source: str
    source_label: str
    is_done: bool
    dated_on: date | None
    age_months: int | None
    is_stale: bool
    origin: str
    note: str
    piece: Piece
    finding_id: UUID | None = None
    interview_id: UUID | None = None
    taken_into: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Cell:
    """Independent sources of one kind: how many say done, how many not done, how many are old."""

    done: int
    not_done: int
    stale: int

    @property
    def is_empty(self) -> bool:
        """Nothing of this kind."""
        return not (self.done or self.not_done)


@dataclass(frozen=True)
class MatrixRow:
    """One practice (or goal, or the area itself) with all that is known about it.

    `named`: answers that say what shows them, where the question is shown. Nobody looked at it yet.
    """

    node_id: UUID
    code: str
    title: str
    items: tuple[ItemResult, ...]
    evidence: tuple[EvidenceRow, ...]
    verdict: Verdict
    named: int = 0

    @property
    def verdict_label(self) -> str:
        """The verdict in words."""
        return str(VERDICT_LABELS[self.verdict.state])

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """Why to ask again, from the answers as far as they are shown."""
        return tuple(dict.fromkeys(ground for item in self.items for ground in item.grounds))

    @property
    def is_answered(self) -> bool:
        """Whether the questionnaire says something about it."""
        is_added = any(row.source == SOURCES.QUESTIONNAIRE for row in self.evidence)
        return is_added or any(item.statistics and item.statistics.valid for item in self.items)

    @property
    def interviews(self) -> Cell:
        """What interviews say."""
        return self._cell(SOURCES.INTERVIEW)

    @property
    def documents(self) -> Cell:
        """What documents say."""
        return self._cell(SOURCES.DOCUMENT)

    @property
    def observations(self) -> Cell:
        """What was seen."""
        return self._cell(SOURCES.OBSERVATION)

    def _cell(self, source: str) -> Cell:
        rows = [row for row in self.evidence if row.source == source]
        return Cell(
            done=len({row.piece.origin for row in rows if row.is_done}),
            not_done=len({row.piece.origin for row in rows if not row.is_done}),
            stale=len({row.piece.origin for row in rows if row.is_stale}),
        )


@dataclass(frozen=True)
class MatrixArea:
    """An area in scope with a row for each of its practices."""

    id: UUID
    code: str
    title: str
    rows: tuple[MatrixRow, ...] = field(default=())

    @property
    def has_steps(self) -> bool:
        """Whether questions here are answered by steps of maturity, which claim nothing."""
        items = (item for row in self.rows for item in row.items)
        return any(item.scale is not None and not item.scale.tells_done for item in items)

    def count(self, state: Corroboration) -> int:
        """Rows with that verdict."""
        return sum(row.verdict.state == state for row in self.rows)

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """Each verdict as (state, label, number of rows)."""
        return [(state, str(label), self.count(state)) for state, label in VERDICT_LABELS.items()]


def matrix(assessment: Assessment, *, today: date) -> list[MatrixArea]:
    """All areas in scope for the assessment team, in a fixed number of queries.

    Answers count as one source, under the threshold that holds for the team: what is hidden says
    nothing here either.
    """
    found = analysis(assessment, for_team=True)
    named = found.kept("named", lambda: evidence_named(found.items))
    return matrix_of(assessment, found.by_node(), today=today, named=named)


def matrix_of(
    assessment: Assessment,
    items: Mapping[UUID, list[ItemResult]],
    *,
    today: date,
    named: Mapping[UUID, int] | None = None,
) -> list[MatrixArea]:
    """The same under the threshold of answers that were read before; `named` is by root."""
    evidence: dict[UUID, list[EvidenceRow]] = {}
    for row in evidence_rows(assessment, today=today):
        evidence.setdefault(row.node_id, []).append(row)
    scope = assessment.scope.filter(is_applicable=True).select_related("node")
    areas = sorted((each.node for each in scope), key=lambda node: node.position)
    nodes = list(
        Node.objects.filter(version_id=assessment.model_version_id)
        .select_related("type")
        .order_by("position")
    )
    return [
        MatrixArea(
            area.pk, area.code, area.title, tuple(_rows(area, nodes, items, evidence, named or {}))
        )
        for area in areas
    ]


def evidence_rows(
    assessment: Assessment, *, today: date, node_id: UUID | None = None
) -> list[EvidenceRow]:
    """Pieces about practices, and those added to findings about them; three queries."""
    collected = (
        PracticeEvidence.objects.filter(assessment=assessment)
        .select_related("artefact_version__artefact", "item__question", "interview_note__interview")
        .prefetch_related("taken_into")
        .order_by("dated_on", "created_at")
    )
    added = (
        Evidence.objects.filter(finding__assessment=assessment, taken_from__isnull=True)
        .exclude(finding__state=Finding.State.DROPPED)
        .exclude(source=SOURCES.QUESTIONNAIRE)
        .select_related("finding", "artefact_version__artefact", *EVIDENCE_ROWS)
        .order_by("created_at")
    )
    if node_id is not None:
        collected, added = collected.filter(node=node_id), added.filter(finding__node=node_id)
    return [*(_collected(row, today) for row in collected), *(_added(row) for row in added)]


def findings_to_rest_on_it(assessment: Assessment) -> list[tuple[UUID, str]]:
    """Findings that may take evidence in, in model order; one query."""
    rows = Finding.objects.filter(assessment=assessment).exclude(state=Finding.State.DROPPED)
    return list(rows.order_by("node__position", "created_at").values_list("pk", "title"))


def _rows(
    area: Node,
    nodes: Iterable[Node],
    items: Mapping[UUID, list[ItemResult]],
    evidence: Mapping[UUID, list[EvidenceRow]],
    named: Mapping[UUID, int],
) -> Iterable[MatrixRow]:
    for node in nodes:
        if not area.position <= node.position <= area.last_position:
            continue
        if not (node.type.is_askable or node.pk in items or node.pk in evidence):
            continue
        asked, pieces = items.get(node.pk, []), evidence.get(node.pk, [])
        yield MatrixRow(
            node_id=node.pk,
            code=node.code,
            title=node.title,
            items=tuple(asked),
            evidence=tuple(pieces),
            verdict=verdict([*_answers(asked), *(row.piece for row in pieces)]),
            named=sum(named.get(item.root, 0) for item in asked),
        )


def _answers(items: Iterable[ItemResult]) -> Iterable[Piece]:
    """What answers claim; those on steps of maturity claim nothing."""
    for item in items:
        if item.pattern is not None and item.scale is not None and item.scale.tells_done:
            for is_done in _SAID.get(item.pattern, ()):
                yield Piece(SOURCES.QUESTIONNAIRE, "", is_done)


def _collected(row: PracticeEvidence, today: date) -> EvidenceRow:
    note, document = row.interview_note, row.artefact_version
    is_done = row.says == Says.DONE
    origin = origin_of(row.origin, document, note)
    return EvidenceRow(
        id=row.pk,
        node_id=row.node_id,
        source=row.source,
        source_label=row.get_source_display(),
        is_done=is_done,
        dated_on=row.dated_on,
        age_months=age_in_months(row.dated_on, today),
        is_stale=is_stale(row.dated_on, today, months=settings.EVIDENCE_STALE_MONTHS),
        origin=_shown_origin(row),
        note=note.text if note else row.note,
        piece=Piece(row.source, origin, is_done),
        interview_id=note.interview_id if note else None,
        taken_into=tuple(each.finding_id for each in row.taken_into.all()),
    )


def _shown_origin(row: PracticeEvidence) -> str:
    if row.interview_note is not None:
        return row.interview_note.interview.role_asked
    if row.artefact_version is not None:
        return f"{row.artefact_version.artefact.title} · v{row.artefact_version.number}"
    if row.item is not None:
        return row.item.text
    return row.origin


def _added(row: Evidence) -> EvidenceRow:
    is_weakness = row.finding.kind == Finding.Kind.WEAKNESS
    is_done = (row.polarity == Evidence.Polarity.SUPPORTS) != is_weakness
    document = row.artefact_version
    piece = piece_of(row)
    return EvidenceRow(
        id=row.pk,
        node_id=row.finding.node_id,
        source=row.source,
        source_label=row.get_source_display(),
        is_done=is_done,
        dated_on=None,
        age_months=None,
        is_stale=False,
        origin=document.artefact.title if document else row.origin,
        note=row.note,
        piece=Piece(piece.source, piece.origin, is_done),
        finding_id=row.finding_id,
    )
