"""Drawing a placed Gantt chart: lanes, axis, arrows, shapes, key."""

import datetime as dt

from cip.charts.gantt.axis import ticks, upper_ticks
from cip.charts.gantt.layout import (
    BAR,
    DIAMOND,
    HEAD,
    LEADING,
    SIZE,
    STUB,
    Box,
    LaneBox,
    Layout,
    place,
)
from cip.charts.gantt.model import Bar, Dependency, GanttChart, Milestone
from cip.charts.gantt.routes import Point, Router
from cip.charts.gantt.shapes import bar_shape, diamond_shape
from cip.charts.marks import Entry, legend
from cip.charts.palette import ALERT, State
from cip.charts.svg import (
    EMPTY,
    Look,
    Svg,
    document,
    empty_document,
    join,
    label,
    label_lines,
    line,
    link,
    path,
    path_data,
    rect,
    tag,
)
from cip.charts.text import centred, shorten, text_width

ARROW = 4.5
_EPOCH = dt.date(2000, 1, 1)  # stands for any day in the key


def render(chart: GanttChart, look: Look) -> str:
    """The roadmap as SVG text; the height follows from the number of rows."""
    layout = place(chart, look.width)
    if layout is None:
        return empty_document(
            look, title=chart.title, summary=chart.summary, text=chart.words.no_data, kind="gantt"
        )
    key, key_height = legend(_key(chart, look), look, y=layout.bottom + 6)
    body = [
        *(_lane(lane, index, layout, look) for index, lane in enumerate(layout.lanes)),
        _axis(chart, layout, look),
        _today(chart, layout, look),
        tag("g", *_arrows(chart, layout, look), class_="gantt-arrows", aria_hidden="true"),
        *(_item(box, layout, chart, look) for box in layout.boxes.values()),
        key,
    ]
    height = _height(layout, key_height)
    linked = any(item.href for item in chart.items())
    return document(
        look,
        height=height,
        title=chart.title,
        summary=chart.summary,
        body=body,
        kind="gantt",
        linked=linked,
    )


def height_of(chart: GanttChart, width: float) -> float:
    """How high the drawing gets in `width`, in CSS pixels."""
    layout = place(chart, width)
    if layout is None:
        return 0.0
    look = Look("measure", width)
    _svg, key_height = legend(_key(chart, look), look, y=layout.bottom + 6)
    return _height(layout, key_height)


def _height(layout: Layout, key_height: float) -> float:
    return layout.bottom + (6 + key_height if key_height else 2)


def _lane(box: LaneBox, index: int, layout: Layout, look: Look) -> Svg:
    high = box.bottom - box.top
    parts = [
        tag("title", box.lane.name),
        rect(
            0,
            box.top,
            layout.right,
            high,
            fill=look.ink,
            fill_opacity=0.045 if index % 2 == 0 else 0,
        ),
        line(0, box.top, layout.right, box.top, stroke=look.ink, stroke_opacity=0.3),
        label_lines(6, box.top + 18, box.lines, size=SIZE, leading=LEADING, font_weight=600),
    ]
    if box.note:
        y = box.top + 18 + len(box.lines) * LEADING
        parts.append(label(6, y, box.note, size=10, fill_opacity=0.8))
    return tag("g", *parts, class_="gantt-lane")


def _axis(chart: GanttChart, layout: Layout, look: Look) -> Svg:
    parts: list[Svg] = []
    axis, unit = layout.axis, layout.unit
    lower = ticks(axis, unit, chart.words)
    head = layout.head
    for tick in lower:
        strong = 0.4 if tick.first else 0.13
        top = head - HEAD + 4 if tick.first else head - 16
        parts.append(
            line(tick.left, top, tick.left, layout.bottom, stroke=look.ink, stroke_opacity=strong)
        )
        if tick.text and text_width(tick.text, 10.5) <= tick.right - tick.left:
            middle = (tick.left + tick.right) / 2
            parts.append(label(middle, head - 6, tick.text, size=10.5, text_anchor="middle"))
    for tick in upper_ticks(lower, unit, chart.words):
        text = shorten(tick.text, SIZE, tick.right - tick.left - 8, bold=True)
        if text == tick.text:
            parts.append(label(tick.left + 5, head - HEAD + 15, text, size=SIZE, font_weight=600))
    end = axis.right
    parts.append(line(end, head - 16, end, layout.bottom, stroke=look.ink, stroke_opacity=0.13))
    parts.append(
        line(0, layout.bottom, layout.right, layout.bottom, stroke=look.ink, stroke_opacity=0.3)
    )
    return tag("g", *parts, class_="gantt-axis", aria_hidden="true")


