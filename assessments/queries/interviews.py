"""Interviews and their notes, for the assessment team."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from assessments.models import Assessment, Interview, InterviewNote
from cip.db.paging import sorted_rows


@dataclass(frozen=True)
class InterviewRow:
    """An interview in a list: what is safe to hand on, without names and words."""

    id: UUID
    role_asked: str
    kind_label: str
    state: str
    state_label: str
    planned_on: date
    held_on: date | None
    has_consent: bool
    note_count: int
    evidence_count: int

    @property
    def needs_consent(self) -> bool:
        """Held, and nobody has recorded that it may be used."""
        return self.state == Interview.State.HELD and not self.has_consent


@dataclass(frozen=True)
class NoteRow:
    """A note with what it is about and how often it serves as evidence."""

    id: UUID
    text: str
    kind: str
    kind_label: str
    says: str
    says_label: str
    about: tuple[str, ...]
    written_by: str
    evidence_count: int

    @property
    def is_evidence(self) -> bool:
        """Whether it is used; then it no longer changes."""
        return self.evidence_count > 0


ORDERS: dict[str, Callable[[InterviewRow], Any]] = {
    "role": lambda row: row.role_asked.casefold(),
    "planned_on": lambda row: row.planned_on,
    "held_on": lambda row: row.held_on,
    "state": lambda row: Interview.State.values.index(row.state),
}


def interviews(
    assessment: Assessment, *, search: str = "", state: str = "", sort: str = ""
) -> list[InterviewRow]:
    """By planned day unless sorted; one query."""
    rows = (
        Interview.objects.filter(assessment=assessment)
        .annotate(
            note_count=Count("notes", distinct=True),
            evidence_count=Count("notes__evidence", distinct=True),
        )
        .order_by("planned_on", "created_at")
    )
    if state:
        rows = rows.filter(state=state)
    if search:
        rows = rows.filter(role_asked__icontains=search)
    return sorted_rows([_row(row) for row in rows], sort, ORDERS)


def notes_of(interview: Interview) -> list[NoteRow]:
    """In the order of writing; two queries."""
    rows = (
        InterviewNote.objects.filter(interview=interview)
        .select_related("written_by")
        .prefetch_related("nodes")
        .annotate(evidence_count=Count("evidence"))
        .order_by("created_at", "pk")
    )
    return [
        NoteRow(
            id=row.pk,
            text=row.text,
            kind=row.kind,
            kind_label=row.get_kind_display(),
            says=row.says,
            says_label=row.get_says_display() if row.says else "",
            about=tuple(
                f"{node.code} {node.title}"
                for node in sorted(row.nodes.all(), key=lambda node: node.position)
            ),
            written_by=str(row.written_by),
            evidence_count=row.evidence_count,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class InterviewCounts:
    """How many interviews there were: all that reports may say."""

    planned: int
    held: int
    canceled: int
    without_consent: int


def interview_counts(assessment: Assessment) -> InterviewCounts:
    """One query."""
    states = Interview.State
    found = Interview.objects.filter(assessment=assessment).aggregate(
        planned=Count("pk", filter=Q(state=states.PLANNED)),
        held=Count("pk", filter=Q(state=states.HELD)),
        canceled=Count("pk", filter=Q(state=states.CANCELED)),
        without_consent=Count("pk", filter=Q(state=states.HELD, consent_on__isnull=True)),
    )
    return InterviewCounts(**found)


def _row(row: Any) -> InterviewRow:
    return InterviewRow(
        id=row.pk,
        role_asked=row.role_asked,
        kind_label=row.get_kind_display(),
        state=row.state,
        state_label=row.get_state_display(),
        planned_on=row.planned_on,
        held_on=row.held_on,
        has_consent=row.has_consent,
        note_count=row.note_count,
        evidence_count=row.evidence_count,
    )
