"""A variant brought to a newer version of its parent."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from models_catalog.rules import document as d
from models_catalog.rules.reading import complaints
from models_catalog.rules.succession import succession
from models_catalog.rules.threeway import Side, Verdict, merged_order
from models_catalog.rules.upgrading import Fate, Upgrade, upgrade
from models_catalog.rules.writing import plain_document
from tests.models_catalog.rules import edits
from tests.models_catalog.rules.edits import BASE, edited


def upgraded(
    theirs: d.ModelDocument, ours: d.ModelDocument, choices: dict[str, Side] | None = None
) -> Upgrade:
    return upgrade(BASE, theirs, ours, number="9", choices=choices)


def content(document: d.ModelDocument) -> d.ModelDocument:
    """Without what the upgrade sets itself."""
    return replace(document, version=BASE.version)


def node(document: d.ModelDocument, code: str) -> d.Node:
    return next(each for each in document.walk() if each.code == code)


def codes(document: d.ModelDocument) -> list[str]:
    return [each.code for each in document.walk()]


def fates(found: Upgrade) -> dict[str, Fate]:
    return {each.code: each.fate for each in found.outcomes if each.fate is not Fate.SAME}


@given(edited("t"))
@settings(max_examples=80)
def test_without_changes_of_ours_it_equals_theirs(theirs: d.ModelDocument) -> None:
    found = upgraded(theirs, BASE)
    assert content(found.document) == content(theirs)
    assert (found.conflicts, found.problems) == ((), ())


@given(edited("o"))
@settings(max_examples=80)
def test_without_changes_of_theirs_it_equals_ours(ours: d.ModelDocument) -> None:
    found = upgraded(BASE, ours)
    assert content(found.document) == content(ours)
    assert (found.conflicts, found.problems) == ((), ())


@given(edited("t"), edited("o"))
@settings(max_examples=150)
def test_every_code_is_accounted_for_and_the_result_is_a_model(
    theirs: d.ModelDocument, ours: d.ModelDocument
) -> None:
    found = upgraded(theirs, ours)
    assert found.problems == ()
    assert list(complaints(plain_document(found.document))) == []
    told = [each.code for each in found.outcomes]
    assert len(told) == len(set(told))
    renamed = succession(BASE, theirs).renamed
    known = {renamed.get(code, code) for code in codes(BASE)} | set(told)
    assert set(codes(theirs)) <= set(told)
    assert known == set(told)
    there = set(codes(found.document))
    gone = {Fate.REMOVED, Fate.REPLACED, Fate.LEFT_OUT, Fate.GONE}
    names = succession(found.document, ours).renamed | succession(BASE, ours).renamed
    for each in found.outcomes:
        if each.fate in gone:
            assert each.code not in there
        elif each.fate is not Fate.BOTH:
            back = {old: new for old, new in names.items() if renamed.get(old, old) == each.code}
            assert {each.code, *back.values()} & there


@given(edited("t"))
@settings(max_examples=40)
def test_the_same_changes_on_both_sides_are_no_conflict(both: d.ModelDocument) -> None:
    found = upgraded(both, both)
    assert content(found.document) == content(both)
    assert found.conflicts == ()


def test_changes_of_different_things_meet() -> None:
    theirs = edits.add(edits.reword(BASE, "A1", "theirs"), "A2", "T1")
    ours = edits.add(edits.reword(BASE, "A2", "ours"), "A1", "O1")
    found = upgraded(theirs, ours)
    assert node(found.document, "A1").title == "Title theirs"
    assert node(found.document, "A2").title == "Title ours"
    assert [each.code for each in found.document.nodes[0].children] == [
        *("A1", "O1", "A2", "T1", "A3"),
    ]
    assert fates(found) == {
        "A1": Fate.TAKEN,
        "A2": Fate.KEPT,
        "T1": Fate.NEW,
        "O1": Fate.OWN,
    }


def test_different_fields_of_one_node_meet_too() -> None:
    theirs = edits.changed(BASE, "A1", lambda each: (replace(each, title="Theirs"),))
    ours = edits.changed(BASE, "A1", lambda each: (replace(each, text="Ours"),))
    found = upgraded(theirs, ours)
    merged = node(found.document, "A1")
    assert (merged.title, merged.text, found.conflicts) == ("Theirs", "Ours", ())


def test_what_both_changed_stays_ours_until_chosen() -> None:
    theirs, ours = edits.reword(BASE, "A1", "theirs"), edits.reword(BASE, "A1", "ours")
    found = upgraded(theirs, ours)
    assert node(found.document, "A1").title == "Title ours"
    assert [(each.key, each.theirs, each.ours) for each in found.conflicts] == [
        ("node|A1|title", "Title theirs", "Title ours"),
        ("node|A1|text", "Text theirs", "Text ours"),
    ]
    assert fates(found) == {"A1": Fate.BOTH}
    chosen = upgraded(theirs, ours, {"node|A1|title": Side.THEIRS})
    merged = node(chosen.document, "A1")
    assert (merged.title, merged.text) == ("Title theirs", "Text ours")


def test_what_we_left_out_stays_out_with_all_that_is_new_in_it() -> None:
    ours = edits.remove(BASE, "A2", "")
    theirs = edits.add(edits.reword(BASE, "A2", "theirs"), "A2.P1", "T1")
    found = upgraded(theirs, ours)
    assert not {"A2", "A2.P1", "T1"} & set(codes(found.document))
    assert fates(found) == dict.fromkeys(["A2", "A2.P1", "A2.P2", "T1"], Fate.LEFT_OUT)


def test_what_upstream_removed_goes_unless_we_changed_it() -> None:
    theirs = edits.remove(edits.remove(BASE, "A1.P1", ""), "A1.P2", "")
    ours = edits.reword(BASE, "A1.P2", "ours")
    found = upgraded(theirs, ours)
    assert "A1.P1" not in codes(found.document)
    assert node(found.document, "A1.P2").title == "Title ours"
    assert (fates(found)["A1.P1"], fates(found)["A1.P2"]) == (Fate.REMOVED, Fate.BOTH)
    chosen = upgraded(theirs, ours, {"node|A1.P2": Side.THEIRS})
    assert "A1.P2" not in codes(chosen.document)


def test_a_removed_node_stays_while_something_of_ours_stands_in_it() -> None:
    theirs = edits.remove(BASE, "A2", "")
    ours = edits.add(BASE, "A2.P1", "O1")
    found = upgraded(theirs, ours)
    assert [each.code for each in node(found.document, "A2").children] == ["O1"]
    assert (fates(found)["A2"], fates(found)["O1"]) == (Fate.KEPT, Fate.OWN)


def test_a_split_upstream_is_taken_over_and_our_additions_follow() -> None:
    theirs = edits.split(BASE, "A2", "T")
    ours = edits.add(BASE, "A2.P2", "O1")
    found = upgraded(theirs, ours)
    assert [each.code for each in node(found.document, "Ta").children] == [
        *("A2.P1", "A2.P2", "O1"),
    ]
    split = next(each for each in found.outcomes if each.code == "A2")
    assert (split.fate, split.heirs) == (Fate.REPLACED, ("Ta", "Tb"))
    assert fates(found)["Tb"] is Fate.NEW


def test_what_we_changed_in_a_split_node_is_shown() -> None:
    theirs = edits.split(BASE, "A2", "T")
    found = upgraded(theirs, edits.reword(BASE, "A2", "ours"))
    assert "A2" not in codes(found.document)
    (lost,) = (each for each in found.conflicts if each.place == ("node", "A2"))
    assert (lost.ours.title, lost.chosen) == ("Title ours", Side.THEIRS)


def test_new_codes_of_either_side_are_followed() -> None:
    theirs = edits.reword(edits.rename(BASE, "A1", "T1"), "T1", "theirs")
    ours = edits.changed(
        edits.rename(BASE, "A1", "O1"), "O1", lambda each: (replace(each, level=1),)
    )
    found = upgraded(theirs, ours)
    merged = node(found.document, "O1")
    assert (merged.title, merged.level) == ("Title theirs", 1)
    assert merged.replaces == ("OLD1", "A1", "T1")
    assert not {"A1", "T1"} & set(codes(found.document))


def test_descriptors_questions_and_links_meet_one_by_one() -> None:
    theirs = edits.describe(edits.ask(BASE, "A1.P1", "theirs"), "A1", "theirs")
    ours = edits.ask(BASE, "A1.P1", "ours")
    ours = edits.changed(ours, "A1.P2", lambda each: (replace(each, links=each.links[:1]),))
    found = upgraded(theirs, ours)
    asked = node(found.document, "A1.P1").questions
    assert [each.code for each in asked] == ["A1.P1.Q", "A1.P1.ours", "A1.P1.theirs"]
    assert asked[0].text == "Is it ours?"
    assert [each.key for each in found.conflicts] == ["node|A1.P1|questions|A1.P1.Q|text"]
    assert node(found.document, "A1").descriptors == (d.Descriptor(1, "See theirs"),)
    assert [link.to for link in node(found.document, "A1.P2").links] == ["A1"]


def test_the_model_itself_is_merged_and_stays_ours_in_name() -> None:
    mine = replace(BASE, model=replace(BASE.model, code="OWN", name="Our model"))
    theirs = edits.voice(BASE, "C1", "theirs")
    found = upgraded(theirs, mine)
    model = found.document.model
    assert (model.code, model.name, model.description) == ("OWN", "Our model", "About theirs")
    assert found.document.scales[0].name == "Scale theirs"
    assert found.document.version == d.Version("9", "")
    assert {each.verdict for each in found.vocabulary} == {Verdict.TAKEN, Verdict.KEPT}


def test_a_dimension_that_we_still_use_stays() -> None:
    unused = edits.turned(
        BASE,
        lambda each: (
            replace(
                each,
                dimension=None,
                questions=tuple(replace(q, dimension=None) for q in each.questions),
                descriptors=tuple(x for x in each.descriptors if not x.dimension),
            ),
        ),
    )
    theirs = replace(unused, dimensions=())
    ours = edits.changed(BASE, "A1", lambda each: (replace(each, dimension="checking"),))
    found = upgraded(theirs, ours)
    assert [each.code for each in found.document.dimensions] == ["checking"]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "merged"),
    [
        ("abc", "abc", "abc", "abc"),
        ("abc", "axbc", "abyc", "axbyc"),
        ("abc", "abcx", "cab", "cxab"),
        ("abc", "cab", "abc", "cab"),
        ("", "x", "y", "yx"),
    ],
)
def test_order(base: str, theirs: str, ours: str, merged: str) -> None:
    assert "".join(merged_order(list(base), list(theirs), list(ours))) == merged
