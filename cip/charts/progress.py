"""Progress bar: how much of a known amount is done."""

from dataclasses import dataclass

from cip.charts.palette import DONE
from cip.charts.svg import Look, Svg, Table, document, label, rect
from cip.charts.text import shorten, text_width
from cip.charts.words import Words


@dataclass(frozen=True)
class ProgressBar:
    """`done` of `total` units; total 0 means that nothing is planned and shows no percentage."""

    title: str
    summary: str
    done: int
    total: int
    words: Words

    def __post_init__(self) -> None:
        if self.total < 0 or self.done < 0:
            raise ValueError(f"Progress cannot be negative: {self.done} of {self.total}.")
        if self.done > self.total:
            raise ValueError(f"Progress cannot pass its total: {self.done} of {self.total}.")

    @property
    def text(self) -> str:
        """What stands beside the bar."""
        number = self.words.number
        counts = f"{number(self.done)} / {number(self.total)}"
        if not self.total:
            return self.words.no_data
        return f"{counts} · {self.words.percent(self.done / self.total)}"


def render(chart: ProgressBar, look: Look) -> str:
    """The bar, 20 high, with its numbers on the right when at least 60 remain for the bar."""
    size, high = 11.0, 10.0
    text = chart.text
    need = text_width(text, size) + 10
    wide = look.width - need if look.width - need >= 60 else look.width
    body: list[Svg] = [
        rect(
            0.5,
            5.5,
            wide - 1,
            high - 1,
            rx=4.5,
            fill=look.ink,
            fill_opacity=0.08,
            stroke=look.ink,
            stroke_opacity=0.45,
        )
    ]
    if chart.done:
        body.append(rect(0, 5, max(wide * chart.done / chart.total, 3.0), high, rx=5, fill=DONE))
    if wide < look.width:
        shown = shorten(text, size, need)
        body.append(label(look.width, 14, shown, size=size, text_anchor="end"))
    return document(
        look, height=20, title=chart.title, summary=chart.summary, body=body, kind="progress"
    )


def as_table(chart: ProgressBar) -> Table:
    """One row: title, done, total, percentage."""
    words = chart.words
    share = words.percent(chart.done / chart.total) if chart.total else ""
    headers = (words.item, words.value, words.total, words.progress)
    return headers, ((chart.title, words.number(chart.done), words.number(chart.total), share),)
