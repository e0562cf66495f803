"""Scales: order, bounds, labels, and what an answer means."""

from __future__ import annotations

import pytest

from models_catalog.rules.scale import Level, Meaning, Scale, Use, describe

MATURITY = Scale(
    "maturity",
    "Maturity",
    Use.LEVEL,
    tuple(Level(str(n), name, n) for n, name in enumerate(["Low", "Middle", "High"], start=1)),
)
ANSWERS = Scale(
    "practice",
    "Practice",
    Use.ANSWER,
    (
        Level("yes", "Yes", 1),
        Level("no", "No", 0),
        Level("does_not_apply", "Does not apply", meaning=Meaning.NOT_APPLICABLE),
        Level("dont_know", "Don't know", meaning=Meaning.DONT_KNOW),
    ),
)


def test_order_and_bounds_leave_out_what_has_no_value() -> None:
    assert [level.code for level in ANSWERS.ordered] == ["no", "yes"]
    assert ANSWERS.bounds == (0, 1)
    assert MATURITY.bounds == (1, 3)
    assert Scale("x", "X", Use.ANSWER, (Level("u", "U", meaning=Meaning.DONT_KNOW),)).bounds is None


def test_none_is_not_rated_and_never_zero() -> None:
    assert ANSWERS.label(0) == "No"
    assert ANSWERS.label(None) == ""
    assert None not in ANSWERS
    assert ANSWERS.level(None) is None


def test_a_truth_value_is_no_level() -> None:
    assert True not in MATURITY
    assert 1 in MATURITY


def test_an_unknown_value_has_no_label() -> None:
    with pytest.raises(ValueError, match=r"9 is not a level of scale 'maturity' \(1-3\)"):
        MATURITY.label(9)


def test_meaning_by_code() -> None:
    assert [ANSWERS.by_code(code) is not None for code in ("yes", "dont_know", "maybe")] == [
        True,
        True,
        False,
    ]
    answer = ANSWERS.by_code("dont_know")
    assert answer is not None
    assert (answer.meaning, answer.value) == (Meaning.DONT_KNOW, None)


@pytest.mark.parametrize(
    ("values", "words"),
    [([], "no values"), ([3], "3"), ([2, 0, 1], "0-2"), ([1, 3, 5], "1, 3, 5")],
)
def test_how_messages_name_a_scale(values: list[int], words: str) -> None:
    assert describe("s", values) == f"scale 's' ({words})"
