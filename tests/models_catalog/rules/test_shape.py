"""The shape of a model, told from its vocabulary; no model is known by its code."""

from pathlib import Path

import pytest

from models_catalog.rules.document import Attribute, Form, LinkKind, ModelDocument, NodeType
from models_catalog.rules.reading import read_document
from models_catalog.rules.scale import Use
from models_catalog.rules.shape import (
    Tie,
    TypeUse,
    area_type,
    capability_scale,
    is_grid,
    ladder_types,
    map_shape,
)

CATALOG = Path(__file__).parents[3] / "fixtures" / "catalog"


def shipped(name: str) -> ModelDocument:
    document = read_document((CATALOG / f"{name}.yaml").read_bytes()).document
    assert document is not None
    return document


def uses_of(document: ModelDocument) -> dict[str, TypeUse]:
    nodes = list(document.walk())
    return {
        each.code: TypeUse(
            sum(node.type == each.code for node in nodes),
            sum(node.type == each.code and node.level is not None for node in nodes),
        )
        for each in document.node_types
    }


def told(name: str) -> tuple[str | None, str | None, list[str], list[str]]:
    """Area, scale of the continuous reading, types of its ladder, columns of the map."""
    document = shipped(name)
    uses = uses_of(document)
    area = area_type(document.node_types, uses)
    levels = [scale.code for scale in document.scales if scale.use is Use.LEVEL]
    scale = capability_scale(area, levels) if area else None
    shape = map_shape(document.node_types, document.link_kinds, uses)
    return (
        area.code if area else None,
        scale,
        [each.code for each in ladder_types(document.node_types, scale)],
        [each.code for each in shape.columns] if shape else [],
    )


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        (
            "cmmi-svc",
            ("process_area", "capability", ["generic_goal", "generic_practice"], []),
        ),
        ("it-service-cmm", ("key_process_area", None, [], [])),
        ("nimm", (None, None, [], [])),
        ("ddi", (None, None, [], ["domain", "capability", "role", "skill"])),
        ("it-cmf", (None, None, [], [])),
    ],
)
def test_shipped_models_have_the_shape_that_practitioners_know(
    name: str, shape: tuple[str | None, str | None, list[str], list[str]]
) -> None:
    assert told(name) == shape


def test_practices_outcomes_and_metrics_are_a_grid() -> None:
    assert [each.code for each in shipped("it-cmf").node_types if is_grid(each)] == ["pom"]
    one_list = NodeType("t", "T", "Ts", attributes=(Attribute("a", "A", Form.LIST),))
    assert not is_grid(one_list)


def test_each_column_of_a_map_is_reached_from_the_nearest_one() -> None:
    document = shipped("ddi")
    shape = map_shape(document.node_types, document.link_kinds, uses_of(document))
    assert shape is not None
    ways = {
        chosen: [
            (there, here, bond.tie, bond.kind.code if bond.kind else "")
            for there, here, bond in shape.steps(chosen)
        ]
        for chosen in range(4)
    }
    assert ways == {
        0: [
            (1, 0, Tie.BELOW, ""),
            (2, 1, Tie.TO, "needs_role"),
            (3, 1, Tie.TO, "needs_skill"),
        ],
        1: [
            (0, 1, Tie.ABOVE, ""),
            (2, 1, Tie.TO, "needs_role"),
            (3, 1, Tie.TO, "needs_skill"),
        ],
        2: [
            (1, 2, Tie.FROM, "needs_role"),
            (0, 1, Tie.ABOVE, ""),
            (3, 2, Tie.TO, "has_skill"),
        ],
        3: [
            (2, 3, Tie.FROM, "has_skill"),
            (1, 3, Tie.FROM, "needs_skill"),
            (0, 1, Tie.ABOVE, ""),
        ],
    }


GROUP = NodeType("group", "Group", "Groups")
THING = NodeType("thing", "Thing", "Things", parents=("group",))
TOOL = NodeType("tool", "Tool", "Tools")
USES = LinkKind("uses", "uses", "is used by", from_types=("thing",), to_types=("tool",))


def columns_of(*kinds: LinkKind, tools: int = 2, types: tuple[NodeType, ...] = ()) -> list[str]:
    used = {"group": TypeUse(2), "thing": TypeUse(5), "tool": TypeUse(tools)}
    used |= {each.code: TypeUse(3) for each in types}
    shape = map_shape((GROUP, THING, TOOL, *types), kinds, used)
    return [each.code for each in shape.columns] if shape else []


def test_a_list_that_the_tree_links_to_makes_a_map() -> None:
    assert columns_of(USES) == ["group", "thing", "tool"]


def test_no_map_without_links_or_with_a_single_thing_to_link_to() -> None:
    assert columns_of() == []
    assert columns_of(USES, tools=1) == []
    assert columns_of(LinkKind("any", "any", "any")) == []


def test_a_type_with_something_below_it_is_no_list() -> None:
    part = NodeType("part", "Part", "Parts", parents=("tool",))
    assert columns_of(USES, types=(part,)) == []


def test_links_in_a_circle_end_and_many_lists_are_cut() -> None:
    lists = tuple(NodeType(f"list{n}", f"List {n}", "Lists") for n in range(30))
    codes = ("tool", *(each.code for each in lists))
    everywhere = LinkKind("to", "to", "from", from_types=codes, to_types=codes)
    assert columns_of(USES, everywhere, types=lists) == ["group", "thing", "tool", "list0"]
