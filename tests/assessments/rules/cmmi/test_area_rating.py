"""Process areas for a target level, and capability levels, on CMMI-SVC v1.3."""

import pytest
from hypothesis import given

from assessments.rules.cmmi.area_rating import AreaResult, AreaScope, AreaValue, scope_is_permitted
from assessments.rules.cmmi.capability import capability
from assessments.rules.cmmi.goal_rating import GoalResult
from tests.assessments.rules.cmmi.svc import (
    IN,
    MODEL,
    NA,
    OUT,
    N,
    S,
    U,
    at_capability,
    organizations,
    rated,
)

AREAS = [
    (
        "PA-1 CM when ML2 is the target",
        rated("CM", SG1=S, SG2=S, SG3=S, GG2=S, GG3=U),
        2,
        "satisfied",
    ),
    (
        "V29 PA-1 ML-3 the same CM when ML3 is the target",
        rated("CM", SG1=S, SG2=S, SG3=S, GG2=S, GG3=U),
        3,
        "unsatisfied",
    ),
    (
        "PA-2 unsatisfied wins over not rated",
        rated("SCON", SG1=S, SG2=U, SG3=N, GG2=S, GG3=S),
        3,
        "unsatisfied",
    ),
    (
        "V31 PA-3 one goal not rated",
        rated("SCON", SG1=S, SG2=S, SG3=N, GG2=S, GG3=S),
        3,
        "not_rated",
    ),
    ("PA-3 a goal without any record", rated("SCON", SG1=S, GG2=S, GG3=S), 3, "not_rated"),
    ("V33 NA-1 SAM not applicable", AreaResult(MODEL["SAM"], scope=NA), 2, "not_applicable"),
    ("PA-5 out of scope", AreaResult(MODEL["CAM"], scope=OUT), 3, "out_of_scope"),
    (
        "ML-4 OPP owes nothing above GG3",
        rated("OPP", SG1=S, GG2=S, GG3=S),
        4,
        "satisfied",
    ),
    ("ML-5 CAR owes nothing above GG3", rated("CAR", SG1=S, SG2=S, GG2=S, GG3=S), 5, "satisfied"),
]


@pytest.mark.parametrize(
    ("result", "target", "value"), [a[1:] for a in AREAS], ids=[a[0] for a in AREAS]
)
def test_area(result, target, value):
    assert result.value_for(target) == AreaValue(value)
    assert result.is_met_for(target) == (value in ("satisfied", "not_applicable"))


def test_v35_no_area_but_sam_may_be_not_applicable():
    permitted = [key for key, area in MODEL.items() if scope_is_permitted(area, NA)]
    assert permitted == ["SAM"]
    with pytest.raises(ValueError, match="SCON may not be declared not applicable"):
        AreaResult(MODEL["SCON"], scope=NA)


def test_any_area_may_be_in_or_out_of_scope():
    assert all(scope_is_permitted(area, scope) for area in MODEL.values() for scope in (IN, OUT))


def test_only_an_addition_is_ignored_when_out_of_scope():
    addition, other = (AreaResult(MODEL[key], scope=OUT) for key in ("SSD", "SST"))
    assert (addition.is_ignored, addition.is_missing, addition.is_met_for(3)) == (True, False, True)
    assert (other.is_ignored, other.is_missing, other.is_met_for(3)) == (False, True, False)


LEVELS = [
    ("CL-1 a specific goal unsatisfied", rated("MA", SG1=S, SG2=U, GG2=S, GG3=S), 0, 0, "SG2"),
    ("V37 CL-2 specific goals only", rated("MA", SG1=S, SG2=S, GG2=U, GG3=U), 1, 1, "GG2"),
    ("V39 CL-2 GG2, not GG3", rated("REQM", SG1=S, GG2=S, GG3=U), 2, 2, "GG3"),
    ("CL-3 all goals", rated("REQM", SG1=S, GG2=S, GG3=S), 3, 3, ""),
    ("CL-4 no skipping", rated("REQM", SG1=S, GG2=U, GG3=S), 1, 1, "GG2"),
    ("V41 CL-5 a specific goal not rated", rated("MA", SG1=S, SG2=N, GG2=S, GG3=S), 0, 3, "SG2"),
    ("CL-5 GG2 not rated, GG3 unsatisfied", rated("REQM", SG1=S, GG2=N, GG3=U), 1, 2, "GG2"),
    ("nothing rated", rated("REQM"), 0, 3, "SG1"),
]


@pytest.mark.parametrize(
    ("result", "level", "possible", "stopped_by"),
    [x[1:] for x in LEVELS],
    ids=[x[0] for x in LEVELS],
)
def test_capability(result, level, possible, stopped_by):
    found = capability(result)
    assert (found.level, found.possible) == (level, possible)
    assert found.is_decided == (level == possible)
    assert [goal.key for goal in found.stopped_by] == stopped_by.split()


def test_profile_keeps_the_order_and_tells_what_has_no_level():
    results = [
        at_capability(MODEL["WP"], 2),
        AreaResult(MODEL["SAM"], scope=NA),
        at_capability(MODEL["CM"], 3),
        AreaResult(MODEL["SSD"], scope=OUT),
    ]
    profile = [capability(result) for result in results]
    assert [(each.area, each.scope, each.level, each.possible) for each in profile] == [
        ("WP", AreaScope.IN_SCOPE, 2, 2),
        ("SAM", AreaScope.NOT_APPLICABLE, None, None),
        ("CM", AreaScope.IN_SCOPE, 3, 3),
        ("SSD", AreaScope.OUT_OF_SCOPE, None, None),
    ]


@given(organizations())
def test_capability_is_a_whole_level_not_above_the_possible_one(results):
    for each in map(capability, results):
        if each.level is not None:
            assert each.level in (0, 1, 2, 3)
            assert each.level <= each.possible
            assert (each.stopped_by == ()) == (each.level == 3)


@given(organizations())
def test_a_goal_more_satisfied_never_lowers_a_capability_level(results):
    for result in results:
        if result.scope == IN:
            before = capability(result).level
            for goal in result.area.goals:
                others = [each for each in result.goals if each.key != goal.key]
                better = AreaResult(result.area, (*others, GoalResult(goal.key, S)))
                assert capability(better).level >= before
