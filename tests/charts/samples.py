"""One realistic chart of every kind, and helpers to read the drawn SVG."""

import datetime as dt
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from cip.charts import (
    aims,
    distribution,
    dumbbell,
    heatmap,
    interval,
    ladder,
    progress,
    radar,
    sparkline,
    votes,
)
from cip.charts.draw import Chart
from cip.charts.gantt import Bar, Dependency, GanttChart, Lane, Milestone
from cip.charts.palette import Answer, State
from cip.charts.text import text_width
from cip.charts.words import ENGLISH

NS = "{http://www.w3.org/2000/svg}"
HOSTILE = """<script>alert(1)</script>"'&]]>\x00\x0b\u202e{0}%s"""
LEVELS = (
    (1, "Initial"),
    (2, "Managed"),
    (3, "Defined"),
    (4, "Quantitatively Managed"),
    (5, "Optimizing"),
)
AREAS = (
    "Capacity and Availability Management",
    "Incident Resolution and Prevention",
    "Process and Product Quality Assurance",
    "Organizational Process Performance",
    "Strategic Service Management",
    "Work Monitoring and Control",
)


def day(month: int, number: int, year: int = 2027) -> dt.date:
    return dt.date(year, month, number)


def bar(id_: str, start: dt.date, end: dt.date, name: str = "", **more: object) -> Bar:
    return Bar(id_, name or f"Bar {id_}", start, end, **more)


def gantt(name: str = "Introduce service catalogue") -> GanttChart:
    first = bar("a", day(1, 4), day(3, 31), name, progress=0.5, critical=True, href="/i/a")
    second = bar("b", day(4, 1), day(8, 15), f"{name} 2", state=State.PLANNED, progress=0.0)
    third = bar("c", day(2, 1), day(12, 20), f"{name} 3", state=State.CANCELLED)
    stone = Milestone("m", f"{name} gate", day(9, 1), critical=True, note=name)
    return GanttChart(
        name,
        name,
        (Lane(f"{name} team", (first, third), (stone,), note=name), Lane("Second", (second,))),
        ENGLISH,
        (Dependency("a", "b", critical=True), Dependency("b", "m")),
        today=day(5, 5),
        state_key=((State.ACTIVE, name), (State.PLANNED, "Planned")),
    )


def sample_charts(name: str = "Service Delivery") -> list[Chart]:
    """Every kind of chart with `name` in every place where a label goes."""
    cells = (
        heatmap.HeatCell(level=3, href="/x", note=name),
        heatmap.HeatCell(share=0.5, text=name),
        heatmap.HeatCell(),
    )
    columns = tuple(heatmap.HeatColumn(f"{name} {i}", group=name) for i in range(3))
    axes = tuple(f"{name} {i}" for i in range(22))
    series = (
        radar.RadarSeries(name, (None, *(i % 6 for i in range(21)))),
        radar.RadarSeries(f"{name} target", tuple((i + 1) % 6 for i in range(22))),
    )
    kinds = tuple((kind, f"{name} {kind}") for kind in Answer)
    counts = tuple((kind, i * 3) for i, kind in enumerate(Answer))
    strips = (votes.VoteStrip(name, (0, 2, 2, 1, 0), 1), votes.VoteStrip("None", (0,) * 5))
    return [
        radar.RadarChart(name, name, axes, series, ENGLISH, rings=((1, name),)),
        heatmap.Heatmap(
            name, name, columns, (heatmap.HeatRow(name, cells, name),), ENGLISH, ((0, name),)
        ),
        distribution.AnswerChart(
            name, name, kinds, (distribution.AnswerBar(name, counts, "/q"),), ENGLISH
        ),
        votes.VoteChart(name, name, tuple((n, name) for n, _ in LEVELS), strips, ENGLISH),
        progress.ProgressBar(name, name, 3, 7, ENGLISH),
        ladder.LevelLadder(name, name, tuple((n, name) for n, _ in LEVELS), 1, 3, ENGLISH, 4),
        sparkline.Sparkline(name, name, ((name, 1.0), ("b", None), ("c", 3.0)), ENGLISH),
        interval.IntervalChart(
            name, name, (interval.Interval(name, 1.0, 5.0, 2.0),), ENGLISH, unit=name
        ),
        aims_of(name),
        dumbbells(name),
        gantt(name),
    ]


