"""Intervals: a low, an expected and a high value per row, on one shared axis (costs, benefits)."""

import math
from dataclasses import dataclass

from cip.charts.marks import marker
from cip.charts.palette import DONE, Marker
from cip.charts.svg import (
    Look,
    Svg,
    Table,
    document,
    empty_document,
    join,
    label,
    label_lines,
    line,
    tag,
)
from cip.charts.text import centred, shorten, text_width, wrap
from cip.charts.words import Words

SIZE, ROW = 11.0, 24.0


@dataclass(frozen=True)
class Interval:
    """One row: `low` <= `value` <= `high` in the chart's unit; `value` None when unknown."""

    name: str
    low: float
    high: float
    value: float | None = None

    def __post_init__(self) -> None:
        known = (self.low, self.high) if self.value is None else (self.low, self.value, self.high)
        if not all(math.isfinite(item) for item in known) or list(known) != sorted(known):
            raise ValueError(f"{self.name} needs rising finite numbers, not {known}.")


@dataclass(frozen=True)
class IntervalChart:
    """Rows on a shared axis; `unit` stands beside the axis; `decimals` for all numbers shown."""

    title: str
    summary: str
    rows: tuple[Interval, ...]
    words: Words
    unit: str = ""
    decimals: int = 0


def steps(low: float, high: float, count: int = 5) -> tuple[float, ...]:
    """Round axis values (1, 2 or 5 times a power of ten) that enclose low and high.

    Values that are practically equal get an axis about as long as they are large.
    """
    size = max(abs(low), abs(high), 1.0)
    span = high - low if high - low > size * 1e-9 else size
    rough = span / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)
    first, last = math.floor(low / step), math.ceil((low + span) / step)
    return tuple(index * step for index in range(first, last + 1))


def render(chart: IntervalChart, look: Look) -> str:
    """The rows as SVG text, the axis below them."""
    if not chart.rows:
        return empty_document(
            look,
            title=chart.title,
            summary=chart.summary,
            text=chart.words.no_data,
            kind="interval",
        )
    widest = max(text_width(row.name, SIZE) for row in chart.rows) + 14
    left = min(widest, look.width * 0.4)
    marks = steps(min(row.low for row in chart.rows), max(row.high for row in chart.rows))
    right = look.width - 30
    scale = (right - left - 10) / (marks[-1] - marks[0])
    high = ROW if widest <= left else ROW + 8
    base = len(chart.rows) * high + 4

    def x(value: float) -> float:
        return left + 10 + (value - marks[0]) * scale

    body = [_axis(chart, marks, [x(value) for value in marks], base, look)]
    for index, row in enumerate(chart.rows):
        places = (x(row.low), None if row.value is None else x(row.value), x(row.high))
        body.append(_row(row, chart, places, y=index * high + high / 2, left=left))
    if chart.unit:
        text = shorten(chart.unit, 10, look.width)
        body.append(
            label(look.width, base + 30, text, size=10, text_anchor="end", fill_opacity=0.8)
        )
    height = base + (34 if chart.unit else 20)
    return document(
        look, height=height, title=chart.title, summary=chart.summary, body=body, kind="interval"
    )


def as_table(chart: IntervalChart) -> Table:
    """One row per interval: at least, value, at most."""
    words = chart.words
    rows = tuple(
        (
            row.name,
            words.number(row.low, chart.decimals),
            "" if row.value is None else words.number(row.value, chart.decimals),
            words.number(row.high, chart.decimals),
        )
        for row in chart.rows
    )
    return (words.item, words.lower, words.value, words.upper), rows


def _axis(
    chart: IntervalChart, marks: tuple[float, ...], places: list[float], base: float, look: Look
) -> Svg:
    parts: list[Svg] = []
    taken = -math.inf
    for value, x in zip(marks, places, strict=True):
        parts.append(line(x, 0, x, base, stroke=look.ink, stroke_opacity=0.15))
        text = chart.words.number(value, chart.decimals)
        middle = centred(text, 10, x, look.width)
        half = text_width(text, 10) / 2
        if middle - half > taken + 4:
            parts.append(
                label(middle, base + 14, text, size=10, text_anchor="middle", fill_opacity=0.8)
            )
            taken = middle + half
    return tag("g", *parts, aria_hidden="true")


def _row(
    row: Interval,
    chart: IntervalChart,
    places: tuple[float, float | None, float],
    *,
    y: float,
    left: float,
) -> Svg:
    low, middle, high = places
    lines = wrap(row.name, SIZE, left - 12, max_lines=2)
    number = chart.words.number
    bounds = chart.words.range.format(
        low=number(row.low, chart.decimals), high=number(row.high, chart.decimals)
    )
    parts = [
        tag("title", f"{row.name}: {bounds}"),
        label_lines(0, y + 4 - (len(lines) - 1) * 6.5, lines, size=SIZE, leading=13),
        line(low, y, high, y, stroke=DONE, stroke_width=2.5),
        line(low, y - 5, low, y + 5, stroke=DONE, stroke_width=2),
        line(high, y - 5, high, y + 5, stroke=DONE, stroke_width=2),
    ]
    if middle is not None:
        parts.append(marker(middle, y, Marker.DIAMOND, 8, DONE))
    return join((tag("g", *parts),))
