"""Where everything in a Gantt chart stands: rows, boxes and labels, before anything is drawn."""

from dataclasses import dataclass, field

from cip.charts.gantt.axis import Axis, build_axis, choose_unit
from cip.charts.gantt.model import Bar, GanttChart, Lane, Milestone
from cip.charts.palette import State
from cip.charts.text import shorten, text_width, wrap
from cip.charts.words import Words

ROW, BAR = 28.0, 18.0
HEAD = 38.0  # height of the time axis
TODAY = 18.0  # extra height above it when today is marked
LANE_PAD = 5.0
SIZE, LEADING = 11.0, 13.0
STUB = 7.0  # free run of an arrow beside a bar
MARGIN = 16.0  # free columns left and right of the plot, so that an arrow always finds a way
DIAMOND = 7.0  # half the width of a milestone


@dataclass(frozen=True)
class Box:
    """A placed bar or milestone: `left`..`right` on the row, its label and where that begins.

    `side` is "inside", "right" or "left" of the shape; `taken` is what shape and label cover.
    """

    item: Bar | Milestone
    row: int
    left: float
    right: float
    middle: float
    text: str
    text_x: float
    side: str

    @property
    def taken(self) -> tuple[float, float]:
        """The x-range covered by the shape and its label."""
        words = self.words
        return (
            (self.left, self.right)
            if words is None
            else (min(self.left, words[0]), max(self.right, words[1]))
        )

    @property
    def words(self) -> tuple[float, float] | None:
        """The x-range of a label that stands beside the shape; None when it stands inside."""
        if self.side == "inside" or not self.text:
            return None
        return self.text_x, self.text_x + text_width(self.text, SIZE, bold=self.item.critical)


@dataclass(frozen=True)
class LaneBox:
    """A placed lane: its name in lines, and its top and bottom."""

    lane: Lane
    lines: tuple[str, ...]
    note: str
    top: float
    bottom: float


@dataclass
class Layout:
    """The placed chart; `rows[i]` is the middle of row i."""

    axis: Axis
    unit: str
    left: float
    right: float
    lanes: list[LaneBox] = field(default_factory=list)
    boxes: dict[str, Box] = field(default_factory=dict)
    rows: list[float] = field(default_factory=list)
    head: float = HEAD
    bottom: float = HEAD


def place(chart: GanttChart, width: float) -> Layout | None:
    """The layout for a drawing `width`; None when there is no time span to draw."""
    span = chart.span()
    if span is None:
        return None
    column = _lane_column(chart, width)
    left, right = column + MARGIN, width - MARGIN
    unit = choose_unit(span, right - left, chart.words)
    layout = Layout(build_axis(span, left, right, unit), unit, column, width)
    if chart.today is not None and layout.axis.first <= chart.today < layout.axis.last:
        layout.head += TODAY
    layout.bottom = layout.head
    for lane in chart.lanes:
        _place_lane(lane, layout, chart.words)
    return layout


def _lane_column(chart: GanttChart, width: float) -> float:
    names = [text_width(lane.name, SIZE, bold=True) for lane in chart.lanes]
    return min(max(names, default=0.0) + 16, 132.0, width * 0.22)


def _place_lane(lane: Lane, layout: Layout, words: Words) -> None:
    top = layout.bottom
    room = max(8.0, layout.left - 12)
    lines = wrap(lane.name, SIZE, room, max_lines=6, bold=True)
    note = shorten(lane.note, 10, room)
    first = len(layout.rows)
    stones = _stone_rows(lane, layout, first)
    count = stones + len(lane.bars)
    for index, bar in enumerate(lane.bars):
        layout.boxes[bar.id] = _bar_box(bar, first + stones + index, layout, words)
    layout.rows.extend(top + LANE_PAD + (index + 0.5) * ROW for index in range(count))
    need = len(lines) * LEADING + (LEADING if note else 0) + 8
    layout.bottom = top + max(count * ROW, need) + 2 * LANE_PAD
    layout.lanes.append(LaneBox(lane, lines, note, top, layout.bottom))


def _stone_rows(lane: Lane, layout: Layout, first: int) -> int:
    """Put milestones into as few rows as their labels allow; returns the number of rows."""
    ends: list[float] = []
    for stone in sorted(lane.milestones, key=lambda item: (item.day, item.id)):
        box = _stone_box(stone, first, layout)
        row = next((i for i, end in enumerate(ends) if box.taken[0] > end + 2 * STUB), len(ends))
        if row == len(ends):
            ends.append(0.0)
        ends[row] = box.taken[1]
        layout.boxes[stone.id] = _stone_box(stone, first + row, layout)
    return len(ends)


def _stone_box(stone: Milestone, row: int, layout: Layout) -> Box:
    middle = layout.axis.x(stone.day) + layout.axis.per_day / 2
    text, x, side = _outside(
        stone.name, middle - DIAMOND, middle + DIAMOND, layout, bold=stone.critical
    )
    return Box(stone, row, middle - DIAMOND, middle + DIAMOND, middle, text, x, side)


def _bar_box(bar: Bar, row: int, layout: Layout, words: Words) -> Box:
    left = layout.axis.x(bar.start)
    right = max(layout.axis.x(bar.end, after=True), left + 4)
    lead = 20.0 if bar.state in (State.DONE, State.LATE) else 7.0
    wide = text_width(bar.name, SIZE, bold=bar.critical)
    middle = (left + right) / 2
    if lead + wide + 6 <= right - left:
        return Box(bar, row, left, right, middle, bar.name, left + lead, "inside")
    text, x, side = _outside(bar.name, left, right, layout, bold=bar.critical)
    inside = right - left - lead - 6
    if text != bar.name and inside > text_width(text, SIZE, bold=bar.critical):
        text = shorten(bar.name, SIZE, inside, bold=bar.critical)
        return Box(bar, row, left, right, middle, text, left + lead, "inside")
    return Box(bar, row, left, right, middle, text, x, side)


def _outside(
    name: str, left: float, right: float, layout: Layout, *, bold: bool
) -> tuple[str, float, str]:
    """Label right of the shape, else left of it, else shortened on the roomier side."""
    gap = STUB + 6
    wide = text_width(name, SIZE, bold=bold)
    after = layout.right - 2 - (right + gap)
    before = left - gap - (layout.left + 2)
    if wide <= after:
        return name, right + gap, "right"
    if wide <= before:
        return name, left - gap - wide, "left"
    if after >= before:
        return shorten(name, SIZE, after, bold=bold), right + gap, "right"
    text = shorten(name, SIZE, before, bold=bold)
    return text, left - gap - text_width(text, SIZE, bold=bold), "left"
