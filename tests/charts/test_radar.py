"""Radar: coordinates, gaps, labels."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cip.charts.radar import RadarChart, RadarSeries, as_table, render
from cip.charts.svg import Look
from cip.charts.words import ENGLISH
from tests.charts.samples import AREAS, NS, parse, path_points, texts


def chart(*series: RadarSeries, axes: tuple[str, ...] = ("A", "B", "C", "D")) -> RadarChart:
    return RadarChart("T", "s", axes, series, ENGLISH)


def drawn(radar: RadarChart, width: float = 600) -> list[list[list[tuple[float, float]]]]:
    """The pieces of the line of every series."""
    groups = [node for node in parse(render(radar, Look("r", width))) if node.tag == f"{NS}g"]
    lines = []
    for group in groups:
        if group.find(f"{NS}title") is not None:
            paths = [p for p in group.iter(f"{NS}path") if p.get("stroke-width") == "2"]
            lines.append([path_points(p.attrib["d"])[0] for p in paths])
    return lines


def test_values_stand_on_their_axis_at_their_distance() -> None:
    radius = 600 * 0.27
    ((points,),) = drawn(chart(RadarSeries("As is", (5, 0, 2, 5))))
    cx = 300.0
    cy = points[0][1] + radius
    assert points[0] == pytest.approx((cx, cy - radius))
    assert points[1] == pytest.approx((cx + radius * 0.6 / 5.6, cy), abs=0.01)
    assert points[2] == pytest.approx((cx, cy + radius * 2.6 / 5.6), abs=0.01)
    assert points[3] == pytest.approx((cx - radius, cy), abs=0.01)


def test_not_rated_breaks_the_line_and_is_never_the_centre() -> None:
    axes = tuple("ABCDEF")
    ((run, across_top),) = drawn(chart(RadarSeries("x", (1, 2, None, 4, 5, None)), axes=axes))[0:1]
    assert len(run) == 2
    assert len(across_top) == 2
    assert [p for p in (*run, *across_top) if math.dist(p, (300, 0)) == 0] == []


def test_a_run_may_pass_the_top() -> None:
    ((run,),) = drawn(chart(RadarSeries("x", (3, None, 3, 3))))
    assert len(run) == 3


def test_full_series_closes_and_only_the_first_is_filled() -> None:
    svg = render(chart(RadarSeries("a", (1, 2, 3, 4)), RadarSeries("b", (2, 2, 2, 2))), Look("r"))
    assert svg.count('fill-opacity="0.14"') == 1
    assert svg.count('stroke-dasharray="6 4"') == 2  # the line and its sample in the legend


def test_unrated_axis_says_so() -> None:
    root = parse(render(chart(RadarSeries("x", (1, None, 3, 4))), Look("r")))
    assert [text for _, _, text in texts(root)].count("(not rated)") == 1


@pytest.mark.parametrize("count", [3, 4, 5, 8, 22, 24])
@pytest.mark.parametrize("width", [358, 560, 720])
def test_axis_labels_never_collide(count: int, width: int) -> None:
    axes = tuple(f"{AREAS[i % len(AREAS)]} {i}" for i in range(count))
    root = parse(render(chart(RadarSeries("x", (None,) * count), axes=axes), Look("r", width)))
    boxes = [
        (*edge, float(node.attrib["y"]))
        for edge, node in zip(
            (t[:2] for t in texts(root)),
            (n for n in root.iter(f"{NS}text")),
            strict=True,
        )
        if node.attrib["font-size"] == "11"
    ]
    for i, (left, right, y) in enumerate(boxes):
        for left2, right2, y2 in boxes[i + 1 :]:
            assert right <= left2 or right2 <= left or abs(y - y2) >= 10


def test_narrow_radar_numbers_its_axes_and_lists_the_names() -> None:
    axes = tuple(f"{AREAS[i % 6]} {i}" for i in range(22))
    root = parse(render(chart(axes=axes), Look("r", 358)))
    shown = [text for _, _, text in texts(root)]
    assert shown.count("22") == 2
    assert axes[21] in shown


def test_table() -> None:
    radar = chart(RadarSeries("As is", (1, None, 2.5, 0)), RadarSeries("Target", (3, 3, 3, 3)))
    assert as_table(radar) == (
        ("item", "As is", "Target"),
        (("A", "1", "3"), ("B", "not rated", "3"), ("C", "2.50", "3"), ("D", "0", "3")),
    )


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: chart(axes=("A", "B")), "A radar has 3 to 24 axes, not 2"),
        (lambda: chart(axes=tuple("ABCDEFGHIJKLMNOPQRSTUVWXY")), "3 to 24 axes, not 25"),
        (lambda: chart(RadarSeries("x", (1, 2))), "x has 2 values for 4 axes"),
        (lambda: chart(RadarSeries("x", (1, 2, 3, 6))), "x has 6, outside 0 to 5"),
        (lambda: chart(RadarSeries("x", (1, 2, 3, float("nan")))), "outside 0 to 5"),
        (lambda: chart(*[RadarSeries("x", (1, 1, 1, 1))] * 6), "at most 5 series, not 6"),
        (lambda: RadarChart("T", "s", AREAS, (), ENGLISH, minimum=5), "5 is not below 5"),
    ],
)
def test_refusals(build, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        build()


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(0, 5)), min_size=3, max_size=24))
def test_every_rated_axis_has_exactly_one_marker(values: list[int | None]) -> None:
    axes = tuple(str(i) for i in range(len(values)))
    radar = chart(RadarSeries("x", tuple(values)), axes=axes)
    root = parse(render(radar, Look("r", 600)))
    group = next(g for g in root.findall(f"{NS}g") if g.find(f"{NS}title") is not None)
    assert len(group.findall(f"{NS}circle")) == sum(value is not None for value in values)
