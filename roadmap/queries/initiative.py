"""One initiative between its neighbours."""

from dataclasses import dataclass
from uuid import UUID

from cip.access.actor import Actor
from roadmap.models import Initiative
from roadmap.queries.roadmap import RoadmapBar, RoadmapLink, roadmap_view
from roadmap.queries.thread import SourceThread, source_threads
from roadmap.queries.workplan import BudgetRow, WorkItemRow, budget_of, work_items_of


@dataclass(frozen=True)
class Neighbour:
    """The bar on the other side of a dependency, and its team."""

    link: RoadmapLink
    bar: RoadmapBar
    team: str


@dataclass(frozen=True)
class InitiativePage:
    """Everything that the page of an initiative shows."""

    bar: RoadmapBar
    waits_for: tuple[Neighbour, ...]
    allows: tuple[Neighbour, ...]
    budget: tuple[BudgetRow, ...]
    work_items: tuple[WorkItemRow, ...]
    threads: tuple[SourceThread, ...]

    @property
    def broken(self) -> list[Neighbour]:
        """Predecessors that end too late for the planned start."""
        return [n for n in self.waits_for if n.link.days_too_early]


def initiative_page(actor: Actor, initiative: Initiative) -> InitiativePage:
    """The initiative in the roadmap (slack, broken dependencies), its money, work and thread."""
    roadmap = roadmap_view(actor, initiative.workplan.program_id)
    placed: dict[UUID, tuple[RoadmapBar, str]] = {
        bar.id: (bar, lane.team) for lane in roadmap.lanes for bar in lane.bars
    }
    mine = initiative.pk
    before = [link for link in roadmap.links if link.successor_id == mine]
    after = [link for link in roadmap.links if link.predecessor_id == mine]
    return InitiativePage(
        bar=placed[mine][0],
        waits_for=tuple(Neighbour(link, *placed[link.predecessor_id]) for link in before),
        allows=tuple(Neighbour(link, *placed[link.successor_id]) for link in after),
        budget=budget_of(initiative),
        work_items=work_items_of(initiative),
        threads=source_threads(actor, initiative),
    )