def _today(chart: GanttChart, layout: Layout, look: Look) -> Svg:
    day, axis = chart.today, layout.axis
    if day is None or not axis.first <= day < axis.last:
        return EMPTY
    x = axis.x(day) + axis.per_day / 2
    wide = text_width(chart.words.today, 10, bold=True)
    middle = centred(chart.words.today, 10, x, look.width, bold=True)
    return tag(
        "g",
        tag("title", f"{chart.words.today}: {chart.words.day(day)}"),
        line(x, 16, x, layout.head - 18, stroke=ALERT, stroke_width=1.5),
        line(
            x, layout.head, x, layout.bottom, stroke=ALERT, stroke_width=1.5, stroke_dasharray="5 3"
        ),
        rect(middle - wide / 2 - 5, 1, wide + 10, 16, rx=8, fill=ALERT),
        label(
            middle,
            12.5,
            chart.words.today,
            size=10,
            font_weight=600,
            fill="#ffffff",
            text_anchor="middle",
        ),
        class_="gantt-today",
    )


def _arrows(chart: GanttChart, layout: Layout, look: Look) -> list[Svg]:
    """Routes are found for short dependencies first; critical ones are drawn last, on top."""
    router = Router(layout)
    boxes = layout.boxes
    here = [link for link in chart.dependencies if link.before in boxes and link.after in boxes]
    order = sorted(
        range(len(here)),
        key=lambda i: (abs(boxes[here[i].after].row - boxes[here[i].before].row), i),
    )
    routes = {i: router.route(boxes[here[i].before], boxes[here[i].after]) for i in order}
    drawn = sorted(range(len(here)), key=lambda i: here[i].critical)
    parts = [_arrow(here[i], router.pieces(routes[i]), look) for i in drawn]
    above = {item.id: item.above for item in chart.elsewhere}
    for link_ in chart.dependencies:
        parts.append(_off_page(link_, chart, layout, above, look))
    return parts


def _arrow(link_: Dependency, pieces: list[list[Point]], look: Look) -> Svg:
    colour, wide = (ALERT, 2.0) if link_.critical else (look.ink, 1.1)
    (x, y) = pieces[-1][-1]
    runs = [*pieces[:-1], [*pieces[-1][:-1], (x - ARROW + 1, y)]]
    data = "".join(path_data(run) for run in runs)
    faint = None if link_.critical else 0.62
    head = ((x, y), (x - ARROW - 1, y - ARROW * 0.75), (x - ARROW - 1, y + ARROW * 0.75))
    return tag(
        "g",
        tag(
            "path",
            d=data,
            fill="none",
            stroke=colour,
            stroke_width=wide,
            stroke_opacity=faint,
            stroke_linejoin="round",
        ),
        path(head, closed=True, fill=colour, fill_opacity=faint),
        class_="gantt-arrow",
        data_before=link_.before or None,
        data_after=link_.after or None,
    )


