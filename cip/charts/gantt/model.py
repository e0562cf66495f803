"""What a Gantt chart is made of, and its table twin."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from cip.charts.palette import State
from cip.charts.svg import Table
from cip.charts.words import Words


@dataclass(frozen=True)
class Bar:
    """Work from `start` to `end`, both days included; `progress` is a share of 0..1, None unknown.

    `critical` puts it on the critical path. `href` makes it a link, `note` extends its tooltip and
    `state_name` is the translated state. Raises ValueError when it ends before it starts.
    """

    id: str
    name: str
    start: dt.date
    end: dt.date
    progress: float | None = None
    state: State = State.ACTIVE
    state_name: str = ""
    critical: bool = False
    href: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"{self.name} ends on {self.end}, before it starts on {self.start}.")
        if self.progress is not None and not 0 <= self.progress <= 1:
            raise ValueError(f"{self.name} has progress {self.progress}, outside 0 to 1.")


@dataclass(frozen=True)
class Milestone:
    """A point in time, drawn as a diamond on its day; filled when `reached`."""

    id: str
    name: str
    day: dt.date
    reached: bool = False
    critical: bool = False
    href: str = ""
    note: str = ""


@dataclass(frozen=True)
class Lane:
    """The work of one CI team, one row per bar in the given order, milestones packed above them."""

    name: str
    bars: tuple[Bar, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Dependency:
    """`before` must finish before `after` starts; both are ids of bars or milestones."""

    before: str
    after: str
    critical: bool = False


@dataclass(frozen=True)
class Elsewhere:
    """A bar or milestone that stands on another page: above this one or below it."""

    id: str
    name: str
    above: bool


@dataclass(frozen=True)
class GanttChart:
    """Lanes from top to bottom. `period` (first day, last day) fixes the time axis, else the data.

    `state_key` names states for the legend. Raises ValueError for an id used twice, a dependency on
    itself or on an unknown id, and a period that does not hold all dates.
    """

    title: str
    summary: str
    lanes: tuple[Lane, ...]
    words: Words
    dependencies: tuple[Dependency, ...] = ()
    today: dt.date | None = None
    period: tuple[dt.date, dt.date] | None = None
    state_key: tuple[tuple[State, str], ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()

    def __post_init__(self) -> None:
        known: set[str] = set()
        for item in (*self.items(), *self.elsewhere):
            if item.id in known:
                raise ValueError(f"The id {item.id} stands for two things ({item.name}).")
            known.add(item.id)
        for link in self.dependencies:
            if link.before == link.after:
                raise ValueError(f"{link.before} cannot depend on itself.")
            for end in (link.before, link.after):
                if end not in known:
                    raise ValueError(f"A dependency names {end}, which is not in the chart.")
        self._check_period()

    def _check_period(self) -> None:
        if self.period is None:
            return
        first, last = self.period
        if last < first:
            raise ValueError(f"The period ends on {last}, before it starts on {first}.")
        days = self.days()
        if days and (min(days) < first or max(days) > last):
            raise ValueError(
                f"The period {first} to {last} does not hold {min(days)} to {max(days)}."
            )

    def items(self) -> Iterator[Bar | Milestone]:
        """All bars and milestones, lane by lane, milestones first."""
        for lane in self.lanes:
            yield from lane.milestones
            yield from lane.bars

    def days(self) -> list[dt.date]:
        """Every date in the chart, unordered; today is not among them."""
        bars = [day for lane in self.lanes for bar in lane.bars for day in (bar.start, bar.end)]
        return bars + [stone.day for lane in self.lanes for stone in lane.milestones]

    def span(self) -> tuple[dt.date, dt.date] | None:
        """First and last day of the time axis; None for an empty chart without a period."""
        if self.period is not None:
            return self.period
        days = self.days()
        return (min(days), max(days)) if days else None


def as_table(chart: GanttChart) -> Table:
    """One row per milestone or bar in drawing order; dates in the stated pattern."""
    words = chart.words
    names = {item.id: item.name for item in (*chart.items(), *chart.elsewhere)}
    before: dict[str, list[str]] = {}
    for link in chart.dependencies:
        before.setdefault(link.after, []).append(names[link.before])
    headers = (
        words.lane, words.item, words.start, words.end, words.state,
        words.progress, words.critical, words.after,
    )  # fmt: skip
    rows: list[tuple[str, ...]] = []
    for lane in chart.lanes:
        for stone in lane.milestones:
            day = words.day(stone.day)
            rows.append(
                (lane.name, stone.name, day, day, words.milestone, "", *_tail(stone, words, before))
            )
        for bar in lane.bars:
            share = "" if bar.progress is None else words.percent(bar.progress)
            span = (words.day(bar.start), words.day(bar.end))
            rows.append(
                (lane.name, bar.name, *span, bar.state_name, share, *_tail(bar, words, before))
            )
    return headers, tuple(rows)


def _tail(item: Bar | Milestone, words: Words, before: dict[str, list[str]]) -> tuple[str, str]:
    critical = words.critical_yes if item.critical else words.critical_no
    return critical, ", ".join(before.get(item.id, ()))
