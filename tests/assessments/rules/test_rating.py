"""Goals -> area -> level, by the published rule of the IT Service CMM."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.rating import (
    AreaRating,
    GoalRating,
    LevelBounds,
    Value,
    blocks,
    level_bounds,
    next_level,
    satisfied_share,
    silent_from,
)

S, U, N, X = Value.SATISFIED, Value.UNSATISFIED, Value.NOT_RATED, Value.NOT_APPLICABLE
PER_LEVEL = {2: 7, 3: 8, 4: 3, 5: 4}  # the 22 key process areas of the model


def area(key, level, *values, **more):
    goals = tuple(GoalRating(f"{key}-G{n}", value) for n, value in enumerate(values, start=1))
    return AreaRating(key, level, goals, **more)


def whole_model(**by_level):
    """All 22 areas with two goals each; `l2=S` sets every goal of level 2."""
    return [
        area(f"A{level}{n}", level, *[by_level.get(f"l{level}", N)] * 2)
        for level, count in PER_LEVEL.items()
        for n in range(count)
    ]


def changed(areas, key, **changes):
    return [replace(a, **changes) if a.key == key else a for a in areas]


def goals(*values):
    return tuple(GoalRating(f"G{n}", value) for n, value in enumerate(values))


SIX_OF_SEVEN = whole_model(l2=S)
WORKED = [
    (
        "all of level 2 and 4, one level-3 goal unsatisfied",
        changed(whole_model(l2=S, l3=S, l4=S), "A30", goals=goals(S, U)),
        (2, 2),
    ),
    (
        "6 of 7 satisfied, the seventh unsatisfied",
        changed(SIX_OF_SEVEN, "A26", goals=goals(U, S)),
        (1, 1),
    ),
    (
        "6 of 7 satisfied, the seventh not rated, the rest not rated",
        changed(SIX_OF_SEVEN, "A26", goals=goals(N, S)),
        (1, 5),
    ),
    (
        "6 of 7 satisfied, the seventh not rated, one level-3 area unsatisfied",
        changed(changed(SIX_OF_SEVEN, "A26", goals=goals(N, N)), "A31", goals=goals(U, N)),
        (1, 2),
    ),
    (
        "one level-2 area not applicable with a reason, the other 6 satisfied, level 3 not rated",
        changed(SIX_OF_SEVEN, "A26", goals=(), is_applicable=False),
        (2, 5),
    ),
    (
        "scoped to level 2 only, all satisfied",
        [a if a.level == 2 else replace(a, in_scope=False, goals=()) for a in SIX_OF_SEVEN],
        (2, 5),
    ),
    ("every area satisfied", whole_model(l2=S, l3=S, l4=S, l5=S), (5, 5)),
    ("nothing rated", whole_model(), (1, 5)),
]


@pytest.mark.parametrize(("given_", "areas", "bounds"), WORKED, ids=[w[0] for w in WORKED])
def test_level_worked_example(given_, areas, bounds):
    assert level_bounds(areas, 5) == LevelBounds(*bounds)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((S, S), S),
        ((S, X), S),
        ((S, U), U),
        ((U, N), U),
        ((S, N), N),
        ((X, N), N),
        ((X, X), X),
        ((), N),
    ],
)
def test_area_value(values, expected):
    assert area("A", 2, *values).value == expected
    for order in permutations(values):
        assert area("A", 2, *order).value == expected


def test_area_value_out_of_scope_is_not_rated():
    assert area("A", 2, S, in_scope=False).value == N


def test_area_value_scoped_out_is_not_applicable():
    assert area("A", 2, U, is_applicable=False).value == X


def test_blocks_names_goals_lowest_level_first():
    areas = [
        area("C", 3, U),
        area("A", 2, U, N, S),
        area("B", 2, S, S),
        area("D", 2, in_scope=False),
    ]
    found = blocks(areas, 3)
    assert [(b.key, b.level, b.unsatisfied, b.not_rated) for b in found.areas] == [
        ("A", 2, ("A-G1",), ("A-G2",)),
        ("D", 2, (), ()),
        ("C", 3, ("C-G1",), ()),
    ]
    assert [b.key for b in found.unsatisfied] == ["A", "C"]
    assert [b.key for b in found.not_rated] == []
    assert [b.key for b in found.out_of_scope] == ["D"]
    assert not found.is_reached
    assert blocks([area("B", 2, S)], 2).is_reached


def test_next_level_ends_at_the_top():
    assert next_level(LevelBounds(1, 5), 5) == 2
    assert next_level(LevelBounds(5, 5), 5) is None


def test_satisfied_share_counts_rated_goals_only():
    assert satisfied_share(goals(S, U, N, X)) == 0.5
    assert satisfied_share(goals(N, X)) is None


VALUES = st.sampled_from(list(Value))
AREAS = st.lists(
    st.builds(
        lambda level, values, applicable: AreaRating(
            "A", level, tuple(GoalRating(f"G{n}", v) for n, v in enumerate(values)), applicable
        ),
        st.integers(2, 5),
        st.lists(VALUES, max_size=4),
        st.booleans(),
    ),
    max_size=8,
)


@given(AREAS)
def test_bounds_never_cross(areas):
    found = level_bounds(areas, 5)
    assert 1 <= found.lower <= found.upper <= 5


@given(AREAS, st.randoms(use_true_random=False))
def test_bounds_ignore_order(areas, random):
    shuffled = [replace(a, goals=tuple(random.sample(a.goals, len(a.goals)))) for a in areas]
    random.shuffle(shuffled)
    assert level_bounds(shuffled, 5) == level_bounds(areas, 5)


@given(AREAS, st.data())
def test_one_more_goal_moves_bounds_one_way_only(areas, data):
    if not areas:
        return
    place = data.draw(st.integers(0, len(areas) - 1))
    before = level_bounds(areas, 5)

    def with_goal(value):
        target = areas[place]
        more = replace(target, goals=(*target.goals, GoalRating("new", value)))
        return level_bounds([*areas[:place], more, *areas[place + 1 :]], 5)

    better = with_goal(S)
    assert better.lower >= before.lower
    assert better.upper >= before.upper
    worse = with_goal(U)
    assert worse.lower <= before.lower
    assert worse.upper <= before.upper


@given(AREAS, st.data())
def test_rating_an_open_goal_only_narrows_the_range(areas, data):
    open_goals = [
        (i, j) for i, a in enumerate(areas) for j, g in enumerate(a.goals) if g.value == N
    ]
    if not open_goals:
        return
    i, j = data.draw(st.sampled_from(open_goals))
    value = data.draw(st.sampled_from([S, U]))
    rated = list(areas[i].goals)
    rated[j] = GoalRating(rated[j].key, value)
    after = level_bounds([*areas[:i], replace(areas[i], goals=tuple(rated)), *areas[i + 1 :]], 5)
    before = level_bounds(areas, 5)
    assert before.lower <= after.lower <= after.upper <= before.upper


@given(AREAS, st.integers(2, 5))
def test_blocks_agree_with_the_lower_bound(areas, level):
    assert blocks(areas, level).is_reached == (level_bounds(areas, 5).lower >= level)


@pytest.mark.parametrize(
    ("lower", "upper", "outside", "found"),
    [(1, 5, None, None), (1, 5, 3, 3), (1, 2, 3, None), (2, 2, 2, None)],
)
def test_the_scope_says_nothing_from_the_lowest_level_with_an_area_outside(
    lower, upper, outside, found
):
    assert silent_from(lower, upper, outside) == found