def aims_of(name: str) -> aims.AimChart:
    """Rows with everything, with ranges, without a target, and with nothing, in two groups."""
    rows = (
        aims.Aim(name, (0, 0), (2, 2), (0, 1), name),
        aims.Aim("Ranges", (0, 1), (1, 2), group=name),
        aims.Aim("No target", (1, 1), group="Other"),
        aims.Aim("Nothing", group="Other"),
    )
    steps = ((0, name), (1, "one"), (2, name))
    return aims.AimChart(name, name, steps, rows, ENGLISH, (name, "wanted", "answers"))


def dumbbells(name: str) -> dumbbell.DumbbellChart:
    """A row that moved, one of ranges, one that was split, and one without a first end."""
    steps = ((0, name), (1, "one"), (2, name))
    rows = (
        dumbbell.Dumbbell(name, ((0, 0),), ((2, 2),), name, name, name),
        dumbbell.Dumbbell("Ranges", ((0, 1),), ((1, 2),), "0–1", "1–2", "higher"),
        dumbbell.Dumbbell("Split", ((1, 1),), ((0, 0), (2, 2)), "1", "0, 2", "unclear"),
        dumbbell.Dumbbell("New", (), ((1, 1),), "out of scope", "1", "unknown"),
    )
    return dumbbell.DumbbellChart(name, name, steps, rows, ENGLISH, name, "after", "change")


def empty_charts() -> list[Chart]:
    """Charts of every kind that can be empty."""
    return [
        radar.RadarChart("T", "s", AREAS, (), ENGLISH),
        radar.RadarChart("T", "s", AREAS, (radar.RadarSeries("x", (None,) * 6),), ENGLISH),
        heatmap.Heatmap("T", "s", (), (), ENGLISH),
        distribution.AnswerChart("T", "s", (), (), ENGLISH),
        votes.VoteChart("T", "s", LEVELS, (), ENGLISH),
        progress.ProgressBar("T", "s", 0, 0, ENGLISH),
        ladder.LevelLadder("T", "s", LEVELS, None, None, ENGLISH),
        sparkline.Sparkline("T", "s", (), ENGLISH),
        interval.IntervalChart("T", "s", (), ENGLISH),
        aims.AimChart("T", "s", (), (), ENGLISH, ("now", "wanted", "answers")),
        dumbbell.DumbbellChart("T", "s", (), (), ENGLISH, "then", "now", "change"),
        GanttChart("T", "s", (), ENGLISH),
        GanttChart("T", "s", (Lane("Team"),), ENGLISH, period=(day(1, 1), day(1, 1))),
    ]


def parse(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  our own output


def texts(root: ET.Element) -> list[tuple[float, float, str]]:
    """Left and right edge of every upright text, by our own width estimate, and the text."""
    return [
        (*edges(node, shift), node.text or "")
        for node, shift in _walk(root, 0.0)
        if node.tag == f"{NS}text" and "transform" not in node.attrib
    ]


def edges(node: ET.Element, shift: float = 0.0) -> tuple[float, float]:
    wide = text_width(
        node.text or "", float(node.attrib["font-size"]), bold="font-weight" in node.attrib
    )
    x = float(node.attrib["x"]) + shift
    anchor = node.attrib.get("text-anchor", "start")
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
    return left, left + wide


def _walk(node: ET.Element, shift: float) -> Iterator[tuple[ET.Element, float]]:
    found = re.match(r"translate\(([-\d.]+) ", node.attrib.get("transform", ""))
    shift += float(found.group(1)) if found else 0.0
    yield node, shift
    for child in node:
        yield from _walk(child, shift)


def path_points(data: str) -> list[list[tuple[float, float]]]:
    """The pieces of an M..L.. path as points."""
    pieces = [piece for piece in data.removesuffix("Z").split("M") if piece]
    return [
        [(float(x), float(y)) for x, y in (point.split(" ") for point in piece.split("L"))]
        for piece in pieces
    ]
