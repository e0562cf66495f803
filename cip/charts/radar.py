"""Radar: one axis per process area or perspective, one line per series, on an ordinal scale."""

import math
from dataclasses import dataclass

from cip.charts.marks import Entry, legend, marker, stroke_sample
from cip.charts.palette import SERIES, Stroke
from cip.charts.svg import (
    EMPTY,
    Look,
    Svg,
    Table,
    document,
    join,
    label,
    label_lines,
    line,
    path,
    tag,
)
from cip.charts.text import shorten, text_width, wrap
from cip.charts.words import Words

SIZE, LEADING = 11.0, 13.0
GAP = 12.0  # from the outer ring to a label
HUB = 0.6  # steps between the centre and the lowest level
CROWDED = 1.3  # label columns this much taller than the circle become numbers with a list

Point = tuple[float, float]


@dataclass(frozen=True)
class RadarSeries:
    """One line: a value per axis in axis order, None where not rated.

    The first series is drawn solid and filled, the second dashed with diamonds, and so on.
    """

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class RadarChart:
    """Axes clockwise from the top; values lie on the ordinal scale `minimum`..`maximum`.

    Each whole level is a ring, the minimum a small one, so that the lowest level is never the
    centre and never looks like "not rated". `rings` are (level, translated name) for the legend.
    Raises ValueError for fewer than 3 or more than 24 axes, more than 5 series, a series whose
    length differs, a value outside the scale, and a scale that does not rise.
    """

    title: str
    summary: str
    axes: tuple[str, ...]
    series: tuple[RadarSeries, ...]
    words: Words
    minimum: int = 0
    maximum: int = 5
    rings: tuple[tuple[int, str], ...] = ()

    def __post_init__(self) -> None:
        if not 3 <= len(self.axes) <= 24:
            raise ValueError(f"A radar has 3 to 24 axes, not {len(self.axes)}.")
        if len(self.series) > len(SERIES):
            raise ValueError(f"A radar shows at most {len(SERIES)} series, not {len(self.series)}.")
        if self.minimum >= self.maximum:
            raise ValueError(f"The scale must rise: {self.minimum} is not below {self.maximum}.")
        for series in self.series:
            self._check(series)

    def _check(self, series: RadarSeries) -> None:
        if len(series.values) != len(self.axes):
            raise ValueError(
                f"{series.name} has {len(series.values)} values for {len(self.axes)} axes."
            )
        for value in series.values:
            if value is not None and not self.minimum <= value <= self.maximum:
                raise ValueError(
                    f"{series.name} has {value}, outside {self.minimum} to {self.maximum}."
                )


@dataclass(frozen=True)
class _Place:
    """Where the circle is: centre, radius of the outer ring, number of axes, and the scale."""

    cx: float
    cy: float
    radius: float
    axes: int
    minimum: int
    maximum: int

    def angle(self, index: float) -> float:
        return 2 * math.pi * index / self.axes - math.pi / 2

    def far(self, value: float) -> float:
        """Distance of a value from the centre; the minimum lies HUB steps outside it."""
        return self.radius * (value - self.minimum + HUB) / (self.maximum - self.minimum + HUB)

    def at(self, index: float, value: float) -> Point:
        far, angle = self.far(value), self.angle(index)
        return self.cx + far * math.cos(angle), self.cy + far * math.sin(angle)


@dataclass
class _Label:
    """An axis label while it is being placed; `y` is the centre of its lines."""

    index: int
    lines: tuple[str, ...]
    y: float
    side: int  # -1 left, 1 right, 0 centred above or below

    @property
    def height(self) -> float:
        return len(self.lines) * LEADING


def render(chart: RadarChart, look: Look) -> str:
    """The radar as SVG text; the height follows from the width and the labels.

    Where the labels would tower over the circle (many axes, narrow width) the axes carry numbers
    and the names follow as a list below.
    """
    radius = max(20.0, look.width * (0.27 if look.width >= 420 else 0.24))
    labels = _labels(chart, look.width, radius)
    numbered = max(_column(labels, -1), _column(labels, 1)) / 2 > CROWDED * (radius + GAP)
    if numbered:
        radius = look.width / 2 - GAP - 24
        labels = _labels(chart, look.width, radius, numbered=True)
    place, end = _place(chart, labels, look, radius)
    listed, list_height = _list(chart, look, end) if numbered else (EMPTY, 0.0)
    entries = (*_line_entries(chart), *_ring_entries(chart))
    key, key_height = legend(entries, look, y=end + list_height)
    body = [
        _rings(place, look),
        *(_series(s, SERIES[i], place, filled=i == 0) for i, s in enumerate(chart.series)),
        _ring_names(place),
        *(_axis_label(chart, item, place, look) for item in labels),
        listed,
        key,
    ]
    height = end + list_height + key_height
    return document(
        look, height=height, title=chart.title, summary=chart.summary, body=body, kind="radar"
    )


