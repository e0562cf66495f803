"""What must hold for every chart, whatever its kind."""

import ast
from pathlib import Path

import pytest

import cip.charts
from cip.charts.draw import Chart, as_table, draw
from cip.charts.svg import Look
from tests.charts.samples import HOSTILE, NS, empty_charts, parse, sample_charts, texts

LONG = "Continuous capability improvement of Donaudampfschifffahrtsgesellschaften " * 3
ELEMENTS = {"svg", "title", "desc", "g", "a", "rect", "line", "path", "text", "circle"}


def kind(chart: Chart) -> str:
    return type(chart).__name__


ALL = [*sample_charts(), *empty_charts()]


@pytest.mark.parametrize("chart", ALL, ids=kind)
def test_title_and_desc_come_first_and_name_the_picture(chart: Chart) -> None:
    root = parse(draw(chart, Look("p7", 640)))
    assert [child.tag for child in root][:2] == [f"{NS}title", f"{NS}desc"]
    assert (root[0].text, root[1].text) == (chart.title, chart.summary)
    assert root.attrib["aria-labelledby"] == f"{root[0].attrib['id']} {root[1].attrib['id']}"
    assert [node.attrib["id"] for node in root.iter() if "id" in node.attrib] == [
        "p7-title",
        "p7-desc",
    ]


@pytest.mark.parametrize("chart", ALL, ids=kind)
def test_role_is_group_exactly_when_there_are_links(chart: Chart) -> None:
    root = parse(draw(chart, Look("p", 640)))
    links = list(root.iter(f"{NS}a"))
    assert root.attrib["role"] == ("group" if links else "img")


@pytest.mark.parametrize("chart", sample_charts(HOSTILE), ids=kind)
def test_hostile_labels_stay_text(chart: Chart) -> None:
    svg = draw(chart, Look("p", 900))
    root = parse(svg)
    assert {node.tag.removeprefix(NS) for node in root.iter()} <= ELEMENTS
    assert root[0].text == HOSTILE.replace("\x00", "").replace("\x0b", "")
    assert "<script" not in svg


@pytest.mark.parametrize("chart", [*ALL, *sample_charts(HOSTILE)], ids=kind)
def test_nothing_that_a_strict_policy_forbids(chart: Chart) -> None:
    for node in parse(draw(chart, Look("p", 640))).iter():
        names = {name.lower() for name in node.attrib}
        assert not {name for name in names if name == "style" or name.startswith("on")}
        assert node.tag not in {f"{NS}style", f"{NS}script", f"{NS}foreignObject"}
        assert not node.attrib.get("href", "/").lower().startswith("javascript")


@pytest.mark.parametrize("chart", ALL, ids=kind)
def test_same_chart_gives_same_text(chart: Chart) -> None:
    assert draw(chart, Look("p", 640)) == draw(chart, Look("p", 640))


@pytest.mark.parametrize("width", [240, 358, 720, 1120])
@pytest.mark.parametrize("name", ["Work", LONG, "能力向上プログラム" * 9, "W" * 90])
def test_text_stays_inside_the_picture(name: str, width: int) -> None:
    for chart in sample_charts(name):
        root = parse(draw(chart, Look("p", width)))
        height = float(root.attrib["height"])
        assert root.attrib["viewBox"] == f"0 0 {width} {root.attrib['height']}"
        for left, right, text in texts(root):
            assert left >= -0.1, (kind(chart), text)
            assert right <= width + 0.1, (kind(chart), text)
        for node in root.iter(f"{NS}text"):
            if "transform" not in node.attrib and float(node.attrib["y"]) > height:
                pytest.fail(f"{kind(chart)}: {node.text} lies below the picture")


@pytest.mark.parametrize("chart", ALL, ids=kind)
def test_ink_is_the_only_colour_of_text_outside_fills(chart: Chart) -> None:
    assert parse(draw(chart, Look("p", 640))).attrib["fill"] == "currentColor"
    printed = draw(chart, Look("p", 640, ink="#000000"))
    assert "currentColor" not in printed
    assert parse(printed).attrib["fill"] == "#000000"


@pytest.mark.parametrize("chart", ALL, ids=kind)
def test_table_twin_is_a_rectangle_of_plain_strings(chart: Chart) -> None:
    headers, rows = as_table(chart)
    assert all(
        isinstance(text, str) for text in (*headers, *(cell for row in rows for cell in row))
    )
    assert {len(row) for row in rows} <= {len(headers)}


def test_package_is_pure() -> None:
    allowed = {
        "bisect", "collections", "dataclasses", "datetime", "enum", "functools", "itertools",
        "math", "re", "typing", "unicodedata", "cip",
    }  # fmt: skip
    for file in Path(cip.charts.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
                assert not names[0].startswith("cip.") or names[0].startswith("cip.charts")
            assert {name.split(".")[0] for name in names} <= allowed, file
        assert ".today()" not in file.read_text(encoding="utf-8")
