"""Surveys of building blocks: positions on the scale, and levels of the parts of a whole."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.answer_kinds import Kind, code_of
from assessments.rules.counting import AnswerScale, counted
from assessments.rules.dispersion import ItemStatistics, dispersion
from assessments.rules.it_cmf import (
    Overview,
    Position,
    overview,
    position,
)
from assessments.rules.ordinal import LevelRange

one = LevelRange.of


def answers(*levels: int, points: int = 5, **gaps: int) -> ItemStatistics:
    """Answers of one question, and gaps by their kind."""
    codes = [level - 1 for level in levels]
    codes += [code_of(Kind(kind)) for kind, count in gaps.items() for _person in range(count)]
    counts = counted(np.array([codes], int), AnswerScale.of_points(points))
    return dispersion(counts).row(0)


def test_position_counts_only_chosen_levels():
    statistics = answers(2, 3, 2, 4, dont_know=1, not_applicable=2, blank=3)
    found = position(statistics)
    assert found == Position(
        statistics,
        median=LevelRange(2, 3),
        middle_half=LevelRange(2, 4),
        extent=LevelRange(2, 4),
    )
    assert (found.statistics.valid, found.statistics.dont_know_share) == (4, 0.2)


def test_position_without_any_level():
    found = position(answers(dont_know=3))
    assert (found.median, found.middle_half, found.extent) == (None, None, None)
    assert found.statistics.dont_know_share == 1.0


def test_position_of_two_camps_tells_that_they_are_split():
    found = position(answers(1, 1, 5, 5))
    assert (found.median, found.statistics.is_split) == (LevelRange(1, 5), True)


def test_answers_on_another_scale_are_refused():
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        position(answers(1, 2, points=4))


def test_overview_of_parts():
    assert overview([one(2), LevelRange(1, 2), one(4), None]) == Overview(
        3, 1, one(2), LevelRange(1, 4)
    )
    assert overview([one(3), one(4), one(4), one(4)]) == Overview(4, 0, one(4), LevelRange(3, 4))


def test_overview_of_ranges_reaches_from_lower_to_upper_middle():
    assert overview([one(1), LevelRange(2, 3), one(4), one(5)]).median == LevelRange(2, 4)
    assert overview([None, None]) == Overview(0, 2, None, None)
    assert overview([]) == Overview(0, 0, None, None)


@given(st.lists(st.integers(1, 5), max_size=8), st.integers(0, 9), st.integers(0, 9))
def test_gaps_in_the_answers_never_move_a_position(levels, dont_know, not_applicable):
    plain = position(answers(*levels))
    found = position(answers(*levels, dont_know=dont_know, not_applicable=not_applicable))
    assert found.median == plain.median
    assert found.middle_half == plain.middle_half
    assert found.extent == plain.extent


@given(st.lists(st.integers(1, 5), min_size=1, max_size=12))
def test_median_is_that_of_the_statistics(levels):
    found = position(answers(*levels))
    assert found.median == LevelRange(found.statistics.median_low, found.statistics.median_high)
