"""Gantt: places on the axis, labels, arrows, pages, table."""

import datetime as dt
import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cip.charts.gantt import (
    Bar,
    Dependency,
    Elsewhere,
    GanttChart,
    Lane,
    Milestone,
    as_table,
    fit,
    paginate,
    render,
)  # fmt: skip
from cip.charts.gantt.axis import build_axis, choose_unit, ticks, upper_ticks
from cip.charts.gantt.layout import BAR, Layout, place
from cip.charts.gantt.routes import Router
from cip.charts.palette import ALERT
from cip.charts.svg import Look
from cip.charts.words import ENGLISH
from tests.charts import samples
from tests.charts.samples import NS, bar, day, parse, path_points, texts


def chart(*bars: Bar, links: tuple[Dependency, ...] = (), **more: object) -> GanttChart:
    return GanttChart("T", "s", (Lane("Team", bars),), ENGLISH, links, **more)


def laid(gantt: GanttChart, width: float = 1000) -> Layout:
    layout = place(gantt, width)
    assert layout is not None
    return layout


def many(seed: int, bars: int, links: int, lanes: int = 4) -> GanttChart:
    """A busy roadmap; some dependencies run backwards in time."""
    rng = random.Random(seed)
    made = []
    for index in range(bars):
        start = day(1, 1) + dt.timedelta(days=rng.randint(0, 600))
        end = start + dt.timedelta(days=rng.randint(0, 200))
        made.append(bar(str(index), start, end, "Initiative " * rng.randint(1, 6)))
    pairs = {tuple(rng.sample(range(bars), 2)) for _ in range(links)}
    links_ = tuple(Dependency(str(a), str(b)) for a, b in sorted(pairs))
    rows = tuple(Lane(f"Team {i}", tuple(made[i::lanes])) for i in range(lanes))
    return GanttChart("T", "s", rows, ENGLISH, links_)


def test_bars_stand_on_their_days_both_included() -> None:
    layout = laid(chart(bar("a", day(1, 1), day(12, 31)), bar("b", day(7, 1), day(7, 1))))
    axis = layout.axis
    assert (axis.first, axis.last) == (day(1, 1), day(1, 1, 2028))
    assert (layout.boxes["a"].left, layout.boxes["a"].right) == (axis.left, axis.right)
    whole = axis.right - axis.left
    assert layout.boxes["b"].left == pytest.approx(axis.left + whole * 181 / 365)
    assert layout.boxes["b"].right - layout.boxes["b"].left == 4  # a day is never invisible


def test_milestone_stands_in_the_middle_of_its_day() -> None:
    stone = Milestone("m", "Gate", day(1, 1))
    layout = laid(GanttChart("T", "s", (Lane("L", (), (stone,)),), ENGLISH))
    assert layout.axis.first == day(12, 28, 2026)  # weeks begin on Monday
    days = 4.5 * layout.axis.per_day
    assert layout.boxes["m"].middle == pytest.approx(layout.axis.left + days)


def test_milestones_share_a_row_where_their_labels_allow() -> None:
    stones = tuple(Milestone(str(i), "Gate", day(3 * i + 1, 1)) for i in range(4))
    close = Milestone("x", "Gate", day(1, 3))
    lane = Lane("L", (bar("a", day(1, 1), day(12, 31)),), (*stones, close))
    layout = laid(GanttChart("T", "s", (lane,), ENGLISH))
    assert [layout.boxes[key].row for key in ("0", "1", "2", "3", "x", "a")] == [0, 0, 0, 0, 1, 2]


@pytest.mark.parametrize(
    ("end", "unit"),
    [
        (day(3, 1), "week"),
        (day(12, 31), "month"),
        (day(6, 1, 2028), "month"),
        (day(12, 31, 2030), "quarter"),
        (day(12, 31, 2060), "year"),
    ],
)
def test_unit_follows_the_span(end: dt.date, unit: str) -> None:
    assert choose_unit((day(1, 1), end), 850, ENGLISH) == unit


