"""What a workshop brought, by agenda item and by kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from workshops.models import AgendaItem, Outcome, Workshop


@dataclass(frozen=True)
class OutcomeRow:
    """One note, decision or action."""

    id: UUID
    kind: str
    kind_label: str
    text: str
    owner: str
    due_on: date | None
    is_overdue: bool
    team: str
    team_id: UUID | None
    agenda_item_id: UUID | None
    agenda_item: str
    recorded_by: str
    recorded_at: datetime
    version: int


@dataclass(frozen=True)
class OutcomeGroup:
    """Outcomes under one heading; `item_id` is None for what belongs to no agenda item."""

    title: str
    item_id: UUID | None
    rows: tuple[OutcomeRow, ...]


def outcome_rows(workshop: Workshop, today: date) -> list[OutcomeRow]:
    """All outcomes in the order in which they were recorded; one query."""
    rows = workshop.outcomes.select_related("owner", "team", "agenda_item", "recorded_by")
    return [
        OutcomeRow(
            id=row.pk,
            kind=row.kind,
            kind_label=row.get_kind_display(),
            text=row.text,
            owner=str(row.owner) if row.owner else "",
            due_on=row.due_on,
            is_overdue=row.due_on is not None and row.due_on < today,
            team=row.team.name if row.team else "",
            team_id=row.team_id,
            agenda_item_id=row.agenda_item_id,
            agenda_item=row.agenda_item.title if row.agenda_item else "",
            recorded_by=str(row.recorded_by),
            recorded_at=row.created_at,
            version=row.version,
        )
        for row in rows.order_by("created_at", "pk")
    ]


def by_agenda_item(
    rows: Sequence[OutcomeRow], items: Sequence[AgendaItem], rest_title: str
) -> list[OutcomeGroup]:
    """Outcomes under their agenda items, in the agenda's order; what has none comes last."""
    groups = [
        OutcomeGroup(item.title, item.pk, tuple(r for r in rows if r.agenda_item_id == item.pk))
        for item in items
    ]
    rest = tuple(row for row in rows if row.agenda_item_id is None)
    found = [group for group in groups if group.rows]
    return [*found, OutcomeGroup(rest_title, None, rest)] if rest else found


def of_kind(rows: Sequence[OutcomeRow], kind: str) -> list[OutcomeRow]:
    """The outcomes of one kind; actions by date."""
    found = [row for row in rows if row.kind == kind]
    if kind == Outcome.Kind.ACTION:
        found.sort(key=lambda row: (row.due_on or date.max, row.recorded_at))
    return found
