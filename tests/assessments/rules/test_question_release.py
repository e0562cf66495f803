"""What may be shown of a question; the attack is that of `test_disclosure`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.agreement import Concordance
from assessments.rules.question_release import (
    People,
    effective_threshold,
    may_show_concordance,
    may_show_whole,
    shown_cells,
    shown_units,
    shown_wholes,
)
from tests.assessments.rules.test_disclosure import Attacker

UNITS = st.dictionaries(
    st.sampled_from("abcdefg"),
    st.tuples(st.integers(0, 9), st.integers(0, 4)).map(lambda n: People(n[0], sum(n))),
    max_size=7,
)


def people(**sizes):
    return {name: People(size, size) for name, size in sizes.items()}


@pytest.mark.parametrize(
    ("is_named", "for_team", "expected"),
    [(False, False, 5), (False, True, 5), (True, False, 5), (True, True, 0)],
)
def test_effective_threshold(is_named, for_team, expected):
    assert effective_threshold(5, is_named=is_named, for_team=for_team) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (People(5, 5), True),
        (People(4, 24), False),
        (People(0, 5, 5), True),
        (People(0, 4, 4), False),
        (People(0, 6, 5), False),
        (People(0, 0), False),
    ],
)
def test_the_whole_counts_values(found, expected):
    assert may_show_whole(found, 5) is expected


@pytest.mark.parametrize(
    ("units", "shown"),
    [
        (people(a=2, b=9, c=6), {"b"}),
        (people(a=6, b=9), {"a", "b"}),
        (people(a=6, b=9, empty=0), {"a", "b"}),
        (people(a=3, b=3, c=8), {"c"}),
        (people(a=2, b=1), set()),
        (people(a=6, b=9) | {"silent": People(0, 3)}, {"b"}),
    ],
)
def test_units(units, shown):
    assert shown_units(units, 5) == shown


@given(UNITS, st.integers(3, 7))
def test_no_small_unit_can_be_derived_from_all_and_the_shown_ones(units, threshold):
    shown = shown_units(units, threshold)
    assert all(units[name].valid >= threshold for name in shown)
    sizes = {name: found.behind for name, found in units.items()}
    out = [set(sizes), *({name} for name in shown)]
    if sum(found.valid for found in units.values()) >= threshold:
        assert Attacker(sizes, out).smallest_victims(sizes, threshold) == []


@given(UNITS, st.integers(3, 6), st.integers(1, 3))
def test_raising_the_threshold_only_hides(units, threshold, more):
    before = shown_units(units, threshold)
    after = shown_units(units, threshold + more, among=before)
    assert after <= before
    assert all(units[name].valid >= threshold + more for name in after)


@pytest.mark.parametrize(
    ("judges", "left_out", "expected"), [(5, 0, True), (4, 9, False), (9, 1, False), (9, 5, True)]
)
def test_concordance_is_safe_beside_the_counts(judges, left_out, expected):
    assert may_show_concordance(Concordance(0.5, judges, 3, left_out), 5) is expected


def test_what_may_be_skipped_is_shown_only_with_the_question_behind_it():
    """Of "a" two gave a value: how many were led past "b", and so past "c", would tell of them."""
    found = {"a": People(2, 8), "b": People(7, 8), "c": People(6, 8), "d": People(6, 8)}
    needs = {"b": frozenset("a"), "c": frozenset("b")}
    assert shown_wholes(found, needs, 5) == {"d"}
    assert shown_wholes(found, {}, 5) == {"b", "c", "d"}
    assert shown_wholes(found, needs, 0) == set("abcd")


def test_a_question_nobody_was_asked_hides_nothing():
    found = {"a": People(0, 0), "b": People(7, 7)}
    assert shown_wholes(found, {"b": frozenset("a")}, 5) == {"b"}


def test_units_that_a_skip_would_tell_of():
    """Desk is hidden behind, hence here; alone it would follow by difference, so another goes."""
    behind = people(Desk=2, Plant=9, Shop=6)
    found = {"a": behind, "b": people(Desk=9, Plant=9, Shop=6)}
    free = shown_cells(found, {}, 5)
    tied = shown_cells(found, {"b": frozenset("a")}, 5)
    assert free["b"] == {"Desk", "Plant", "Shop"}
    assert tied["a"] == free["a"] == {"Plant"}
    assert tied["b"] == {"Plant"}


def test_two_versions_may_ask_in_a_ring():
    found = {"a": people(Desk=6, Plant=6), "b": people(Desk=6, Plant=6)}
    needs = {"a": frozenset("b"), "b": frozenset("a")}
    assert shown_cells(found, needs, 5) == {"a": {"Desk", "Plant"}, "b": {"Desk", "Plant"}}


@given(UNITS, UNITS, st.integers(2, 5))
def test_what_may_be_skipped_shows_no_unit_more(behind, units, threshold):
    tied = shown_cells({"a": behind, "b": units}, {"b": frozenset("a")}, threshold)
    assert not {unit for unit in tied["b"] if unit in behind} - tied["a"]
    assert tied["b"] <= units.keys()