@pytest.mark.parametrize(
    ("unit", "last", "lower", "upper"),
    [
        ("week", day(1, 12), ["W53", "W1", "W2"], ["Dec 2026", "Jan 2027"]),
        ("month", day(3, 3), ["Jan", "Feb", "Mar"], ["2027"]),
        ("quarter", day(3, 3, 2028), ["Q1", "Q2", "Q3", "Q4", "Q1"], ["2027", "2028"]),
        ("year", day(3, 3, 2029), ["2027", "2028", "2029"], []),
    ],
)
def test_ticks(unit: str, last: dt.date, lower: list[str], upper: list[str]) -> None:
    axis = build_axis((day(1, 1), last), 0, 1000, unit)
    shown = ticks(axis, unit, ENGLISH)
    assert [tick.text for tick in shown] == lower
    assert [tick.text for tick in upper_ticks(shown, unit, ENGLISH)] == upper
    assert shown[0].left == 0
    assert shown[-1].right == 1000
    assert all(one.right == two.left for one, two in pairwise(shown))


def test_label_inside_when_it_fits_else_right_else_left() -> None:
    layout = laid(
        chart(
            bar("wide", day(1, 1), day(12, 31), "Fits"),
            bar("early", day(1, 1), day(1, 9), "Stands to the right"),
            bar("late", day(12, 20), day(12, 31), "Stands to the left"),
        )
    )
    assert [layout.boxes[key].side for key in ("wide", "early", "late")] == [
        "inside", "right", "left",
    ]  # fmt: skip
    assert [box.text == box.item.name for box in layout.boxes.values()] == [True] * 3


def test_bar_carries_link_tooltip_id_and_progress() -> None:
    item = bar(
        "a", day(1, 4), day(3, 31), "X", progress=0.25, href="/i/a", critical=True,
        state_name="Active", note="Anna",
    )  # fmt: skip
    root = parse(render(chart(item), Look("g", 1000)))
    (anchor,) = list(root.iter(f"{NS}a"))
    assert (anchor.attrib["href"], anchor.attrib["data-id"]) == ("/i/a", "a")
    assert anchor[0].text == (
        "X · 2027-01-04–2027-03-31 · Active · progress 25 % · critical path · Anna"
    )
    ground, track, done, frame = [n.attrib for n in anchor.iter(f"{NS}rect")]
    assert float(done["width"]) == pytest.approx(float(track["width"]) / 4, abs=0.01)
    assert (frame["stroke"], frame["stroke-width"]) == (ALERT, "2.25")
    assert float(ground["width"]) == pytest.approx(float(track["width"]) + 2, abs=0.01)


def test_arrow_runs_from_the_end_to_the_start() -> None:
    gantt = chart(
        bar("a", day(1, 4), day(3, 31)),
        bar("b", day(5, 1), day(8, 15)),
        links=(Dependency("a", "b"),),
    )
    layout = laid(gantt)
    points = Router(layout).route(layout.boxes["a"], layout.boxes["b"])
    assert points[0] == pytest.approx((layout.boxes["a"].right, layout.rows[0]), abs=0.01)
    assert points[-1] == pytest.approx((layout.boxes["b"].left, layout.rows[1]), abs=0.01)
    assert len(points) == 4
    (group,) = [
        g for g in parse(render(gantt, Look("g", 1000))).iter() if "data-before" in g.attrib
    ]
    assert (group.attrib["data-before"], group.attrib["data-after"]) == ("a", "b")
    (run,) = path_points(group[0].attrib["d"])
    assert run[0] == pytest.approx(points[0], abs=0.01)


