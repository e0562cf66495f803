"""A part of the roadmap: by team, state, period, or the critical path alone."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from roadmap.queries.roadmap import DROPPED, Roadmap, RoadmapBar, RoadmapLane, RoadmapMilestone


@dataclass(frozen=True)
class Selection:
    """What to show; nothing chosen shows all but dropped initiatives."""

    team_id: UUID | None = None
    state: str = ""
    critical_only: bool = False
    first: date | None = None
    last: date | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether anything is chosen."""
        return self != Selection()

    def takes_bar(self, bar: RoadmapBar) -> bool:
        """Whether the bar is shown; one that only touches the period is."""
        if bar.state != self.state and (self.state or bar.state == DROPPED):
            return False
        if self.critical_only and not bar.is_critical:
            return False
        return not (
            (self.first is not None and bar.due_on < self.first)
            or (self.last is not None and bar.starts_on > self.last)
        )

    def takes_milestone(self, stone: RoadmapMilestone, shown: set[UUID]) -> bool:
        """Milestones of shown bars and of the team as a whole, within the period."""
        if stone.initiative_id is not None and stone.initiative_id not in shown:
            return False
        if stone.initiative_id is None and (self.critical_only or self.state):
            return False
        return not (
            (self.first is not None and stone.due_on < self.first)
            or (self.last is not None and stone.due_on > self.last)
        )


def selected(roadmap: Roadmap, selection: Selection) -> Roadmap:
    """The chosen part; slack and critical path stay those of the whole program."""
    lanes = tuple(
        _lane(lane, selection)
        for lane in roadmap.lanes
        if selection.team_id is None or lane.team_id == selection.team_id
    )
    shown = {bar.id for lane in lanes for bar in lane.bars}
    return Roadmap(
        lanes=lanes,
        links=tuple(
            link
            for link in roadmap.links
            if link.predecessor_id in shown and link.successor_id in shown
        ),
        critical_ids=tuple(key for key in roadmap.critical_ids if key in shown),
    )


def _lane(lane: RoadmapLane, selection: Selection) -> RoadmapLane:
    bars = tuple(bar for bar in lane.bars if selection.takes_bar(bar))
    shown = {bar.id for bar in bars}
    stones = tuple(s for s in lane.milestones if selection.takes_milestone(s, shown))
    return replace(lane, bars=bars, milestones=stones)
