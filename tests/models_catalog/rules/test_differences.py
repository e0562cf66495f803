"""Differences of two versions: added, removed, moved, reworded, altered; codes are identity."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models_catalog.rules import document as d
from models_catalog.rules.differences import Altered, Change, Changes, Moved, difference, reordered
from models_catalog.rules.reading import complaints
from models_catalog.rules.succession import Merged, Renamed, Split
from models_catalog.rules.writing import plain_document
from tests.models_catalog.rules.edits import BASE, edited
from tests.models_catalog.rules.strategies import documents
from tests.models_catalog.rules.test_structure import DOCUMENT, area


def with_nodes(*nodes: d.Node) -> d.ModelDocument:
    return replace(DOCUMENT, nodes=nodes)


X, Y, Z = DOCUMENT.nodes


@given(documents())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_document_does_not_differ_from_itself(document: d.ModelDocument) -> None:
    assert not difference(document, document)


def test_added_and_removed_with_their_questions() -> None:
    found = difference(
        DOCUMENT, with_nodes(X, Z, d.Node("W", "category", "W", children=(area("W1", 1),)))
    )
    assert found.nodes.added == ("W", "W1")
    assert found.nodes.removed == ("Y", "Y1")
    assert found.questions.added == ("W1.Q",)
    assert found.questions.removed == ("Y1.Q",)
    assert found.nodes.moved == ()


def test_moved_to_another_parent_is_neither_added_nor_removed() -> None:
    moved = X.children[2]
    found = difference(
        DOCUMENT,
        with_nodes(
            replace(X, children=X.children[:2]), replace(Y, children=(*Y.children, moved)), Z
        ),
    )
    assert found.nodes == Changes(moved=(Moved("X3", "X", "Y"),))


def test_only_the_node_that_changed_its_place_has_moved() -> None:
    first, second, third = X.children
    found = difference(DOCUMENT, with_nodes(replace(X, children=(third, first, second)), Y, Z))
    assert found.nodes.moved == (Moved("X3", "X", "X"),)
    assert not found.questions


def test_reworded_and_altered_are_told_apart() -> None:
    changed = replace(X.children[1], title="New title", level=2)
    found = difference(
        DOCUMENT, with_nodes(replace(X, children=(X.children[0], changed, X.children[2])), Y, Z)
    )
    assert found.nodes.reworded == (Altered("X2", (Change("title", "X2", "New title"),)),)
    assert found.nodes.altered == (Altered("X2", (Change("level", 1, 2),)),)


def test_questions_move_and_are_reworded() -> None:
    asked = replace(Y.children[0].questions[0], text="Better?")
    found = difference(
        DOCUMENT,
        with_nodes(
            X,
            replace(Y, children=(replace(Y.children[0], questions=()),)),
            d.Node("Z", "category", "Z", questions=(asked,)),
        ),
    )
    assert found.questions.moved == (Moved("Y1.Q", "Y1", "Z"),)
    assert found.questions.reworded == (Altered("Y1.Q", (Change("text", "Well?", "Better?"),)),)
    assert not found.nodes


def test_descriptors_cell_by_cell() -> None:
    before = with_nodes(
        replace(Z, descriptors=(d.Descriptor(1, "a"), d.Descriptor(2, "b", "TECH")))
    )
    after = with_nodes(replace(Z, descriptors=(d.Descriptor(1, "A"), d.Descriptor(2, "c"))))
    assert difference(before, after).nodes.reworded == (
        Altered(
            "Z",
            (
                Change("descriptors[1]", "a", "A"),
                Change("descriptors[2,TECH]", "b", ""),
                Change("descriptors[2]", "", "c"),
            ),
        ),
    )


def test_model_version_and_vocabulary() -> None:
    types = (replace(DOCUMENT.node_types[0], plural="Groups"), DOCUMENT.node_types[1])
    after = replace(
        DOCUMENT,
        version=d.Version("2", "Groups now"),
        model=replace(DOCUMENT.model, owner="They"),
        node_types=types,
        scales=DOCUMENT.scales[:1],
    )
    found = difference(DOCUMENT, after)
    assert found.model == (Change("owner", "Us", "They"),)
    assert found.version == (Change("number", "1", "2"), Change("notes", "", "Groups now"))
    assert found.vocabulary["scales"].removed == ("a",)
    assert found.vocabulary["node_types"].reworded == (
        Altered("category", (Change("plural", "Categories", "Groups"),)),
    )
    assert not found.vocabulary["dimensions"]


@pytest.mark.parametrize("after", list(permutations("abcd")))
def test_the_fewest_entries_move(after: tuple[str, ...]) -> None:
    moved = reordered(list("abcd"), list(after))
    staying = [code for code in after if code not in moved]
    assert staying == sorted(staying)
    longest = max(
        sum(mask >> i & 1 for i in range(4))
        for mask in range(16)
        if (kept := [c for i, c in enumerate(after) if mask >> i & 1]) == sorted(kept)
    )
    assert len(staying) == longest


@given(st.lists(st.integers(0, 9), unique=True), st.lists(st.integers(0, 9), unique=True))
def test_reordering_looks_only_at_what_both_have(before: list[int], after: list[int]) -> None:
    codes_before, codes_after = [str(n) for n in before], [str(n) for n in after]
    common = set(codes_before) & set(codes_after)
    moved = reordered(codes_before, codes_after)
    assert set(moved) <= common
    stay = [code for code in codes_after if code in common - set(moved)]
    assert stay == [code for code in codes_before if code in common - set(moved)]


def renamed(node: d.Node, code: str, *replaces: str) -> d.Node:
    return replace(node, code=code, replaces=replaces)


def test_renamed_is_neither_added_nor_removed_and_takes_its_question_along() -> None:
    asked = replace(X.children[0].questions[0], code="NEW.Q")
    new = replace(renamed(X.children[0], "NEW", "X1"), title="NEW", questions=(asked,))
    found = difference(DOCUMENT, with_nodes(replace(X, children=(new, *X.children[1:])), Y, Z))
    assert found.nodes == Changes(
        renamed=(Renamed("X1", "NEW"),),
        reworded=(Altered("NEW", (Change("title", "X1", "NEW"),)),),
    )
    assert found.questions == Changes(renamed=(Renamed("X1.Q", "NEW.Q"),))


def test_nodes_below_and_links_to_a_renamed_node_did_not_move() -> None:
    target = renamed(Y.children[0], "W1", "Y1")
    linked = replace(X.children[0], links=(d.Link("needs", "W1"),))
    after = with_nodes(
        renamed(replace(X, children=(linked, *X.children[1:])), "W", "X"),
        replace(Y, children=(target,)),
        Z,
    )
    found = difference(DOCUMENT, after)
    assert found.nodes == Changes(renamed=(Renamed("X", "W"), Renamed("Y1", "W1")))
    assert not found.questions


def test_split_and_merged() -> None:
    first, second, third = (replace(each, questions=(), links=()) for each in X.children)
    before = with_nodes(replace(X, children=(first, second, third)), Y, Z)
    after = with_nodes(
        replace(
            X,
            children=(
                renamed(first, "X1a", "X1"),
                renamed(first, "X1b", "X1"),
                renamed(second, "X23", "X2", "X3"),
            ),
        ),
        Y,
        Z,
    )
    assert difference(before, after).nodes == Changes(
        split=(Split("X1", ("X1a", "X1b")),), merged=(Merged("X23", ("X2", "X3")),)
    )


def test_a_node_that_stays_can_take_in_another() -> None:
    second = replace(X.children[1], replaces=("X3",))
    after = with_nodes(replace(X, children=(X.children[0], second)), Y, Z)
    found = difference(DOCUMENT, after)
    assert found.nodes == Changes(merged=(Merged("X2", ("X2", "X3")),))
    assert found.questions.removed == ("X3.Q",)


def test_what_an_earlier_version_replaced_says_nothing_now() -> None:
    was = with_nodes(renamed(X, "X", "OLD"), Y, Z)
    assert not difference(was, was)
    assert difference(was, DOCUMENT).nodes.altered == (
        Altered("X", (Change("replaces", ("OLD",), ()),)),
    )


@given(edited("n"))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_code_is_accounted_for_once(after: d.ModelDocument) -> None:
    changes = difference(BASE, after).nodes
    old, new = ([node.code for node in each.walk()] for each in (BASE, after))
    gone_on = [each.before for each in changes.renamed]
    gone_on += [each.code for each in changes.split]
    merged = {code for each in changes.merged for code in each.sources} - set(new)
    replaced = {*gone_on, *merged}
    kept = set(old) & set(new)
    assert len(gone_on) == len(set(gone_on))
    assert not set(gone_on) - {each.code for each in changes.split} & merged
    assert kept | set(changes.removed) | replaced == set(old)
    assert len(kept) + len(changes.removed) + len(replaced) == len(old)
    heirs = {each.after for each in changes.renamed} | {each.code for each in changes.merged}
    heirs |= {code for each in changes.split for code in each.into}
    assert kept | set(changes.added) | heirs == set(new)
    assert not set(changes.added) & (kept | heirs)


@given(edited("n"))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_edited_documents_read_and_differ_when_they_are_not_equal(after: d.ModelDocument) -> None:
    assert list(complaints(plain_document(after))) == []
    assert bool(difference(BASE, after)) == (after != BASE)


def test_steps_of_a_scale_and_attributes_one_by_one() -> None:
    scale = BASE.scales[0]
    steps = (replace(scale.levels[0], name="Begun", value=0), scale.levels[1])
    types = tuple(
        replace(each, attributes=each.attributes[1:]) if each.code == "area" else each
        for each in BASE.node_types
    )
    after = replace(BASE, scales=(replace(scale, levels=steps), *BASE.scales[1:]), node_types=types)
    found = difference(BASE, after).vocabulary
    assert found["scales"].reworded == (
        Altered("maturity", (Change("levels[1].name", "Step 1", "Begun"),)),
    )
    assert found["scales"].altered == (Altered("maturity", (Change("levels[1].value", 1, 0),)),)
    assert found["node_types"].altered == (
        Altered("area", (Change("fields[tools]", "Tools", ""),)),
    )


def test_facts_of_a_node_one_by_one() -> None:
    area = BASE.nodes[0].children[0]
    other = replace(area, attributes=(("tools", ("hammer",)), ("weight", 1.5), ("is_core", True)))
    after = replace(
        BASE,
        nodes=(
            replace(BASE.nodes[0], children=(other, *BASE.nodes[0].children[1:])),
            BASE.nodes[1],
        ),
    )
    assert difference(BASE, after).nodes.altered == (
        Altered(
            "A1",
            (
                Change("attributes[tools]", ("hammer", "saw"), ("hammer",)),
                Change("attributes[is_core]", False, True),
            ),
        ),
    )