def crossings(gantt: GanttChart, width: float) -> list[tuple[str, str, str]]:
    """Bars that a route of other work, or its own, runs through."""
    layout = laid(gantt, width)
    router = Router(layout)
    found = []
    for link in gantt.dependencies:
        points = router.route(layout.boxes[link.before], layout.boxes[link.after])
        for (x1, y1), (x2, y2) in pairwise(points):
            assert x1 == x2 or y1 == y2
            for box in layout.boxes.values():
                y = layout.rows[box.row]
                inside_x = max(x1, x2) > box.left + 0.5 and min(x1, x2) < box.right - 0.5
                inside_y = max(y1, y2) > y - BAR / 2 and min(y1, y2) < y + BAR / 2
                if inside_x and inside_y:
                    found.append((link.before, link.after, box.item.id))
    return found


@pytest.mark.parametrize("seed", range(12))
def test_arrows_go_around_bars(seed: int) -> None:
    assert crossings(many(seed, 30, 40), 1120) == []


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 25), st.integers(1, 30), st.integers(500, 1400))
def test_arrows_go_around_bars_at_any_width(seed: int, bars: int, links: int, width: int) -> None:
    assert crossings(many(seed, bars, links, lanes=min(3, bars)), width) == []


def test_arrow_breaks_where_it_passes_words() -> None:
    gantt = many(3, 30, 60)
    layout = laid(gantt, 1120)
    router = Router(layout)
    for link in gantt.dependencies:
        route = router.route(layout.boxes[link.before], layout.boxes[link.after])
        for piece in router.pieces(route):
            for (x1, y1), (x2, y2) in pairwise(piece):
                for box in layout.boxes.values():
                    if x1 != x2 or box.words is None:
                        continue
                    y = layout.rows[box.row]
                    over = box.words[0] + 4 < x1 < box.words[1] - 4
                    assert not (over and min(y1, y2) < y - 5 and max(y1, y2) > y + 5)


def test_critical_arrows_are_thicker_and_on_top() -> None:
    groups = [
        node
        for node in parse(render(samples.gantt(), Look("g", 1000))).iter(f"{NS}g")
        if node.get("class") == "gantt-arrow" and node.get("data-before")
    ]
    assert [g.attrib["data-before"] for g in groups] == ["b", "a"]
    assert [g[0].attrib["stroke-width"] for g in groups] == ["1.1", "2"]


@pytest.mark.parametrize(("today", "shown"), [(day(5, 5), 1), (day(5, 5, 2031), 0), (None, 0)])
def test_today_line_only_within_the_axis(today: dt.date | None, shown: int) -> None:
    svg = render(chart(bar("a", day(1, 4), day(8, 31)), today=today), Look("g"))
    assert svg.count('class="gantt-today"') == shown


def test_lane_rows_keep_the_given_order() -> None:
    gantt = many(1, 12, 0)
    root = parse(render(gantt, Look("g", 1000)))
    drawn = [node.attrib["data-id"] for node in root.iter() if "data-id" in node.attrib]
    assert drawn == [item.id for item in gantt.items()]


def test_pages_hold_every_row_once_in_order_on_one_axis() -> None:
    gantt = many(2, 50, 60)
    pages = paginate(gantt, 8)
    assert [item.id for page in pages for item in page.items()] == [i.id for i in gantt.items()]
    assert {page.period for page in pages} == {gantt.span()}
    assert max(sum(len(lane.bars) for lane in page.lanes) for page in pages) == 8
    assert pages[1].lanes[0].name == "Team 0 (continued)"


def test_dependency_between_pages_points_off_both() -> None:
    bars = [bar(str(i), day(1, 1), day(6, 1)) for i in range(4)]
    first, second = paginate(chart(*bars, links=(Dependency("0", "3"),)), 2)
    assert first.elsewhere == (Elsewhere("3", "Bar 3", above=False),)
    assert second.elsewhere == (Elsewhere("0", "Bar 0", above=True),)
    for page, name in ((first, "Bar 3"), (second, "Bar 0")):
        groups = parse(render(page, Look("g"))).iter(f"{NS}g")
        assert [g[0].text for g in groups if g.get("class") == "gantt-off-page"] == [name]


