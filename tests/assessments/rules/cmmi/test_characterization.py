"""From what the team saw to the value of a practice, at an instance and in the unit."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.cmmi.characterization import (
    AggregationRule,
    Characterization,
    ChoiceProblem,
    InstanceRecord,
    PracticeRecord,
    RecordProblem,
    TeamChoice,
    characterization,
    choice_problem,
    record_problem,
    unit_characterization,
)

FI, LI, PI, NI, NY = Characterization
BEST_FIRST = (FI, LI, PI, NI)
MISSING, UNEXPECTED = RecordProblem.WEAKNESS_MISSING, RecordProblem.WEAKNESS_UNEXPECTED


def seen(adequate: bool, weaknesses: int, aspects: bool = False, **more: bool) -> InstanceRecord:
    return InstanceRecord(
        is_adequate=adequate, shows_aspects=aspects, weaknesses=weaknesses, **more
    )


INSTANCES = [
    ("V01 INST-1 adequate, no weakness", seen(True, 0), FI, None),
    ("INST-2 adequate, one weakness", seen(True, 1), LI, None),
    ("INST-2 adequate, many weaknesses", seen(True, 9), LI, None),
    ("V03 INST-3 some aspects shown", seen(False, 1, aspects=True), PI, None),
    ("INST-4 conflicting", seen(True, 1, is_conflicting=True), PI, None),
    ("V05 INST-5 nothing supports it", seen(False, 2), NI, None),
    ("INST-6 not there yet", InstanceRecord(stage_reached=False), NY, None),
    ("V07 INST-7 PI without weakness", seen(False, 0, aspects=True), PI, MISSING),
    ("INST-7 PI by conflict without weakness", seen(True, 0, is_conflicting=True), PI, MISSING),
    ("INST-7 NI without weakness", seen(False, 0), NI, MISSING),
    ("INST-7 NY with weakness", InstanceRecord(stage_reached=False, weaknesses=1), NY, UNEXPECTED),
]


@pytest.mark.parametrize(
    ("record", "value", "problem"), [i[1:] for i in INSTANCES], ids=[i[0] for i in INSTANCES]
)
def test_instance(record, value, problem):
    assert characterization(record) == value
    assert record_problem(value, record.weaknesses) == problem


@pytest.mark.parametrize(
    ("value", "without", "with_one"),
    [
        (FI, None, UNEXPECTED),
        (LI, MISSING, None),
        (PI, MISSING, None),
        (NI, MISSING, None),
        (NY, None, UNEXPECTED),
    ],
)
def test_record_problem_of_a_value_given_by_the_team(value, without, with_one):
    assert record_problem(value, 0) == without
    assert record_problem(value, 1) == with_one


AGGREGATES = [
    ("V09 AGG-1 one not there yet", (FI, NY, FI), "AGG-1", (FI,), FI),
    ("AGG-1 a single instance", (NI,), "AGG-1", (NI,), NI),
    ("AGG-1 all LI", (LI, LI), "AGG-1", (LI,), LI),
    ("AGG-1 PI and not there yet", (PI, NY), "AGG-1", (PI,), PI),
    ("V11 AGG-2 one LI among FI", (FI, LI, FI), "AGG-2", (LI,), LI),
    ("AGG-2 with one not there yet", (LI, NY, FI), "AGG-2", (LI,), LI),
    ("V13 AGG-3 one PI", (FI, LI, PI), "AGG-3", (LI, PI, NI), PI),
    ("AGG-3 FI and PI", (FI, PI), "AGG-3", (LI, PI, NI), PI),
    ("AGG-3 one NI among FI", (FI, FI, NI), "AGG-3", (LI, PI, NI), NI),
    ("AGG-3 all four", (FI, LI, PI, NI), "AGG-3", (LI, PI, NI), NI),
    ("AGG-3 with one not there yet", (LI, NY, PI), "AGG-3", (LI, PI, NI), PI),
    ("V15 AGG-4 PI and NI only", (PI, NI, PI), "AGG-4", (PI,), PI),
    ("V17 AGG-5 none there yet", (NY, NY, NY), "AGG-5", (NY,), NY),
    ("AGG-6 none examined", (), "AGG-6", (), None),
]


@pytest.mark.parametrize(
    ("instances", "rule", "allowed", "provisional"),
    [a[1:] for a in AGGREGATES],
    ids=[a[0] for a in AGGREGATES],
)
def test_aggregate(instances, rule, allowed, provisional):
    for order in permutations(instances):
        unit = unit_characterization(order)
        assert unit.rule == AggregationRule(rule)
        assert unit.allowed == allowed
        assert unit.provisional == provisional
        assert unit.needs_choice == (rule == "AGG-3")


@pytest.mark.parametrize(
    ("instances", "choice", "problem", "value"),
    [
        ((LI, PI), None, None, None),
        ((LI, PI), TeamChoice(LI, "The weak team delivers a side product."), None, LI),
        ((LI, PI), TeamChoice(NI, "The core of it is missing."), None, NI),
        ((LI, PI), TeamChoice(FI, "Looks fine."), ChoiceProblem.CLOSED, None),
        ((LI, PI), TeamChoice(NY, "Too early."), ChoiceProblem.CLOSED, None),
        ((LI, PI), TeamChoice(PI, "  "), ChoiceProblem.REASON_MISSING, None),
        ((LI, LI), TeamChoice(PI, "Left over."), ChoiceProblem.NOT_NEEDED, LI),
        ((), TeamChoice(LI, "Nobody looked."), ChoiceProblem.NOT_NEEDED, None),
    ],
)
def test_value_of_a_practice_with_a_choice(instances, choice, problem, value):
    practice = PracticeRecord(instances, choice)
    assert practice.value == value
    if choice:
        assert choice_problem(practice.unit, choice) == problem


VALUES = st.lists(st.sampled_from(list(Characterization)), max_size=6)


@given(VALUES, st.randoms(use_true_random=False))
def test_aggregate_ignores_order_and_repetition(values, random):
    shuffled = random.sample(values, len(values)) + values[:1]
    assert unit_characterization(shuffled) == unit_characterization(values)


@given(VALUES)
def test_aggregate_sets_instances_aside_that_are_not_there_yet(values):
    due = [value for value in values if value != NY]
    if due:
        assert unit_characterization([*values, NY]) == unit_characterization(due)


@given(VALUES)
def test_full_only_where_all_that_are_due_are_full(values):
    due = {value for value in values if value != NY}
    assert (FI in unit_characterization(values).allowed) == (due == {FI})


@given(st.lists(st.sampled_from(BEST_FIRST), min_size=1, max_size=6), st.data())
def test_a_better_instance_never_closes_a_better_value(values, data):
    place = data.draw(st.integers(0, len(values) - 1))
    better = data.draw(st.sampled_from(BEST_FIRST[: BEST_FIRST.index(values[place]) + 1]))
    improved = [*values[:place], better, *values[place + 1 :]]
    best_before, best_after = (
        unit_characterization(each).allowed[0] for each in (values, improved)
    )
    assert BEST_FIRST.index(best_after) <= BEST_FIRST.index(best_before)


@given(st.lists(st.sampled_from(BEST_FIRST), min_size=1, max_size=6))
def test_provisional_is_a_value_that_may_be_chosen(values):
    unit = unit_characterization(values)
    assert unit.provisional in unit.allowed


@given(st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.integers(1, 9))
def test_the_number_of_weaknesses_never_matters(stage, adequate, aspects, conflict, count):
    one = InstanceRecord(stage, adequate, aspects, conflict, 1)
    many = InstanceRecord(stage, adequate, aspects, conflict, count)
    assert characterization(one) == characterization(many)
