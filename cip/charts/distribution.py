"""Distribution of answers: one horizontal bar of 100 % per question or node, with counts inside."""

from dataclasses import dataclass

from cip.charts.marks import Entry, legend, swatch_rect, swatch_sample
from cip.charts.palette import AnswerKind, Swatch, answer_swatch
from cip.charts.svg import (
    Look,
    Svg,
    Table,
    document,
    empty_document,
    join,
    label,
    label_lines,
    link,
    rect,
    tag,
)
from cip.charts.text import shorten, text_width, wrap
from cip.charts.words import Words

SIZE, LEADING = 11.0, 13.0
BAR, GAP = 18.0, 8.0


@dataclass(frozen=True)
class AnswerBar:
    """How many answers of each kind one thing received; kinds left out count zero."""

    name: str
    counts: tuple[tuple[AnswerKind, int], ...]
    href: str = ""

    def __post_init__(self) -> None:
        kinds = [kind for kind, _ in self.counts]
        if len(set(kinds)) != len(kinds):
            raise ValueError(f"{self.name} names a kind of answer twice.")
        for kind, count in self.counts:
            if count < 0:
                raise ValueError(f"{self.name} has a negative count for {kind}: {count}.")

    def count(self, kind: AnswerKind) -> int:
        """Answers of one kind."""
        return dict(self.counts).get(kind, 0)

    @property
    def total(self) -> int:
        """All answers, blank ones included."""
        return sum(count for _, count in self.counts)


@dataclass(frozen=True)
class AnswerChart:
    """Bars in the given order; `kinds` gives the order of the parts and their translated names."""

    title: str
    summary: str
    kinds: tuple[tuple[AnswerKind, str], ...]
    bars: tuple[AnswerBar, ...]
    words: Words

    def __post_init__(self) -> None:
        named = {kind for kind, _ in self.kinds}
        for bar in self.bars:
            missing = [kind for kind, count in bar.counts if count and kind not in named]
            if missing:
                raise ValueError(f"{bar.name} counts {missing[0]}, which the chart does not name.")


def render(chart: AnswerChart, look: Look) -> str:
    """The bars as SVG text; the height follows from the number of bars."""
    if not chart.bars:
        return empty_document(
            look, title=chart.title, summary=chart.summary, text=chart.words.no_data, kind="answers"
        )
    widest = max(text_width(bar.name, SIZE) for bar in chart.bars) + 12
    left = min(widest, look.width * 0.38)
    right = max(text_width(_total(bar, chart.words), SIZE) for bar in chart.bars) + 10
    right = min(right, look.width * 0.25)
    body = []
    key, key_height = legend(_entries(chart, look), look, y=0)
    body.append(key)
    y = key_height + 6
    for bar in chart.bars:
        lines = wrap(bar.name, SIZE, left - 12, max_lines=2)
        high = max(BAR, len(lines) * LEADING + 2)
        body.append(_bar(bar, lines, chart, look, (left, look.width - left - right, y, high)))
        y += high + GAP
    linked = any(bar.href for bar in chart.bars)
    return document(
        look,
        height=y,
        title=chart.title,
        summary=chart.summary,
        body=body,
        kind="answers",
        linked=linked,
    )


def as_table(chart: AnswerChart) -> Table:
    """One row per bar: the count of every kind, then the total."""
    headers = (chart.words.item, *(name for _, name in chart.kinds), chart.words.total)
    number = chart.words.number
    rows = tuple(
        (bar.name, *(number(bar.count(kind)) for kind, _ in chart.kinds), number(bar.total))
        for bar in chart.bars
    )
    return headers, rows


def _total(bar: AnswerBar, words: Words) -> str:
    return words.answers.format(n=words.number(bar.total))


def _entries(chart: AnswerChart, look: Look) -> tuple[Entry, ...]:
    return tuple(
        (name, swatch_sample(0, 0, answer_swatch(kind), look), 14.0) for kind, name in chart.kinds
    )


def _bar(
    bar: AnswerBar,
    lines: tuple[str, ...],
    chart: AnswerChart,
    look: Look,
    frame: tuple[float, float, float, float],
) -> Svg:
    left, wide, y, high = frame
    first = y + high / 2 - (len(lines) - 1) * LEADING / 2 + 4
    name = label_lines(0, first, lines, size=SIZE, leading=LEADING)
    total = shorten(_total(bar, chart.words), SIZE, look.width - left - wide - 6)
    top = y + (high - BAR) / 2
    parts = [
        link(bar.href, name, title=bar.name),
        *_segments(bar, chart, (left, wide, top)),
        rect(
            left,
            top,
            wide,
            BAR,
            fill="none",
            stroke=look.ink,
            stroke_opacity=0.45,
            stroke_width=0.75,
        ),
        label(look.width, y + high / 2 + 4, total, size=SIZE, text_anchor="end"),
    ]
    if not bar.total:
        text = shorten(chart.words.no_answers, 10, wide - 8)
        parts.append(label(left + 6, top + BAR / 2 + 3.5, text, size=10, fill_opacity=0.8))
    return join(parts)


def _segments(bar: AnswerBar, chart: AnswerChart, frame: tuple[float, float, float]) -> list[Svg]:
    left, wide, top = frame
    parts: list[Svg] = []
    x = left
    for kind, name in chart.kinds:
        count = bar.count(kind)
        if not count:
            continue
        part = wide * count / bar.total
        share = chart.words.percent(count / bar.total)
        tooltip = tag("title", f"{bar.name}: {name} {chart.words.number(count)} ({share})")
        count_text = chart.words.number(count)
        face = swatch_rect(x, top, part, BAR, answer_swatch(kind))
        parts.append(tag("g", tooltip, face, _count(count_text, answer_swatch(kind), x, part, top)))
        x += part
    return parts


def _count(text: str, swatch: Swatch, x: float, part: float, top: float) -> Svg:
    """The count on a small plate of the fill, where it fits."""
    need = text_width(text, 10.5, bold=True)
    if need + 6 > part:
        return join(())
    middle = x + part / 2
    return join(
        (
            rect(middle - need / 2 - 2, top + 3, need + 4, BAR - 6, rx=2, fill=swatch.fill),
            label(
                middle,
                top + BAR / 2 + 3.8,
                text,
                size=10.5,
                font_weight=600,
                fill=swatch.text,
                text_anchor="middle",
            ),
        )
    )
