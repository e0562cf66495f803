"""Relations between models, and what one tells of another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models_catalog.rules.crosswalk import (
    Confidence,
    CrosswalkDocument,
    Edition,
    Mapping,
    Reach,
    Relation,
    reach,
)
from models_catalog.rules.crosswalk_file import read_crosswalk, write_crosswalk

E, S, P, X = Relation.EQUAL, Relation.SUBSET, Relation.SUPERSET, Relation.INTERSECTS


@pytest.mark.parametrize(("relation", "inverse"), [(E, E), (S, P), (P, S), (X, X)])
def test_relations_turn_round(relation: Relation, inverse: Relation) -> None:
    assert relation.inverse is inverse


@pytest.mark.parametrize(
    ("relations", "sources", "told"),
    [
        ([], {"a"}, Reach.NONE),
        ([("a", "z", E)], {"a"}, Reach.WHOLE),
        ([("a", "z", P)], {"a"}, Reach.WHOLE),
        ([("a", "z", S)], {"a"}, Reach.PART),
        ([("a", "z", X)], {"a"}, Reach.PART),
        ([("a", "z", S), ("b", "z", S)], {"a", "b"}, Reach.PART),
        ([("a", "z", X), ("b", "z", E)], {"a", "b"}, Reach.WHOLE),
        ([("b", "z", E), ("a", "z", X)], {"a", "b"}, Reach.WHOLE),
        ([("b", "z", E)], {"a"}, Reach.NONE),
        ([("a", "elsewhere", E)], {"a"}, Reach.NONE),
    ],
)
def test_reach(relations: list, sources: set[str], told: Reach) -> None:
    assert reach(relations, sources, ["z"]) == {"z": told}


CODES = st.sampled_from("abcdef")
RELATIONS = st.lists(st.tuples(CODES, CODES, st.sampled_from(Relation)), max_size=20)


@given(RELATIONS, st.sets(CODES), CODES)
def test_assessing_more_never_tells_less(
    relations: list[tuple[str, str, Relation]], sources: set[str], one_more: str
) -> None:
    rank = [Reach.NONE, Reach.PART, Reach.WHOLE]
    before = reach(relations, sources, "abcdef")
    after = reach(relations, sources | {one_more}, "abcdef")
    assert all(rank.index(after[code]) >= rank.index(before[code]) for code in "abcdef")


FILE = """\
format: cip-crosswalk/1
crosswalk:
  code: TEA--COFFEE
  name: Tea to coffee
  from: {model: TEA, version: "1.0"}
  to: {model: COFFEE, version: "2"}
mappings:
  - {from: BREW, to: ROAST, relation: intersects, rationale: Both use heat., confidence: low}
  - from: SERVE
    to: SERVE
    relation: equal
    rationale: The guest sees no difference.
    official: true
    authority: The Society
"""
KNOWN = {
    Edition("TEA", "1.0"): {"BREW", "SERVE"},
    Edition("COFFEE", "2"): {"ROAST", "SERVE"},
}
DOCUMENT = CrosswalkDocument(
    code="TEA--COFFEE",
    name="Tea to coffee",
    source=Edition("TEA", "1.0"),
    target=Edition("COFFEE", "2"),
    mappings=(
        Mapping("BREW", "ROAST", X, "Both use heat.", Confidence.LOW),
        Mapping("SERVE", "SERVE", E, "The guest sees no difference.", official=True,
                authority="The Society"),
    ),
)  # fmt: skip


def test_a_file_becomes_a_document() -> None:
    reading = read_crosswalk(FILE.encode(), KNOWN.get)
    assert (reading.problems, reading.document) == ((), DOCUMENT)


def test_what_was_written_reads_the_same() -> None:
    text = write_crosswalk(DOCUMENT)
    assert read_crosswalk(text.encode(), KNOWN.get).document == DOCUMENT


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("from: BREW", "from: STEEP", 8, "the version has no node 'STEEP'"),
        ("to: ROAST", "to: GRIND", 8, "the version has no node 'GRIND'"),
        ('version: "2"', 'version: "3"', 6, "there is no version 3 of COFFEE in the catalog"),
        ("intersects", "touches", 8, "'touches' is none of: equal, subset, superset, intersects"),
        ("    authority: The Society\n", "", 9, "an official mapping names its 'authority'"),
        ("Both use heat.", '""', 8, "must not be empty"),
        ("confidence", "sure", 8, "unknown key 'sure'"),
        ("/1", "/2", 1, "must be 'cip-crosswalk/1', not 'cip-crosswalk/2'"),
        ("code: TEA--COFFEE", "code: &a TEA", 3, "anchor"),
    ],
)
def test_problems_stand_at_their_line(old: str, new: str, line: int, message: str) -> None:
    assert old in FILE
    reading = read_crosswalk(FILE.replace(old, new).encode(), KNOWN.get)
    assert reading.document is None
    assert [(p.line, message in p.message) for p in reading.problems] == [(line, True)]


def test_a_pair_stands_once() -> None:
    twice = FILE + "  - {from: BREW, to: ROAST, relation: equal, rationale: Again.}\n"
    reading = read_crosswalk(twice.encode(), KNOWN.get)
    assert [(p.line, p.message) for p in reading.problems] == [
        (15, "the same pair is already at mappings[0]")
    ]


def test_all_problems_are_told_at_once() -> None:
    wrong = FILE.replace("BREW", "STEEP").replace("SERVE\n    rel", "POUR\n    rel")
    reading = read_crosswalk(wrong.encode(), KNOWN.get)
    assert [(p.line, p.path) for p in reading.problems] == [
        (8, "mappings[0].from"),
        (10, "mappings[1].to"),
    ]
