"""Weaknesses and agreed actions that no workplan has taken yet, and where the others went."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Exists, OuterRef, QuerySet

from assessments.models import ActionItem, Finding
from assessments.queries.findings import (
    names_in_organization,
    sees_all_findings,
    visible_action_items,
    visible_findings,
)
from assessments.rules.naming import without_names
from cip.access.actor import Actor, granted
from cip.access.permissions import Permission
from cip.access.roles import TEAM_GRANTS
from cip.db.ordering import natural
from cip.db.paging import WHOLE, PageNumber, page_of, sorted_rows
from cip.programs.models import CITeam
from roadmap.models import Initiative, InitiativeSource, WorkItem
from workshops.models import Outcome

SOURCES_PER_PAGE = 20
SOURCE_KINDS = ("findings", "action_items", "outcomes")


@dataclass(frozen=True)
class SourceRow:
    """A weakness or an agreed action to take in. `origin`: its assessment or workshop."""

    kind: str
    id: UUID
    title: str
    origin: str
    about: str
    owner: str
    due_on: date | None


@dataclass(frozen=True)
class SourcePages:
    """A page each of weaknesses, actions of assessments, and actions of workshops."""

    findings: Page
    action_items: Page
    outcomes: Page

    @property
    def count(self) -> int:
        """How many there are in all."""
        return sum(p.paginator.count for p in (self.findings, self.action_items, self.outcomes))


@dataclass(frozen=True)
class Taken:
    """Where a source went. `is_hidden`: into another team's draft."""

    initiatives: tuple[tuple[UUID, str, str], ...]
    work_items: tuple[tuple[UUID, str, str], ...]
    is_hidden: bool

    @property
    def anywhere(self) -> bool:
        """Whether it was taken at all."""
        return bool(self.initiatives or self.work_items or self.is_hidden)


def released_names(actor: Actor) -> Sequence[str]:
    """Names that must not stand in texts of assessments that this actor reads (two queries)."""
    return () if sees_all_findings(actor) else names_in_organization(actor.organization_id)


SOURCE_ORDERS: dict[str, Callable[[SourceRow], Any]] = {
    "title": lambda row: row.title.casefold(),
    "due_on": lambda row: row.due_on,
    "owner": lambda row: row.owner.casefold() or None,
    "origin": lambda row: row.origin.casefold(),
}


def chosen_sources(
    actor: Actor,
    program_id: UUID,
    *,
    search: str = "",
    kind: str = "",
    sort: str = "",
    numbers: tuple[PageNumber, PageNumber, PageNumber] = ("1", "1", "1"),
) -> SourcePages:
    """As `sources_to_take`, those that fit and sorted; `kind` is a field of SourcePages or empty.

    Words are looked for in what is shown, so that no removed name can be searched. All rows are
    read for that, in at most five queries.
    """
    whole = sources_to_take(actor, program_id, (WHOLE, WHOLE, WHOLE))
    words = search.casefold()
    pages = {}
    for name, number in zip(SOURCE_KINDS, numbers, strict=True):
        rows = [
            row
            for row in getattr(whole, name)
            if kind in ("", name) and words in f"{row.title}\n{row.about}\n{row.origin}".casefold()
        ]
        ordered = sorted_rows(rows, sort, SOURCE_ORDERS)
        pages[name] = page_of(ordered, number, lambda row: row, size=SOURCES_PER_PAGE)
    return SourcePages(**pages)


def sources_to_take(
    actor: Actor,
    program_id: UUID,
    pages: tuple[PageNumber, PageNumber, PageNumber] = ("1", "1", "1"),
) -> SourcePages:
    """What is there to take, oldest due first, as the actor may see it; at most eight queries."""
    names = released_names(actor)
    findings = untaken_findings(actor, program_id).order_by("created_at", "pk")
    items = untaken_action_items(actor, program_id).order_by("due_on", "pk")
    outcomes = untaken_outcomes(actor, program_id).order_by("due_on", "pk")
    size = SOURCES_PER_PAGE
    return SourcePages(
        findings=page_of(findings, pages[0], lambda row: _finding(row, names), size=size),
        action_items=page_of(items, pages[1], lambda row: _action(row, names), size=size),
        outcomes=page_of(outcomes, pages[2], _outcome, size=size),
    )


def untaken_findings(actor: Actor, program_id: UUID) -> QuerySet[Finding]:
    """Weaknesses and alternative practices without an initiative."""
    taken = InitiativeSource.objects.filter(finding=OuterRef("pk"))
    return (
        visible_findings(actor)
        .filter(~Exists(taken), assessment__program_id=program_id, kind=Finding.Kind.WEAKNESS)
        .exclude(state=Finding.State.DROPPED)
        .select_related("assessment", "node")
    )


