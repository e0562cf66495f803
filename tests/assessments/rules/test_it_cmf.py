"""Surveys of building blocks: positions on the scale, gaps, and their ranking."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.answer_kinds import Kind, code_of
from assessments.rules.counting import AnswerScale, counted
from assessments.rules.dispersion import ItemStatistics, dispersion
from assessments.rules.it_cmf import (
    Need,
    Overview,
    Position,
    Unranked,
    block_result,
    capability_result,
    gap_ranking,
    overview,
    position,
)
from assessments.rules.ordinal import LevelRange, Steps

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


def test_gap_of_a_block_between_medians():
    found = block_result(
        "ODP-A1", answers(1, 2, 2, 3), answers(3, 4, 4, 4), answers(4, 5, 5, dont_know=1)
    )
    assert found.need == Need("ODP-A1", one(2), one(4), one(5))
    assert found.need.gap == Steps(2, 2)


def test_gap_is_a_range_where_a_median_lies_between_two_levels():
    found = block_result("ODP-A2", answers(1, 2, 3, 5), answers(4, 4), answers(3))
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
    ranking = gap_ranking(
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
    ranking = gap_ranking(needs)
    keys = [gap.key for gap in ranking.ranked] + [key for key, _reason in ranking.unranked]
    assert sorted(keys) == sorted(need.key for need in needs)


@given(NEEDS)
def test_places_follow_weights_and_ties_are_equal_weights(needs):
    ranked = gap_ranking(needs).ranked
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
    found = [{g.key: g.place for g in gap_ranking(each).ranked} for each in (numbered, shuffled)]
    assert found[0] == found[1]


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
