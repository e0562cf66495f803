"""The time axis: days to x, and ticks in weeks, months, quarters or years by what fits."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from cip.charts.text import text_width
from cip.charts.words import Words

SIZE = 10.5
PADDING = 10.0  # least free space beside a tick label


@dataclass(frozen=True)
class Tick:
    """A unit of time from `left` to `right`, beginning on `day`; `first` begins a larger unit."""

    day: dt.date
    left: float
    right: float
    text: str
    first: bool


@dataclass(frozen=True)
class Axis:
    """Maps days to x between `left` and `right`; `last` is the first day after the axis."""

    first: dt.date
    last: dt.date
    left: float
    right: float

    def x(self, day: dt.date, *, after: bool = False) -> float:
        """The x where `day` begins, or where it ends with `after`."""
        days = (day - self.first).days + (1 if after else 0)
        return self.left + days * (self.right - self.left) / (self.last - self.first).days

    @property
    def per_day(self) -> float:
        """Width of one day."""
        return (self.right - self.left) / (self.last - self.first).days


Unit = tuple[
    str, Callable[[dt.date], dt.date], Callable[[dt.date], dt.date], Callable[[dt.date, Words], str]
]


def _month_start(day: dt.date) -> dt.date:
    return day.replace(day=1)


def _add_months(day: dt.date, months: int) -> dt.date:
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    return dt.date(year, month + 1, 1) if year <= dt.MAXYEAR else dt.date.max


def _quarter_start(day: dt.date) -> dt.date:
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def _week_start(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=min(day.weekday(), (day - dt.date.min).days))


UNITS: dict[str, Unit] = {
    "week": (
        "month",
        _week_start,
        lambda day: day + dt.timedelta(days=7),
        lambda day, words: words.week.format(n=day.isocalendar().week),
    ),
    "month": (
        "year",
        _month_start,
        lambda day: _add_months(day, 1),
        lambda day, words: words.months[day.month - 1],
    ),
    "quarter": (
        "year",
        _quarter_start,
        lambda day: _add_months(day, 3),
        lambda day, words: words.quarter.format(n=(day.month - 1) // 3 + 1),
    ),
    "year": (
        "year",
        lambda day: day.replace(month=1, day=1),
        lambda day: _add_months(day, 12),
        lambda day, _: str(day.year),
    ),
}


def choose_unit(span: tuple[dt.date, dt.date], width: float, words: Words) -> str:
    """The smallest unit whose labels fit: weeks, months, quarters, else years."""
    days = (span[1] - span[0]).days + 1
    lengths = {"week": 7.0, "month": 30.4, "quarter": 91.3}
    for unit, length in lengths.items():
        if text_width(_widest(unit, words), SIZE) + PADDING <= length * width / (days + length):
            return unit
    return "year"


def _widest(unit: str, words: Words) -> str:
    if unit == "month":
        return max(words.months, key=lambda name: text_width(name, SIZE))
    pattern = words.week if unit == "week" else words.quarter
    return pattern.format(n=28 if unit == "week" else 4)


def build_axis(span: tuple[dt.date, dt.date], left: float, right: float, unit: str) -> Axis:
    """An axis whose ends fall on unit borders (years of the unit's own for month and quarter)."""
    _, floor, step, _ = UNITS[unit]
    last = step(floor(span[1]))
    return Axis(floor(span[0]), last, left, right)


def ticks(axis: Axis, unit: str, words: Words) -> list[Tick]:
    """The units of the lower row of the axis."""
    larger, floor, step, text = UNITS[unit]
    shown: list[Tick] = []
    previous: dt.date | None = None
    for day, after in _walk(axis, floor, step):
        start = max(day, axis.first)
        begins = previous is None or UNITS[larger][1](previous) != UNITS[larger][1](day)
        right = axis.x(min(after, axis.last))
        shown.append(Tick(day, axis.x(start), right, text(day, words), begins))
        previous = day
    return _thinned(shown)


def upper_ticks(shown: list[Tick], unit: str, words: Words) -> list[Tick]:
    """The larger units over the given lower ticks: years, or months with their year over weeks."""
    if unit == "year":
        return []
    larger = UNITS[unit][0]
    starts = [index for index, tick in enumerate(shown) if tick.first]
    merged: list[Tick] = []
    for index, after in zip(starts, [*starts[1:], len(shown)], strict=True):
        day = shown[index].day
        text = str(day.year)
        if larger == "month":
            text = words.month_year.format(month=words.months[day.month - 1], y=day.year)
        merged.append(Tick(day, shown[index].left, shown[after - 1].right, text, first=True))
    return merged


def _thinned(shown: list[Tick]) -> list[Tick]:
    """Every n-th label only, where even years are too narrow; the ticks themselves stay."""
    if not shown:
        return shown
    widest = max(text_width(tick.text, SIZE) for tick in shown) + PADDING
    narrow = min((tick.right - tick.left for tick in shown[1:-1]), default=widest)
    every = max(1, -int(-widest // max(narrow, 0.01)))
    if every == 1:
        return shown
    return [
        tick if index % every == 0 else replace(tick, text="") for index, tick in enumerate(shown)
    ]


def _walk(
    axis: Axis, floor: Callable[[dt.date], dt.date], step: Callable[[dt.date], dt.date]
) -> Iterator[tuple[dt.date, dt.date]]:
    day = floor(axis.first)
    while day < axis.last:
        after = step(day)
        yield day, after
        if after <= day:
            return
        day = after
