"""Heatmap: rows by columns, coloured by level or share, with the value written in every cell."""

from dataclasses import dataclass
from itertools import groupby

from cip.charts.marks import Entry, hatch, legend, swatch_sample
from cip.charts.palette import Hatch, Swatch, level_swatch, share_swatch
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
    link,
    num,
    rect,
)
from cip.charts.text import shorten, text_width, wrap
from cip.charts.words import Words

SIZE, LEADING = 11.0, 13.0
ROW, TWO_LINES, HEAD = 25.0, 32.0, 26.0
STANDING = 130.0  # longest column name that stands on end


@dataclass(frozen=True)
class HeatCell:
    """One cell: coloured by `level` (0..5) or by `share` (0..1), never both.

    With neither, the cell is hatched: "not rated", or "n/a" when `applicable` is False. `text`
    replaces what an applicable cell shows; `href` makes the cell a link; `note` is its tooltip.
    """

    level: int | None = None
    share: float | None = None
    text: str = ""
    applicable: bool = True
    href: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.level is not None and self.share is not None:
            raise ValueError("A cell is coloured by level or by share, not by both.")
        if not self.applicable and self.rated:
            raise ValueError("A cell that does not apply has no value.")
        if self.level is not None:
            level_swatch(self.level)
        if self.share is not None:
            share_swatch(self.share)

    @property
    def rated(self) -> bool:
        """Whether the cell carries a value."""
        return self.level is not None or self.share is not None


@dataclass(frozen=True)
class HeatRow:
    """A named row; neighbouring rows of the same `group` share a heading."""

    name: str
    cells: tuple[HeatCell, ...]
    group: str = ""
    href: str = ""


@dataclass(frozen=True)
class HeatColumn:
    """A named column; neighbouring columns of the same `group` share a heading."""

    name: str
    group: str = ""


@dataclass(frozen=True)
class Heatmap:
    """Rows by columns; `key` names the levels shown in the legend as (level, text).

    Raises ValueError for a row whose number of cells differs from the number of columns.
    """

    title: str
    summary: str
    columns: tuple[HeatColumn, ...]
    rows: tuple[HeatRow, ...]
    words: Words
    key: tuple[tuple[int, str], ...] = ()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f"{row.name} has {len(row.cells)} cells for {len(self.columns)} columns."
                )
        for level, _ in self.key:
            level_swatch(level)


@dataclass(frozen=True)
class _Grid:
    """Measures: width of the name column and of a cell, y of the first row, height of a row.

    `upright` is whether column names stand on end because their words are wider than a cell.
    """

    left: float
    cell: float
    top: float
    row: float
    upright: bool


@dataclass(frozen=True)
class _Spot:
    """The rectangle of one cell."""

    x: float
    y: float
    wide: float
    high: float

    @property
    def middle(self) -> float:
        return self.x + self.wide / 2

    @property
    def baseline(self) -> float:
        return self.y + self.high / 2 + 4


def render(chart: Heatmap, look: Look) -> str:
    """The heatmap as SVG text; the height follows from the rows."""
    if not chart.rows or not chart.columns:
        return empty_document(
            look, title=chart.title, summary=chart.summary, text=chart.words.no_data, kind="heatmap"
        )
    grid = _grid(chart, look)
    body = [_column_heads(chart, grid, look)]
    y = grid.top
    for group, members in groupby(chart.rows, key=lambda row: row.group):
        if group:
            body.append(_group_head(group, y, look))
            y += HEAD
        for row in members:
            body.append(_row(row, chart, grid, y, look))
            y += grid.row
    key, key_height = legend(_entries(chart, look), look, y=y + 8)
    body.append(key)
    linked = any(row.href or any(cell.href for cell in row.cells) for row in chart.rows)
    height = y + (8 + key_height if key_height else 2)
    return document(
        look,
        height=height,
        title=chart.title,
        summary=chart.summary,
        body=body,
        kind="heatmap",
        linked=linked,
    )


def as_table(chart: Heatmap) -> Table:
    """One row per heatmap row; groups stand in the names as "group: name"."""
    headers = (chart.words.item, *(_grouped(column.group, column.name) for column in chart.columns))
    rows = tuple(
        (_grouped(row.group, row.name), *(shown(cell, chart.words) for cell in row.cells))
        for row in chart.rows
    )
    return headers, rows


def shown(cell: HeatCell, words: Words) -> str:
    """What a cell says: its text, its level, its share in percent, or why it has none."""
    if not cell.applicable:
        return words.not_applicable
    if cell.text:
        return cell.text
    if not cell.rated:
        return words.not_rated
    return str(cell.level) if cell.level is not None else words.percent(cell.share or 0.0)


def _grouped(group: str, name: str) -> str:
    return f"{group}: {name}" if group else name


def _grid(chart: Heatmap, look: Look) -> _Grid:
    widest = max(text_width(row.name, SIZE) for row in chart.rows) + 10
    left = min(widest, look.width * 0.42)
    cell = min((look.width - left) / len(chart.columns), 132.0)
    words = [word for column in chart.columns for word in column.name.split()]
    upright = max((text_width(word, SIZE) for word in words), default=0.0) > cell - 6
    if upright:
        names = min(max(text_width(column.name, SIZE) for column in chart.columns), STANDING) + 8
    else:
        names = max(len(_head_lines(column.name, cell)) for column in chart.columns) * LEADING + 6
    groups = HEAD if any(column.group for column in chart.columns) else 0.0
    return _Grid(left, cell, groups + names, ROW if widest <= left else TWO_LINES, upright)


