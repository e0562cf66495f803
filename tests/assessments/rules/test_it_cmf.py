"""Surveys of building blocks: positions on the scale, gaps, and their ranking."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.it_cmf import (
    Answers,
    Need,
    Overview,
    Position,
    Unranked,
    block_result,
    capability_result,
    overview,
    position,
    rank_gaps,
)
from assessments.rules.ordinal import LevelRange, Steps

one = LevelRange.of


def test_position_counts_only_chosen_levels():
    found = position(Answers((2, 3, 2, 4), dont_know=1, not_applicable=2, blank=3))
    assert found == Position(
        n=4,
        median=LevelRange(2, 3),
        middle_half=LevelRange(2, 4),
        extent=LevelRange(2, 4),
        dont_know=1,
        not_applicable=2,
        blank=3,
    )
    assert found.dont_know_share == 0.2


@pytest.mark.parametrize(
    ("answers", "share"),
    [
        (Answers(), None),
        (Answers(not_applicable=3, blank=2), None),
        (Answers(dont_know=3), 1.0),
        (Answers((1, 2, 3)), 0.0),
        (Answers((1,), dont_know=1, not_applicable=8, blank=8), 0.5),
    ],
)
def test_dont_know_share(answers, share):
    found = position(answers)
    assert found.dont_know_share == share
    assert (found.median is None) == (not answers.levels)


@pytest.mark.parametrize("level", [0, 6, -1])
def test_levels_outside_the_scale_are_refused(level):
    with pytest.raises(ValueError, match="Levels are 1 to 5"):
        Answers((3, level))


def test_gap_of_a_block_between_medians():
    found = block_result(
        "ODP-A1", Answers((1, 2, 2, 3)), Answers((3, 4, 4, 4)), Answers((4, 5, 5), dont_know=1)
    )
    assert found.need == Need("ODP-A1", one(2), one(4), one(5))
    assert found.need.gap == Steps(2, 2)


def test_gap_is_a_range_where_a_median_lies_between_two_levels():
    found = block_result("ODP-A2", Answers((1, 2, 3, 5)), Answers((4, 4)), Answers((3,)))
    assert found.need.current == LevelRange(2, 3)
    assert found.need.gap == Steps(1, 2)


def test_capability_by_its_blocks():
    blocks = [
        Need("A1", one(2), one(3), one(5)),
        Need("A2", LevelRange(1, 2), one(4), one(4)),
        Need("B1", one(4), one(4), None),
        Need("B2", None, one(4), one(2)),
    ]
    found = capability_result("ODP", blocks)
    assert found.current == Overview(3, 1, one(2), LevelRange(1, 4))
    assert found.target == Overview(4, 0, one(4), LevelRange(3, 4))
    assert found.importance == Overview(3, 1, one(4), LevelRange(2, 5))
    assert found.need == Need("ODP", one(2), one(4), one(4))
    assert found.need.gap == Steps(2, 2)


def test_overview_of_ranges_reaches_from_lower_to_upper_middle():
    assert overview([one(1), LevelRange(2, 3), one(4), one(5)]).median == LevelRange(2, 4)
    assert overview([None, None]) == Overview(0, 2, None, None)
    assert overview([]) == Overview(0, 0, None, None)


def test_ranking_by_gap_times_importance_with_ties():
    ranking = rank_gaps(
        [
            Need("small", one(3), one(4), one(2)),
            Need("twice-five", one(2), one(4), one(5)),
            Need("one-and-half", LevelRange(2, 3), one(4), one(4)),
            Need("two-thirds", one(1), one(3), one(3)),
            Need("reached", one(3), one(3), one(5)),
            Need("beyond", one(4), one(3), one(5)),
            Need("unknown", None, one(3), one(5)),
            Need("no-wish", one(3), None, one(5)),
            Need("who-cares", one(1), one(5), None),
            Need("even", LevelRange(2, 4), one(3), one(5)),
        ]
    )
    assert [(g.place.rank, g.place.is_tied, g.key, g.weight) for g in ranking.ranked] == [
        (1, False, "twice-five", 10.0),
        (2, True, "one-and-half", 6.0),
        (2, True, "two-thirds", 6.0),
        (4, False, "small", 2.0),
    ]
    assert ranking.ranked[1].gap == Steps(1, 2)
    assert ranking.unranked == (
        ("reached", Unranked.NO_GAP),
        ("beyond", Unranked.NO_GAP),
        ("unknown", Unranked.NO_CURRENT),
        ("no-wish", Unranked.NO_TARGET),
        ("who-cares", Unranked.NO_IMPORTANCE),
        ("even", Unranked.NO_GAP),
    )


RANGES = st.none() | st.tuples(st.integers(1, 5), st.integers(1, 5)).map(
    lambda ends: LevelRange(*sorted(ends))
)
NEEDS = st.lists(st.builds(Need, st.text("abc", min_size=1), RANGES, RANGES, RANGES), max_size=10)


@given(NEEDS)
def test_every_node_has_a_place_or_a_reason(needs):
    ranking = rank_gaps(needs)
    keys = [gap.key for gap in ranking.ranked] + [key for key, _reason in ranking.unranked]
    assert sorted(keys) == sorted(need.key for need in needs)


@given(NEEDS)
def test_places_follow_weights_and_ties_are_equal_weights(needs):
    ranked = rank_gaps(needs).ranked
    for upper, lower in pairwise(ranked):
        assert upper.weight >= lower.weight
        assert (upper.place == lower.place) == (upper.weight == lower.weight)
    for gap in ranked:
        assert gap.place.rank == 1 + sum(other.weight > gap.weight for other in ranked)
        assert gap.place.is_tied == (sum(other.weight == gap.weight for other in ranked) > 1)


@given(NEEDS, st.randoms(use_true_random=False))
def test_order_of_the_nodes_changes_no_place(needs, random):
    numbered = [Need(str(n), x.current, x.target, x.importance) for n, x in enumerate(needs)]
    shuffled = random.sample(numbered, len(numbered))
    found = [{g.key: g.place for g in rank_gaps(each).ranked} for each in (numbered, shuffled)]
    assert found[0] == found[1]


@given(st.lists(st.integers(1, 5), max_size=8), st.integers(0, 9), st.integers(0, 9))
def test_dont_know_never_moves_a_position(levels, dont_know, not_applicable):
    plain = position(Answers(tuple(levels)))
    with_gaps = position(Answers(tuple(levels), dont_know, not_applicable))
    assert with_gaps.median == plain.median
    assert with_gaps.middle_half == plain.middle_half
    assert with_gaps.extent == plain.extent
    assert with_gaps.n == len(levels)
