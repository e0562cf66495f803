"""Heatmap, answers, votes, ladder, progress, sparkline, interval: values where they belong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cip.charts import aims, distribution, heatmap, interval, ladder, progress, sparkline, votes
from cip.charts.distribution import AnswerBar, AnswerChart
from cip.charts.heatmap import HeatCell, HeatColumn, Heatmap, HeatRow
from cip.charts.interval import Interval, IntervalChart, steps
from cip.charts.ladder import LevelLadder
from cip.charts.palette import ANSWERS, DONE, LEVELS, Answer
from cip.charts.progress import ProgressBar
from cip.charts.sparkline import Sparkline
from cip.charts.svg import Look
from cip.charts.votes import VoteChart, VoteStrip, median_places
from cip.charts.words import ENGLISH
from tests.charts import samples
from tests.charts.samples import NS, parse, path_points, texts

KINDS = tuple((kind, kind.value) for kind in Answer)


def rects(svg: str, fill: str) -> list[tuple[float, float]]:
    """x and width of every rectangle of one fill."""
    nodes = parse(svg).iter(f"{NS}rect")
    found = [n for n in nodes if n.attrib.get("fill") == fill]
    return [(float(n.attrib["x"]), float(n.attrib["width"])) for n in found]


def heat(*cells: HeatCell) -> Heatmap:
    columns = tuple(HeatColumn(f"C{i}", "G" if i else "") for i in range(len(cells)))
    return Heatmap("T", "s", columns, (HeatRow("Row", cells, "Group"),), ENGLISH, ((3, "Defined"),))


def test_heatmap_colours_and_says_values() -> None:
    svg = heatmap.render(heat(HeatCell(level=0), HeatCell(share=0.5), HeatCell()), Look("h", 600))
    shown = [text for _, _, text in texts(parse(svg))]
    assert [text for text in shown if text in {"0", "50 %", "not rated"}] == [
        "0", "50 %", "not rated", "not rated",
    ]  # fmt: skip
    assert len(rects(svg, LEVELS[0].fill)) == 1
    assert len(rects(svg, LEVELS[3].fill)) == 2  # the half and the legend


def test_heatmap_not_rated_differs_from_level_zero_and_from_na() -> None:
    chart = heat(HeatCell(level=0), HeatCell(), HeatCell(applicable=False))
    assert heatmap.as_table(chart) == (
        ("item", "C0", "G: C1", "G: C2"),
        (("Group: Row", "0", "not rated", "n/a"),),
    )
    titles = [node.text for node in parse(heatmap.render(chart, Look("h"))).iter(f"{NS}title")]
    assert titles[2:] == ["Row, C0: 0", "Row, G: C1: not rated", "Row, G: C2: n/a"]


def test_heatmap_says_why_a_cell_has_no_value() -> None:
    chart = heat(HeatCell(text="too few answers"), HeatCell(), HeatCell(applicable=False))
    assert heatmap.as_table(chart)[1][0][1:] == ("too few answers", "not rated", "n/a")
    assert "too few answers" in heatmap.render(chart, Look("h", 900))


def test_heatmap_cells_link() -> None:
    svg = heatmap.render(heat(HeatCell(level=2, href="/o/x/?a=1&b=2")), Look("h"))
    assert [a.attrib["href"] for a in parse(svg).iter(f"{NS}a")] == ["/o/x/?a=1&b=2"]


def answers(*counts: int, width: float = 600) -> str:
    bar = AnswerBar("Q", tuple(zip(Answer, counts, strict=False)))
    return distribution.render(AnswerChart("T", "s", KINDS, (bar,), ENGLISH), Look("a", width))


def test_answer_parts_are_proportional_and_touch() -> None:
    svg = answers(2, 6)
    yes, no = rects(svg, ANSWERS[Answer.YES].fill)[1], rects(svg, ANSWERS[Answer.NO].fill)[1]
    assert no[1] == pytest.approx(3 * yes[1], abs=0.02)
    assert no[0] == pytest.approx(yes[0] + yes[1], abs=0.02)


def test_answer_count_is_left_out_where_it_does_not_fit() -> None:
    shown = [text for _, _, text in texts(parse(answers(1, 999, width=300)))]
    assert "999" in shown
    assert "1" not in shown


def test_answers_without_any_say_so() -> None:
    shown = [text for _, _, text in texts(parse(answers()))]
    assert shown[-2:] == ["n = 0", "no answers"]


def test_answer_table_states_every_kind_and_the_total() -> None:
    bar = AnswerBar("Q", ((Answer.NO, 2), (Answer.BLANK, 1)))
    chart = AnswerChart("T", "s", KINDS, (bar,), ENGLISH)
    assert distribution.as_table(chart)[1] == (("Q", "0", "2", "0", "0", "1", "3"),)


@pytest.mark.parametrize(
    ("counts", "places"),
    [
        ((0, 0, 0), None),
        ((1, 0, 0), (0, 0)),
        ((1, 1, 1), (1, 1)),
        ((1, 0, 1), (0, 2)),
        ((2, 2, 0), (0, 1)),
        ((0, 5, 4), (1, 1)),
    ],
)
def test_median_places(counts: tuple[int, ...], places: tuple[int, int] | None) -> None:
    assert median_places(counts) == places


@settings(deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=6))
def test_median_splits_the_votes(counts: list[int]) -> None:
    ranked = [place for place, count in enumerate(counts) for _ in range(count)]
    expected = (ranked[(len(ranked) - 1) // 2], ranked[len(ranked) // 2]) if ranked else None
    assert median_places(tuple(counts)) == expected


def vote_chart(*counts: int, not_rated: int = 0) -> VoteChart:
    return VoteChart("T", "s", samples.LEVELS, (VoteStrip("X", counts, not_rated),), ENGLISH)


def test_every_vote_is_a_dot_until_there_are_too_many() -> None:
    few = parse(votes.render(vote_chart(1, 2, 0, 3, 0), Look("v", 600)))
    assert len(list(few.iter(f"{NS}circle"))) == 6
    many = parse(votes.render(vote_chart(10, 200, 0, 3, 0), Look("v", 600)))
    assert len(list(many.iter(f"{NS}circle"))) == 0
    assert [t for _, _, t in texts(many)][-3:] == ["10", "200", "3"]


def test_even_votes_mark_both_middles() -> None:
    svg = votes.render(vote_chart(0, 3, 0, 3, 0), Look("v", 600))
    assert "median 2–4" in svg
    assert len([p for p in parse(svg).iter(f"{NS}path")]) == 2


def test_vote_table_keeps_not_rated_apart() -> None:
    assert votes.as_table(vote_chart(0, 0, 0, 0, 0, not_rated=4))[1] == (
        ("X", "0", "0", "0", "0", "0", "4", "not rated"),
    )


def make_ladder(lower: int | None, upper: int | None, target: int | None = None) -> LevelLadder:
    return LevelLadder("T", "s", samples.LEVELS, lower, upper, ENGLISH, target)


@pytest.mark.parametrize(
    ("lower", "upper", "text"),
    [(1, 3, "at least 1, at most 3"), (2, 2, "exactly 2"), (None, None, "not rated")],
)
def test_ladder_says_its_bounds(lower: int | None, upper: int | None, text: str) -> None:
    assert texts(parse(ladder.render(make_ladder(lower, upper), Look("l"))))[0][2] == text


def test_ladder_bracket_reaches_from_lower_to_upper() -> None:
    root = parse(ladder.render(make_ladder(1, 3, 4), Look("l", 500)))
    first = next(iter(root.iter(f"{NS}line"))).attrib
    assert (first["x1"], first["x2"]) == ("50", "250")
    steps_ = [n.attrib for n in root.iter(f"{NS}rect")]
    assert [n["fill"] for n in steps_[:4]] == [*(s.fill for s in LEVELS[1:4]), "none"]
    assert [n.get("stroke-dasharray") for n in steps_[:4]] == [None, "4 3", "4 3", "1.5 3"]


def test_ladder_table() -> None:
    assert ladder.as_table(make_ladder(None, None, 3))[1] == (("T", "not rated", "not rated", "3"),)
    assert ladder.as_table(make_ladder(1, 2, None)) == (
        ("item", "at least", "at most"),
        (("T", "1", "2"),),
    )


def test_progress_width_and_text() -> None:
    svg = progress.render(ProgressBar("T", "s", 37, 142, ENGLISH), Look("p", 320))
    (track, _) = [float(n.attrib["width"]) for n in parse(svg).iter(f"{NS}rect")]
    assert rects(svg, DONE) == [(0, pytest.approx((track + 1) * 37 / 142, abs=0.02))]
    assert "37 / 142 · 26 %" in svg


def test_nothing_done_draws_no_bar() -> None:
    assert rects(progress.render(ProgressBar("T", "s", 0, 9, ENGLISH), Look("p")), DONE) == []


def test_sparkline_points_and_gap() -> None:
    line = Sparkline("T", "s", (("a", 0), ("b", 10), ("c", None), ("d", 5)), ENGLISH)
    root = parse(sparkline.render(line, Look("s", 100)))
    (run,) = [path_points(p.attrib["d"])[0] for p in root.iter(f"{NS}path")]
    assert run == [(5, 23), (35, 5)]
    (dot,) = list(root.iter(f"{NS}circle"))
    assert (dot.attrib["cx"], dot.attrib["cy"]) == ("95", "14")
    assert sparkline.as_table(line)[1][2] == ("c", "not rated")


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [
        (0, 100, (0, 20, 40, 60, 80, 100)),
        (3, 7, (3, 4, 5, 6, 7)),
        (0, 0, (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)),
        (-5, 5, (-6, -4, -2, 0, 2, 4, 6)),
    ],
)
def test_interval_axis_is_round(low: float, high: float, marks: tuple[float, ...]) -> None:
    assert steps(low, high) == pytest.approx(marks)


@settings(deadline=None)
@given(st.floats(-1e9, 1e9), st.floats(0, 1e9))
def test_interval_axis_encloses_the_values(low: float, span: float) -> None:
    marks = steps(low, low + span)
    assert marks[0] <= low + 1e-9 * (1 + abs(low))
    assert marks[-1] >= low + span - 1e-9 * abs(low + span) - 1e-6
    assert 2 <= len(marks) <= 14


def test_interval_order_left_to_right() -> None:
    chart = IntervalChart("T", "s", (Interval("a", 10, 30, 15),), ENGLISH)
    lines = [n.attrib for n in parse(interval.render(chart, Look("i", 500))).iter(f"{NS}line")]
    whole = next(n for n in lines if n["stroke"] == DONE)
    assert float(whole["x1"]) < float(whole["x2"])
    assert interval.as_table(chart)[1] == (("a", "10", "15", "30"),)


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: HeatCell(level=1, share=0.1), "by level or by share"),
        (lambda: HeatCell(level=1, applicable=False), "does not apply has no value"),
        (lambda: HeatCell(level=6), "A level is 0 to 5, not 6"),
        (lambda: HeatCell(share=-0.1), "A share is 0 to 1"),
        (
            lambda: Heatmap("T", "s", (), (HeatRow("R", (HeatCell(),)),), ENGLISH),
            "R has 1 cells for 0 columns",
        ),
        (lambda: AnswerBar("Q", ((Answer.YES, -1),)), "negative count for yes: -1"),
        (lambda: AnswerBar("Q", ((Answer.YES, 1), (Answer.YES, 1))), "kind of answer twice"),
        (
            lambda: AnswerChart("T", "s", (), (AnswerBar("Q", ((Answer.YES, 1),)),), ENGLISH),
            "counts yes, which the chart does not name",
        ),
        (lambda: VoteStrip("X", (1, -1)), "negative number of votes"),
        (lambda: VoteStrip("X", (1,), not_rated=-1), "negative number of votes"),
        (lambda: vote_chart(1, 2), "X has 2 counts for 5 levels"),
        (lambda: VoteChart("T", "s", ((2, ""), (1, "")), (), ENGLISH), "rise, each named once"),
        (lambda: VoteChart("T", "s", ((5, ""), (6, "")), (), ENGLISH), "Levels are 0 to 5"),
        (lambda: make_ladder(3, 1), "lower bound 3 is above the upper bound 1"),
        (lambda: make_ladder(1, None), "both bounds, or neither"),
        (lambda: make_ladder(0, 1), "Level 0 is not on the ladder"),
        (lambda: ProgressBar("T", "s", -1, 2, ENGLISH), "cannot be negative"),
        (lambda: ProgressBar("T", "s", 3, 2, ENGLISH), "pass its total: 3 of 2"),
        (lambda: Sparkline("T", "s", (("a", float("nan")),), ENGLISH), "finite numbers"),
        (lambda: Sparkline("T", "s", (), ENGLISH, low=2, high=1), "scale must rise"),
        (lambda: Interval("a", 2, 1), "a needs rising finite numbers"),
        (lambda: Interval("a", 1, 2, 3), "a needs rising finite numbers"),
    ],
)
def test_refusals(build, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        build()


def test_aims_without_a_target_have_none_and_are_not_called_unrated() -> None:
    rows = (aims.Aim("A", (1, 1), None, None), aims.Aim("B", None, (2, 2), (1, 3)))
    heads = ("now", "wanted", "answers")
    chart = aims.AimChart("T", "s", ((1, "One"), (2, "Two"), (3, "Three")), rows, ENGLISH, heads)
    assert aims.as_table(chart)[1] == (("A", "1", "–", "–"), ("B", "not rated", "2", "1–3"))
