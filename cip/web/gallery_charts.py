"""Sample charts for the gallery."""

import datetime as dt

from cip.charts.distribution import AnswerBar, AnswerChart
from cip.charts.draw import Chart
from cip.charts.gantt.model import Bar, Dependency, GanttChart, Lane, Milestone
from cip.charts.heatmap import HeatCell, HeatColumn, Heatmap, HeatRow
from cip.charts.ladder import LevelLadder
from cip.charts.palette import Answer, State
from cip.charts.radar import RadarChart, RadarSeries
from cip.charts.words import Words

WORDS = Words()
LEVELS = ((1, "Initial"), (2, "Repeatable"), (3, "Defined"), (4, "Managed"), (5, "Optimizing"))
AREAS = ("Commitment", "Delivery planning", "Tracking", "Subcontracts", "Configuration", "Events")


def chart_samples() -> list[Chart]:
    """One of each chart that the first pages use."""
    return [_radar(), _answers(), _heatmap(), _ladder()]


def gantt_sample() -> GanttChart:
    """A roadmap of two teams; it scrolls inside its own box."""
    return GanttChart(
        title="Program roadmap",
        summary="Two teams, five bars, one dependency across teams.",
        words=WORDS,
        today=dt.date(2026, 11, 21),
        lanes=(
            Lane(
                "Service desk",
                bars=(
                    Bar(
                        "b1",
                        "One intake for all requests",
                        dt.date(2026, 9, 1),
                        dt.date(2026, 12, 11),
                        0.6,
                        href="#b1",
                    ),
                    Bar(
                        "b2",
                        "Review agreements with customers",
                        dt.date(2026, 12, 14),
                        dt.date(2027, 3, 5),
                        0.0,
                        State.PLANNED,
                        critical=True,
                    ),
                ),
                milestones=(Milestone("m1", "Old form switched off", dt.date(2026, 12, 18)),),
            ),
            Lane(
                "Configuration",
                bars=(
                    Bar(
                        "b3",
                        "List of services and owners",
                        dt.date(2026, 8, 17),
                        dt.date(2026, 10, 30),
                        1.0,
                        State.DONE,
                    ),
                    Bar(
                        "b4",
                        "Baseline of the network",
                        dt.date(2026, 10, 5),
                        dt.date(2026, 11, 13),
                        0.7,
                        State.LATE,
                    ),
                ),
            ),
        ),
        dependencies=(Dependency("b1", "b2", critical=True),),
    )


def _radar() -> RadarChart:
    return RadarChart(
        title="Agreed level by area",
        summary="Six areas, now and as targeted; one area is not rated.",
        axes=AREAS,
        series=(
            RadarSeries("Agreed", (2, 1, 2, None, 3, 1)),
            RadarSeries("Target", (3, 2, 3, 2, 3, 2)),
        ),
        words=WORDS,
        minimum=1,
    )


def _answers() -> AnswerChart:
    counts = ((14, 5, 1, 4), (9, 11, 0, 4), (18, 2, 2, 2))
    kinds = (Answer.YES, Answer.NO, Answer.NOT_APPLICABLE, Answer.DONT_KNOW)
    return AnswerChart(
        title="Answers by area",
        summary="Yes, no, does not apply and don't know of 24 respondents.",
        kinds=tuple(zip(kinds, ("Yes", "No", "Does not apply", "Don't know"), strict=True)),
        bars=tuple(
            AnswerBar(name, tuple(zip(kinds, row, strict=True)))
            for name, row in zip(AREAS, counts, strict=False)
        ),
        words=WORDS,
    )


def _heatmap() -> Heatmap:
    rows = (("Service desk", (2, 1, 3)), ("Change", (1, None, 2)), ("Configuration", (4, 5, 2)))
    return Heatmap(
        title="Levels by team and area",
        summary="Three teams, three areas, one not rated.",
        columns=tuple(HeatColumn(name) for name in AREAS[:3]),
        rows=tuple(
            HeatRow(name, tuple(HeatCell(level=level) for level in levels)) for name, levels in rows
        ),
        words=WORDS,
        key=LEVELS,
    )


def _ladder() -> LevelLadder:
    return LevelLadder(
        title="Level of the organization",
        summary="At least level 1, at most level 3.",
        levels=LEVELS,
        lower=1,
        upper=3,
        words=WORDS,
        target=3,
    )
