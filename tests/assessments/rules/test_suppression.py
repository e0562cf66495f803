"""Nobody can be made out: not directly and not by subtraction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.analysis import Probe, Tally, total
from assessments.rules.suppression import (
    effective_threshold,
    hidden_groups,
    show,
    show_sum,
)

COUNTS = st.integers(0, 12)
TALLIES = st.builds(Tally, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS)
THRESHOLDS = st.integers(3, 20)


@pytest.mark.parametrize(
    ("is_named", "for_team", "expected"),
    [(False, False, 5), (False, True, 5), (True, False, 5), (True, True, 0)],
)
def test_effective_threshold(is_named, for_team, expected):
    assert effective_threshold(5, is_named=is_named, for_team=for_team) == expected


def test_show_counts_values_not_people():
    assert show(Tally(3, 2), 5).tally == Tally(3, 2)
    assert show(Tally(2, 2, dont_know=20), 5).tally is None
    assert show(Tally(2, 2, dont_know=20), 5).probes == (Probe.TOO_FEW, Probe.DONT_KNOW)
    assert show(Tally(2, 1, dont_know=4), 5).probes == (Probe.TOO_FEW,)
    assert show(Tally(not_applicable=5), 5).probes == (Probe.NOT_APPLICABLE,)
    assert show(Tally(not_applicable=4), 5).tally is None
    assert show(Tally(), 0).tally == Tally()


def test_show_sum_leaves_hidden_questions_out():
    parts = [show(Tally(5, 1), 5), show(Tally(2, 1), 5), show(Tally(0, 7, blank=1), 5)]
    found = show_sum(parts)
    assert (found.tally, found.shown, found.hidden) == (Tally(5, 8, blank=1), 2, 1)
    assert show_sum([show(Tally(1), 5)]).tally is None


@given(st.lists(TALLIES, max_size=6), TALLIES, THRESHOLDS)
def test_a_hidden_question_leaves_no_trace_in_sums(tallies, other, threshold):
    """Swap a hidden question's answers for other hidden ones: all that is shown stays."""
    for index, tally in enumerate(tallies):
        swapped = [*tallies[:index], other, *tallies[index + 1 :]]
        before, after = ([show(t, threshold) for t in ts] for ts in (tallies, swapped))
        if before[index].tally is None and after[index].tally is None:
            assert show_sum(before) == show_sum(after)
            assert tally.valid < threshold


@given(st.lists(TALLIES, max_size=6), THRESHOLDS)
def test_nothing_below_the_threshold_is_shown(tallies, threshold):
    shown = [show(tally, threshold) for tally in tallies]
    for found in shown:
        if found.tally is not None:
            assert found.tally.valid >= threshold or found.tally == Tally(
                not_applicable=found.tally.total
            )
    summed = show_sum(shown)
    if summed.tally is not None:
        assert summed.tally == total([s.tally for s in shown if s.tally is not None])


GROUPS = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 9), max_size=6)


@given(GROUPS, st.integers(3, 6))
def test_hidden_groups_cannot_be_derived(sizes, threshold):
    """The attacker knows all shown sizes and the sum of all, and that a hidden one is not empty."""
    hidden = sorted(hidden_groups(sizes, threshold))
    assert all(sizes[name] >= threshold for name in sizes if name not in hidden and sizes[name])
    if not hidden or len(hidden) == sum(size > 0 for size in sizes.values()):
        return  # nothing hidden, or nothing shown besides the sum
    rest = sum(sizes.values()) - sum(size for name, size in sizes.items() if name not in hidden)
    assert len(hidden) >= 2
    assert rest >= threshold
    # Each hidden size could be 1 or 2 at least: two or more groups share more people than groups.
    assert rest > len(hidden)


def test_hidden_groups_takes_the_next_smallest_along():
    assert hidden_groups({"a": 2, "b": 9, "c": 6}, 5) == {"a", "c"}
    assert hidden_groups({"a": 6, "b": 9, "empty": 0}, 5) == frozenset()
    assert hidden_groups({"a": 1, "b": 1, "c": 8, "d": 20}, 5) == {"a", "b", "c"}


def test_hidden_groups_of_one_person_each_take_another_along():
    ones = dict.fromkeys("abcde", 1)
    assert hidden_groups({**ones, "f": 9, "g": 12}, 5) == {*ones, "f"}
