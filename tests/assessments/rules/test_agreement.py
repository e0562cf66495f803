"""Sets of questions: published matrices, definitions, and what must always hold."""

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from assessments.rules.agreement import (
    Metric,
    kendall_w,
    krippendorff_alpha,
    set_statistics,
)
from assessments.rules.chi_square import chance_above
from assessments.rules.counting import AnswerScale, counted
from tests.assessments.rules.answers import FIVE, answers

NA = -3
# Krippendorff (2011), data with missing values: raters x units.
KRIPPENDORFF_2011 = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
SIEGEL_EXECUTIVES = ((1, 6, 3, 2, 5, 4), (1, 5, 6, 4, 2, 3), (6, 3, 2, 5, 4, 1))
SCORES = arrays.arrays(
    np.float64, st.tuples(st.integers(2, 6), st.integers(2, 9)), elements=st.integers(1, 5)
)


def units(raters, scale=FIVE):
    """Raters x units as counts by unit."""
    table = [[NA if value is None else value - 1 for value in row] for row in raters]
    return counted(np.array(table).T, scale)


@pytest.mark.parametrize(
    ("metric", "published", "exact"),
    [
        (Metric.NOMINAL, 0.743, 0.743421052631579),
        (Metric.ORDINAL, 0.815, 0.8153875037548813),
        (Metric.INTERVAL, 0.849, 0.8491071428571428),
        (Metric.RATIO, 0.797, 0.797402774711612),
    ],
)
def test_alpha_as_published(metric, published, exact):
    found = krippendorff_alpha(units(KRIPPENDORFF_2011), metric)
    assert found == pytest.approx(exact, abs=1e-12)
    assert found == pytest.approx(published, abs=0.0006)


def test_forty_values_can_be_paired():
    valid = units(KRIPPENDORFF_2011).valid
    assert valid[valid >= 2].sum() == 40


def test_alpha_by_definition():
    assert krippendorff_alpha(units([[2, 2, 2], [2, 2, 2]])) is None
    assert krippendorff_alpha(units([[1, 2, 3], [1, 2, 3]])) == pytest.approx(1.0)
    assert krippendorff_alpha(units([[1, 2, 3]])) is None
    assert krippendorff_alpha(units([[None, None]])) is None


@pytest.mark.parametrize("metric", Metric)
def test_a_unit_with_one_rating_is_dropped(metric):
    with_single = [
        [*row, extra] for row, extra in zip(KRIPPENDORFF_2011, (5, None, None, None), strict=True)
    ]
    assert krippendorff_alpha(units(with_single), metric) == krippendorff_alpha(
        units(KRIPPENDORFF_2011), metric
    )


def pairwise_alpha(table, distance):
    """Alpha straight from its definition: mean distance within questions, and over all pairs."""
    rows = [[v for v in row if v >= 0] for row in table]
    rows = [row for row in rows if len(row) > 1]
    pool = [v for row in rows for v in row]
    within = sum(
        sum(distance(a, b) for a, b in permutations(row, 2)) / (len(row) - 1) for row in rows
    )
    overall = sum(distance(a, b) for a, b in permutations(pool, 2))
    return 1 - within / overall * (len(pool) - 1) if overall else None


@given(answers())
def test_alpha_against_its_definition(table):
    counts = counted(table, FIVE)
    pool = [v for row in table for v in row[row >= 0] if (row >= 0).sum() > 1]

    def ordinal(a, b):
        low, high = min(a, b), max(a, b)
        between = sum(low <= v <= high for v in pool)
        return (between - (pool.count(a) + pool.count(b)) / 2) ** 2 if a != b else 0

    for metric, distance in (
        (Metric.NOMINAL, lambda a, b: a != b),
        (Metric.INTERVAL, lambda a, b: (a - b) ** 2),
        (Metric.ORDINAL, ordinal),
    ):
        expected = pairwise_alpha(table, distance)
        found = krippendorff_alpha(counts, metric)
        assert found == (None if expected is None else pytest.approx(expected, abs=1e-9))


@given(answers(), st.randoms(use_true_random=False))
def test_order_of_questions_and_people_does_not_matter(table, random):
    rows, columns = (random.sample(range(n), n) for n in table.shape)
    shuffled = table[rows][:, columns]
    for metric in Metric:
        before = krippendorff_alpha(counted(table, FIVE), metric)
        after = krippendorff_alpha(counted(shuffled, FIVE), metric)
        assert after == (None if before is None else pytest.approx(before))
        assert before is None or before <= 1 + 1e-12


