"""The program roadmap: all visible workplans in one load, then the rules."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum, TextField
from django.db.models.functions import Cast

from cip.access.actor import Actor
from cip.db.ordering import natural
from roadmap.models import BudgetLine, Dependency, Initiative, Milestone, Workplan
from roadmap.rules.schedule import Bar, Link, Schedule, schedule

NOTHING = Decimal(0)
DROPPED = Initiative.State.DROPPED.value


@dataclass(frozen=True)
class RoadmapBar:
    """One initiative as the roadmap shows it. `slack_days` None: dropped, so not scheduled."""

    id: UUID
    title: str
    starts_on: date
    due_on: date
    state: str
    progress: int
    owner_id: UUID | None
    owner: str
    effort_days: Decimal | None
    capex: Decimal
    opex: Decimal
    slack_days: int | None
    is_critical: bool
    days_too_early: int

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(Initiative.State(self.state).label)

    def is_late(self, today: date) -> bool:
        """Whether its last day has passed and it is neither done nor dropped."""
        return self.due_on < today and self.state not in (DROPPED, Initiative.State.DONE)


@dataclass(frozen=True)
class RoadmapMilestone:
    """One milestone of a team."""

    id: UUID
    title: str
    due_on: date
    reached_on: date | None
    initiative_id: UUID | None


@dataclass(frozen=True)
class RoadmapLane:
    """One team's workplan."""

    workplan_id: UUID
    team_id: UUID
    team: str
    theme: str
    state: str
    bars: tuple[RoadmapBar, ...]
    milestones: tuple[RoadmapMilestone, ...]

    @property
    def state_label(self) -> str:
        """The workplan's state in words."""
        return str(Workplan.State(self.state).label)


@dataclass(frozen=True)
class RoadmapLink:
    """A finish-to-start dependency between two bars of the view."""

    id: UUID
    predecessor_id: UUID
    successor_id: UUID
    lag_days: int
    days_too_early: int


@dataclass(frozen=True)
class Totals:
    """Sums over initiatives that are not dropped; money in the program's currency."""

    initiatives: int
    done: int
    critical: int
    effort_days: Decimal
    without_effort: int
    capex: Decimal
    opex: Decimal


@dataclass(frozen=True)
class Roadmap:
    """The computed view; nothing of it is stored."""

    lanes: tuple[RoadmapLane, ...]
    links: tuple[RoadmapLink, ...]
    critical_ids: tuple[UUID, ...]

    @property
    def bars(self) -> list[RoadmapBar]:
        """Every bar, lane by lane."""
        return [bar for lane in self.lanes for bar in lane.bars]

    @property
    def milestones(self) -> list[RoadmapMilestone]:
        """Every milestone, lane by lane."""
        return [stone for lane in self.lanes for stone in lane.milestones]

    @property
    def starts_on(self) -> date | None:
        """First day of the first bar."""
        return min((bar.starts_on for bar in self.bars), default=None)

    @property
    def ends_on(self) -> date | None:
        """Last day of the last bar."""
        return max((bar.due_on for bar in self.bars), default=None)

    @property
    def violations(self) -> list[RoadmapLink]:
        """Dependencies whose successor is planned to start too early, the worst first."""
        broken = [link for link in self.links if link.days_too_early > 0]
        return sorted(broken, key=lambda link: -link.days_too_early)

    @property
    def totals(self) -> Totals:
        """Effort, capex and opex of what is not dropped."""
        return totals(self.bars)


def totals(bars: Sequence[RoadmapBar]) -> Totals:
    """Sums over the bars that are not dropped."""
    kept = [bar for bar in bars if bar.state != DROPPED]
    return Totals(
        initiatives=len(kept),
        done=sum(bar.state == Initiative.State.DONE for bar in kept),
        critical=sum(bar.is_critical for bar in kept),
        effort_days=sum((bar.effort_days or NOTHING for bar in kept), NOTHING),
        without_effort=sum(bar.effort_days is None for bar in kept),
        capex=sum((bar.capex for bar in kept), NOTHING),
        opex=sum((bar.opex for bar in kept), NOTHING),
    )


