"""The agenda against the clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from itertools import groupby
from uuid import UUID

from workshops.models import AgendaItem, Workshop
from workshops.rules.agenda import AgendaClock, agenda_clock


@dataclass(frozen=True)
class AgendaRow:
    """One item; `starts_at` is None while the workshop has no start time."""

    id: UUID
    title: str
    minutes: int
    presenter: str
    starts_at: time | None
    version: int
    section: str
    section_number: int
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class AgendaSection:
    """A section with its items."""

    number: int
    title: str
    minutes: int
    rows: tuple[AgendaRow, ...]


@dataclass(frozen=True)
class Agenda:
    """All sections and the clock."""

    sections: tuple[AgendaSection, ...]
    clock: AgendaClock
    available_minutes: int

    @property
    def rows(self) -> tuple[AgendaRow, ...]:
        """All items in order."""
        return tuple(row for section in self.sections for row in section.rows)

    @property
    def section_titles(self) -> list[str]:
        """The sections' titles in order."""
        return [section.title for section in self.sections]


def agenda_items(workshop: Workshop) -> list[AgendaItem]:
    """The items in order."""
    return list(workshop.agenda.order_by("position"))


def agenda_of(workshop: Workshop, items: Sequence[AgendaItem] | None = None) -> Agenda:
    """The agenda with running times; one query unless the items are given."""
    items = agenda_items(workshop) if items is None else items
    times = agenda_clock(
        [item.minutes for item in items],
        available_minutes=workshop.available_minutes,
        starts_at=workshop.starts_at,
    )
    rows = [
        AgendaRow(
            id=item.pk,
            title=item.title,
            minutes=item.minutes,
            presenter=item.presenter,
            starts_at=times.starts[index] if times.starts else None,
            version=item.version,
            section=item.section,
            section_number=item.section_number,
            is_first=index == 0,
            is_last=index == len(items) - 1,
        )
        for index, item in enumerate(items)
    ]
    sections = []
    for (number, title), group in groupby(rows, key=lambda row: (row.section_number, row.section)):
        found = tuple(group)
        sections.append(AgendaSection(number, title, sum(row.minutes for row in found), found))
    return Agenda(tuple(sections), times, workshop.available_minutes)
