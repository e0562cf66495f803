"""Targets, gaps and the order to close them in, with its reasons."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.cmmi.blocking import blocking_areas
from assessments.rules.gaps import (
    USUAL_ORDER,
    Considerations,
    Criterion,
    CriterionPlace,
    Gap,
    GapState,
    Target,
    TargetProblem,
    Unblocks,
    gap_list,
    gaps,
    graded,
    target_problem,
    unblocked,
)
from assessments.rules.ordinal import LevelRange, Place, Steps
from assessments.rules.snapshot import Snapshot
from tests.assessments.rules.cmmi.svc import organization

SIZE, IMPORTANCE, EFFORT, UNBLOCKS = Criterion
DUE_ON = date(2031, 6, 30)
FIVE = LevelRange(1, 5)
one = LevelRange.of


def target(key, level, reason=""):
    return Target(key, level, DUE_ON, reason)


@pytest.mark.parametrize(
    ("level", "reason", "current", "problem"),
    [
        (3, "", one(2), None),
        (3, "", one(3), None),
        (3, "", None, None),
        (2, "", one(3), TargetProblem.REASON_MISSING),
        (2, "  ", one(3), TargetProblem.REASON_MISSING),
        (2, "The service ends next year.", one(3), None),
        (3, "", LevelRange(3, 4), None),
        (0, "No need.", one(3), TargetProblem.OFF_SCALE),
        (6, "", one(3), TargetProblem.OFF_SCALE),
    ],
)
def test_target_problem(level, reason, current, problem):
    assert target_problem(target("A", level, reason), current, FIVE) == problem


@pytest.mark.parametrize(
    ("current", "level", "steps", "state"),
    [
        (one(1), 3, Steps(2, 2), GapState.OPEN),
        (LevelRange(2, 3), 3, Steps(0, 1), GapState.OPEN),
        (one(3), 3, Steps(0, 0), GapState.REACHED),
        (one(4), 3, Steps(-1, -1), GapState.REACHED),
        (one(0), 1, Steps(1, 1), GapState.OPEN),
        (None, 3, None, GapState.UNKNOWN),
    ],
)
def test_gap(current, level, steps, state):
    (found,) = gaps(Snapshot({"A": current}), [target("A", level)])
    assert (found.key, found.current, found.steps, found.state) == ("A", current, steps, state)


def test_node_that_was_not_looked_at_has_an_unknown_gap():
    (found,) = gaps(Snapshot(), [target("A", 3)])
    assert found.state == GapState.UNKNOWN


def test_unblocked_levels_from_what_blocks_each():
    assert unblocked({3: ["CM", "WP"], 2: ["CM"], 4: ["OPP", "CM"], 5: []}) == {
        "CM": Unblocks((2, 3, 4), (2,)),
        "WP": Unblocks((3,), ()),
        "OPP": Unblocks((4,), ()),
    }
    assert unblocked({}) == {}


def test_target_too_low_for_a_level_does_not_unblock_it():
    # RSKM is the only area in the way of levels 3 to 5, CM of level 2. CM aims at level 2 only.
    today = organization({2: 3, 3: 3, 4: 3, 5: 3}, {"RSKM": 1, "CM": 1})
    then = organization({2: 3, 3: 3, 4: 3, 5: 3}, {"CM": 2})
    blocking = {level: blocking_areas(today, level) for level in (2, 3)}
    remaining = {level: blocking_areas(then, level) for level in (2, 3)}
    assert blocking == {2: ("CM",), 3: ("CM", "RSKM")}
    assert remaining == {2: (), 3: ("CM",)}
    assert unblocked(blocking, remaining) == {
        "CM": Unblocks((2,), (2,)),
        "RSKM": Unblocks((3,), ()),
    }


# Current, target, importance, effort, levels unblocked, of these alone.
WORKED = {
    "far": (1, 4, 2, 5, (), ()),
    "dear": (2, 4, 5, 5, (), ()),
    "plain": (2, 4, 3, 2, (), ()),
    "plain-twin": (1, 3, 3, 2, (), ()),
    "key": (2, 4, 3, 2, (3, 4), ()),
    "last-key": (2, 4, 3, 2, (3,), (3,)),
    "easy": (2, 4, 3, 1, (4,), ()),
    "unsaid": (2, 4, None, None, (2,), (2,)),
    "near": (3, 4, 5, 1, (2,), (2,)),
    "reached": (4, 4, 5, 1, (), ()),
    "not-rated": (None, 4, 5, 1, (), ()),
}


def worked():
    found = gaps(
        Snapshot({key: row[0] and one(row[0]) for key, row in WORKED.items()}),
        [target(key, row[1]) for key, row in WORKED.items()],
    )
    considerations = {
        key: Considerations(row[2], row[3], Unblocks(row[4], row[5])) for key, row in WORKED.items()
    }
    return found, considerations


def test_ranking_names_the_criterion_that_decided():
    found = gap_list(*worked())
    assert [(g.place.rank, g.place.is_tied, g.gap.key, g.decided_by) for g in found.ranked] == [
        (1, False, "far", None),
        (2, False, "dear", SIZE),
        (3, False, "easy", IMPORTANCE),
        (4, False, "last-key", EFFORT),
        (5, False, "key", UNBLOCKS),
        (6, True, "plain", UNBLOCKS),
        (6, True, "plain-twin", None),
        (8, False, "unsaid", IMPORTANCE),
        (9, False, "near", SIZE),
    ]
    assert [gap.key for gap in found.unknown] == ["not-rated"]
    assert [gap.key for gap in found.reached] == ["reached"]


def test_ranking_tells_the_place_by_each_criterion_alone():
    found = gap_list(*worked())
    easy = found.ranked[2]
    assert easy.considerations == Considerations(3, 1, Unblocks((4,), ()))
    assert easy.by_criterion == (
        CriterionPlace(SIZE, Place(2, True)),
        CriterionPlace(IMPORTANCE, Place(3, True)),
        CriterionPlace(EFFORT, Place(1, True)),
        CriterionPlace(UNBLOCKS, Place(5, False)),
    )


def test_another_order_of_the_criteria():
    found = gap_list(*worked(), order=(UNBLOCKS, EFFORT))
    assert [(g.place.rank, g.gap.key, g.decided_by) for g in found.ranked] == [
        (1, "near", None),
        (2, "unsaid", EFFORT),
        (3, "last-key", UNBLOCKS),
        (4, "key", UNBLOCKS),
        (5, "easy", UNBLOCKS),
        (6, "plain", UNBLOCKS),
        (6, "plain-twin", None),
        (8, "far", EFFORT),
        (8, "dear", None),
    ]


def test_without_considerations_only_the_size_counts():
    found = gap_list(
        gaps(Snapshot({"A": one(3), "B": one(1)}), [target("A", 5), target("B", 4)]), {}
    )
    assert [(gap.gap.key, gap.considerations) for gap in found.ranked] == [
        ("B", Considerations()),
        ("A", Considerations()),
    ]


def test_nothing_to_rank():
    assert gap_list([], {}).ranked == ()


LEVELS = st.integers(1, 5)
RANGES = st.tuples(LEVELS, LEVELS).map(lambda ends: LevelRange(*sorted(ends)))
UNBLOCKING = st.lists(st.integers(2, 5), unique=True).flatmap(
    lambda levels: st.booleans().map(
        lambda alone: Unblocks(tuple(sorted(levels)), tuple(sorted(levels)) if alone else ())
    )
)
ROWS = st.lists(
    st.tuples(
        st.none() | RANGES,
        LEVELS,
        st.builds(Considerations, st.none() | LEVELS, st.none() | LEVELS, UNBLOCKING),
    ),
    max_size=8,
)
ORDERS = st.permutations(USUAL_ORDER).flatmap(
    lambda order: st.integers(0, 4).map(lambda length: tuple(order[:length]))
)


def drawn(rows):
    found = [Gap(target(str(n), level), current) for n, (current, level, _) in enumerate(rows)]
    return found, {str(n): row[2] for n, row in enumerate(rows)}


@given(ROWS, ORDERS)
def test_every_target_is_ranked_unknown_or_reached(rows, order):
    found = gap_list(*drawn(rows), order)
    keys = [ranked.gap.key for ranked in found.ranked]
    keys += [gap.key for gap in (*found.unknown, *found.reached)]
    assert sorted(keys) == sorted(str(n) for n in range(len(rows)))


@given(ROWS, ORDERS)
def test_places_follow_from_the_criteria_told(rows, order):
    ranked = gap_list(*drawn(rows), order).ranked
    told = [tuple(each.place.rank for each in gap.by_criterion) for gap in ranked]
    assert told == sorted(told)
    for (upper, lower), (first, second) in zip(pairwise(told), pairwise(ranked), strict=True):
        assert (first.place == second.place) == (upper == lower)
        assert (second.decided_by is None) == (upper == lower)
        if second.decided_by:
            deciding = order.index(second.decided_by)
            assert upper[:deciding] == lower[:deciding]
            assert upper[deciding] < lower[deciding]


@given(ROWS, ORDERS, st.data())
def test_a_further_gap_never_changes_the_order_of_others(rows, order, data):
    if not rows:
        return
    found, considerations = drawn(rows)
    left = data.draw(st.sampled_from(found))
    everything = gap_list(found, considerations, order)
    others = gap_list([gap for gap in found if gap != left], considerations, order)
    expected = [each.gap.key for each in everything.ranked if each.gap != left]
    assert [each.gap.key for each in others.ranked] == expected


@given(ROWS, ORDERS, st.randoms(use_true_random=False))
def test_order_of_the_gaps_changes_no_place(rows, order, random):
    found, considerations = drawn(rows)
    placed, shuffled = (
        {each.gap.key: each.place for each in gap_list(some, considerations, order).ranked}
        for some in (found, random.sample(found, len(found)))
    )
    assert placed == shuffled


@given(ROWS)
def test_a_larger_gap_stands_before_a_smaller_one(rows):
    sizes = [ranked.gap.steps.middle for ranked in gap_list(*drawn(rows)).ranked]
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize(
    ("values", "answer", "grade"),
    [
        ((1, 2, 3, 4, 5), (2, 3), (2, 3)),
        ((0, 1, 2, 3), (0, 0), (1, 1)),
        ((0, 1, 2, 3), (1, 3), (2, 5)),
        ((0, 1), (1, 1), (5, 5)),
    ],
)
def test_importance_is_graded_by_its_place_on_its_own_scale(values, answer, grade):
    assert graded(LevelRange(*answer), values) == LevelRange(*grade)