def roadmap_view(actor: Actor, program_id: UUID) -> Roadmap:
    """The program's roadmap as the actor may see it, in five queries whatever its size.

    The critical path runs over what the actor sees: another team's draft is not part of it.
    """
    workplans = list(
        Workplan.objects.visible_to(actor)
        .filter(program_id=program_id)
        .order_by(natural("team__name"), "pk")
        .values_list("pk", "team_id", "team__name", "team__theme", "state")
    )
    rows = list(
        Initiative.objects.visible_to(actor)
        .filter(workplan__program_id=program_id)
        .order_by("starts_on", "due_on", "title", "pk")
        .values_list(
            _text("pk"),
            _text("workplan_id"),
            "title",
            "starts_on",
            "due_on",
            "state",
            "progress",
            _text("owner_id"),
            "owner__name",
            "effort_days",
        )
    )
    ids = [UUID(row[0]) for row in rows]
    number = {row[0]: n for n, row in enumerate(rows) if row[5] != DROPPED}
    links = _links(program_id, number)
    plan = schedule(
        [Bar(n, rows[n][3], rows[n][4]) for n in number.values()],
        [Link(before, after, lag) for before, after, lag, _key in links],
    )
    too_early = {(v.link.predecessor, v.link.successor): v.days_too_early for v in plan.violations}
    bars = _bars(rows, ids, plan, too_early, _budgets(actor, program_id))
    milestones = _milestones(actor, program_id)
    return Roadmap(
        lanes=tuple(
            RoadmapLane(
                key, team_id, team, theme, state, tuple(bars[str(key)]), tuple(milestones[key])
            )
            for key, team_id, team, theme, state in workplans
        ),
        links=tuple(
            RoadmapLink(UUID(key), ids[before], ids[after], lag, too_early.get((before, after), 0))
            for before, after, lag, key in links
        ),
        critical_ids=tuple(ids[n] for n in sorted(plan.critical)),
    )


def _text(name: str) -> Cast:
    """A key as text: reading thousands of keys as UUIDs costs more than the whole schedule."""
    return Cast(name, TextField())


def _links(program_id: UUID, number: dict[str, int]) -> list[tuple[int, int, int, str]]:
    """Dependencies between numbered bars: the numbers of their ends, lag in days, key."""
    rows = (
        Dependency.objects.filter(successor__workplan__program_id=program_id)
        .order_by("pk")
        .values_list(_text("pk"), _text("predecessor_id"), _text("successor_id"), "lag_days")
    )
    found = []
    for key, predecessor, successor, lag in rows:
        before, after = number.get(predecessor), number.get(successor)
        if before is not None and after is not None:
            found.append((before, after, lag, key))
    return found


def _bars(
    rows: Sequence[tuple[Any, ...]],
    ids: Sequence[UUID],
    plan: Schedule[int],
    too_early: dict[tuple[int, int], int],
    budgets: dict[str, dict[str, Decimal]],
) -> dict[str, list[RoadmapBar]]:
    """The bars by workplan (its key as text), in the order of the rows."""
    worst: dict[int, int] = {}
    for (_before, after), days in too_early.items():
        worst[after] = max(worst.get(after, 0), days)
    bars: dict[str, list[RoadmapBar]] = defaultdict(list)
    owners: dict[str, UUID] = {}
    for n, row in enumerate(rows):
        key, workplan_id, title, starts_on, due_on, state, progress, owner_id, owner, effort = row
        scheduled = plan.bars.get(n)
        money = budgets.get(key, {})
        if owner_id is not None and owner_id not in owners:
            owners[owner_id] = UUID(owner_id)
        bars[workplan_id].append(
            RoadmapBar(
                id=ids[n],
                title=title,
                starts_on=starts_on,
                due_on=due_on,
                state=state,
                progress=progress,
                owner_id=owners.get(owner_id),
                owner=owner or "",
                effort_days=effort,
                capex=money.get("capex", NOTHING),
                opex=money.get("opex", NOTHING),
                slack_days=None if scheduled is None else scheduled.slack_days,
                is_critical=scheduled is not None and scheduled.is_critical,
                days_too_early=worst.get(n, 0),
            )
        )
    return bars


def _budgets(actor: Actor, program_id: UUID) -> dict[str, dict[str, Decimal]]:
    rows = (
        BudgetLine.objects.visible_to(actor)
        .filter(initiative__workplan__program_id=program_id)
        .values_list(_text("initiative_id"), "kind")
        .annotate(sum=Sum("amount"))
        .order_by()
    )
    found: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for initiative_id, kind, amount in rows:
        found[initiative_id][kind] = amount
    return found


def _milestones(actor: Actor, program_id: UUID) -> dict[UUID, list[RoadmapMilestone]]:
    found: dict[UUID, list[RoadmapMilestone]] = defaultdict(list)
    rows = (
        Milestone.objects.visible_to(actor)
        .filter(workplan__program_id=program_id)
        .order_by("due_on", "title", "pk")
        .values_list("workplan_id", "pk", "title", "due_on", "reached_on", "initiative_id")
    )
    for workplan_id, *values in rows:
        found[workplan_id].append(RoadmapMilestone(*values))
    return found
