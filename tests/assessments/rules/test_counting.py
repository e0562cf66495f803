"""Arrays of answers to counts."""

import numpy as np
import pytest
from hypothesis import given

from assessments.rules.answer_kinds import GAPS, Kind, code_of
from assessments.rules.counting import AnswerScale, counted, counted_by
from tests.assessments.rules.answers import FIVE, answers

DK, NA, BLANK, SKIPPED, NOT_REACHED = map(code_of, GAPS)


def test_gaps_have_their_own_negative_codes():
    assert (DK, NA, BLANK, SKIPPED, NOT_REACHED) == (-1, -2, -3, -4, -5)
    with pytest.raises(ValueError, match="not in tuple"):
        code_of(Kind.VALUE)


@pytest.mark.parametrize("values", [(), (2, 1), (1, 1)])
def test_values_of_a_scale_rise(values):
    with pytest.raises(ValueError, match="rising order"):
        AnswerScale(values)


def test_six_kinds_are_counted_apart():
    found = counted(
        np.array([[0, 4, 4, DK, NA], [BLANK, SKIPPED, SKIPPED, NOT_REACHED, NOT_REACHED]]), FIVE
    )
    assert found.values.tolist() == [[1, 0, 0, 0, 2], [0, 0, 0, 0, 0]]
    assert {kind: found.gap(kind).tolist() for kind in GAPS} == {
        Kind.DONT_KNOW: [1, 0],
        Kind.NOT_APPLICABLE: [1, 0],
        Kind.BLANK: [0, 1],
        Kind.SKIPPED: [0, 2],
        Kind.NOT_REACHED: [0, 2],
    }
    assert (found.valid.tolist(), found.asked.tolist()) == ([3, 0], [5, 5])
    assert found.dont_know_share[0] == 0.25
    assert np.isnan(found.dont_know_share[1])


@pytest.mark.parametrize("wrong", [-6, 5])
def test_other_numbers_are_refused(wrong):
    with pytest.raises(ValueError, match="neither on the scale"):
        counted(np.array([[0, wrong]]), FIVE)


def test_nobody_and_nothing():
    assert counted(np.zeros((2, 0), int), FIVE).values.tolist() == [[0] * 5, [0] * 5]
    assert counted(np.zeros((0, 3), int), FIVE).values.shape == (0, 5)


@given(answers())
def test_units_add_up_to_all(table):
    units = np.arange(table.shape[1]) % 3
    by_unit, everybody = counted_by(table, units, 3, FIVE), counted(table, FIVE)
    assert (by_unit.values.sum(axis=0) == everybody.values).all()
    assert (by_unit.gaps.sum(axis=0) == everybody.gaps).all()
    assert (by_unit.values[1] == counted(table[:, units == 1], FIVE).values).all()


@given(answers())
def test_pooling_adds_questions_up(table):
    groups = np.arange(len(table)) % 2
    pooled = counted(table, FIVE).pooled(groups, 2)
    for group in (0, 1):
        alone = counted(table[groups == group].reshape(1, -1), FIVE)
        assert (pooled.values[group] == alone.values[0]).all()
        assert (pooled.gaps[group] == alone.gaps[0]).all()
