"""The list of programs."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cip.access.actor import Actor
from cip.accounts.models import User
from cip.db.paging import PAGE_SIZE, PageNumber, page_of
from cip.db.rows import Columns
from cip.db.written import written_rows
from cip.programs.models import Activity, CITeam, Phase, Program

SETTLED = (Activity.State.DONE, Activity.State.SKIPPED)
ORDERS = {
    "name": ("name",),
    "-name": ("-name",),
    "starts_on": ("starts_on", "name"),
    "-starts_on": ("-starts_on", "name"),
    "lead": ("lead__name", "name"),
    "-lead": ("-lead__name", "name"),
}


@dataclass(frozen=True)
class ProgramRow:
    """One program in the list. `phase` is where it stands; empty once all gates are passed."""

    id: UUID
    name: str
    statement: str
    lead: str
    sponsor: str
    starts_on: date
    ends_on: date | None
    is_archived: bool
    phase: str
    settled: int
    activities: int
    teams: int


def program_page(
    actor: Actor,
    *,
    search: str = "",
    archived: bool = False,
    sort: str = "",
    number: PageNumber = "",
) -> Page:
    """One page of `ProgramRow`, running or archived ones. Two queries."""
    rows = Program.objects.visible_to(actor).filter(archived_at__isnull=not archived)
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(statement__icontains=search))
    counted = _counted(rows.select_related("lead", "sponsor"))
    return page_of(counted.order_by(*ORDERS.get(sort, ("name",)), "pk"), number, _row)


def visible_program(actor: Actor, pk: UUID) -> Program | None:
    """The program with its lead and its sponsor, if the actor may see it; one query, asked by
    every page of a program."""
    rows = written_rows(_whole, actor, program_id=pk)
    if not rows:
        return None
    values = iter(rows[0])
    program = _PROGRAM.take(values)
    program.lead, sponsor = _PERSON.take(values), _PERSON.take(values)
    program.sponsor = sponsor if sponsor.pk else None
    return program


_PROGRAM, _PERSON = Columns(Program), Columns(User)


def _whole(actor: Actor, program_id: UUID) -> QuerySet[Any]:
    rows = Program.objects.visible_to(actor).filter(pk=program_id)
    return rows.values_list(
        *_PROGRAM.paths(), *_PERSON.paths("lead__"), *_PERSON.paths("sponsor__")
    )


def running_programs(actor: Actor) -> list[ProgramRow]:
    """The first running programs by name, as many as a page holds. One query."""
    rows = Program.objects.visible_to(actor).filter(archived_at__isnull=True)
    counted = _counted(rows.select_related("lead", "sponsor")).order_by("name", "pk")
    return [_row(row) for row in counted[:PAGE_SIZE]]


def has_programs(actor: Actor) -> bool:
    """Whether the organization has a program at all, archived ones included. One query."""
    return Program.objects.visible_to(actor).exists()


def _counted(rows: QuerySet[Program]) -> QuerySet[Program]:
    activities = Activity.objects.filter(phase__program=OuterRef("pk"))
    open_phase = Phase.objects.filter(program=OuterRef("pk"), gate=Phase.Gate.OPEN)
    teams = CITeam.objects.filter(program=OuterRef("pk"))
    return rows.annotate(
        total_count=_count(activities, "phase__program"),
        settled_count=_count(activities.filter(state__in=SETTLED), "phase__program"),
        team_count=_count(teams, "program"),
        open_phase=Subquery(open_phase.order_by("position").values("kind")[:1]),
    )


def _count(rows: QuerySet[Activity] | QuerySet[CITeam], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _row(row: Program) -> ProgramRow:
    phase = row.open_phase  # type: ignore[attr-defined]
    return ProgramRow(
        id=row.pk,
        name=row.name,
        statement=row.statement,
        lead=str(row.lead),
        sponsor=str(row.sponsor or ""),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        is_archived=row.archived_at is not None,
        phase=str(Phase.Kind(phase).label) if phase else "",
        settled=row.settled_count,  # type: ignore[attr-defined]
        activities=row.total_count,  # type: ignore[attr-defined]
        teams=row.team_count,  # type: ignore[attr-defined]
    )
