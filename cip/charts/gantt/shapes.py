"""The shapes of a Gantt chart: a bar with its state, progress and label, and a diamond."""

from cip.charts.gantt.layout import BAR, DIAMOND, SIZE, Box
from cip.charts.gantt.model import Bar, Milestone
from cip.charts.marks import hatch, tick
from cip.charts.palette import ALERT, DARK, DONE, MUTED, STATES, Hatch, State, Swatch
from cip.charts.svg import EMPTY, Look, Svg, join, label, path, rect
from cip.charts.text import text_width

STRIP = 4.0  # height of the progress strip at the foot of a bar


def bar_shape(bar: Bar, box: Box, y: float, look: Look, *, high: float = BAR) -> Svg:
    """The bar centred on `y`, with the label when that stands inside."""
    swatch = STATES[bar.state]
    top, wide = y - high / 2, box.right - box.left
    parts = [
        _ground(bar, box, top, high, look),
        hatch(box.left + 1, top + 1, wide - 2, high - 2, swatch.hatch),
        _progress(bar, box, top, high),
        _outline(bar, box, top, high, look),
        _sign(bar, box, y, high),
    ]
    if box.side == "inside" and box.text:
        parts.append(_inner_label(bar, box, y, swatch, look))
    return join(parts)


def _ground(bar: Bar, box: Box, top: float, high: float, look: Look) -> Svg:
    """The fill; planned work is hollow, with a breath of ink so that it reads as a bar."""
    wide = box.right - box.left
    if bar.state is State.PLANNED:
        return rect(box.left, top, wide, high, rx=3, fill=look.ink, fill_opacity=0.06)
    return rect(box.left, top, wide, high, rx=3, fill=STATES[bar.state].fill)


def _progress(bar: Bar, box: Box, top: float, high: float) -> Svg:
    if bar.progress is None:
        return EMPTY
    wide, foot = box.right - box.left - 2, top + high - STRIP - 1
    done = (
        rect(box.left + 1, foot, wide * bar.progress, STRIP, rx=1, fill=DONE)
        if bar.progress
        else EMPTY
    )
    return join((rect(box.left + 1, foot, wide, STRIP, rx=1, fill=MUTED, fill_opacity=0.35), done))


def _outline(bar: Bar, box: Box, top: float, high: float, look: Look) -> Svg:
    """Critical bars carry a thick frame; planned ones a dashed line."""
    wide = box.right - box.left
    dash = "4 2.5" if bar.state is State.PLANNED else None
    if bar.critical:
        return rect(
            box.left + 0.75, top + 0.75, wide - 1.5, high - 1.5, rx=2.5, fill="none",
            stroke=ALERT, stroke_width=2.25, stroke_dasharray=dash and "6 2.5",
        )  # fmt: skip
    return rect(
        box.left + 0.5, top + 0.5, wide - 1, high - 1, rx=3, fill="none",
        stroke=look.ink, stroke_opacity=0.75 if dash else 0.4,
        stroke_width=1, stroke_dasharray=dash,
    )  # fmt: skip


def _sign(bar: Bar, box: Box, y: float, high: float) -> Svg:
    """A tick for done, an exclamation mark for late, where the bar is wide enough."""
    if box.right - box.left < 18:
        return EMPTY
    if bar.state is State.DONE:
        return tick(box.left + 6, y - high / 2 + 2, 8.5, DARK)
    if bar.state is State.LATE:
        return label(
            box.left + 10,
            y + 2.5,
            "!",
            size=high * 0.67,
            font_weight=600,
            fill=DARK,
            text_anchor="middle",
        )
    return EMPTY


def _inner_label(bar: Bar, box: Box, y: float, swatch: Swatch, look: Look) -> Svg:
    base = y + 4 if bar.progress is None else y + 2
    text = label(
        box.text_x,
        base,
        box.text,
        size=SIZE,
        fill=None if bar.state is State.PLANNED else swatch.text,
        font_weight=600 if bar.critical else None,
    )
    if swatch.hatch is Hatch.NONE:
        return text
    wide = text_width(box.text, SIZE, bold=bar.critical)
    return join((rect(box.text_x - 2, base - 9, wide + 4, 11.5, rx=2, fill=swatch.fill), text))


def diamond_shape(stone: Milestone, box: Box, y: float, look: Look) -> Svg:
    """A diamond centred on `y`: filled when reached, hollow before."""
    x, half = box.middle, DIAMOND - 0.75
    corners = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
    colour = ALERT if stone.critical else look.ink
    return path(
        corners, closed=True, fill=colour if stone.reached else "none",
        stroke=colour, stroke_width=2.25 if stone.critical else 1.5, stroke_linejoin="round",
    )  # fmt: skip
