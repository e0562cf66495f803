"""What waits for a person, by when.

To add a source, write a function in `cip.home.work_sources` (one query each) and name it in
`SOURCES`; `my_work` sorts and groups what the sources give.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from cip.access.actor import Actor
from cip.home import work_sources, work_steps
from cip.home.rules.agenda import Urgency, urgency
from cip.home.work_sources import WorkEntry

Source = Callable[[Actor, date], list[WorkEntry]]

SOURCES: tuple[Source, ...] = (
    work_sources.questionnaires,
    work_steps.method_steps,
    work_sources.agreements,
    work_sources.action_items,
    work_sources.workshop_actions,
    work_sources.work_items,
    work_sources.initiatives,
    work_sources.activities,
    work_sources.ready_gates,
    work_sources.expired_invitations,
)

TITLES = {
    Urgency.OVERDUE: _("Overdue"),
    Urgency.WEEK: _("This week"),
    Urgency.LATER: _("Later"),
    Urgency.UNDATED: _("Without a date"),
}


@dataclass(frozen=True)
class WorkSection:
    """Entries of one urgency, the earliest first."""

    key: str
    title: str
    entries: tuple[WorkEntry, ...]


def my_work(actor: Actor, today: date, *, program_id: UUID | None = None) -> list[WorkSection]:
    """What waits for the actor, grouped by urgency, empty groups left out.

    With `program_id` only what belongs to that program. One query for each source.
    """
    entries = [entry for source in SOURCES for entry in source(actor, today)]
    if program_id is not None:
        entries = [entry for entry in entries if entry.program_id == program_id]
    entries.sort(key=lambda entry: (entry.due_on or date.max, entry.title))
    sections = []
    for kind in Urgency:
        found = tuple(entry for entry in entries if urgency(entry.due_on, today) == kind)
        if found:
            sections.append(WorkSection(kind.value, str(TITLES[kind]), found))
    return sections
