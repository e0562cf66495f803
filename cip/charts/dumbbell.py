"""Dumbbells: where each row stood before and stands after, on one shared ordinal axis.

Before is a ring and after a diamond, so that print without color keeps them apart; a bar is a range
between two places. A row without an end shows only the other, with a note in words.
"""

from dataclasses import dataclass

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
    tag,
)
from cip.charts.text import centred, shorten, text_width, wrap
from cip.charts.words import Words

SIZE, ROW, HEAD = 11.0, 30.0, 30.0
APART = 4.5  # how far before and after stand above and below the middle of a row
Places = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Dumbbell:
    """One row: places from lowest to highest, one for each thing compared; none where unknown.

    `before_text`, `after_text` and `note` say the same in words.
    """

    name: str
    before: Places
    after: Places
    before_text: str
    after_text: str
    note: str = ""

    def __post_init__(self) -> None:
        for low, high in (*self.before, *self.after):
            if low > high:
                raise ValueError(f"{self.name} has a range from {low} down to {high}.")


@dataclass(frozen=True)
class DumbbellChart:
    """Rows on the axis of `steps`, (place, name) from lowest to highest.

    Raises ValueError for a place that the axis does not have.
    """

    title: str
    summary: str
    steps: tuple[tuple[int, str], ...]
    rows: tuple[Dumbbell, ...]
    words: Words
    before: str
    after: str
    change: str

    def __post_init__(self) -> None:
        known = {place for place, _ in self.steps}
        for row in self.rows:
            missing = {end for pair in (*row.before, *row.after) for end in pair} - known
            if missing:
                raise ValueError(f"{row.name} stands at {min(missing)}, which the axis lacks.")


def render(chart: DumbbellChart, look: Look) -> str:
    """The rows as SVG text, the axis above them."""
    if not chart.rows or not chart.steps:
        return empty_document(
            look,
            title=chart.title,
            summary=chart.summary,
            text=chart.words.no_data,
            kind="dumbbell",
        )
    widest = max(text_width(row.name, SIZE) for row in chart.rows) + 14
    left = min(widest, look.width * 0.3)
    notes = max(text_width(row.note, SIZE) for row in chart.rows) + 14
    right = look.width - min(notes, look.width * 0.25)
    key, high = legend(_entries(chart, look), look, y=0)
    top = high + HEAD
    base = top + len(chart.rows) * ROW
    places = _places(chart, left, right)
    body = [key, _axis(chart, places, (top, base), look)]
    for index, row in enumerate(chart.rows):
        y = top + index * ROW + ROW / 2
        body.append(_row(row, places, y=y, left=left, right=right, look=look))
    return document(
        look,
        height=base + 6,
        title=chart.title,
        summary=chart.summary,
        body=body,
        kind="dumbbell",
    )


def as_table(chart: DumbbellChart) -> Table:
    """One row per dumbbell: before, after, and what changed."""
    rows = tuple((row.name, row.before_text, row.after_text, row.note) for row in chart.rows)
    return (chart.words.item, chart.before, chart.after, chart.change), rows


def _entries(chart: DumbbellChart, look: Look) -> tuple[Entry, ...]:
    return (
        (chart.before, marker(7, 0, Marker.RING, 10, look.ink), 14.0),
        (chart.after, marker(7, 0, Marker.DIAMOND, 9, DONE), 14.0),
    )


def _places(chart: DumbbellChart, left: float, right: float) -> dict[int, float]:
    """The x of every place, each in the middle of its share of the width."""
    wide = (right - left) / len(chart.steps)
    return {place: left + wide * (n + 0.5) for n, (place, _) in enumerate(chart.steps)}


def _axis(
    chart: DumbbellChart, places: dict[int, float], ends: tuple[float, float], look: Look
) -> Svg:
    top, base = ends
    xs = list(places.values())
    wide = xs[1] - xs[0] if len(xs) > 1 else look.width * 0.3
    parts: list[Svg] = []
    for place, name in chart.steps:
        x = places[place]
        text = shorten(name, 10, wide - 6)
        parts.append(line(x, top, x, base, stroke=look.ink, stroke_opacity=0.15))
        middle = centred(text, 10, x, look.width)
        parts.append(label(middle, top - 8, text, size=10, text_anchor="middle", fill_opacity=0.8))
    return tag("g", *parts, aria_hidden="true")


def _row(
    row: Dumbbell,
    places: dict[int, float],
    *,
    y: float,
    left: float,
    right: float,
    look: Look,
) -> Svg:
    lines = wrap(row.name, SIZE, left - 12, max_lines=2)
    told = f"{row.name}: {row.before_text} \u2192 {row.after_text}"
    note = shorten(row.note, SIZE, look.width - right - 8)
    parts = [
        tag("title", f"{told} ({row.note})" if row.note else told),
        label_lines(0, y + 4 - (len(lines) - 1) * 6.5, lines, size=SIZE, leading=13),
        _way(row, places, y),
        *(_end(pair, places, y - APART, Marker.RING, look.ink) for pair in row.before),
        *(_end(pair, places, y + APART, Marker.DIAMOND, DONE) for pair in row.after),
        label(right + 8, y + 4, note, size=SIZE),
    ]
    return tag("g", *parts)


def _way(row: Dumbbell, places: dict[int, float], y: float) -> Svg:
    """The line from one end to the other, where there is one of each."""
    if len(row.before) != 1 or len(row.after) != 1 or row.before == row.after:
        return join(())
    start, end = (sum(places[at] for at in pair[0]) / 2 for pair in (row.before, row.after))
    return line(start, y - APART, end, y + APART, stroke=MUTED, stroke_width=2)


def _end(
    pair: tuple[int, int], places: dict[int, float], y: float, kind: Marker, color: str
) -> Svg:
    low, high = places[pair[0]], places[pair[1]]
    marks = [marker(x, y, kind, 9, color) for x in dict.fromkeys((low, high))]
    bar = [line(low + 4, y, high - 4, y, stroke=color, stroke_width=2.5)] if low < high else []
    return join((*bar, *marks))
