"""Sparkline: a few values over time, small enough for a table cell."""

import math
from dataclasses import dataclass

from cip.charts.palette import DONE
from cip.charts.svg import Look, Svg, Table, document, line, path, tag
from cip.charts.words import Words


@dataclass(frozen=True)
class Sparkline:
    """Values with their translated labels, oldest first; None leaves a gap.

    `low` and `high` fix the scale (by default the smallest and largest value); `target` draws a
    dashed line. `decimals` is used in the table. Raises ValueError when low is above high.
    """

    title: str
    summary: str
    points: tuple[tuple[str, float | None], ...]
    words: Words
    low: float | None = None
    high: float | None = None
    target: float | None = None
    decimals: int = 0

    def __post_init__(self) -> None:
        values = [value for _, value in self.points if value is not None]
        if not all(math.isfinite(value) for value in values):
            raise ValueError("A sparkline takes finite numbers.")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError(f"The scale must rise: {self.low} is not below {self.high}.")

    @property
    def scale(self) -> tuple[float, float]:
        """The lowest and highest value drawn; never an empty range."""
        values = [value for _, value in self.points if value is not None]
        values += [] if self.target is None else [self.target]
        low = min(values, default=0.0) if self.low is None else min(self.low, *values, self.low)
        high = max(values, default=1.0) if self.high is None else max(self.high, *values, self.high)
        return (low, high) if low < high else (low - 1, high + 1)


def render(chart: Sparkline, look: Look) -> str:
    """The line, 28 high, with a dot on the last value."""
    height, edge = 28.0, 5.0
    low, high = chart.scale
    step = (look.width - 2 * edge) / max(1, len(chart.points) - 1)

    def y(value: float) -> float:
        return height - edge - (height - 2 * edge) * (value - low) / (high - low)

    body: list[Svg] = []
    if chart.target is not None:
        level = y(chart.target)
        body.append(
            line(
                0,
                level,
                look.width,
                level,
                stroke=look.ink,
                stroke_opacity=0.6,
                stroke_dasharray="3 3",
            )
        )
    for run in _runs(chart.points):
        places = [(edge + index * step, y(value)) for index, value in run]
        if len(places) > 1:
            body.append(
                path(places, fill="none", stroke=DONE, stroke_width=1.75, stroke_linejoin="round")
            )
        last = places[-1]
        end = run[-1][0] == len(chart.points) - 1
        if end or len(places) == 1:
            body.append(tag("circle", cx=last[0], cy=last[1], r=3 if end else 1.75, fill=DONE))
    return document(
        look, height=height, title=chart.title, summary=chart.summary, body=body, kind="sparkline"
    )


def as_table(chart: Sparkline) -> Table:
    """One row per point."""
    words = chart.words
    rows = tuple(
        (name, words.not_rated if value is None else words.number(value, chart.decimals))
        for name, value in chart.points
    )
    return (words.item, words.value), rows


def _runs(points: tuple[tuple[str, float | None], ...]) -> list[list[tuple[int, float]]]:
    """Neighbouring points that have values."""
    runs: list[list[tuple[int, float]]] = [[]]
    for index, (_, value) in enumerate(points):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((index, value))
    return [run for run in runs if run]
