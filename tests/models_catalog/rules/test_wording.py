"""Texts compared word by word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models_catalog.rules.wording import (
    MOST_WORDS,
    Mark,
    Piece,
    compared_words,
    shortened_pieces,
)

SAME, REMOVED, ADDED, LEFT_OUT = Mark.SAME, Mark.REMOVED, Mark.ADDED, Mark.LEFT_OUT
prose = st.lists(st.sampled_from(["the", "plan", "is", "made", "\n", "*now*"]), max_size=12)


def side(pieces: tuple[Piece, ...], *marks: Mark) -> str:
    return "".join(piece.text for piece in pieces if piece.mark in marks)


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", ()),
        ("Make tea.", "Make tea.", ((SAME, "Make tea."),)),
        (
            "Make tea for guests.",
            "Make good tea for all guests.",
            (
                (SAME, "Make "),
                (ADDED, "good "),
                (SAME, "tea for "),
                (ADDED, "all "),
                (SAME, "guests."),
            ),
        ),
        (
            "The plan is made.",
            "The plan was made.",
            ((SAME, "The plan "), (REMOVED, "is "), (ADDED, "was "), (SAME, "made.")),
        ),
        ("Gone.", "", ((REMOVED, "Gone."),)),
    ],
)
def test_words(before: str, after: str, pieces: tuple[tuple[Mark, str], ...]) -> None:
    assert compared_words(before, after) == tuple(Piece(*piece) for piece in pieces)


@given(prose.map(" ".join), prose.map(" ".join))
def test_both_texts_can_be_read_from_the_pieces(before: str, after: str) -> None:
    pieces = compared_words(before, after)
    assert side(pieces, SAME, REMOVED) == before
    assert side(pieces, SAME, ADDED) == after
    assert all(piece.text for piece in pieces)


@given(st.text(), st.text())
def test_any_text_can_be_read_from_the_pieces(before: str, after: str) -> None:
    pieces = compared_words(before, after)
    assert (side(pieces, SAME, REMOVED), side(pieces, SAME, ADDED)) == (before, after)


def test_very_long_changes_are_shown_as_replaced() -> None:
    old = " ".join(f"a{n}" for n in range(MOST_WORDS + 1))
    pieces = compared_words(f"Begin {old} end", f"Begin {old.replace('a', 'b')} end")
    assert [piece.mark for piece in pieces] == [SAME, REMOVED, ADDED, SAME]


def test_only_a_few_words_around_a_change_are_shown() -> None:
    words = " ".join(f"w{n}" for n in range(100))
    shown = shortened_pieces(compared_words(f"{words} old {words}", f"{words} new {words}"))
    assert [piece.mark for piece in shown] == [LEFT_OUT, SAME, REMOVED, ADDED, SAME, LEFT_OUT]
    assert [len(piece.text.split()) for piece in shown] == [1, 12, 1, 1, 12, 1]
    assert shown[1].text.split()[-1] == "w99"
    assert shown[4].text.split()[0] == "w0"
