"""Which questions, in which order; what counts as an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.questionnaire import (
    Area,
    Askable,
    fingerprint,
    in_catalog_order,
    problems_with,
)

CODES = ("yes", "no", "does_not_apply", "dont_know")


def test_order_follows_the_catalog_and_the_innermost_area_wins():
    areas = [Area("B", 10, 19), Area("A", 0, 9), Area("A-inner", 3, 5)]
    questions = [
        Askable("q11", 11, 0),
        Askable("q4", 4, 0),
        Askable("q8b", 8, 2),
        Askable("q8a", 8, 1),
        Askable("outside", 30, 0),
    ]
    assert [(p.question, p.area) for p in in_catalog_order(questions, areas)] == [
        ("q8a", "A"),
        ("q8b", "A"),
        ("q4", "A-inner"),
        ("q11", "B"),
    ]


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 3)), max_size=40, unique=True),
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 20)), max_size=8, unique=True),
    st.randoms(),
)
def test_order_ignores_the_order_of_what_comes_in(places, spans, random):
    questions = [Askable(place, *place) for place in places]
    areas = [Area(span, span[0], span[0] + span[1]) for span in spans]
    placed = in_catalog_order(questions, areas)
    inside = {q.key for q in questions if any(a.first <= q.node_position <= a.last for a in areas)}
    assert {p.question for p in placed} == inside
    assert len(placed) == len(inside)
    random.shuffle(questions)
    random.shuffle(areas)
    assert in_catalog_order(questions, areas) == placed


@pytest.mark.parametrize("choice", ["", *CODES])
def test_offered_answers_and_none_are_fine(choice):
    assert problems_with(choice, "because", "the log", CODES) == {}


@pytest.mark.parametrize("choice", ["YES", "yes ", "maybe", "\x00", "0"])
def test_other_answers_are_not(choice):
    assert list(problems_with(choice, "", "", CODES)) == ["choice"]


@pytest.mark.parametrize("comment", ["x" * 20_001, "a\x00b", "\ud800"])
def test_comments_that_cannot_be_stored(comment):
    assert list(problems_with("yes", comment, "", CODES)) == ["comment"]


@pytest.mark.parametrize(
    ("evidence", "fields"),
    [
        ("", []),
        ("x" * 2_000, []),
        ("Wiki page\nhttps://wiki.example/agreements", []),
        ("x" * 2_001, ["evidence"]),
        ("a\x00b", ["evidence"]),
        ("\ud800", ["evidence"]),
    ],
)
def test_evidence_is_a_short_text(evidence, fields):
    assert list(problems_with("yes", "", evidence, CODES)) == fields


@given(st.text(max_size=20), st.text(max_size=50))
def test_fingerprint_tells_changes_and_not_line_ends(choice, comment):
    assert fingerprint(choice, comment) == fingerprint(choice, f"  {comment}\r\n")
    assert fingerprint(choice, comment) != fingerprint(choice, f"{comment}!")
    assert fingerprint(choice, comment, "e") == fingerprint(choice, comment, " e\r\n")
    assert fingerprint(choice, comment, "e") != fingerprint(choice, comment)


def test_without_evidence_the_mark_is_that_of_older_sheets():
    assert fingerprint("yes", "why", " \n") == fingerprint("yes", "why")
    assert fingerprint("yes", "why") == "df258ddd18d1b7bc"
