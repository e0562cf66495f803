"""Nobody can be made out by adding and subtracting what is shown, over all tables and releases.

The attack here is written independently of the rule: fractions instead of a prime field, and every
union of cells tried instead of a search.
"""

from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.derivation import Published
from assessments.rules.disclosure import Group, is_unanimous, release, views

THRESHOLDS = st.integers(3, 7)
WARDS = (("North", "N1"), ("North", "N2"), ("South", "S1"), ("South", "S2"), ("West",))
ROLES = (("nurse",), ("doctor",))
WAVES = (("first",), ("reminded",))
TABLES = st.lists(
    st.sampled_from([(), (0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)]),
    min_size=1,
    max_size=4,
)
CELLS = st.dictionaries(
    st.tuples(st.sampled_from(WARDS), st.sampled_from(ROLES), st.sampled_from(WAVES)),
    st.integers(0, 9),
    min_size=1,
    max_size=9,
)


class Attacker:
    """Knows every published sum and which cells are empty; solves linear equations."""

    def __init__(self, sizes, published):
        self.cells = [cell for cell, size in sizes.items() if size]
        self.basis = []
        for group in published:
            row = self.left_over(group)
            pivot = next((n for n, value in enumerate(row) if value), None)
            if pivot is None:
                continue
            row = [value / row[pivot] for value in row]
            self.basis = [
                (at, [v - old[pivot] * new for v, new in zip(old, row, strict=True)])
                for at, old in self.basis
            ]
            self.basis.append((pivot, row))

    def left_over(self, group):
        row = [Fraction(cell in group) for cell in self.cells]
        for pivot, known in self.basis:
            factor = row[pivot]
            row = [value - factor * k for value, k in zip(row, known, strict=True)]
        return row

    def computes(self, group):
        return not any(self.left_over(group))

    def smallest_victims(self, sizes, threshold):
        """Every group of 1 .. threshold - 1 people whose sum can be computed."""
        return [
            set(group)
            for count in range(1, min(threshold, len(self.cells) + 1))
            for group in combinations(self.cells, count)
            if sum(sizes[cell] for cell in group) < threshold and self.computes(group)
        ]


def shown_cells(groups, found):
    return [group.cells for group in groups if group.key in found.shown]


@given(CELLS, TABLES, THRESHOLDS)
def test_no_hidden_cell_can_be_derived(sizes, tables, threshold):
    groups = views(sizes, tables)
    found = release(sizes, groups, threshold)
    attacker = Attacker(sizes, shown_cells(groups, found))
    for group in groups:
        size = sum(sizes[cell] for cell in group.cells)
        assert (group.key in found.too_small) == (0 < size < threshold)
        if group.key in found.too_small:
            assert not attacker.computes(group.cells)
    assert attacker.smallest_victims(sizes, threshold) == []


@given(CELLS, st.lists(TABLES, min_size=2, max_size=3), THRESHOLDS)
def test_nor_from_several_filters_and_exports_together(sizes, requests, threshold):
    out = []
    for tables in requests:
        groups = views(sizes, tables)
        out += shown_cells(groups, release(sizes, groups, threshold, earlier=out))
    assert Attacker(sizes, out).smallest_victims(sizes, threshold) == []


@given(
    CELLS,
    st.lists(st.frozensets(st.integers(0, 8), min_size=1), min_size=1, max_size=6),
    THRESHOLDS,
)
def test_nor_from_groups_that_overlap_in_any_way(sizes, picks, threshold):
    cells = list(sizes)
    groups = [
        Group(number, frozenset(cells[n] for n in pick if n < len(cells)))
        for number, pick in enumerate(picks)
    ]
    found = release(sizes, groups, threshold)
    attacker = Attacker(sizes, shown_cells(groups, found))
    assert attacker.smallest_victims(sizes, threshold) == []


@given(CELLS, TABLES, THRESHOLDS)
def test_every_group_has_one_fate_and_the_order_of_cells_none(sizes, tables, threshold):
    groups = views(sizes, tables)
    found = release(sizes, groups, threshold)
    fates = [found.shown, found.too_small, found.complementary]
    assert sum(map(len, fates)) == len(groups)
    assert frozenset().union(*fates) == {group.key for group in groups}
    turned = dict(reversed(sizes.items()))
    assert release(turned, groups, threshold) == found


