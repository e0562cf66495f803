"""One team's workplan with its work."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cip.access.actor import Actor
from cip.db.paging import sorted_rows
from roadmap.models import BudgetLine, Initiative, WorkItem, Workplan
from roadmap.queries.roadmap import (
    Roadmap,
    RoadmapBar,
    RoadmapLane,
    RoadmapMilestone,
    Totals,
    roadmap_view,
    totals,
)

OPEN_FIRST = [
    WorkItem.State.STARTED.value,
    WorkItem.State.OPEN.value,
    WorkItem.State.DONE.value,
    WorkItem.State.DROPPED.value,
]


@dataclass(frozen=True)
class WorkItemRow:
    """One work item. `origin` says from which action it came."""

    id: UUID
    title: str
    description: str
    state: str
    state_label: str
    owner_id: UUID | None
    owner: str
    due_on: date | None
    effort_days: Decimal | None
    initiative_id: UUID | None
    initiative: str
    origin: str
    version: int

    @property
    def is_settled(self) -> bool:
        """Done or dropped."""
        return self.state in (WorkItem.State.DONE, WorkItem.State.DROPPED)


@dataclass(frozen=True)
class WorkplanPage:
    """Everything that the page of a workplan shows; `roadmap` is the whole program's."""

    lane: RoadmapLane
    totals: Totals
    work_items: tuple[WorkItemRow, ...]
    roadmap: Roadmap

    @property
    def bars(self) -> tuple[RoadmapBar, ...]:
        """The team's initiatives."""
        return self.lane.bars

    @property
    def milestones(self) -> tuple[RoadmapMilestone, ...]:
        """The team's milestones."""
        return self.lane.milestones


@dataclass(frozen=True)
class BudgetRow:
    """One budget line in the program's currency."""

    id: UUID
    kind: str
    kind_label: str
    label: str
    amount: Decimal
    version: int


def workplan_page(actor: Actor, workplan: Workplan) -> WorkplanPage:
    """The team's lane of the roadmap with its work items, in six queries."""
    roadmap = roadmap_view(actor, workplan.program_id)
    lane = next(lane for lane in roadmap.lanes if lane.workplan_id == workplan.pk)
    rows = WorkItem.objects.filter(workplan=workplan)
    return WorkplanPage(lane, totals(lane.bars), work_item_rows(rows), roadmap)


BAR_ORDERS: dict[str, Callable[[RoadmapBar], Any]] = {
    "title": lambda bar: bar.title.casefold(),
    "owner": lambda bar: bar.owner.casefold() or None,
    "starts_on": lambda bar: bar.starts_on,
    "due_on": lambda bar: bar.due_on,
    "state": lambda bar: Initiative.State.values.index(bar.state),
    "progress": lambda bar: bar.progress,
    "slack": lambda bar: bar.slack_days,
    "effort": lambda bar: bar.effort_days,
    "capex": lambda bar: bar.capex,
    "opex": lambda bar: bar.opex,
}
WORK_ITEM_ORDERS: dict[str, Callable[[WorkItemRow], Any]] = {
    "title": lambda row: row.title.casefold(),
    "initiative": lambda row: row.initiative.casefold() or None,
    "owner": lambda row: row.owner.casefold() or None,
    "due_on": lambda row: row.due_on,
    "state": lambda row: OPEN_FIRST.index(row.state),
    "effort": lambda row: row.effort_days,
}


def chosen_bars(
    bars: Iterable[RoadmapBar],
    *,
    search: str = "",
    owner: str = "",
    state: str = "",
    sort: str = "",
) -> list[RoadmapBar]:
    """Initiatives that fit, in the roadmap's order unless sorted."""
    words = search.casefold()
    found = [
        bar
        for bar in bars
        if words in bar.title.casefold()
        and owner in ("", str(bar.owner_id))
        and state in ("", bar.state)
    ]
    return sorted_rows(found, sort, BAR_ORDERS)


def chosen_work_items(
    rows: Iterable[WorkItemRow],
    *,
    search: str = "",
    owner: str = "",
    state: str = "",
    sort: str = "",
) -> list[WorkItemRow]:
    """Work items that fit, open ones first unless sorted."""
    words = search.casefold()
    found = [
        row
        for row in rows
        if words in row.title.casefold()
        and owner in ("", str(row.owner_id))
        and state in ("", row.state)
    ]
    return sorted_rows(found, sort, WORK_ITEM_ORDERS)


def owners_in(page: WorkplanPage) -> list[tuple[str, str]]:
    """(id, name) of everybody who owns an initiative or a work item of the workplan, by name."""
    rows: list[RoadmapBar | WorkItemRow] = [*page.bars, *page.work_items]
    pairs = {(str(row.owner_id), row.owner) for row in rows}
    return sorted((pair for pair in pairs if pair[1]), key=lambda pair: (pair[1].casefold(), pair))


def work_items_of(initiative: Initiative) -> tuple[WorkItemRow, ...]:
    """The initiative's work items; one query."""
    return work_item_rows(WorkItem.objects.filter(initiative=initiative))


def work_item_rows(rows: QuerySet[WorkItem]) -> tuple[WorkItemRow, ...]:
    """The rows as values: in progress, open, done, dropped; soonest due first. One query."""
    found = rows.select_related(
        "owner", "initiative", "outcome__workshop", "action_item__assessment"
    ).order_by("due_on", "created_at", "pk")
    return tuple(sorted(map(_work_item, found), key=lambda row: OPEN_FIRST.index(row.state)))


def budget_of(initiative: Initiative) -> tuple[BudgetRow, ...]:
    """Capex first; one query."""
    rows = BudgetLine.objects.filter(initiative=initiative).order_by("kind", "created_at", "pk")
    return tuple(
        BudgetRow(row.pk, row.kind, row.get_kind_display(), row.label, row.amount, row.version)
        for row in rows
    )


def _work_item(row: WorkItem) -> WorkItemRow:
    origin = ""
    if row.outcome is not None:
        origin = row.outcome.workshop.title
    elif row.action_item is not None:
        origin = row.action_item.assessment.title
    return WorkItemRow(
        id=row.pk,
        title=row.title,
        description=row.description,
        state=row.state,
        state_label=row.get_state_display(),
        owner_id=row.owner_id,
        owner=str(row.owner or ""),
        due_on=row.due_on,
        effort_days=row.effort_days,
        initiative_id=row.initiative_id,
        initiative=row.initiative.title if row.initiative else "",
        origin=origin,
        version=row.version,
    )
