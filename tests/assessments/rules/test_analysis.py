"""Tallies to statements."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.analysis import (
    Pattern,
    Tally,
    pattern,
    show_sum,
    total,
)

COUNTS = st.integers(0, 40)
TALLIES = st.builds(Tally, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS)


def test_tally_keeps_four_codes_apart():
    found = Tally(yes=6, no=2, not_applicable=3, dont_know=8, blank=1)
    assert (found.valid, found.total) == (8, 20)
    assert (found.yes_share, found.dont_know_share, found.disagreement) == (0.75, 0.5, 0.5)
    empty = Tally(not_applicable=3)
    assert (empty.yes_share, empty.dont_know_share, empty.disagreement) == (None, None, None)


@given(TALLIES, COUNTS, COUNTS, COUNTS)
def test_no_statistic_of_values_counts_other_codes(tally, na, dk, blank):
    other = Tally(tally.yes, tally.no, na, dk, blank)
    assert (other.valid, other.yes_share, other.disagreement, pattern(other)) == (
        tally.valid,
        tally.yes_share,
        tally.disagreement,
        pattern(tally),
    )


@pytest.mark.parametrize(
    ("yes", "no", "expected"),
    [
        (0, 0, Pattern.NO_VALUES),
        (4, 4, Pattern.SPLIT),
        (6, 3, Pattern.SPLIT),
        (7, 3, Pattern.MOSTLY_YES),
        (3, 7, Pattern.MOSTLY_NO),
        (5, 0, Pattern.UNANIMOUS_YES),
        (0, 5, Pattern.UNANIMOUS_NO),
        (4, 0, Pattern.MOSTLY_YES),
    ],
)
def test_pattern(yes, no, expected):
    assert pattern(Tally(yes, no)) == expected


def test_show_sum_leaves_hidden_questions_out():
    found = show_sum([Tally(5, 1), None, Tally(0, 7, blank=1)])
    assert (found.tally, found.shown, found.hidden) == (Tally(5, 8, blank=1), 2, 1)
    assert show_sum([None]).tally is None


def test_total_of_nothing_is_empty():
    assert total([]) == Tally()
    assert total([Tally(1, 2), Tally(3, blank=1)]) == Tally(4, 2, blank=1)
