"""The tree: walking, finding, the table of level by category, what is missing for publishing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models_catalog.rules import document as d
from models_catalog.rules.scale import Level, Scale, Use
from models_catalog.rules.structure import Gap, completeness, level_table, structure_of, walk

LEVELS = Scale("m", "Levels", Use.LEVEL, (Level("1", "Low", 1), Level("2", "High", 2)))
ANSWERS = Scale("a", "Answers", Use.ANSWER, (Level("y", "Yes", 1),))
CATEGORY = d.NodeType("category", "Category", "Categories", level_scale="m", rating_scale="m")
AREA = d.NodeType(
    "area",
    "Area",
    "Areas",
    parents=("category",),
    rateable=True,
    askable=True,
    level_scale="m",
    rating_scale="m",
    response_set="a",
)


def area(code: str, level: int | None, **more: object) -> d.Node:
    """An area with a question, so that nothing is advised about it."""
    question = d.Question(f"{code}.Q", "Well?", "a")
    return d.Node(code, "area", code, level=level, **{"questions": (question,), **more})


DOCUMENT = d.ModelDocument(
    model=d.Model("T", "Test", d.Kind.MATURITY, "Us", description="x", attribution="x"),
    version=d.Version("1"),
    scales=(LEVELS, ANSWERS),
    node_types=(CATEGORY, AREA),
    link_kinds=(d.LinkKind("needs", "needs", "is needed by"),),
    nodes=(
        d.Node(
            "X",
            "category",
            "X",
            children=(area("X1", 2, links=(d.Link("needs", "Y1"),)), area("X2", 1), area("X3", 2)),
        ),
        d.Node("Y", "category", "Y", children=(area("Y1", None),)),
        d.Node("Z", "category", "Z"),
    ),
)


def test_walking_goes_down_first_and_knows_where_it_is() -> None:
    places = [
        (p.node.code, p.depth, p.position, p.parent and p.parent.code) for p in walk(DOCUMENT)
    ]
    assert places == [
        ("X", 0, 0, None),
        ("X1", 1, 0, "X"),
        ("X2", 1, 1, "X"),
        ("X3", 1, 2, "X"),
        ("Y", 0, 1, None),
        ("Y1", 1, 0, "Y"),
        ("Z", 0, 2, None),
    ]
    assert [node.code for node in DOCUMENT.walk()] == [code for code, *_ in places]


def test_finding() -> None:
    structure = structure_of(DOCUMENT)
    found = structure.find("X2")
    assert found is not None
    assert found.title == "X2"
    assert structure.find("Q") is None
    assert [node.code for node in structure.ancestors("X2")] == ["X"]
    assert [node.code for node in structure.descendants("X")] == ["X1", "X2", "X3"]
    assert [node.code for node in structure.of_type("category")] == ["X", "Y", "Z"]


def test_links_from_both_ends() -> None:
    structure = structure_of(DOCUMENT)
    assert [node.code for node in structure.linked_from("X1", "needs")] == ["Y1"]
    assert [node.code for node in structure.linking_to("Y1", "needs")] == ["X1"]
    assert structure.linking_to("X1", "needs") == ()


def test_the_table_has_the_highest_level_first_and_only_columns_in_use() -> None:
    table = level_table(DOCUMENT, "area")
    assert [level.value for level in table.levels] == [2, 1]
    assert [node.code for node in table.columns] == ["X", "Y"]
    assert [node.code for node in table.cell(2, "X")] == ["X1", "X3"]
    assert [node.code for node in table.cell(None, "Y")] == ["Y1"]
    assert table.cell(1, "Y") == ()


def test_a_table_of_an_unknown_type_is_refused() -> None:
    with pytest.raises(ValueError, match="no node type 'goal'"):
        level_table(DOCUMENT, "goal")


def test_a_complete_model_is_publishable() -> None:
    assert completeness(DOCUMENT).missing == ()
    assert completeness(DOCUMENT).advised == ()


def test_what_must_be_there_before_publishing() -> None:
    bare = d.ModelDocument(
        d.Model("T", "Test", d.Kind.MATURITY),
        d.Version("1"),
        node_types=(replace(AREA, rateable=False),),
    )
    assert completeness(bare).missing == (
        Gap("", "the model has no owner"),
        Gap("", "the model has no description"),
        Gap("", "the model has no attribution"),
        Gap("", "the model has no nodes"),
        Gap("", "a maturity model needs a scale with use 'level'"),
        Gap("", "a maturity model needs a node type that is rateable"),
    )


def test_a_rateable_type_needs_a_scale_and_a_reference_model_needs_no_levels() -> None:
    reference = replace(DOCUMENT.model, kind=d.Kind.REFERENCE)
    types = (replace(CATEGORY, rateable=True, rating_scale=None), replace(AREA, rateable=False))
    document = replace(DOCUMENT, model=reference, scales=(ANSWERS,), node_types=types)
    assert completeness(document).missing == (
        Gap("", "node type 'category' is rateable and has no scale to rate on"),
    )


def test_advice_does_not_stop_publishing() -> None:
    described = area("X1", 1, questions=(), descriptors=(d.Descriptor(2, "Seen"),))
    document = replace(DOCUMENT, nodes=(d.Node("X", "category", "X", children=(described,)),))
    found = completeness(document)
    assert found.missing == ()
    assert found.advised == (
        Gap("X1", "has no question"),
        Gap("X1", "has no descriptor for level 1"),
    )