@given(CELLS, TABLES)
def test_nothing_is_hidden_when_every_cell_is_large(sizes, tables):
    sizes = {cell: size + 5 for cell, size in sizes.items()}
    assert release(sizes, views(sizes, tables), 5).hidden == frozenset()


def one_margin(**sizes):
    cells = {((name,),): size for name, size in sizes.items()}
    found = release(cells, views(cells, [(), (0,)]), 5)
    return {key[0][1][0] if key else "all" for key in found.shown}


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"a": 2, "b": 9, "c": 6}, {"all", "b"}),  # the next smallest goes along
        ({"a": 6, "b": 9, "empty": 0}, {"all", "a", "b", "empty"}),
        ({"a": 1, "b": 1, "c": 8, "d": 20}, {"all", "d"}),
        ({"a": 3, "b": 3, "c": 8}, {"all", "c"}),  # two small ones hide each other
        ({"a": 2, "b": 1}, set()),
        ({"a": 2, "b": 9}, {"all"}),
    ],
)
def test_one_margin(sizes, shown):
    assert one_margin(**sizes) == shown


def test_a_cross_table_hides_a_rectangle():
    cells = {
        ((ward,), (role,)): size
        for ward, row in {"A": (2, 9, 9), "B": (8, 12, 11), "C": (9, 7, 13)}.items()
        for role, size in zip(("nurse", "doctor", "other"), row, strict=True)
    }
    found = release(cells, views(cells, [(), (0,), (1,), (0, 1)]), 5)
    assert [key for key in found.too_small] == [((0, ("A",)), (1, ("nurse",)))]
    assert len(found.complementary) == 3
    assert all(len(key) == 2 for key in found.hidden)


def test_nested_units_hide_the_difference_to_their_parent():
    cells = {(("North", "N1"),): 12, (("North", "N2"),): 3, (("South",),): 9}
    found = release(cells, views(cells, [(), (0,)]), 5)
    assert found.too_small == {((0, ("North", "N2")),)}
    assert found.complementary == {((0, ("North", "N1")),)}


def test_two_looks_at_a_growing_survey():
    """Twenty answered; after the reminder two more did: the new total would tell those two."""
    sizes = {"first": 20, "late": 2}
    before = Group("before", frozenset({"first"}))
    after = Group("after", frozenset({"first", "late"}))
    assert release(sizes, [before], 5).shown == {"before"}
    second = release(sizes, [after], 5, earlier=[before.cells])
    assert second.complementary == {"after"}
    sizes["late"] = 5
    assert release(sizes, [after], 5, earlier=[before.cells]).shown == {"after"}


def test_a_leak_of_the_past_stops_what_is_new():
    sizes = {"a": 2, "b": 9, "c": 9}
    groups = [Group("c", frozenset({"c"}))]
    assert release(sizes, groups, 5, earlier=[{"a", "b"}, {"b"}]).shown == set()


def test_what_follows_from_published_sums():
    published = Published({"a": 3, "b": 9, "c": 9})
    for group in ({"a", "b"}, {"b", "c"}, {"a", "c"}):
        assert not published.includes({"a"})
        published.add(group)
    assert published.includes({"a"})  # (ab + ac - bc) / 2
    assert published.gives_away(5)
    assert not published.gives_away(3)


def test_a_search_too_long_counts_as_given_away():
    """Sixty people by themselves, twenty overlapping halves of them, and a high threshold."""
    random = Random(1)
    published = Published(dict.fromkeys(range(60), 1))
    for _ in range(20):
        published.add({n for n in range(60) if random.random() < 0.5})
    assert not published.gives_away(5)
    assert published.gives_away(12)


@pytest.mark.parametrize(
    ("distribution", "expected"), [((0, 7, 0), True), ((1, 6), False), ((0, 0), False)]
)
def test_unanimity_is_a_disclosure_too(distribution, expected):
    assert is_unanimous(distribution) is expected
