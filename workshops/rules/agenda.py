"""An agenda against the clock and in order: start times, what is left, where an item moves."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import TypeVar

SHORTEST = 1
LONGEST = 24 * 60

_ANY_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - only the time of day is used

K = TypeVar("K", bound=Hashable)

# An agenda in order: each item's key and the title of the section it stands in.
Order = list[tuple[K, str]]


@dataclass(frozen=True)
class AgendaClock:
    """The agenda's times; `left_minutes` is negative when the items take longer than there is time.

    `starts` holds one time per item, and nothing without a start time.
    """

    starts: tuple[time, ...]
    total_minutes: int
    left_minutes: int
    ends_at: time | None = None

    @property
    def overrun_minutes(self) -> int:
        """Minutes by which the items exceed the available time, else 0."""
        return max(0, -self.left_minutes)


def agenda_clock(
    minutes: Sequence[int], *, available_minutes: int, starts_at: time | None
) -> AgendaClock:
    """When each item starts if nothing is moved, and what is left of the available minutes."""
    total = sum(minutes)
    if starts_at is None:
        return AgendaClock((), total, available_minutes - total)
    here = datetime.combine(_ANY_DAY, starts_at)
    starts: list[time] = []
    for each in minutes:
        starts.append(here.time())
        here += timedelta(minutes=each)
    return AgendaClock(tuple(starts), total, available_minutes - total, here.time())


def section_numbers(order: Sequence[tuple[K, str]]) -> list[int]:
    """The number of each item's section, counted from 1 in the order in which sections stand."""
    numbers: list[int] = []
    for number, (_title, items) in enumerate(_sections(order), start=1):
        numbers += [number] * len(items)
    return numbers


def stepped(order: Sequence[tuple[K, str]], index: int, step: int) -> Order[K]:
    """The order after the item at `index` moved one place up (-1) or down (+1).

    Inside its section it changes places with its neighbor. At the section's edge it joins the next
    section; alone in its section it takes the section along, past the whole neighbor. At the
    agenda's edge nothing changes.
    """
    result = list(order)
    other = index + step
    if not 0 <= other < len(result):
        return result
    key, section = result[index]
    if result[other][1] == section:
        result[index], result[other] = result[other], result[index]
    elif sum(1 for _key, title in result if title == section) > 1:
        result[index] = (key, result[other][1])
    else:
        result = _past_section(result, index, step)
    return result


def placed(order: Sequence[tuple[K, str]], index: int, to: int) -> Order[K]:
    """The order with the item at `index` standing at `to`; both from 0, `to` is clamped.

    The item keeps its section where that stays in one piece; elsewhere it joins the section it
    lands in.
    """
    result = list(order)
    if to == index:
        return result
    key, section = result.pop(index)
    to = max(0, min(to, len(result)))
    before = result[to - 1][1] if to > 0 else None
    after = result[to][1] if to < len(result) else None
    is_lone = all(title != section for _key, title in result)
    keeps = section in (before, after) or (is_lone and before != after)
    landed = section if keeps else before or after or section
    result.insert(to, (key, landed))
    return result


def added(order: Sequence[tuple[K, str]], key: K, section: str) -> Order[K]:
    """The order with a new item at the end of its section; an unknown section comes last."""
    result = list(order)
    last = max((i for i, (_key, title) in enumerate(result) if title == section), default=None)
    result.insert(len(result) if last is None else last + 1, (key, section))
    return result


def regrouped(order: Sequence[tuple[K, str]], index: int, section: str) -> Order[K]:
    """The order with the item in another section: at its end, or as a new one after its old one."""
    key, old = order[index]
    if section == old:
        return list(order)
    if any(title == section for _key, title in order):
        return added([*order[:index], *order[index + 1 :]], key, section)
    rest = [*order[:index], *order[index + 1 :]]
    last = max((i for i, (_key, title) in enumerate(rest) if title == old), default=index - 1)
    rest.insert(last + 1, (key, section))
    return rest


def _sections(order: Sequence[tuple[K, str]]) -> list[tuple[str, list[tuple[K, str]]]]:
    return [(title, list(items)) for title, items in groupby(order, key=lambda entry: entry[1])]


def _past_section(order: Order[K], index: int, step: int) -> Order[K]:
    sections = _sections(order)
    titles = [title for title, _items in sections]
    here = titles.index(order[index][1])
    sections[here], sections[here + step] = sections[here + step], sections[here]
    return [entry for _title, items in sections for entry in items]
