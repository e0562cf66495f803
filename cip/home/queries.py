"""What the program overview shows of the apps below."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from assessments import policies as assessment_policies
from assessments.models import Assessment
from assessments.queries.outcome import level_outcome
from assessments.rules import lifecycle
from cip.access.actor import Actor, granted_in_any_team
from cip.access.check import allowed
from cip.access.permissions import Permission
from cip.db.written import as_json, written_rows
from cip.jobs.models import Job
from cip.programs.models import Program
from cip.programs.queries.teams import led_teams
from cip.reports.models import ReportRun
from roadmap.models import Initiative, Milestone

LINES, REPORTS = 5, 3


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

    id: UUID
    name: str
    lead: str
    initiatives: int
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
class About:
    """Who stands behind a program, when it runs, and what it counts in."""

    lead: str
    sponsor: str
    starts_on: date
    ends_on: date | None
    currency: str


def about(program: Program) -> About:
    """What the program says of itself."""
    return About(
        lead=str(program.lead),
        sponsor=str(program.sponsor or ""),
        starts_on=program.starts_on,
        ends_on=program.ends_on,
        currency=program.currency,
    )


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


def assessment_lines(rows: Sequence[Assessment], actor: Actor) -> tuple[AssessmentLine, ...]:
    """The latest of `assessments_of`; the queries of one level."""
    latest = rows[:LINES]
    sees_progress = bool(allowed(assessment_policies.check_can_see_progress, actor))
    levels = _latest_level(latest, actor)
    return tuple(
        AssessmentLine(
            id=row.pk,
            title=row.title,
            state=row.state,
            state_label=row.get_state_display(),
            closes_on=row.closes_on,
            participants=row.invited,  # type: ignore[attr-defined]
            submitted=row.submitted if sees_progress else None,  # type: ignore[attr-defined]
            level=levels.get(row.pk),
        )
        for row in latest
    )


def teams_and_roadmap(
    program: Program, actor: Actor, today: date
) -> tuple[tuple[TeamLine, ...], RoadmapState]:
    """The program's teams with the counts of their initiatives, the sums, and the next milestones.

    One query: every workplan belongs to a team of its program.
    """
    teams = [
        _Team(
            id=pk,
            name=name,
            lead=lead or "",
            counts=as_json(counts) or dict.fromkeys(_COUNTS, 0),
            coming=[as_json(one) for one in coming],
        )
        for pk, name, lead, counts, coming in written_rows(
            _led, actor, program_id=program.pk, today=today
        )
    ]
    lines = tuple(
        TeamLine(team.id, team.name, team.lead, team.counts["total"], team.counts["done"])
        for team in teams
    )
    sums = {name: sum(team.counts[name] for team in teams) for name in _COUNTS}
    return lines, RoadmapState(**sums, milestones=_next_milestones(teams, today))


_COUNTS = ("total", "planned", "running", "done", "overdue")


@dataclass(frozen=True)
class _Team:
    """A team as it is loaded: counts by name, and its next milestones as values."""

    id: UUID
    name: str
    lead: str
    counts: dict[str, int]
    coming: list[dict[str, Any]]


def _led(actor: Actor, program_id: UUID, today: date) -> QuerySet[Any]:
    rows = led_teams(program_id).annotate(
        counts=Subquery(_initiatives(actor, today)), coming=ArraySubquery(_milestones(actor))
    )
    return rows.values_list("pk", "name", "lead_name", "counts", "coming")


def _initiatives(actor: Actor, today: date) -> QuerySet[Any]:
    """Counts of a team's initiatives; dropped ones do not count."""
    rows = Initiative.objects.visible_to(actor).filter(workplan__team=OuterRef("pk"))
    counted: QuerySet[Any] = (
        rows.exclude(state="dropped")
        .order_by()
        .values("workplan__team")
        .annotate(
            counts=JSONObject(
                total=Count("pk"),
                planned=Count("pk", filter=Q(state="planned")),
                running=Count("pk", filter=Q(state="started")),
                done=Count("pk", filter=Q(state="done")),
                overdue=Count("pk", filter=Q(due_on__lt=today) & ~Q(state="done")),
            )
        )
        .values("counts")
    )
    return counted


def _milestones(actor: Actor) -> QuerySet[Any]:
    """As many of a team's next milestones as the page could show."""
    rows = Milestone.objects.visible_to(actor).filter(
        workplan__team=OuterRef("pk"), reached_on__isnull=True
    )
    listed: QuerySet[Any] = rows.order_by(*_DUE).values(
        row=JSONObject(due_on="due_on", title="title", pk="pk")
    )
    return listed[:LINES]


_DUE = ("due_on", "title", "pk")


def _next_milestones(teams: Sequence[_Team], today: date) -> tuple[MilestoneLine, ...]:
    found = [(team.name, row) for team in teams for row in team.coming]
    found.sort(key=lambda each: [each[1][name] for name in _DUE])
    return tuple(
        MilestoneLine(row["title"], team, due_on, due_on < today)
        for team, row in found[:LINES]
        for due_on in [date.fromisoformat(row["due_on"])]
    )


def report_lines(program: Program, actor: Actor) -> tuple[ReportLine, ...] | None:
    """The latest reports; None for those who may not ask for reports. One query."""
    if not granted_in_any_team(actor, Permission.REQUEST_REPORT):
        return None
    return tuple(
        ReportLine(label, who, when, state, str(Job.State(state).label))
        for label, who, when, state in written_rows(_latest_reports, actor, program_id=program.pk)
    )


def _latest_reports(actor: Actor, program_id: UUID) -> QuerySet[Any]:
    rows = ReportRun.objects.visible_to(actor).filter(program_id=program_id)
    return rows.order_by("-requested_at", "pk").values_list(
        "subject_label", "requested_by_label", "requested_at", "job__state"
    )[:REPORTS]
