"""Votes on an ordinal scale: a dot per vote, columns when there are many, and the median.

Votes are counted, never averaged. With an even number of votes the median is the pair of middle
levels; where they differ both are marked.
"""

from dataclasses import dataclass, replace

from cip.charts.palette import ALERT, LEVELS, level_swatch
from cip.charts.svg import (
    EMPTY,
    Attribute,
    Look,
    Svg,
    Table,
    document,
    empty_document,
    join,
    label,
    label_lines,
    line,
    path,
    rect,
    tag,
)
from cip.charts.text import text_width, wrap
from cip.charts.words import Words

SIZE, LEADING = 11.0, 13.0
FLOOR = 14.0  # space below the base line for the median marker
TALL = 40.0  # most that dots or columns rise above the base line
DOT, STEP = 9.0, 11.0


@dataclass(frozen=True)
class VoteStrip:
    """Votes on one thing: `counts[i]` votes for the i-th level of the chart's scale.

    `not_rated` counts people who did not choose a level; they are stated, never counted as zero.
    """

    name: str
    counts: tuple[int, ...]
    not_rated: int = 0

    def __post_init__(self) -> None:
        if min((*self.counts, self.not_rated)) < 0:
            raise ValueError(f"{self.name} has a negative number of votes.")


@dataclass(frozen=True)
class VoteChart:
    """Strips over one scale; `levels` are (level 0..5, translated name) in rising order."""

    title: str
    summary: str
    levels: tuple[tuple[int, str], ...]
    strips: tuple[VoteStrip, ...]
    words: Words

    def __post_init__(self) -> None:
        numbers = [level for level, _ in self.levels]
        if not numbers or numbers != sorted(set(numbers)):
            raise ValueError("The levels of a vote chart rise, each named once.")
        if not 0 <= numbers[0] <= numbers[-1] < len(LEVELS):
            raise ValueError(f"Levels are 0 to {len(LEVELS) - 1}.")
        for strip in self.strips:
            if len(strip.counts) != len(numbers):
                raise ValueError(
                    f"{strip.name} has {len(strip.counts)} counts for {len(numbers)} levels."
                )


