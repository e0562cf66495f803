"""Aims: where each row stands and where it should be, on one shared scale of named steps.

A disc stands for the level today, a ring for the target, a bar between them for the way. A thin
band above shows how far people's answers lie apart. Shapes tell them apart without color.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from cip.charts.marks import Entry, legend, marker
from cip.charts.palette import DONE, MUTED, Marker
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
    rect,
    tag,
)
from cip.charts.text import centred, shorten, text_width, wrap
from cip.charts.words import Words

SIZE, ROW, HEAD, EDGE = 11.0, 34.0, 24.0, 18.0
Span = tuple[int, int]


@dataclass(frozen=True)
class Aim:
    """One row. Spans run from the lowest to the highest; equal ends where there is no doubt."""

    name: str
    current: Span | None = None
    target: Span | None = None
    spread: Span | None = None
    group: str = ""


@dataclass(frozen=True)
class AimChart:
    """Rows on the steps of a scale, lowest first; `heads` name current, target and spread.

    `in_words`: the steps are told by their names alone, where numbers would pass for levels.
    Raises ValueError for a row outside the scale.
    """

    title: str
    summary: str
    steps: tuple[tuple[int, str], ...]
    rows: tuple[Aim, ...]
    words: Words
    heads: tuple[str, str, str]
    in_words: bool = False

    def __post_init__(self) -> None:
        values = {value for value, _name in self.steps}
        for row in self.rows:
            ends = {end for span in (row.current, row.target, row.spread) if span for end in span}
            if not ends <= values:
                raise ValueError(f"{row.name} lies outside the scale.")


def render(chart: AimChart, look: Look) -> str:
    """The rows as SVG text, groups under headings, the steps as lines from top to bottom."""
    if not chart.rows or not chart.steps:
        return empty_document(
            look,
            title=chart.title,
            summary=chart.summary,
            text=chart.words.no_data,
            kind="aims",
        )
    widest = max(text_width(row.name, SIZE) for row in chart.rows) + 16
    left = min(widest, look.width * 0.42)
    count = max(1, len(chart.steps) - 1)
    first, last = left + EDGE, look.width - EDGE
    places = {
        value: first + (last - first) * n / count for n, (value, _name) in enumerate(chart.steps)
    }
    key, high = legend(_entries(chart), look, y=0)
    parts: list[Svg] = []
    top = y = high + HEAD
    for group, members in groupby(chart.rows, key=lambda row: row.group):
        if group:
            text = shorten(group, SIZE, look.width - 4, bold=True)
            parts.append(label(0, y + 15, text, size=SIZE, font_weight="600"))
            y += HEAD
        for row in members:
            parts.append(_row(row, chart, places, y=y + ROW / 2, left=left))
            y += ROW
    body = [_grid(chart, places, (top, y), look), key, *parts]
    return document(
        look, height=y + 6, title=chart.title, summary=chart.summary, body=body, kind="aims"
    )


def as_table(chart: AimChart) -> Table:
    """One row per row: where it stands, where it should be, how answers lie."""
    rows = tuple((row.name, *_texts(row, chart)) for row in chart.rows)
    return (chart.words.item, *chart.heads), rows


def _texts(row: Aim, chart: AimChart) -> tuple[str, str, str]:
    """In words where it stands, where it should be, and how answers lie."""
    names = dict(chart.steps) if chart.in_words else {}
    none, not_rated = chart.words.none, chart.words.not_rated
    return (
        _told(row.current, names, not_rated),
        _told(row.target, names, none),
        _told(row.spread, names, none),
    )


def _told(span: Span | None, names: Mapping[int, str], otherwise: str) -> str:
    if span is None:
        return otherwise
    low, high = (names.get(end, str(end)) for end in span)
    return low if low == high else f"{low}–{high}"


def _grid(chart: AimChart, places: dict[int, float], ends: tuple[float, float], look: Look) -> Svg:
    top, base = ends
    parts: list[Svg] = []
    room = (max(places.values()) - min(places.values())) / max(1, len(places) - 1) - 6
    for value, name in chart.steps:
        x = places[value]
        parts.append(line(x, top - 4, x, base, stroke=look.ink, stroke_opacity=0.15))
        text = name if chart.in_words else f"{value} {name}".strip()
        shown = text if text_width(text, 10) <= room else str(value)
        middle = centred(shown, 10, x, look.width)
        parts.append(
            label(middle, top - 10, shown, size=10, text_anchor="middle", fill_opacity=0.8)
        )
    return tag("g", *parts, aria_hidden="true")


def _entries(chart: AimChart) -> tuple[Entry, ...]:
    current, target, spread = chart.heads
    return (
        (current, marker(7, 0, Marker.CIRCLE, 9, DONE), 14.0),
        (target, marker(7, 0, Marker.RING, 10, DONE), 14.0),
        (spread, rect(0, -2, 16, 4, fill=MUTED), 16.0),
    )


def _row(row: Aim, chart: AimChart, places: dict[int, float], *, y: float, left: float) -> Svg:
    lines = wrap(row.name, SIZE, left - 10, max_lines=2)
    told = "; ".join(
        f"{head}: {text}" for head, text in zip(chart.heads, _texts(row, chart), strict=True)
    )
    parts: list[Svg] = [
        tag("title", f"{row.name}: {told}"),
        label_lines(0, y + 4 - (len(lines) - 1) * 6.5, lines, size=SIZE, leading=13),
    ]
    if row.spread is not None:
        low, high = (places[end] for end in row.spread)
        parts.append(rect(low - 3, y - 11, high - low + 6, 4, fill=MUTED))
    if row.current is not None and row.target is not None:
        start, end = (sum(places[e] for e in span) / 2 for span in (row.current, row.target))
        parts.append(line(start, y + 2, end, y + 2, stroke=DONE, stroke_width=2.5))
    for span, shape, size in (
        (row.target, Marker.RING, 13),
        (row.current, Marker.CIRCLE, 10),
    ):
        if span is not None:
            parts.extend(marker(places[end], y + 2, shape, size, DONE) for end in sorted({*span}))
    if row.current is None and row.target is None:
        x, text = min(places.values()) + 8, chart.words.not_rated
        parts.append(label(x, y + 6, text, size=10, fill_opacity=0.7))
    return join((tag("g", *parts),))
