"""What waits for a person, by when.

To add a source, describe it in `cip.home.work_sources` and name it in `SOURCES`: one query brings
what all of them find; `my_work` sorts and groups it.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from cip.access.actor import Actor
from cip.home import work_sources as sources
from cip.home.rules.agenda import Urgency, urgency
from cip.home.work_sources import Source, WorkEntry
from cip.home.work_steps import method_steps

SOURCES: tuple[Source, ...] = (
    sources.QUESTIONNAIRES,
    sources.AGREEMENTS,
    sources.ACTION_ITEMS,
    sources.WORKSHOP_ACTIONS,
    sources.WORK_ITEMS,
    sources.INITIATIVES,
    sources.ACTIVITIES,
    sources.READY_GATES,
    sources.EXPIRED_INVITATIONS,
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

    With `program_id` only what belongs to that program. One query for the sources, and those of the
    step boards.
    """
    entries = [
        *sources.entries(actor, SOURCES, program_id),
        *method_steps(actor, today, program_id=program_id),
    ]
    entries.sort(key=lambda entry: (entry.due_on or date.max, entry.title))
    sections = []
    for kind in Urgency:
        found = tuple(entry for entry in entries if urgency(entry.due_on, today) == kind)
        if found:
            sections.append(WorkSection(kind.value, str(TITLES[kind]), found))
    return sections
