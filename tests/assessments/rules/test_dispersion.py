"""Single questions: the published and recomputed examples, and what must always hold."""

import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.answer_kinds import GAPS, code_of
from assessments.rules.counting import AnswerScale, counted
from assessments.rules.dispersion import (
    Strength,
    WithinGroup,
    ad_limit,
    dispersion,
    skewed_variance,
    split,
    uniform_variance,
)
from tests.assessments.rules.answers import FIVE, answers, of

NINE = AnswerScale.of_points(9, is_interval=True)
DEVIATIONS = (2, 4, 4, 4, 5, 5, 7, 9)
RELIG_GROUP_6 = (2, 4, 5, 3, 1, 4, 2, 2, 2, 2, 2, 3, 3, 2, 2, 4)  # bhr2000, R package multilevel
VALUES = st.lists(st.integers(1, 5), min_size=1, max_size=30)


def one(scale, *values):
    return dispersion(of(scale, *values)).row(0)


def test_standard_deviations():
    found = one(NINE, *DEVIATIONS)
    assert found.sd == pytest.approx(2.138089935299395, abs=1e-9)
    assert (found.mean, found.median_low, found.median_high) == (5.0, 4, 5)


def test_published_r_wg():
    found = one(FIVE, *RELIG_GROUP_6)
    assert found.sd**2 == pytest.approx(1.1625)
    assert found.r_wg.raw == pytest.approx(0.41875, abs=1e-9)
    assert found.r_wg_skewed.raw == pytest.approx(1 - 1.1625 / 1.34)
    assert (found.ad_mean, found.ad_median) == (pytest.approx(0.8984375), pytest.approx(0.8125))
    assert (found.r_wg.strength, found.is_ad_acceptable) == (Strength.WEAK, True)


@pytest.mark.parametrize(
    ("values", "raw", "reported", "is_split"),
    [((3, 3, 3, 3), 1.0, 1.0, False), ((1, 1, 5, 5), -1.6666666666666667, 0.0, True)],
)
def test_r_wg_by_definition(values, raw, reported, is_split):
    found = one(FIVE, *values)
    assert (found.r_wg.raw, found.r_wg.reported) == (pytest.approx(raw), reported)
    assert found.is_split is is_split


def test_one_rater_has_a_median_and_no_spread():
    found = one(FIVE, 4)
    assert (found.median_low, found.median_high, found.ad_median) == (4, 4, 0.0)
    assert (found.sd, found.r_wg, found.r_wg_skewed) == (None, None, None)


def test_nobody_has_nothing():
    found = dispersion(counted(np.array([[code_of(gap) for gap in GAPS]]), FIVE)).row(0)
    assert (found.valid, found.dont_know, found.not_applicable) == (0, 1, 1)
    assert (found.blank, found.skipped, found.not_reached) == (1, 1, 1)
    assert (found.median_low, found.mean, found.sd, found.r_wg) == (None, None, None, None)
    assert (found.ad_mean, found.ad_median, found.is_ad_acceptable) == (None, None, None)
    assert (found.is_split, found.dont_know_share) == (False, 1.0)


@pytest.mark.parametrize(("points", "variance"), [(5, 2.0), (4, 1.25), (7, 4.0), (2, 0.25), (1, 0)])
def test_uniform_null(points, variance):
    assert uniform_variance(AnswerScale.of_points(points)) == pytest.approx(variance)


def test_nulls_follow_the_step():
    assert skewed_variance(FIVE) == 1.34
    assert skewed_variance(AnswerScale((0, 25, 50, 75, 100))) == pytest.approx(1.34 * 25**2)
    assert uniform_variance(AnswerScale((0, 25, 50, 75, 100))) == pytest.approx(2 * 25**2)
    assert skewed_variance(AnswerScale((1, 2, 3, 5, 8))) is None
    assert skewed_variance(AnswerScale.of_points(2)) is None


@pytest.mark.parametrize(("points", "limit"), [(5, 0.8), (7, 1.2), (9, 1.5), (11, 1.8)])
def test_ad_limit_rounds_to_the_published_one(points, limit):
    assert ad_limit(AnswerScale.of_points(points)) == pytest.approx(limit, abs=0.05)


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (-1.7, Strength.LACK),
        (0.30, Strength.LACK),
        (0.31, Strength.WEAK),
        (0.50, Strength.WEAK),
        (0.70, Strength.MODERATE),
        (0.71, Strength.STRONG),
        (0.90, Strength.STRONG),
        (0.91, Strength.VERY_STRONG),
        (1.0, Strength.VERY_STRONG),
    ],
)
def test_words_for_r_wg(raw, word):
    assert WithinGroup(raw).strength is word