@given(answers())
def test_ordinal_alpha_is_the_same_from_both_ends(table):
    turned = np.where(table >= 0, 4 - table, table)
    before, after = (krippendorff_alpha(counted(t, FIVE)) for t in (table, turned))
    assert after == (None if before is None else pytest.approx(before))


def test_siegels_executives():
    found = kendall_w(SIEGEL_EXECUTIVES)
    assert found.w == pytest.approx(0.1619047619047619)
    assert found.w == pytest.approx(0.16, abs=0.005)
    assert found.w * (9 * (6**3 - 6)) / 12 == pytest.approx(25.5)
    assert (found.judges, found.objects, found.left_out, found.chance) == (3, 6, 0, None)


def test_w_by_definition():
    assert kendall_w([[1, 2, 3, 4]] * 3).w == 1.0
    assert kendall_w([[1, 2, 3], [3, 2, 1]]).w == 0.0
    assert kendall_w([[3, 3, 3], [1, 2, 3]]).w == 0.5
    assert kendall_w([[3, 3, 3], [1, 1, 1]]) is None
    assert kendall_w([[1, 2, 3]]) is None
    assert kendall_w([[1], [1]]) is None


def test_judges_with_a_gap_are_left_out():
    found = kendall_w([[1, 2, 3, 4]] * 3 + [[4, 3, math.nan, 1]])
    assert (found.w, found.judges, found.left_out) == (1.0, 3, 1)


def test_chance_needs_more_than_seven_objects():
    assert kendall_w([range(7)] * 3).chance is None
    found = kendall_w([range(8)] * 3)
    assert found.chi_square == pytest.approx(21.0)
    assert found.chance == pytest.approx(0.00377, abs=1e-5)


@given(SCORES, st.randoms(use_true_random=False))
def test_w_is_bounded_and_order_free(scores, random):
    found = kendall_w(scores)
    if found is None:
        assert (scores == scores[:, :1]).all()
        return
    assert -1e-12 <= found.w <= 1 + 1e-12
    rows, columns = (random.sample(range(n), n) for n in scores.shape)
    assert kendall_w(scores[rows][:, columns]).w == pytest.approx(found.w)
    assert kendall_w(10 * scores - 3).w == pytest.approx(found.w)


@pytest.mark.parametrize(
    ("value", "degrees", "chance"),
    [
        (3.841459, 1, 0.05),
        (5.991465, 2, 0.05),
        (7.814728, 3, 0.05),
        (16.811894, 6, 0.01),
        (124.342113, 100, 0.05),
        (0.0, 4, 1.0),
    ],
)
def test_chi_square_tables(value, degrees, chance):
    assert chance_above(value, degrees) == pytest.approx(chance, abs=1e-7)


def test_chi_square_far_out():
    assert 0 <= chance_above(240_000.0, 479) < 1e-300
    assert chance_above(1.0, 479) == pytest.approx(1.0)
    with pytest.raises(ValueError, match="at least one"):
        chance_above(1.0, 0)


def test_a_set_as_a_whole():
    table = np.array([[0, 0, 4, 4], [3, 3, 3, -1], [2, 3, 3, -3]])
    concordance = kendall_w(np.where(table >= 0, table, np.nan).T)
    found = set_statistics(counted(table, FIVE), people=4, concordance=concordance)
    assert (found.questions, found.people, found.split) == (3, 4, 1)
    assert found.answers.distribution == (2, 0, 1, 5, 2)
    assert (found.answers.valid, found.answers.dont_know, found.answers.blank) == (10, 1, 1)
    assert found.median_r_wg == pytest.approx(1 - (1 / 3) / 2)
    assert (found.concordance.judges, found.concordance.left_out) == (3, 1)
    assert found.alpha_ordinal == krippendorff_alpha(counted(table, FIVE))


def test_the_largest_survey_is_counted_right():
    """500 respondents x 480 questions: every number the same as from a small part of it."""
    table = np.tile(np.array([[0, 1, 2, 3, 4], [2, 2, 2, 2, -1]]), (240, 100))
    found = set_statistics(counted(table, AnswerScale.of_points(5)), people=500)
    assert (found.questions, found.people, found.split) == (480, 500, 0)
    assert (found.answers.valid, found.answers.dont_know) == (216_000, 24_000)
    assert found.answers.distribution == (24_000, 24_000, 120_000, 24_000, 24_000)
