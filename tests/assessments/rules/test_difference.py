"""How differently units answer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.difference import Difference, Size, difference

TABLES = st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=2, max_size=5).map(
    np.array
)


def pearson(table):
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return ((table - expected) ** 2 / expected).sum()


def test_on_two_points_it_is_chi_square():
    table = np.array([[8, 2], [3, 7], [5, 5]])
    found = difference(table)
    assert found.h == pytest.approx(pearson(table) * 29 / 30)
    assert (found.units, found.people) == (3, 30)
    assert found.size == pytest.approx(pearson(table) / 30)


def test_ranks_without_ties():
    """Ten people, ten values; the units hold ranks 1-5 and 6-10: H = 12/110 (45+320) - 33."""
    table = np.zeros((2, 10), int)
    table[0, :5] = table[1, 5:] = 1
    found = difference(table)
    assert found.h == pytest.approx(12 / 110 * (15**2 / 5 + 40**2 / 5) - 33)
    assert found.chance == pytest.approx(0.00902, abs=1e-5)


@pytest.mark.parametrize("rows", [[[5, 0], [9, 0]], [[5, 5]], [[4, 0], [0, 9]], [[0, 0], [5, 6]]])
def test_nothing_to_compare(rows):
    assert difference(np.array(rows)) is None


@given(TABLES)
def test_order_of_units_and_direction_do_not_matter(table):
    found, turned = difference(table), difference(table[::-1, ::-1])
    assert (found is None) == (turned is None)
    if found is not None:
        assert found.h == pytest.approx(turned.h, abs=1e-9)
        assert 0 <= found.size <= 1 + 1e-9
        assert 0 <= found.chance <= 1


def test_alike_units_do_not_differ():
    assert difference(np.array([[2, 3, 4], [4, 6, 8]])).h == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("h", "word"),
    [(0.0, Size.NEGLIGIBLE), (0.02, Size.SMALL), (0.06, Size.MEDIUM), (0.2, Size.LARGE)],
)
def test_strength(h, word):
    assert Difference(h=h * 29, units=2, people=30).strength is word