def untaken_action_items(actor: Actor, program_id: UUID) -> QuerySet[ActionItem]:
    """Open actions of assessments."""
    taken = InitiativeSource.objects.filter(action_item=OuterRef("pk"))
    return (
        visible_action_items(actor)
        .filter(
            ~Exists(taken),
            assessment__program_id=program_id,
            work_item__isnull=True,
            state=ActionItem.State.OPEN,
        )
        .select_related("assessment", "finding", "owner")
    )


def untaken_outcomes(actor: Actor, program_id: UUID) -> QuerySet[Outcome]:
    """Agreed actions of workshops."""
    taken = InitiativeSource.objects.filter(outcome=OuterRef("pk"))
    rows: QuerySet[Outcome] = Outcome.objects.visible_to(actor)
    return rows.filter(
        ~Exists(taken),
        workshop__program_id=program_id,
        work_item__isnull=True,
        kind=Outcome.Kind.ACTION,
    ).select_related("workshop", "owner", "team")


def where_taken(actor: Actor, **source: object) -> Taken:
    """Where a finding, gap, action_item or outcome went; three queries."""
    initiatives = Initiative.objects.visible_to(actor).filter(
        **{f"sources__{name}": row for name, row in source.items()}
    )
    is_action = not {"finding", "gap"} & source.keys()
    items = WorkItem.objects.visible_to(actor).filter(**source) if is_action else None
    seen = tuple(initiatives.order_by("pk").values_list("pk", "title", "workplan__team__name"))
    work = tuple(items.values_list("workplan_id", "title", "workplan__team__name")) if items else ()
    hidden = not seen and not work and _is_taken_at_all(source, is_action)
    return Taken(seen, work, hidden)


@dataclass(frozen=True)
class GapInitiative:
    """An initiative that closes the gap of an area."""

    id: UUID
    title: str
    team: str
    state: str
    state_label: str
    progress: int
    area: str


def gap_initiatives(actor: Actor, assessment_id: UUID) -> tuple[GapInitiative, ...]:
    """Initiatives behind the gaps of an assessment, as the actor may see them. One query."""
    rows = InitiativeSource.objects.filter(
        gap__profile=assessment_id, initiative__in=Initiative.objects.visible_to(actor)
    ).select_related("initiative__workplan__team", "gap__node")
    return tuple(
        GapInitiative(
            id=row.initiative_id,
            title=row.initiative.title,
            team=row.initiative.workplan.team.name,
            state=row.initiative.state,
            state_label=row.initiative.get_state_display(),
            progress=row.initiative.progress,
            area=row.gap.node.title,  # type: ignore[union-attr]
        )
        for row in rows.order_by("gap__node__position", "initiative__starts_on", "pk")
    )


def _is_taken_at_all(source: dict[str, object], is_action: bool) -> bool:
    if InitiativeSource.objects.filter(**source).exists():
        return True
    return is_action and WorkItem.objects.filter(**source).exists()


def teams_to_plan_for(actor: Actor, program_id: UUID) -> QuerySet[CITeam]:
    """Teams whose workplan the actor may edit, by name; whether it is started does not matter."""
    teams: QuerySet[CITeam] = CITeam.objects.visible_to(actor).filter(program_id=program_id)
    if not granted(actor, Permission.EDIT_WORKPLAN):
        leads = [
            team_id
            for team_id, role in actor.team_roles.items()
            if Permission.EDIT_WORKPLAN in TEAM_GRANTS[role]
        ]
        teams = teams.filter(pk__in=leads)
    return teams.order_by(natural("name"), "pk")


def _finding(row: Finding, names: Sequence[str]) -> SourceRow:
    return SourceRow(
        kind="finding",
        id=row.pk,
        title=without_names(row.title, names),
        origin=row.assessment.title,
        about=row.node.title,
        owner="",
        due_on=None,
    )


def _action(row: ActionItem, names: Sequence[str]) -> SourceRow:
    return SourceRow(
        kind="action_item",
        id=row.pk,
        title=row.text,
        origin=row.assessment.title,
        about=without_names(row.finding.title, names) if row.finding else "",
        owner=str(row.owner),
        due_on=row.due_on,
    )


def _outcome(row: Outcome) -> SourceRow:
    return SourceRow(
        kind="outcome",
        id=row.pk,
        title=row.text,
        origin=row.workshop.title,
        about=row.team.name if row.team else "",
        owner=str(row.owner or ""),
        due_on=row.due_on,
    )