@pytest.mark.parametrize(
    ("by_value", "expected"),
    [
        ((2, 0, 0, 0, 2), True),
        ((0, 4, 0, 3, 0), True),
        ((3, 2, 1, 2, 3), True),
        ((1, 1, 1, 1, 1), False),
        ((0, 3, 3, 0, 0), False),  # neighbors are not camps
        ((5, 0, 0, 0, 2), False),  # two of seven are no third
        ((3, 0, 3, 0, 4), True),
        ((3, 2, 2, 2, 3), False),  # spread, no valley
        ((0, 0, 0, 0, 0), False),
    ],
)
def test_split_on_five_points(by_value, expected):
    values = [value for value, count in enumerate(by_value, start=1) for _ in range(count)]
    assert bool(split(of(FIVE, *values))[0]) is expected


@pytest.mark.parametrize(
    ("no", "yes", "expected"), [(4, 4, True), (3, 6, True), (3, 7, False), (5, 0, False)]
)
def test_split_on_two_points_is_that_of_yes_and_no(no, yes, expected):
    assert bool(split(of(AnswerScale((0, 1)), *[0] * no, *[1] * yes))[0]) is expected


@pytest.mark.parametrize("points", range(2, 12))
def test_all_values_alike_often_are_no_camps(points):
    scale = AnswerScale.of_points(points)
    assert bool(split(of(scale, *scale.values * 3))[0]) is (points == 2)


def test_a_mean_is_shown_only_where_the_scale_allows():
    assert one(FIVE, 1, 2).mean is None
    assert one(AnswerScale.of_points(5, is_interval=True), 1, 2).mean == 1.5


@given(VALUES)
def test_against_the_standard_library(values):
    found = dispersion(of(FIVE, *values))
    assert found.median_low[0] == statistics.median_low(values)
    assert found.median_high[0] == statistics.median_high(values)
    assert found.mean[0] == pytest.approx(statistics.mean(values))
    if len(values) > 1:
        assert found.sd[0] == pytest.approx(statistics.stdev(values))
    center = statistics.median_high(values)  # any median gives the same AD
    expected = statistics.mean(abs(value - center) for value in values)
    assert found.ad_median[0] == pytest.approx(expected)


@given(answers(), st.randoms(use_true_random=False))
def test_order_does_not_matter(table, random):
    shuffled = [random.sample(row, len(row)) for row in table.tolist()]
    before, after = (dispersion(counted(np.array(t), FIVE)) for t in (table, shuffled))
    assert [before.row(n) for n in range(len(table))] == [after.row(n) for n in range(len(table))]


@given(answers(), st.integers(-len(GAPS), -1), st.integers(1, 4))
def test_gaps_never_count(table, gap, people):
    """More people without a value change the counts of gaps and nothing else."""
    more = np.hstack([table, np.full((len(table), people), gap)])
    before, after = (dispersion(counted(t, FIVE)) for t in (table, more))
    for name in ("median_low", "median_high", "mean", "sd", "r_wg", "ad_mean", "ad_median"):
        np.testing.assert_array_equal(getattr(before, name), getattr(after, name))
    assert (before.is_split == after.is_split).all()
    assert (after.counts.asked == before.counts.asked + people).all()
    assert (after.counts.valid == before.counts.valid).all()


@given(answers())
def test_a_respondent_twice_counts_twice(table):
    more = np.hstack([table, table[:, :1]])
    before, after = (counted(t, FIVE) for t in (table, more))
    assert (after.valid - before.valid == (table[:, 0] >= 0)).all()
    assert (after.asked == before.asked + 1).all()


@given(answers())
def test_everybody_twice_changes_n_only(table):
    before, after = (dispersion(counted(t, FIVE)) for t in (table, np.hstack([table, table])))
    for name in ("median_low", "median_high", "mean", "ad_mean", "ad_median"):
        np.testing.assert_allclose(getattr(before, name), getattr(after, name))
    assert (before.is_split == after.is_split).all()
    assert (after.counts.valid == 2 * before.counts.valid).all()


@given(answers())
def test_no_nan_reaches_a_row(table):
    found = dispersion(counted(table, FIVE))
    for number in range(len(table)):
        row = found.row(number)
        numbers = [row.mean, row.sd, row.ad_mean, row.ad_median, row.ad_limit]
        numbers += [r.raw for r in (row.r_wg, row.r_wg_skewed) if r]
        assert all(math.isfinite(value) for value in numbers if value is not None)
        assert row.r_wg is None or 0 <= row.r_wg.reported <= 1


@given(answers(people=20))
def test_units_and_questions_at_once_are_the_same_as_one_by_one(table):
    counts = counted(table, FIVE)
    for number in range(len(table)):
        alone = dispersion(counts.part(slice(number, number + 1)))
        assert dispersion(counts).row(number) == alone.row(0)
