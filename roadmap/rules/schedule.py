"""Finish-to-start scheduling of initiatives: cycles, slack, critical path, broken dependencies.

Dates are what teams planned; nothing here moves a bar. The critical path method (Kelley & Walker,
1959) runs on the planned durations: earliest dates by a forward pass, latest dates by a backward
pass from the end of the program; slack is the difference. Days are calendar days; a bar covers its
first and its last day. Inside, bars are numbered and days are ordinals: whole numbers in lists.
"""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K", bound=Hashable)

Edge = tuple[int, int, int]
"""Numbers of predecessor and successor, and how many days after the one the other may start."""

Step = tuple[int, int]
"""A following bar's number, and how many days after our last day it may start."""


@dataclass(frozen=True)
class Bar(Generic[K]):
    """A planned initiative: first and last day, both included."""

    key: K
    starts_on: date
    due_on: date

    @property
    def days(self) -> int:
        """Calendar days covered, at least 1."""
        return (self.due_on - self.starts_on).days + 1


@dataclass(frozen=True)
class Link(Generic[K]):
    """`successor` starts at least `lag_days` after the day following the predecessor's last day."""

    predecessor: K
    successor: K
    lag_days: int = 0


class Scheduled(NamedTuple):
    """Where a bar could lie. `slack_days` 0 or less: the program's end depends on it."""

    earliest_start: date
    earliest_finish: date
    latest_finish: date
    slack_days: int
    is_critical: bool


@dataclass(frozen=True)
class Violation(Generic[K]):
    """A planned start that comes before its predecessor allows, by so many days."""

    link: Link[K]
    days_too_early: int


@dataclass(frozen=True)
class Schedule(Generic[K]):
    """The computed view of a set of bars; the plan itself is unchanged."""

    bars: Mapping[K, Scheduled]
    critical: tuple[K, ...]
    violations: tuple[Violation[K], ...]
    ends_on: date | None


class CycleError(ValueError):
    """The links go in a circle; `path` names it, first and last element equal."""

    def __init__(self, path: Sequence[Hashable]) -> None:
        self.path = tuple(path)
        super().__init__("circular dependency: " + " -> ".join(map(str, self.path)))


def path_between(links: Iterable[Link[K]], start: K, end: K) -> tuple[K, ...] | None:
    """A shortest chain of links from `start` to `end`, both included; None when there is none."""
    following: dict[K, list[K]] = defaultdict(list)
    for link in links:
        following[link.predecessor].append(link.successor)
    came_from: dict[K, K] = {}
    waiting = deque([start])
    seen = {start}
    while waiting:
        here = waiting.popleft()
        if here == end:
            path = [here]
            while path[-1] != start:
                path.append(came_from[path[-1]])
            return tuple(reversed(path))
        for there in following[here]:
            if there not in seen:
                seen.add(there)
                came_from[there] = here
                waiting.append(there)
    return None


def cycle_made_by(links: Iterable[Link[K]], new: Link[K]) -> tuple[K, ...] | None:
    """The circle that the new link would close (predecessor -> successor -> ... -> predecessor)."""
    back = path_between(links, new.successor, new.predecessor)
    return None if back is None else (new.predecessor, *back)


def schedule(bars: Iterable[Bar[K]], links: Iterable[Link[K]]) -> Schedule[K]:
    """Earliest and latest dates, slack, the critical path and planned starts that come too early.

    A bar never starts before its planned start. Links to bars that are not given are ignored.
    Raises CycleError, and ValueError for a key used twice. Time grows with bars plus links.
    """
    rows = list(bars)
    number = {bar.key: n for n, bar in enumerate(rows)}
    if len(number) < len(rows):
        raise ValueError("two bars have the same key")
    kept = _edges(number, links)
    keys = list(number)
    following = _following(len(keys), [edge for edge, _link in kept])
    order = _order(keys, following)
    if not order:
        return Schedule({}, (), (), None)
    planned = [bar.starts_on.toordinal() for bar in rows]
    due = [bar.due_on.toordinal() for bar in rows]
    more = [last - first for first, last in zip(planned, due, strict=True)]
    start = _earliest_starts(planned, more, order, following)
    end = max(first + extra for first, extra in zip(start, more, strict=True))
    latest = _latest_finishes(more, order, following, end)
    day = date.fromordinal
    scheduled = {
        keys[n]: Scheduled(
            day(start[n]),
            day(start[n] + more[n]),
            day(latest[n]),
            latest[n] - start[n] - more[n],
            latest[n] - start[n] <= more[n],
        )
        for n in order
    }
    return Schedule(
        bars=scheduled,
        critical=tuple(key for key, found in scheduled.items() if found.is_critical),
        violations=tuple(
            Violation(link, due[before] + gap - planned[after])
            for (before, after, gap), link in kept
            if due[before] + gap > planned[after]
        ),
        ends_on=day(end),
    )


def _edges(number: Mapping[K, int], links: Iterable[Link[K]]) -> list[tuple[Edge, Link[K]]]:
    """Links between known bars, by number, with the days from one's last to the other's first."""
    edges = []
    for link in links:
        before, after = number.get(link.predecessor), number.get(link.successor)
        if before is not None and after is not None:
            edges.append(((before, after, 1 + link.lag_days), link))
    return edges


def _following(count: int, edges: Iterable[Edge]) -> list[list[Step]]:
    """For each bar the steps to the bars that wait for it."""
    following: list[list[Step]] = [[] for _ in range(count)]
    for before, after, gap in edges:
        following[before].append((after, gap))
    return following


def _order(keys: Sequence[K], following: Sequence[Sequence[Step]]) -> list[int]:
    """Numbers with predecessors first (Kahn, 1962). Raises CycleError naming keys."""
    waiting_for = [0] * len(keys)
    for steps in following:
        for there, _gap in steps:
            waiting_for[there] += 1
    ordered = [n for n, count in enumerate(waiting_for) if count == 0]
    for here in ordered:  # grows while we go
        for there, _gap in following[here]:
            waiting_for[there] -= 1
            if waiting_for[there] == 0:
                ordered.append(there)
    if len(ordered) < len(keys):
        left = [n for n, count in enumerate(waiting_for) if count > 0]
        raise CycleError([keys[n] for n in _circle_among(left, following)])
    return ordered


def _circle_among(left: Sequence[int], following: Sequence[Sequence[Step]]) -> list[int]:
    """A circle among numbers that all still wait for one another."""
    among = set(left)
    preceding: dict[int, int] = {}
    for here in left:
        for there, _gap in following[here]:
            if there in among:
                preceding.setdefault(there, here)
    trail: list[int] = []
    here = left[0]
    while here not in trail:
        trail.append(here)
        here = preceding[here]
    return [here, *reversed(trail[trail.index(here) + 1 :]), here]


def _earliest_starts(
    planned: Sequence[int],
    more: Sequence[int],
    order: Sequence[int],
    following: Sequence[list[Step]],
) -> list[int]:
    """Forward pass: no bar starts before its plan, nor before its predecessors allow."""
    start = list(planned)
    for here in order:
        finish = start[here] + more[here]
        for there, gap in following[here]:
            start[there] = max(start[there], finish + gap)
    return start


def _latest_finishes(
    more: Sequence[int], order: Sequence[int], following: Sequence[list[Step]], end: int
) -> list[int]:
    """Backward pass: how late each bar may end without moving the end of the program."""
    latest = [end] * len(more)
    for here in reversed(order):
        for there, gap in following[here]:
            latest[here] = min(latest[here], latest[there] - more[there] - gap)
    return latest
