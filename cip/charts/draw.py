"""One door to every chart: the type of the chart says how it is drawn and listed."""

from collections.abc import Callable
from typing import Any

from cip.charts import (
    aims,
    distribution,
    dumbbell,
    gantt,
    heatmap,
    interval,
    ladder,
    progress,
    radar,
    sparkline,
    votes,
)  # fmt: skip
from cip.charts.svg import Look, Table

Chart = (
    aims.AimChart
    | distribution.AnswerChart
    | dumbbell.DumbbellChart
    | gantt.GanttChart
    | heatmap.Heatmap
    | interval.IntervalChart
    | ladder.LevelLadder
    | progress.ProgressBar
    | radar.RadarChart
    | sparkline.Sparkline
    | votes.VoteChart
)

_PAIRS: dict[type, tuple[Callable[[Any, Look], str], Callable[[Any], Table]]] = {
    aims.AimChart: (aims.render, aims.as_table),
    distribution.AnswerChart: (distribution.render, distribution.as_table),
    dumbbell.DumbbellChart: (dumbbell.render, dumbbell.as_table),
    gantt.GanttChart: (gantt.render, gantt.as_table),
    heatmap.Heatmap: (heatmap.render, heatmap.as_table),
    interval.IntervalChart: (interval.render, interval.as_table),
    ladder.LevelLadder: (ladder.render, ladder.as_table),
    progress.ProgressBar: (progress.render, progress.as_table),
    radar.RadarChart: (radar.render, radar.as_table),
    sparkline.Sparkline: (sparkline.render, sparkline.as_table),
    votes.VoteChart: (votes.render, votes.as_table),
}


def draw(chart: Chart, look: Look) -> str:
    """The chart as SVG text; the same text serves browser, PDF and rasteriser."""
    return _PAIRS[type(chart)][0](chart, look)


def as_table(chart: Chart) -> Table:
    """Headers and rows of plain strings with the same numbers as the drawing."""
    return _PAIRS[type(chart)][1](chart)
