"""A difference told node by node and by branch."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from models_catalog.rules import document as d
from models_catalog.rules.account import Branch, Kind, account
from models_catalog.rules.differences import Change
from tests.models_catalog.rules import edits
from tests.models_catalog.rules.edits import BASE, edited


def node(document: d.ModelDocument, code: str) -> d.Node:
    return next(each for each in document.walk() if each.code == code)


def test_nothing_is_told_when_nothing_changed() -> None:
    found = account(BASE, BASE)
    assert (found.branches, found.entries, bool(found.difference)) == ((), (), False)
    assert set(found.nodes.values()) == {0}


def test_entries_stand_in_the_order_of_the_tree_and_say_everything() -> None:
    after = edits.reword(BASE, "A2", "new")
    after = edits.remove(after, "A1.P2", "")
    after = edits.add(after, "C2", "C3")
    after = edits.move(after, "A1.P1", "")
    found = account(BASE, after)
    assert [(entry.node.code, entry.branch, entry.kinds) for entry in found.entries] == [
        ("A2", "C1", (Kind.REWORDED,)),
        ("A1.P1", "C1", (Kind.MOVED,)),
        ("A1.P2", "C1", (Kind.REMOVED,)),
        ("C3", "C3", (Kind.ADDED,)),
    ]
    assert found.branches == (Branch(after.nodes[0], 3), Branch(after.nodes[2], 1))
    assert found.entries[0].changes == (
        Change("title", "Area 2", "Title new"),
        Change("text", "Why it matters.", "Text new"),
    )
    moved = found.entries[1]
    assert moved.moved_from == node(BASE, "A1")
    assert moved.moved_to == node(after, "A3")
    assert {kind: n for kind, n in found.nodes.items() if n} == {
        Kind.ADDED: 1,
        Kind.REMOVED: 1,
        Kind.MOVED: 1,
        Kind.REWORDED: 1,
    }


def test_parts_of_a_split_say_what_they_were_and_what_is_new_in_them() -> None:
    after = edits.reword(edits.split(BASE, "A1.P1", "S"), "Sb", "new")
    found = account(BASE, after)
    first, second = found.entries[:2]
    whole = node(BASE, "A1.P1")
    assert (first.kinds, first.former, first.changes) == ((Kind.SPLIT,), (whole,), ())
    assert (second.kinds, second.former) == ((Kind.SPLIT,), (whole,))
    assert second.changes == (
        Change("title", "Practice 1", "Title new"),
        Change("text", "We *do* it.", "Text new"),
    )
    assert found.nodes[Kind.SPLIT] == 1


def test_what_merged_says_all_it_came_from() -> None:
    after = edits.merge(BASE, "A1.P1", "M")
    merged = account(BASE, after).entries[0]
    assert merged.kinds == (Kind.MERGED,)
    assert merged.former == (node(BASE, "A1.P1"), node(BASE, "A1.P2"))


def test_questions_stand_with_their_node() -> None:
    after = edits.ask(BASE, "A1.P1", "new")
    entry = account(BASE, after).entries[0]
    assert (entry.node.code, entry.kinds) == ("A1.P1", ())
    assert [(each.question.code, each.kinds) for each in entry.questions] == [
        ("A1.P1.Q", (Kind.REWORDED,)),
        ("A1.P1.new", (Kind.ADDED,)),
    ]
    back = account(after, BASE).entries[0]
    assert [(each.question.code, each.kinds) for each in back.questions] == [
        ("A1.P1.Q", (Kind.REWORDED,)),
        ("A1.P1.new", (Kind.REMOVED,)),
    ]


def test_a_removed_branch_stands_by_itself() -> None:
    found = account(BASE, replace(BASE, nodes=BASE.nodes[:1]))
    assert [(entry.node.code, entry.branch) for entry in found.entries] == [("C2", "C2")]
    assert found.branches == (Branch(BASE.nodes[1], 1),)


@given(edited("n"))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_change_is_told_once(after: d.ModelDocument) -> None:
    found = account(BASE, after)
    told = [(entry.node.code, kind) for entry in found.entries for kind in entry.kinds]
    assert len(told) == len(set(told))
    nodes = found.difference.nodes
    for kind, listed in {
        Kind.ADDED: nodes.added,
        Kind.REMOVED: nodes.removed,
        Kind.RENAMED: [each.after for each in nodes.renamed],
        Kind.MERGED: [each.code for each in nodes.merged],
        Kind.MOVED: [each.code for each in nodes.moved],
        Kind.REWORDED: [each.code for each in nodes.reworded],
        Kind.ALTERED: [each.code for each in nodes.altered],
    }.items():
        assert {code for code, each in told if each is kind} == set(listed)
    assert sum(branch.entries for branch in found.branches) == len(found.entries)
