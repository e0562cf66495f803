"""Splitting a Gantt chart into pages of rows for print."""

from dataclasses import replace

from cip.charts.gantt.draw import height_of
from cip.charts.gantt.model import Bar, Elsewhere, GanttChart, Lane, Milestone

Piece = tuple[Lane, int]
"""Part of a lane and the number of rows it counts for."""

STONES_PER_ROW = 3  # milestones share rows; this many are taken to fill one
MOST_ROWS = 40  # of a page that `fit` tries first


def fit(chart: GanttChart, *, width: float, height: float) -> list[GanttChart]:
    """The chart as pages that are at most `height` when drawn in `width`, with most rows to a page.

    One row to a page may still be higher, under a lane with a long name.
    """
    for rows in range(MOST_ROWS, 1, -1):
        pages = paginate(chart, rows)
        if all(height_of(page, width) <= height for page in pages):
            return pages
    return paginate(chart, 1)


def paginate(chart: GanttChart, rows_per_page: int) -> list[GanttChart]:
    """The chart as pages of at most `rows_per_page` rows, all on the same time axis.

    A lane cut by a page goes on under its name and "(continued)". A dependency between pages stays
    on both, as an arrow that points off the page. An empty chart is one page. Raises ValueError for
    fewer than one row per page.
    """
    if rows_per_page < 1:
        raise ValueError(f"A page needs at least one row, not {rows_per_page}.")
    pages: list[list[Lane]] = [[]]
    free = rows_per_page
    for lane in chart.lanes:
        for index, (piece, rows) in enumerate(_pieces(lane, chart, free, rows_per_page)):
            if index or rows > free:
                pages.append([])
                free = rows_per_page
            pages[-1].append(piece)
            free -= rows
    if len(pages) == 1:
        return [chart]
    return _linked([replace_lanes(chart, lanes) for lanes in pages], chart)


def _pieces(lane: Lane, chart: GanttChart, free: int, full: int) -> list[Piece]:
    """The lane cut so that the first piece fits `free` rows and the others a full page."""
    rows = [
        lane.milestones[at : at + STONES_PER_ROW]
        for at in range(0, len(lane.milestones), STONES_PER_ROW)
    ]
    slots: list[tuple[Milestone, ...] | Bar] = [*rows, *lane.bars]
    if not slots:
        return [(lane, 1)]
    room = free if free > 0 else full
    if len(slots) > room and room < min(3, full):
        room = full  # do not begin a long lane on the last rows of a page
    pieces: list[Piece] = []
    while slots:
        here, slots = slots[:room], slots[room:]
        stones = tuple(stone for slot in here if not isinstance(slot, Bar) for stone in slot)
        bars = tuple(slot for slot in here if isinstance(slot, Bar))
        name = f"{lane.name} {chart.words.continued}" if pieces else lane.name
        pieces.append((replace(lane, name=name, bars=bars, milestones=stones), len(here)))
        room = full
    return pieces


def replace_lanes(chart: GanttChart, lanes: list[Lane]) -> GanttChart:
    """The chart with other lanes, without dependencies, on the time axis of the whole."""
    return replace(chart, lanes=tuple(lanes), dependencies=(), elsewhere=(), period=chart.span())


def _linked(pages: list[GanttChart], chart: GanttChart) -> list[GanttChart]:
    """Give each page its dependencies and the far ends of those that leave it."""
    names = {item.id: item.name for item in chart.items()}
    page_of = {item.id: number for number, page in enumerate(pages) for item in page.items()}
    linked: list[GanttChart] = []
    for number, page in enumerate(pages):
        links = tuple(
            link
            for link in chart.dependencies
            if number in (page_of.get(link.before), page_of.get(link.after))
        )
        ends = dict.fromkeys(end for link in links for end in (link.before, link.after))
        away = tuple(
            Elsewhere(end, names[end], above=page_of[end] < number)
            for end in ends
            if end in names and page_of[end] != number
        )
        kept = tuple(item for item in chart.elsewhere if item.id in ends)
        linked.append(replace(page, dependencies=links, elsewhere=(*away, *kept)))
    return linked