def test_small_chart_is_one_page_unchanged() -> None:
    gantt = samples.gantt()
    assert paginate(gantt, 40) == [gantt]
    empty = GanttChart("T", "s", (), ENGLISH)
    assert paginate(empty, 5) == [empty]


def test_pages_fit_a_height_with_as_many_rows_as_it_holds() -> None:
    rows = (*many(2, 50, 60).lanes, Lane("Configuration, release and deployment " * 3, ()))
    gantt = GanttChart("T", "s", rows, ENGLISH)
    pages = fit(gantt, width=1000, height=500)
    heights = [float(parse(render(page, Look("g", 1000))).attrib["height"]) for page in pages]
    assert [item.id for page in pages for item in page.items()] == [i.id for i in gantt.items()]
    assert max(heights) <= 500
    assert len(pages) == 4
    assert fit(gantt, width=1000, height=5000) == paginate(gantt, 40)


def test_row_higher_than_a_page_stands_alone() -> None:
    gantt = chart(bar("a", day(1, 1), day(6, 1)), bar("b", day(1, 1), day(6, 1)))
    assert len(fit(gantt, width=1000, height=10)) == 2
    empty = GanttChart("T", "s", (), ENGLISH)
    assert fit(empty, width=1000, height=10) == [empty]


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(1, 12), st.integers(1, 5))
def test_no_page_is_empty_or_too_long(bars: int, rows: int, lanes: int) -> None:
    pages = paginate(many(bars, max(2, bars), 5, lanes), rows)
    counts = [sum(len(lane.bars) for lane in page.lanes) for page in pages]
    assert max(counts) <= rows
    assert sum(counts) == max(2, bars)


def test_two_thousand_bars_stay_linear_in_text() -> None:
    svg = render(many(5, 2000, 2500, 60), Look("g", 1120))
    assert svg.count('class="gantt-bar"') == 2000
    assert len(svg) < 4_000_000


def test_table() -> None:
    headers, rows = as_table(samples.gantt("X"))
    assert headers == (
        "team", "item", "start", "end", "state", "progress", "critical path", "comes after",
    )  # fmt: skip
    assert rows == (
        ("X team", "X gate", "2027-09-01", "2027-09-01", "milestone", "", "yes", "X 2"),
        ("X team", "X", "2027-01-04", "2027-03-31", "", "50 %", "yes", ""),
        ("X team", "X 3", "2027-02-01", "2027-12-20", "", "", "no", ""),
        ("Second", "X 2", "2027-04-01", "2027-08-15", "", "0 %", "no", "X"),
    )


def test_labels_do_not_cover_other_labels_of_the_row() -> None:
    root = parse(render(samples.gantt("Gate"), Look("g", 1000)))
    assert [text for _, _, text in texts(root)].count("Gate gate") == 1


A, B = bar("a", day(1, 1), day(2, 1)), bar("b", day(3, 1), day(4, 1))


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: bar("a", day(2, 2), day(2, 1)), "ends on 2027-02-01, before it starts"),
        (lambda: bar("a", day(1, 1), day(2, 1), progress=1.1), "progress 1.1, outside 0 to 1"),
        (lambda: chart(A, A), "The id a stands for two things"),
        (lambda: chart(A, links=(Dependency("a", "a"),)), "a cannot depend on itself"),
        (lambda: chart(A, links=(Dependency("a", "z"),)), "names z, which is not in the chart"),
        (lambda: chart(A, period=(day(1, 2), day(9, 1))), "does not hold 2027-01-01"),
        (lambda: chart(A, period=(day(9, 2), day(9, 1))), "The period ends on 2027-09-01"),
        (lambda: paginate(chart(A, B), 0), "at least one row, not 0"),
    ],
)
def test_refusals(build, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        build()
