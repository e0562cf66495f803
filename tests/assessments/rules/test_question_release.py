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
    shown_units,
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