def median_places(counts: tuple[int, ...]) -> tuple[int, int] | None:
    """Places (not levels) of the lower and upper median of ordinal counts; None without votes."""
    total = sum(counts)
    if not total:
        return None
    return _place(counts, (total - 1) // 2), _place(counts, total // 2)


def _place(counts: tuple[int, ...], rank: int) -> int:
    seen = 0
    for place, count in enumerate(counts):
        seen += count
        if rank < seen:
            return place
    raise ValueError(f"There is no vote number {rank}.")


def render(chart: VoteChart, look: Look) -> str:
    """The strips as SVG text, the level names once above them."""
    if not chart.strips:
        return empty_document(
            look, title=chart.title, summary=chart.summary, text=chart.words.no_data, kind="votes"
        )
    grid = _grid(chart, look)
    y = grid.head
    body = [_heads(chart, grid)]
    for strip in chart.strips:
        lines = wrap(strip.name, SIZE, grid.left - 12, max_lines=2, bold=True)
        notes = len(_note_lines(strip, chart, grid))
        base = y + max(grid.rise, len(lines) * LEADING + notes * 12 + 4) + 8
        body.append(_strip(strip, lines, chart, grid, base=base, look=look))
        y = base + FLOOR
    body.insert(0, _columns(chart, grid, y, look))
    return document(
        look, height=y + 2, title=chart.title, summary=chart.summary, body=body, kind="votes"
    )


@dataclass(frozen=True)
class _Grid:
    """Width of the name column and of one level, height of the level names, rise above a base line.

    `dots` is whether every vote gets a dot; `peak` is the highest count.
    """

    left: float
    cell: float
    head: float
    rise: float
    peak: int
    dots: bool

    def centre(self, place: int) -> float:
        return self.left + (place + 0.5) * self.cell

    @property
    def across(self) -> int:
        """Dots side by side in one level."""
        return max(1, int((self.cell - 10) // STEP))


def _grid(chart: VoteChart, look: Look) -> _Grid:
    widest = max(text_width(text, SIZE, bold=True) for text in _notes(chart)) + 14
    left = min(widest, look.width * 0.34)
    cell = (look.width - left) / len(chart.levels)
    peak = max(max(strip.counts) for strip in chart.strips)
    head = max(len(lines) for lines in _head_lines(chart, cell)) * LEADING + 4
    grid = _Grid(left, cell, head, TALL, peak, dots=True)
    stacked = -(-peak // grid.across) * STEP
    return replace(grid, rise=min(stacked, TALL), dots=stacked <= TALL)


def _head_lines(chart: VoteChart, cell: float) -> list[tuple[str, ...]]:
    """Level names, or only the numbers where the columns are narrow."""
    names = [_level_name(level, name if cell >= 64 else "") for level, name in chart.levels]
    return [wrap(name, SIZE, cell - 4, max_lines=2) for name in names]


def _heads(chart: VoteChart, grid: _Grid) -> Svg:
    return join(
        label_lines(grid.centre(i), 11, lines, size=SIZE, leading=LEADING, text_anchor="middle")
        for i, lines in enumerate(_head_lines(chart, grid.cell))
    )


def _columns(chart: VoteChart, grid: _Grid, bottom: float, look: Look) -> Svg:
    """Faint bands that lead the eye from a level's name down to its votes."""
    bands = [
        rect(grid.left + i * grid.cell, 0, grid.cell, bottom, fill=look.ink, fill_opacity=0.045)
        for i in range(0, len(chart.levels), 2)
    ]
    return tag("g", *bands, aria_hidden="true")


def as_table(chart: VoteChart) -> Table:
    """One row per strip: votes per level, not rated, and the median in levels."""
    headers = (
        chart.words.item,
        *(_level_name(*level) for level in chart.levels),
        chart.words.not_rated,
        chart.words.median,
    )
    rows = tuple(
        (
            strip.name,
            *(chart.words.number(count) for count in strip.counts),
            chart.words.number(strip.not_rated),
            _median_text(strip, chart),
        )
        for strip in chart.strips
    )
    return headers, rows


def _level_name(level: int, name: str) -> str:
    return f"{level} {name}" if name else str(level)


def _median_text(strip: VoteStrip, chart: VoteChart) -> str:
    places = median_places(strip.counts)
    if places is None:
        return chart.words.not_rated
    low, high = (str(chart.levels[place][0]) for place in places)
    return low if low == high else chart.words.range.format(low=low, high=high)


def _note(strip: VoteStrip, chart: VoteChart) -> str:
    words = chart.words
    parts = [words.answers.format(n=words.number(sum(strip.counts)))]
    if sum(strip.counts):
        parts.append(f"{words.median} {_median_text(strip, chart)}")
    if strip.not_rated:
        parts.append(f"{words.number(strip.not_rated)} {words.not_rated}")
    return " · ".join(parts)


def _note_lines(strip: VoteStrip, chart: VoteChart, grid: _Grid) -> tuple[str, ...]:
    return wrap(_note(strip, chart), 10, grid.left - 12, max_lines=2)


def _notes(chart: VoteChart) -> list[str]:
    return [strip.name for strip in chart.strips] + [_note(strip, chart) for strip in chart.strips]


def _strip(
    strip: VoteStrip,
    lines: tuple[str, ...],
    chart: VoteChart,
    grid: _Grid,
    *,
    base: float,
    look: Look,
) -> Svg:
    note = _note_lines(strip, chart, grid)
    first = base - 4 - (len(note) - 1) * 12 - 1 - len(lines) * LEADING
    parts = [
        label_lines(0, first, lines, size=SIZE, leading=LEADING, font_weight=600),
        label_lines(
            0, base - 4 - (len(note) - 1) * 12, note, size=10, leading=12, fill_opacity=0.8
        ),
        line(grid.left, base, look.width, base, stroke=look.ink, stroke_opacity=0.45),
    ]
    for place, count in enumerate(strip.counts):
        level, name = chart.levels[place]
        text = f"{strip.name}, {_level_name(level, name)}: {chart.words.number(count)}"
        drawn = _votes(count, (grid.centre(place), base), grid, level, look)
        parts.append(tag("g", tag("title", text), drawn))
    parts.append(_median(strip, chart, grid, base))
    return join(parts)


def _votes(count: int, place: tuple[float, float], grid: _Grid, level: int, look: Look) -> Svg:
    """Dots stacked upwards from the base line, or a column with its count when dots do not fit."""
    centre, base = place
    box: dict[str, Attribute] = {
        "fill": level_swatch(level).fill,
        "stroke": look.ink,
        "stroke_opacity": 0.55,
        "stroke_width": 0.75,
    }
    if not count:
        return EMPTY
    if not grid.dots:
        tall, wide = (grid.rise - 12) * count / grid.peak, min(grid.cell - 10, 44.0)
        column = rect(centre - wide / 2, base - tall, wide, tall, **box)
        value = label(centre, base - tall - 3, str(count), size=10, text_anchor="middle")
        return join((column, value))
    dots = []
    for index in range(count):
        row, column_ = divmod(index, grid.across)
        across = min(count - row * grid.across, grid.across)
        x = centre + (column_ - (across - 1) / 2) * STEP
        dots.append(tag("circle", cx=x, cy=base - STEP * (row + 0.5) - 0.5, r=DOT / 2, **box))
    return join(dots)


def _median(strip: VoteStrip, chart: VoteChart, grid: _Grid, base: float) -> Svg:
    """Triangles under the lower and upper median, joined by a line where they differ."""
    places = median_places(strip.counts)
    if places is None:
        return EMPTY
    ends = sorted({grid.centre(place) for place in places})
    y = base + 2.5
    parts = [tag("title", f"{chart.words.median} {_median_text(strip, chart)}")]
    if len(ends) == 2:
        parts.append(line(ends[0], y + 6, ends[1], y + 6, stroke=ALERT, stroke_width=2))
    for x in ends:
        parts.append(path(((x, y), (x + 5.5, y + 8), (x - 5.5, y + 8)), closed=True, fill=ALERT))
    return tag("g", *parts)
