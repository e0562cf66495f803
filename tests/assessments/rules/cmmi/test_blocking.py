"""What blocks a level: all of it, nothing else, in an order to work through."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.cmmi.area_rating import AreaResult
from assessments.rules.cmmi.blocking import Block, BlockKind, blocking_areas, blocks
from assessments.rules.cmmi.characterization import Characterization, PracticeRecord
from assessments.rules.cmmi.goal_rating import GoalResult, Judgement
from assessments.rules.cmmi.staging import maturity
from tests.assessments.rules.cmmi.svc import (
    MODEL,
    NA,
    OUT,
    N,
    S,
    U,
    organization,
    organizations,
    rated,
    rated_from_practices,
)

FI, LI, PI, NI, NY = Characterization
K = BlockKind


def test_blocks_of_level_3_come_level_by_level_in_the_order_of_the_model():
    results = [
        rated("CM", SG1=S, SG2=U, SG3=S, GG2=N, GG3=U),
        rated("REQM", SG1=S, GG2=S, GG3=U),
        AreaResult(MODEL["SAM"], scope=NA),
        rated("WP", SG1=S, SG2=S, SG3=S, GG2=U, GG3=S),
        AreaResult(MODEL["DAR"], scope=OUT),
        AreaResult(MODEL["SSD"], scope=OUT),
        rated("SST", SG1=S, SG2=S, GG2=S, GG3=S),
        rated("OPP", SG1=U, GG2=U, GG3=U),
    ]
    expected = [
        Block(2, "CM", "SG2", K.UNSATISFIED),
        Block(2, "CM", "GG2", K.NOT_RATED),
        Block(2, "WP", "GG2", K.UNSATISFIED),
        Block(3, "CM", "GG3", K.UNSATISFIED),
        Block(3, "REQM", "GG3", K.UNSATISFIED),
        Block(3, "DAR", None, K.AREA_OUT_OF_SCOPE),
    ]
    assert list(blocks(results, 3)) == expected
    assert list(blocks(results, 2)) == expected[:3]
    assert blocking_areas(results, 3) == ("CM", "WP", "REQM", "DAR")
    assert blocking_areas(results, 2) == ("CM", "WP")


def test_blocks_name_practices_and_what_to_do_about_them():
    full = {key: PracticeRecord((FI,)) for goal in MODEL["WP"].goals for key in goal.practices}
    result = rated_from_practices(
        "WP",
        full
        | {
            "SP1.1": PracticeRecord(),
            "SP1.2": PracticeRecord((LI, NI)),
            "SP1.3": PracticeRecord((NY,)),
            "SP1.4": PracticeRecord((PI, NI)),
            "SP2.1": PracticeRecord((LI,)),
            "SP3.1": PracticeRecord((LI,)),
        },
        {"SG3": Judgement(True, "Nobody had agreed to the plan.")},
        uncovered={"GG2"},
    )
    assert list(blocks([result], 2)) == [
        Block(2, "WP", "SG1", K.NOT_EXAMINED, ("SP1.1",)),
        Block(2, "WP", "SG1", K.CHOICE_OPEN, ("SP1.2",)),
        Block(2, "WP", "SG1", K.NOT_YET, ("SP1.3",)),
        Block(2, "WP", "SG1", K.WEAK_PRACTICES, ("SP1.4",)),
        Block(2, "WP", "SG2", K.NOT_JUDGED, ("SP2.1",)),
        Block(2, "WP", "SG3", K.SIGNIFICANT_WEAKNESSES),
        Block(2, "WP", "GG2", K.NOT_COVERED),
    ]


def test_a_whole_model_at_3_with_one_gap_tells_only_that_gap():
    results = organization({2: 3, 3: 3, 4: 3, 5: 3}, {"RSKM": 2})
    assert blocks(results, 2) == ()
    for level in (3, 4, 5):
        assert blocks(results, level) == (Block(3, "RSKM", "GG3", K.UNSATISFIED),)


def mended(results, found):
    """The results after each of the blocks was dealt with."""
    goals = {(block.area, block.goal) for block in found}
    return [
        AreaResult(each.area, tuple(GoalResult(goal.key, S) for goal in each.area.goals))
        if (each.area.key, None) in goals
        else replace(
            each,
            goals=tuple(
                GoalResult(goal.key, S) if (each.area.key, goal.key) in goals else goal
                for goal in each.goals
            ),
        )
        for each in results
    ]


@given(organizations(), st.integers(2, 5))
def test_no_blocks_exactly_when_the_level_is_reached(results, level):
    assert (blocks(results, level) == ()) == (maturity(results).level >= level)


@given(organizations(), st.integers(2, 5), st.data())
def test_dealing_with_all_blocks_reaches_the_level_and_with_fewer_does_not(results, level, data):
    found = blocks(results, level)
    assert maturity(mended(results, found)).level >= level
    if found:
        left = data.draw(st.sampled_from(found))
        others = [block for block in found if block != left]
        assert maturity(mended(results, others)).level < level


@given(organizations(), st.integers(2, 5))
def test_the_first_blocks_are_those_of_the_lower_level(results, level):
    lower = blocks(results, level - 1)
    assert blocks(results, level)[: len(lower)] == lower
