"""Maturity levels and equivalent staging on CMMI-SVC v1.3; from instances to a level."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.cmmi.area_rating import AreaResult, AreaValue
from assessments.rules.cmmi.capability import capability
from assessments.rules.cmmi.characterization import Characterization, PracticeRecord, TeamChoice
from assessments.rules.cmmi.goal_rating import GoalResult, Judgement
from assessments.rules.cmmi.staging import StagingCheck, equivalent_level, maturity, staging_check
from assessments.rules.rating import LevelBounds
from tests.assessments.rules.cmmi.svc import (
    IN,
    NA,
    OUT,
    N,
    S,
    U,
    organization,
    organizations,
    rated_from_practices,
)


def levels(two, three, four=0, five=0):
    return {2: two, 3: three, 4: four, 5: five}


MATURITY = [
    ("V43 ML-1 nothing in place", levels(0, 0), {}, {}, 1),
    ("V45 ML-2 performed, not managed", levels(1, 0), {}, {}, 1),
    ("ML-2 all of ML2 managed", levels(2, 0), {}, {}, 2),
    ("V47 ML-3 ML2 areas owe GG3 as well", levels(2, 3), {}, {}, 2),
    ("V49 ML-3 ML2 and ML3 at 3", levels(3, 3), {}, {}, 3),
    ("ML-3 ML3 areas at 2 only", levels(3, 2), {}, {}, 2),
    ("V51 ML-4 OPP and QWM at 3", levels(3, 3, 3), {}, {}, 4),
    ("V53 ML-6 RSKM missing", levels(3, 3, 3, 3), {"RSKM": 0}, {}, 2),
    ("ML-6 one ML2 area missing", levels(3, 3, 3, 3), {"MA": 1}, {}, 1),
    ("V55 ML-5 CAR at 2", levels(3, 3, 3, 3), {"CAR": 2}, {}, 4),
    ("ML-5 everything at 3", levels(3, 3, 3, 3), {}, {}, 5),
    ("V57 NA-1 SAM applicable and failing", levels(2, 0), {"SAM": 0}, {}, 1),
    ("NA-1 SAM not applicable", levels(2, 0), {}, {"SAM": NA}, 2),
    ("V59 NA-2 SSD in scope and failing", levels(3, 3), {"SSD": 0}, {}, 2),
    ("NA-2 SSD not chosen", levels(3, 3), {}, {"SSD": OUT}, 3),
    ("V63 ES-3 high maturity at 1", levels(3, 3, 1, 1), {}, {}, 3),
    ("V65 ES-4 ML5 areas at 2", levels(3, 3, 3, 2), {}, {}, 4),
    ("NA-4 an ML3 area left out", levels(3, 3, 3, 3), {}, {"DAR": OUT}, 2),
    ("NA-4 an ML2 area left out", levels(3, 3, 3, 3), {}, {"WP": OUT}, 1),
]


@pytest.mark.parametrize(
    ("by_level", "overrides", "scopes", "level"),
    [m[1:] for m in MATURITY],
    ids=[m[0] for m in MATURITY],
)
def test_maturity_and_equivalent_staging(by_level, overrides, scopes, level):
    results = organization(by_level, overrides, scopes)
    assert maturity(results).level == level
    assert equivalent_level(results) == level
    assert staging_check(results) == StagingCheck(level, level)
    assert staging_check(results).agrees


def test_v61_cam_declared_not_applicable_is_refused():
    with pytest.raises(ValueError, match="CAM may not be declared not applicable"):
        organization(levels(3, 3), scopes={"CAM": NA})


def test_a_level_left_out_of_scope_is_not_rated_but_lower_ones_are():
    found = maturity(organization(levels(3, 3, 3, 3), scopes={"DAR": OUT, "SSD": OUT}))
    assert (found.bounds, found.unratable_from, found.is_decided) == (LevelBounds(2, 5), 3, True)


def test_goals_that_are_not_rated_leave_the_level_open():
    results = organization(levels(3, 3))
    open_ = [
        replace(each, goals=(GoalResult("SG1", N), *each.goals[1:]))
        if each.area.key == "PPQA"
        else each
        for each in results
    ]
    found = maturity(open_)
    assert (found.bounds, found.unratable_from, found.is_decided) == (
        LevelBounds(1, 3),
        None,
        False,
    )


def test_without_areas_everybody_is_at_level_1():
    assert maturity([]).bounds == LevelBounds(1, 1)
    assert equivalent_level([]) == 1


FI, LI, PI, NI, NY = Characterization
HARMLESS = Judgement(False, "Known, small, and watched.")
HARMFUL = Judgement(True, "Nobody could tell which services are in preparation.")
TEAM_CHOICE = TeamChoice(LI, "The weak unit puts one minor service in place a year.")
SST = {
    "SP1.1": PracticeRecord((FI, LI)),
    "SP1.2": PracticeRecord((FI, NY)),
    "SP1.3": PracticeRecord((LI, LI)),
    "SP2.1": PracticeRecord((FI, FI)),
    "SP2.2": PracticeRecord((LI, PI), TEAM_CHOICE),
    **{f"GP2.{n}": PracticeRecord((FI, FI)) for n in range(1, 11)},
    "GP3.1": PracticeRecord((LI, FI)),
    "GP3.2": PracticeRecord((FI, FI)),
}
# The vectors leave the judgement out where the weaknesses are not significant.
JUDGED = {goal: HARMLESS for goal in ("SG1", "SG2", "GG3")}

END_TO_END = [
    ("V67 all goals hold", JUDGED, {"SG1": S, "SG2": S, "GG2": S, "GG3": S}, 3, "satisfied"),
    (
        "V69 weaknesses of SG1 together are significant",
        JUDGED | {"SG1": HARMFUL},
        {"SG1": U, "SG2": S, "GG2": S, "GG3": S},
        0,
        "unsatisfied",
    ),
]


@pytest.mark.parametrize(
    ("judgements", "goals", "level", "rating"),
    [e[1:] for e in END_TO_END],
    ids=[e[0] for e in END_TO_END],
)
def test_from_instances_to_a_level(judgements, goals, level, rating):
    expected = {"SP1.1": LI, "SP1.2": FI, "SP1.3": LI, "SP2.1": FI, "SP2.2": LI}
    expected |= {f"GP2.{n}": FI for n in range(1, 11)} | {"GP3.1": LI, "GP3.2": FI}
    assert {key: practice.value for key, practice in SST.items()} == expected
    result = rated_from_practices("SST", SST, judgements)
    assert {goal.key: goal.value for goal in result.goals} == goals
    assert capability(result).level == level
    assert result.value_for(2) == AreaValue(rating)
    assert result.value_for(3) == AreaValue(rating)


def test_area_without_records_or_coverage_is_not_rated():
    empty = rated_from_practices("SST", {})
    assert [goal.value for goal in empty.goals] == [N, N, N, N]
    uncovered = rated_from_practices("SST", SST, JUDGED, uncovered={"SG2"})
    assert [goal.value for goal in uncovered.goals] == [S, N, S, S]


@given(organizations())
def test_both_ways_to_a_level_agree(results):
    assert staging_check(results).agrees


@given(organizations(), st.randoms(use_true_random=False))
def test_maturity_ignores_order(results, random):
    shuffled = [
        replace(each, goals=tuple(random.sample(each.goals, len(each.goals)))) for each in results
    ]
    random.shuffle(shuffled)
    assert maturity(shuffled) == maturity(results)


@given(organizations())
def test_bounds_never_cross(results):
    bounds = maturity(results).bounds
    assert 1 <= bounds.lower <= bounds.upper <= 5


def with_goal(results, area, goal, value):
    """The results with one goal of an area in scope set to a value."""
    return [
        replace(
            each, goals=tuple(replace(g, value=value) if g.key == goal else g for g in each.goals)
        )
        if each.area.key == area
        else each
        for each in results
    ]


@given(organizations(), st.data())
def test_maturity_follows_each_goal_one_way(results, data):
    rated = [(each.area.key, goal) for each in results for goal in each.goals]
    if not rated:
        return
    area, goal = data.draw(st.sampled_from(rated))
    worse, open_, better = (
        maturity(with_goal(results, area, goal.key, value)).bounds for value in (U, N, S)
    )
    assert worse.lower == open_.lower <= better.lower
    assert worse.upper <= open_.upper == better.upper


@given(organizations())
def test_taking_an_addition_never_raises_and_leaving_out_never_raises(results):
    level = maturity(results).level
    for place, each in enumerate(results):
        left_out = [*results[:place], AreaResult(each.area, (), OUT), *results[place + 1 :]]
        if each.scope == IN and not each.area.is_addition:
            assert maturity(left_out).level <= level
        if each.scope == IN and each.area.is_addition:
            assert maturity(left_out).level >= level
