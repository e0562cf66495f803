"""Tallies to statements."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.analysis import (
    Pattern,
    Probe,
    Tally,
    pattern,
    probes,
    response_rate,
    strongest_first,
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


@pytest.mark.parametrize(
    ("tally", "expected"),
    [
        (Tally(9, 1), ()),
        (Tally(3, 3, dont_know=4), (Probe.DONT_KNOW, Probe.SPLIT)),
        (Tally(6, 0), (Probe.UNANIMOUS_YES,)),
        (Tally(0, 6), ()),
        (Tally(not_applicable=6), (Probe.NOT_APPLICABLE,)),
        (Tally(blank=6), ()),
    ],
)
def test_probes(tally, expected):
    assert probes(tally) == expected


def test_total_of_nothing_is_empty():
    assert total([]) == Tally()
    assert total([Tally(1, 2), Tally(3, blank=1)]) == Tally(4, 2, blank=1)


def test_strongest_first_puts_unknown_last():
    rows = [
        ("none", Tally(blank=3)),
        ("half", Tally(2, 2)),
        ("all", Tally(4)),
        ("same", Tally(1, 1)),
    ]
    assert strongest_first(rows) == ["all", "half", "same", "none"]


def test_response_rate():
    assert response_rate(18, 24) == 0.75
    assert response_rate(0, 0) is None
