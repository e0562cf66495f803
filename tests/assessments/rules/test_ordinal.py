"""Medians, quartiles and ranks without a fraction between two levels."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.ordinal import (
    LevelRange,
    Place,
    Steps,
    extent,
    median,
    middle_half,
    places,
    steps_between,
)


@pytest.mark.parametrize(
    ("levels", "middle", "half", "whole"),
    [
        ([3], (3, 3), (3, 3), (3, 3)),
        ([1, 5], (1, 5), (1, 5), (1, 5)),
        ([2, 3, 3], (3, 3), (2, 3), (2, 3)),
        ([1, 2, 3, 4], (2, 3), (1, 4), (1, 4)),
        ([1, 2, 3, 4, 5], (3, 3), (2, 4), (1, 5)),
        ([1, 1, 5, 5], (1, 5), (1, 5), (1, 5)),
        ([2, 2, 2, 3, 3, 3, 3, 5], (3, 3), (2, 3), (2, 5)),
        ([5, 1, 4, 2, 3, 3, 3, 3, 3], (3, 3), (3, 3), (1, 5)),
    ],
)
def test_median_quartiles_and_extent(levels, middle, half, whole):
    assert median(levels) == LevelRange(*middle)
    assert middle_half(levels) == LevelRange(*half)
    assert extent(levels) == LevelRange(*whole)


def test_nothing_of_nothing():
    assert median([]) is None
    assert middle_half([]) is None
    assert extent([]) is None


def test_range_of_one_level_and_of_several():
    assert (LevelRange.of(3), LevelRange.of(3).is_single) == (LevelRange(3, 3), True)
    assert (LevelRange(2, 4).steps, LevelRange(2, 4).is_single) == (2, False)
    with pytest.raises(ValueError, match="lower end"):
        LevelRange(3, 2)


@pytest.mark.parametrize(
    ("start", "end", "steps"),
    [
        (LevelRange.of(2), LevelRange.of(4), Steps(2, 2)),
        (LevelRange(2, 3), LevelRange.of(4), Steps(1, 2)),
        (LevelRange(2, 3), LevelRange(3, 4), Steps(0, 2)),
        (LevelRange.of(4), LevelRange.of(3), Steps(-1, -1)),
        (None, LevelRange.of(3), None),
        (LevelRange.of(3), None, None),
    ],
)
def test_steps(start, end, steps):
    assert steps_between(start, end) == steps


def test_equal_ones_share_a_place():
    assert [(place.rank, place.is_tied) for place in places([9, 8, 8, 8, 2, 1, 1])] == [
        (1, False),
        (2, True),
        (2, True),
        (2, True),
        (5, False),
        (6, True),
        (6, True),
    ]
    assert places([]) == []
    assert places(["only"]) == [Place(1, False)]


LEVELS = st.lists(st.integers(1, 5), min_size=1, max_size=12)


@given(LEVELS, st.randoms(use_true_random=False))
def test_order_of_the_levels_does_not_matter(levels, random):
    shuffled = random.sample(levels, len(levels))
    for measure in (median, middle_half, extent):
        assert measure(shuffled) == measure(levels)


@given(LEVELS)
def test_every_end_is_a_level_that_somebody_chose(levels):
    for found in (median(levels), middle_half(levels), extent(levels)):
        assert {found.lower, found.upper} <= set(levels)


@given(LEVELS)
def test_measures_lie_within_one_another(levels):
    inner, half, whole = median(levels), middle_half(levels), extent(levels)
    assert whole.lower <= half.lower <= inner.lower <= inner.upper <= half.upper <= whole.upper


@given(LEVELS)
def test_half_of_the_levels_lie_in_the_middle_half(levels):
    half = middle_half(levels)
    inside = [level for level in levels if half.lower <= level <= half.upper]
    assert Fraction(len(inside), len(levels)) >= Fraction(1, 2)


@given(LEVELS)
def test_turning_the_scale_round_turns_the_measures_round(levels):
    turned = [6 - level for level in levels]
    for measure in (median, middle_half, extent):
        found = measure(levels)
        assert measure(turned) == LevelRange(6 - found.upper, 6 - found.lower)


@given(LEVELS, st.data())
def test_a_higher_answer_never_lowers_a_measure(levels, data):
    place = data.draw(st.integers(0, len(levels) - 1))
    raised = [*levels[:place], data.draw(st.integers(levels[place], 5)), *levels[place + 1 :]]
    for measure in (median, middle_half, extent):
        before, after = measure(levels), measure(raised)
        assert after.lower >= before.lower
        assert after.upper >= before.upper
