"""What the team agreed about a goal, held against the rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.cmmi.agreed import Agreed, counted_result, is_allowed
from assessments.rules.cmmi.characterization import Characterization, PracticeRecord
from assessments.rules.cmmi.goal_rating import GoalValue, goal_result
from assessments.rules.cmmi.structure import Goal

S, U, N = GoalValue.SATISFIED, GoalValue.UNSATISFIED, GoalValue.NOT_RATED
GOAL = Goal("SG1", ("SP1.1", "SP1.2"))


def seen(*values):
    """One instance for each practice."""
    return {
        key: PracticeRecord((Characterization(value),) if value else ())
        for key, value in zip(GOAL.practices, values, strict=True)
    }


@pytest.mark.parametrize(
    ("values", "allowed"),
    [
        (("FI", "FI"), {S, N}),
        (("FI", "LI"), {S, U, N}),
        (("FI", "PI"), {U, N}),
        (("NI", "LI"), {U, N}),
        (("NY", "NI"), {N}),
        (("FI", ""), {N}),
    ],
)
def test_rules_leave_these_values_to_the_team(values, allowed):
    found = {v for v in GoalValue if is_allowed(GOAL, seen(*values), Agreed(v, "Seen"))}
    assert found == allowed


@pytest.mark.parametrize(
    ("values", "agreed", "counted", "reasons"),
    [
        (("FI", "LI"), S, S, []),
        (("FI", "LI"), U, U, ["significant_weaknesses"]),
        (("FI", "PI"), U, U, ["weak_practices"]),
        (("FI", "FI"), N, N, ["not_covered"]),
        (("FI", "LI"), None, N, ["not_judged"]),
        (("FI", "FI"), None, N, ["not_judged"]),
        (("FI", "PI"), None, N, ["not_judged", "weak_practices"]),
        (("FI", "PI"), S, N, ["not_judged", "weak_practices"]),
        (("FI", ""), S, N, ["not_examined"]),
        (("NY", "PI"), None, N, ["not_yet", "weak_practices"]),
    ],
)
def test_what_counts(values, agreed, counted, reasons):
    result = counted_result(GOAL, seen(*values), Agreed(agreed, "Seen") if agreed else None)
    assert (result.value, [reason.kind.value for reason in result.reasons]) == (counted, reasons)


def test_judgement_on_weaknesses_without_a_reason_is_none():
    assert not is_allowed(GOAL, seen("FI", "LI"), Agreed(U, " "))


@given(
    st.tuples(*[st.sampled_from(["FI", "LI", "PI", "NI", "NY", ""])] * 2),
    st.sampled_from([S, U, N, None]),
)
def test_nothing_counts_that_the_rules_do_not_give(values, agreed):
    practices = seen(*values)
    said = Agreed(agreed, "Seen") if agreed else None
    counted = counted_result(GOAL, practices, said)
    suggested = goal_result(GOAL, practices)
    assert counted.value in (N, agreed)
    if suggested.value != N:
        assert counted.value in (N, U, suggested.value)
    assert (counted.value == S) == (counted.reasons == ())