def _head_lines(name: str, cell: float) -> tuple[str, ...]:
    return wrap(name, SIZE, max(8.0, cell - 6), max_lines=3)


def _column_name(name: str, x: float, grid: _Grid) -> Svg:
    if grid.upright:
        turn = f"rotate(-90 {num(x + 4)} {num(grid.top - 5)})"
        return label(x + 4, grid.top - 5, shorten(name, SIZE, STANDING), size=SIZE, transform=turn)
    lines = _head_lines(name, grid.cell)
    y = grid.top - 6 - (len(lines) - 1) * LEADING
    return label_lines(x, y, lines, size=SIZE, leading=LEADING, text_anchor="middle")


def _column_heads(chart: Heatmap, grid: _Grid, look: Look) -> Svg:
    parts: list[Svg] = []
    index = 0
    for group, members in groupby(chart.columns, key=lambda column: column.group):
        span = list(members)
        if group:
            x, wide = grid.left + index * grid.cell, grid.cell * len(span)
            text = shorten(group, SIZE, wide - 6, bold=True)
            parts.append(
                label(x + wide / 2, 13, text, size=SIZE, font_weight=600, text_anchor="middle")
            )
            parts.append(line(x + 3, 20, x + wide - 3, 20, stroke=look.ink, stroke_opacity=0.4))
        for column in span:
            parts.append(_column_name(column.name, grid.left + (index + 0.5) * grid.cell, grid))
            index += 1
    return join(parts)


def _group_head(group: str, y: float, look: Look) -> Svg:
    text = shorten(group, SIZE, look.width, bold=True)
    return label(0, y + HEAD - 7, text, size=SIZE, font_weight=600)


def _row(row: HeatRow, chart: Heatmap, grid: _Grid, y: float, look: Look) -> Svg:
    lines = wrap(row.name, SIZE, grid.left - 8, max_lines=1 if grid.row == ROW else 2)
    first = y + grid.row / 2 + 4 - (len(lines) - 1) * LEADING / 2
    name = label_lines(0, first, lines, size=SIZE, leading=LEADING)
    parts = [link(row.href, name, title=row.name)]
    for index, cell in enumerate(row.cells):
        spot = _Spot(grid.left + index * grid.cell + 1, y + 1, grid.cell - 2, grid.row - 2)
        text = shown(cell, chart.words)
        title = cell.note or f"{_where(row, chart.columns[index])}: {text}"
        parts.append(link(cell.href, _face(cell, text, spot, look), title=title))
    return join(parts)


def _where(row: HeatRow, column: HeatColumn) -> str:
    return f"{row.name}, {_grouped(column.group, column.name)}"


def _face(cell: HeatCell, text: str, spot: _Spot, look: Look) -> Svg:
    fill = _swatch(cell)
    box = rect(
        spot.x, spot.y, spot.wide, spot.high, rx=2, fill=fill.fill if fill else "none",
        stroke=look.ink, stroke_opacity=0.22, stroke_width=0.75,
    )  # fmt: skip
    if fill is None:
        return join((box, _unrated(cell, text, spot, look)))
    fits = shorten(text, SIZE, spot.wide - 4)
    value = label(spot.middle, spot.baseline, fits, size=SIZE, fill=fill.text, text_anchor="middle")
    return join((box, value))


def _unrated(cell: HeatCell, text: str, spot: _Spot, look: Look) -> Svg:
    """The words between two hatched parts, so that they read on any background; else only hatch."""
    kind = Hatch.RISING if cell.applicable else Hatch.DOTS
    need = text_width(text, 10) + 6
    if need > spot.wide:
        return hatch(spot.x, spot.y, spot.wide, spot.high, kind, colour=look.ink, opacity=0.4)
    side = (spot.wide - need) / 2
    parts = [
        hatch(x, spot.y, side, spot.high, kind, colour=look.ink, opacity=0.4)
        for x in (spot.x, spot.x + spot.wide - side)
    ]
    words = label(
        spot.middle, spot.baseline - 0.5, text, size=10, text_anchor="middle", fill_opacity=0.8
    )
    return join((*parts, words))


def _swatch(cell: HeatCell) -> Swatch | None:
    if cell.level is not None:
        return level_swatch(cell.level)
    return share_swatch(cell.share) if cell.share is not None else None


def _entries(chart: Heatmap, look: Look) -> tuple[Entry, ...]:
    entries = [
        (f"{level}  {text}", swatch_sample(0, 0, level_swatch(level), look), 14.0)
        for level, text in chart.key
    ]
    blank = [cell for row in chart.rows for cell in row.cells if not cell.rated]
    for text, kind, shown_ in (
        (chart.words.not_rated, Hatch.RISING, any(cell.applicable for cell in blank)),
        (chart.words.not_applicable, Hatch.DOTS, any(not cell.applicable for cell in blank)),
    ):
        if shown_ and entries:
            face = hatch(0, -6, 14, 12, kind, colour=look.ink, opacity=0.5)
            frame = rect(0, -6, 14, 12, fill="none", stroke=look.ink, stroke_opacity=0.45)
            entries.append((text, join((frame, face)), 14.0))
    return tuple(entries)