def _column(labels: list[_Label], side: int) -> float:
    return sum(item.height + 3 for item in labels if item.side == side)


def _place(
    chart: RadarChart, labels: list[_Label], look: Look, radius: float
) -> tuple[_Place, float]:
    """Where the circle stands, with its labels spread around it, and the y below them all."""
    half = max(radius + GAP, max(_column(labels, -1), _column(labels, 1)) / 2)
    centred = {item.index == 0: item.height for item in labels if item.side == 0}
    cy = centred.get(True, 0.0) + half + 4
    place = _Place(look.width / 2, cy, radius, len(chart.axes), chart.minimum, chart.maximum)
    _spread(labels, place, half)
    return place, cy + half + centred.get(False, 0.0) + 10


def _line_entries(chart: RadarChart) -> tuple[Entry, ...]:
    return tuple((s.name, stroke_sample(0, 0, SERIES[i]), 26.0) for i, s in enumerate(chart.series))


def _ring_entries(chart: RadarChart) -> tuple[Entry, ...]:
    return tuple(
        (name, label(0, 4, str(level), size=SIZE, fill_opacity=0.8), 7.0)
        for level, name in chart.rings
    )


def _list(chart: RadarChart, look: Look, y: float) -> tuple[Svg, float]:
    """The numbered names of the axes, in one column or, where they fit, in two."""
    names = [_unrated(chart, index, axis) for index, axis in enumerate(chart.axes)]
    widest = max(text_width(name, SIZE) for name in names) + 30
    columns = 2 if 2 * widest <= look.width else 1
    per_column = -(-len(names) // columns)
    parts: list[Svg] = []
    for index, name in enumerate(names):
        column, row = divmod(index, per_column)
        x, base = column * look.width / columns, y + (row + 0.75) * (LEADING + 3)
        shown = shorten(name, SIZE, look.width / columns - 26)
        parts.append(
            label(x + 16, base, str(index + 1), size=SIZE, font_weight=600, text_anchor="end")
        )
        parts.append(label(x + 22, base, shown, size=SIZE))
    return join(parts), per_column * (LEADING + 3) + 8


def _unrated(chart: RadarChart, index: int, name: str) -> str:
    """The name of an axis, with "(not rated)" where the first series has no value."""
    if chart.series and chart.series[0].values[index] is None:
        return f"{name} ({chart.words.not_rated})"
    return name


def as_table(chart: RadarChart) -> Table:
    """One row per axis, one column per series; values with at most two decimals."""
    headers = (chart.words.item, *(series.name for series in chart.series))
    rows = tuple(
        (axis, *(_shown(series.values[index], chart.words) for series in chart.series))
        for index, axis in enumerate(chart.axes)
    )
    return headers, rows


def _shown(value: float | None, words: Words) -> str:
    if value is None:
        return words.not_rated
    return words.number(value, 0 if value == int(value) else 2)


def _labels(
    chart: RadarChart, width: float, radius: float, *, numbered: bool = False
) -> list[_Label]:
    labels: list[_Label] = []
    for index, axis in enumerate(chart.axes):
        turn = 2 * index
        middle = index == 0 or turn == len(chart.axes)
        side = 0 if middle else (1 if turn < len(chart.axes) else -1)
        room = width * 0.6 if middle else max(30.0, width / 2 - radius - GAP - 4)
        if numbered:
            lines: tuple[str, ...] = (str(index + 1),)
        else:
            lines = wrap(axis, SIZE, room, max_lines=2 if middle else 3)
            lines += wrap(_unrated(chart, index, "").strip(), SIZE, room, max_lines=1)
        labels.append(_Label(index, lines, 0.0, side))
    return labels


def _spread(labels: list[_Label], place: _Place, half: float) -> None:
    """Put each label beside its axis end, then push neighbours apart within the column."""
    for item in labels:
        if item.side == 0:
            sign = -1 if item.index == 0 else 1
            item.y = place.cy + sign * (max(half, place.radius + GAP) + item.height / 2)
        else:
            item.y = place.cy + (place.radius + GAP) * math.sin(place.angle(item.index))
    for side in (-1, 1):
        column = sorted((item for item in labels if item.side == side), key=lambda item: item.y)
        floor = place.cy - half
        for item in column:
            item.y = max(item.y, floor + item.height / 2)
            floor = item.y + item.height / 2 + 3
        ceiling = place.cy + half
        for item in reversed(column):
            item.y = min(item.y, ceiling - item.height / 2)
            ceiling = item.y - item.height / 2 - 3


def _axis_label(chart: RadarChart, item: _Label, place: _Place, look: Look) -> Svg:
    baseline = item.y - item.height / 2 + LEADING * 0.78
    if item.side == 0:
        return label_lines(
            place.cx, baseline, item.lines, size=SIZE, leading=LEADING, text_anchor="middle"
        )
    near = max(0.0, abs(item.y - place.cy) - item.height / 2)
    far = place.radius + GAP
    clear = math.sqrt(far * far - near * near) if near < far else 0.0
    end = place.at(item.index, chart.maximum)
    x = place.cx + item.side * max(clear, abs(end[0] - place.cx) + GAP / 2)
    widest = max(text_width(text, SIZE) for text in item.lines) if item.lines else 0.0
    x = min(x, look.width - widest) if item.side > 0 else max(x, widest)
    leader = line(
        end[0],
        end[1],
        x - item.side * 3,
        item.y,
        stroke=look.ink,
        stroke_opacity=0.35,
        stroke_width=0.75,
    )
    anchor = "start" if item.side > 0 else "end"
    lines = label_lines(x, baseline, item.lines, size=SIZE, leading=LEADING, text_anchor=anchor)
    return join((leader, lines))


def _rings(place: _Place, look: Look) -> Svg:
    parts: list[Svg] = []
    for ring in range(place.minimum, place.maximum + 1):
        corners = [place.at(index, ring) for index in range(place.axes)]
        strong = 0.5 if ring == place.maximum else 0.18
        parts.append(
            path(corners, closed=True, fill="none", stroke=look.ink, stroke_opacity=strong)
        )
    for index in range(place.axes):
        inner, outer = place.at(index, place.minimum), place.at(index, place.maximum)
        parts.append(line(*inner, *outer, stroke=look.ink, stroke_opacity=0.18))
    return tag("g", *parts, aria_hidden="true")


def _ring_names(place: _Place) -> Svg:
    """Level numbers between the first two axes, just inside their rings."""
    parts: list[Svg] = []
    for ring in range(place.minimum, place.maximum + 1):
        flat = math.cos(math.pi / place.axes)  # a ring is a polygon: between axes it lies nearer
        angle = place.angle(0.5)
        far = max(place.far(ring) * flat - 6, 0.0)
        x, y = place.cx + far * math.cos(angle), place.cy + far * math.sin(angle)
        parts.append(
            label(x, y + 3.5, str(ring), size=9.5, text_anchor="middle", fill_opacity=0.75)
        )
    return tag("g", *parts, aria_hidden="true")


def _runs(values: tuple[float | None, ...]) -> list[list[int]]:
    """Indices of neighbouring rated axes; a run may pass the top; a full circle is one run."""
    count = len(values)
    if all(value is not None for value in values):
        return [list(range(count))]
    first = next(index for index, value in enumerate(values) if value is None)
    runs: list[list[int]] = [[]]
    for step in range(1, count + 1):
        index = (first + step) % count
        if values[index] is None:
            runs.append([])
        else:
            runs[-1].append(index)
    return [run for run in runs if run]


def _known(value: float | None) -> float:
    if value is None:
        raise ValueError("An axis that is not rated has no point.")
    return value


def _series(series: RadarSeries, stroke: Stroke, place: _Place, *, filled: bool) -> Svg:
    parts: list[Svg] = []
    for run in _runs(series.values):
        points = [place.at(index, _known(series.values[index])) for index in run]
        full = len(run) == place.axes
        if len(points) > 1:
            parts.append(
                path(
                    points,
                    closed=full,
                    fill=stroke.colour if full and filled else "none",
                    fill_opacity=0.14 if full and filled else None,
                    stroke=stroke.colour,
                    stroke_width=2,
                    stroke_dasharray=stroke.dash,
                    stroke_linejoin="round",
                )
            )
        parts.extend(marker(x, y, stroke.marker, 6, stroke.colour) for x, y in points)
    return tag("g", tag("title", series.name), *parts)
