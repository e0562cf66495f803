"""What the program overview shows of the apps below."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce

from assessments import policies as assessment_policies
from assessments.models import Assessment, Participant
from assessments.queries.outcome import level_outcome
from assessments.queries.progress import HAS_SUBMITTED
from assessments.rules import lifecycle
from cip.access.actor import Actor, granted_in_any_team
from cip.access.check import allowed
from cip.access.permissions import Permission
from cip.programs.models import Program
from cip.programs.queries.teams import TeamRow, teams_of
from cip.reports.models import ReportRun
from roadmap.models import Initiative, Milestone

LINES = 5


@dataclass(frozen=True)
class AssessmentLine:
    """One assessment. `submitted` is None for those who may not see who has answered."""

    id: UUID
    title: str
    state: str
    state_label: str
    closes_on: date | None
    participants: int
    submitted: int | None
    level: tuple[int, int] | None


@dataclass(frozen=True)
class TeamLine:
    """One CI team with its initiatives."""

    team: TeamRow
    initiatives: int
    running: int
    done: int


@dataclass(frozen=True)
class MilestoneLine:
    """A milestone that is not reached."""

    title: str
    team: str
    due_on: date
    is_overdue: bool


@dataclass(frozen=True)
class RoadmapState:
    """The initiatives of all workplans that the actor may see; dropped ones do not count."""

    total: int
    planned: int
    running: int
    done: int
    overdue: int
    milestones: tuple[MilestoneLine, ...]


@dataclass(frozen=True)
class ReportLine:
    """A requested report and how far it is."""

    label: str
    requested_by: str
    requested_at: datetime
    state: str
    state_label: str


def _latest_level(rows: Iterable[Assessment], actor: Actor) -> dict[UUID, tuple[int, int]]:
    """Lower and upper bound of the level of the latest agreed assessment the actor may see.

    Only of the latest: the page shows where the organization stands now, in a fixed number of
    queries.
    """
    for row in rows:
        is_agreed = row.state in (lifecycle.AGREED, lifecycle.CLOSED)
        if is_agreed and allowed(assessment_policies.check_can_see_results, actor, row):
            found = level_outcome(row)
            return {} if found is None else {row.pk: (found.lower, found.upper)}
    return {}


def assessment_lines(program: Program, actor: Actor) -> tuple[list[AssessmentLine], int]:
    """The latest assessments and how many there are; one query, and those of the level."""
    asked = Participant.objects.filter(assessment=OuterRef("pk"), revoked_at__isnull=True)
    rows = Assessment.objects.visible_to(actor).filter(program=program)
    counted = rows.select_related("model_version").annotate(
        people=_count_of(asked),
        submitted=_count_of(asked.filter(HAS_SUBMITTED)),
        total=Window(Count("pk")),
    )
    latest = list(counted.order_by("-created_at", "pk")[:LINES])
    sees_progress = bool(allowed(assessment_policies.check_can_see_progress, actor))
    levels = _latest_level(latest, actor)
    lines = [
        AssessmentLine(
            id=row.pk,
            title=row.title,
            state=row.state,
            state_label=row.get_state_display(),
            closes_on=row.closes_on,
            participants=row.people,
            submitted=row.submitted if sees_progress else None,
            level=levels.get(row.pk),
        )
        for row in latest
    ]
    return lines, latest[0].total if latest else 0


def _count_of(people: QuerySet[Participant]) -> Coalesce:
    counted = people.order_by().values("assessment").annotate(n=Count("pk", distinct=True))
    return Coalesce(Subquery(counted.values("n")), 0)


def teams_and_roadmap(
    program: Program, actor: Actor, today: date
) -> tuple[list[TeamLine], RoadmapState]:
    """The program's teams with the counts of their initiatives, the sums, and the next milestones.

    Three queries.
    """
    counts = {row.pop("workplan__team"): row for row in _initiatives(program, actor, today)}
    nothing = dict.fromkeys(_COUNTS, 0)
    lines = [
        TeamLine(team, found["total"], found["running"], found["done"])
        for team in teams_of(program, actor)
        for found in [counts.get(team.id, nothing)]
    ]
    sums = {name: sum(row[name] for row in counts.values()) for name in _COUNTS}
    return lines, RoadmapState(**sums, milestones=_milestones(program, actor, today))


_COUNTS = ("total", "planned", "running", "done", "overdue")


def _initiatives(program: Program, actor: Actor, today: date) -> QuerySet[Any]:
    """Counts of each team's initiatives; dropped ones do not count."""
    rows = Initiative.objects.visible_to(actor).filter(workplan__program=program)
    counted: QuerySet[Any] = (
        rows.exclude(state="dropped")
        .values("workplan__team")
        .annotate(
            total=Count("pk"),
            planned=Count("pk", filter=Q(state="planned")),
            running=Count("pk", filter=Q(state="started")),
            done=Count("pk", filter=Q(state="done")),
            overdue=Count("pk", filter=Q(due_on__lt=today) & ~Q(state="done")),
        )
        .order_by()
    )
    return counted


def _milestones(program: Program, actor: Actor, today: date) -> tuple[MilestoneLine, ...]:
    rows = (
        Milestone.objects.visible_to(actor)
        .filter(workplan__program=program, reached_on__isnull=True)
        .select_related("workplan__team")
        .order_by("due_on", "title", "pk")[:LINES]
    )
    return tuple(
        MilestoneLine(row.title, str(row.workplan.team), row.due_on, row.due_on < today)
        for row in rows
    )


def report_lines(program: Program, actor: Actor) -> list[ReportLine]:
    """The latest reports, for those who may ask for reports. One query."""
    if not granted_in_any_team(actor, Permission.REQUEST_REPORT):
        return []
    rows = (
        ReportRun.objects.visible_to(actor)
        .filter(program_id=program.pk)
        .select_related("job")
        .order_by("-requested_at", "pk")[:3]
    )
    return [
        ReportLine(
            label=row.subject_label,
            requested_by=row.requested_by_label,
            requested_at=row.requested_at,
            state=row.job.state,
            state_label=row.job.get_state_display(),
        )
        for row in rows
    ]