def _off_page(
    link_: Dependency, chart: GanttChart, layout: Layout, above: dict[str, bool], look: Look
) -> Svg:
    """A stub at a bar whose other end stands on another page, towards the side of that page.

    It ends in an open arrow head when it leaves the bar; it begins with a dot when it arrives.
    """
    boxes = layout.boxes
    if (link_.before in boxes) == (link_.after in boxes):
        return EMPTY
    names = {item.id: item.name for item in chart.elsewhere}
    leaves = link_.before in boxes
    box = boxes[link_.before if leaves else link_.after]
    other = link_.after if leaves else link_.before
    x, y = (box.right, layout.rows[box.row]) if leaves else (box.left, layout.rows[box.row])
    side = STUB - 2 if leaves else 2 - STUB
    up = -1 if above[other] else 1
    end = y + up * (BAR / 2 + 3)
    colour = ALERT if link_.critical else look.ink
    run = path(
        ((x, y), (x + side, y), (x + side, end)), fill="none", stroke=colour, stroke_width=1.1
    )
    if leaves:
        tip = ((x + side - 3, end - up * 3), (x + side, end + up), (x + side + 3, end - up * 3))
        heads = [path(tip, fill="none", stroke=colour, stroke_width=1.1)]
    else:
        tip = ((x, y), (x - ARROW - 1, y - ARROW * 0.75), (x - ARROW - 1, y + ARROW * 0.75))
        ring = tag("circle", cx=x + side, cy=end, r=2, fill=colour)
        heads = [path(tip, closed=True, fill=colour), ring]
    return tag("g", tag("title", names[other]), run, *heads, class_="gantt-off-page")


def _item(box: Box, layout: Layout, chart: GanttChart, look: Look) -> Svg:
    item, y = box.item, layout.rows[box.row]
    if isinstance(item, Bar):
        kind, shape = "gantt-bar", bar_shape(item, box, y, look)
    else:
        kind, shape = "gantt-milestone", diamond_shape(item, box, y, look)
    text = EMPTY
    if box.side != "inside" and box.text:
        weight = 600 if item.critical else None
        text = label(box.text_x, y + 4, box.text, size=SIZE, font_weight=weight)
    return link(item.href, shape, text, title=_tooltip(item, chart), class_=kind, data_id=item.id)


def _tooltip(item: Bar | Milestone, chart: GanttChart) -> str:
    words = chart.words
    if isinstance(item, Bar):
        days = words.range.format(low=words.day(item.start), high=words.day(item.end))
        progress = (
            "" if item.progress is None else f"{words.progress} {words.percent(item.progress)}"
        )
        parts = [item.name, days, item.state_name, progress]
    else:
        parts = [item.name, words.day(item.day), words.milestone]
    parts += [words.critical if item.critical else "", item.note]
    return " · ".join(part for part in parts if part)


def _key(chart: GanttChart, look: Look) -> tuple[Entry, ...]:
    """Only what the chart shows is explained."""
    words = chart.words
    items = list(chart.items())
    used = {item.state for item in items if isinstance(item, Bar)}
    entries = [
        (name, _sample(state, False, look), 26.0)
        for state, name in chart.state_key
        if state in used
    ]
    if any(isinstance(item, Bar) and item.critical for item in items):
        entries.append((words.critical, _sample(State.ACTIVE, True, look), 26.0))
    if any(isinstance(item, Bar) and item.progress for item in items):
        entries.append((words.progress, _sample(State.ACTIVE, False, look, progress=0.6), 26.0))
    stones = [item for item in items if isinstance(item, Milestone)]
    if stones:
        sample = Box(stones[0], 0, 0, 2 * DIAMOND, DIAMOND, "", 0, "inside")
        entries.append((words.milestone, diamond_shape(stones[0], sample, 0, look), 2 * DIAMOND))
    if chart.dependencies:
        arrow = _arrow(Dependency("", ""), [[(0, 0), (26, 0)]], look)
        entries.append((words.dependency, arrow, 26.0))
    return tuple(entries)


def _sample(state: State, critical: bool, look: Look, progress: float | None = None) -> Svg:
    day = _EPOCH
    bar = Bar("", "", day, day, state=state, critical=critical, progress=progress)
    return join((bar_shape(bar, Box(bar, 0, 0, 26, 13, "", 0, "inside"), 0, look, high=12),))
