"""What waits for a person, by when.

To add a source, describe it in `cip.home.work_sources` and name it in `SOURCES`: one query brings
what all of them find; `my_work` sorts and groups it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment
from cip.access.actor import Actor
from cip.home import work_sources as sources
from cip.home.rules.agenda import Urgency, urgency
from cip.home.work_sources import Source, WorkEntry
from cip.home.work_steps import method_steps, steps_in
from cip.programs.models import Program

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
IN_PROGRAMS = tuple(each for each in SOURCES if each is not sources.EXPIRED_INVITATIONS)

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


@dataclass(frozen=True)
class WaitingHere:
    """What waits for the actor in one program; `has_more` when not everything is listed."""

    sections: list[WorkSection]
    has_more: bool


def my_work(actor: Actor, today: date) -> list[WorkSection]:
    """What waits for the actor, grouped by urgency, empty groups left out.

    One query for the sources, and those of the step boards.
    """
    waiting = [*sources.entries(actor, SOURCES), *method_steps(actor, today)]
    return _sections(_in_order(waiting), today)


def work_in(
    program: Program, assessments: Sequence[Assessment], actor: Actor, today: date, most: int
) -> WaitingHere:
    """The first `most` things that wait in the program, of whose assessments none is missing.

    One query for the sources, and those of the step boards.
    """
    waiting = [
        *sources.entries(actor, IN_PROGRAMS, program.pk, most=most + 1),
        *steps_in(assessments, actor, today),
    ]
    return WaitingHere(_sections(_in_order(waiting)[:most], today), len(waiting) > most)


def _in_order(entries: list[WorkEntry]) -> list[WorkEntry]:
    return sorted(entries, key=lambda entry: (entry.due_on or date.max, entry.title))


def _sections(entries: Sequence[WorkEntry], today: date) -> list[WorkSection]:
    sections = []
    for kind in Urgency:
        found = tuple(entry for entry in entries if urgency(entry.due_on, today) == kind)
        if found:
            sections.append(WorkSection(kind.value, str(TITLES[kind]), found))
    return sections
