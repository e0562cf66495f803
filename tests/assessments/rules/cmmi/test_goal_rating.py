"""Goals from their practices and the team's judgement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.cmmi.characterization import Characterization, PracticeRecord, TeamChoice
from assessments.rules.cmmi.goal_rating import (
    GoalValue,
    Judgement,
    Reason,
    ReasonKind,
    goal_result,
    judgement_fits,
)
from assessments.rules.cmmi.structure import Goal

FI, LI, PI, NI, NY = Characterization
S, U, N = GoalValue.SATISFIED, GoalValue.UNSATISFIED, GoalValue.NOT_RATED
HARMLESS = Judgement(False, "Each weakness is local, and none touches a customer.")
HARMFUL = Judgement(True, "Agreements are made, but nobody can say what was agreed.")


def practices(*values):
    """SP1.1, SP1.2 ... with one instance each; None: no instance was examined."""
    return {
        f"SP1.{n}": PracticeRecord((value,) if value else ())
        for n, value in enumerate(values, start=1)
    }


def rate(*values, judgement=None, **more):
    found = practices(*values)
    return goal_result(Goal("SG1", tuple(found)), found, judgement=judgement, **more)


GOALS = [
    ("V19 GOAL-1 all FI, nothing to judge", (FI, FI), None, S, ()),
    ("GOAL-1 LI everywhere is enough", (LI, LI), HARMLESS, S, ()),
    ("GOAL-1 LI not judged yet", (FI, LI), None, N, [("not_judged", "SP1.2")]),
    (
        "GOAL-1 a judgement without a reason is none",
        (FI, LI),
        Judgement(False, " "),
        N,
        [("not_judged", "SP1.2")],
    ),
    ("V21 GOAL-2 weaknesses together hurt", (FI, LI), HARMFUL, U, [("significant_weaknesses",)]),
    ("V23 GOAL-2 a single NI", (FI, NI), None, U, [("weak_practices", "SP1.2")]),
    ("GOAL-2 a single PI, harmless", (FI, PI), HARMLESS, U, [("weak_practices", "SP1.2")]),
    (
        "GOAL-2 weak and significant",
        (PI, NI),
        HARMFUL,
        U,
        [("weak_practices", "SP1.1", "SP1.2"), ("significant_weaknesses",)],
    ),
    ("V25 GOAL-3 one without a value", (FI, None), None, N, [("not_examined", "SP1.2")]),
    (
        "V27 GOAL-5 NY and NI; the NI is told",
        (NY, NI),
        None,
        N,
        [("not_yet", "SP1.1"), ("weak_practices", "SP1.2")],
    ),
    ("GOAL-3 no practices at all", (), HARMLESS, N, [("not_examined",)]),
]


@pytest.mark.parametrize(
    ("values", "judgement", "value", "reasons"), [g[1:] for g in GOALS], ids=[g[0] for g in GOALS]
)
def test_goal(values, judgement, value, reasons):
    result = rate(*values, judgement=judgement)
    assert result.key == "SG1"
    assert result.value == value
    assert result.reasons == tuple(Reason(ReasonKind(kind), tuple(of)) for kind, *of in reasons)


def test_goal_not_covered_is_not_rated():
    result = rate(FI, NI, is_covered=False)
    assert result.value == N
    assert [reason.kind for reason in result.reasons] == [
        ReasonKind.NOT_COVERED,
        ReasonKind.WEAK_PRACTICES,
    ]


def test_goal_with_an_open_choice_is_not_rated_until_the_team_has_chosen():
    goal = Goal("SG2", ("SP2.1", "SP2.2"))
    open_ = {"SP2.1": PracticeRecord((FI, FI)), "SP2.2": PracticeRecord((LI, PI))}
    result = goal_result(goal, open_)
    assert result.value == N
    assert result.reasons == (Reason(ReasonKind.CHOICE_OPEN, ("SP2.2",)),)
    chosen = PracticeRecord((LI, PI), TeamChoice(LI, "The weak unit is about to close."))
    decided = goal_result(goal, open_ | {"SP2.2": chosen}, judgement=HARMLESS)
    assert decided.value == S


def test_practices_of_other_goals_do_not_count():
    found = practices(FI, FI) | {"SP9.9": PracticeRecord((NI,))}
    assert goal_result(Goal("SG1", ("SP1.1", "SP1.2")), found).value == S


@pytest.mark.parametrize(
    ("values", "judgement", "fits"),
    [
        ((FI, LI), HARMFUL, True),
        ((FI, NI), HARMFUL, True),
        ((FI, FI), HARMFUL, False),
        ((FI, FI), HARMLESS, True),
        ((FI, LI), Judgement(True, ""), False),
    ],
)
def test_judgement_names_a_weakness_and_a_reason(values, judgement, fits):
    assert judgement_fits(practices(*values), judgement) == fits


VALUES = st.lists(st.sampled_from([*Characterization, None]), min_size=1, max_size=5)
JUDGEMENTS = st.sampled_from([None, HARMLESS, HARMFUL])


@given(VALUES, JUDGEMENTS, st.randoms(use_true_random=False))
def test_goal_ignores_order(values, judgement, random):
    shuffled = random.sample(values, len(values))
    assert rate(*shuffled, judgement=judgement).value == rate(*values, judgement=judgement).value


@given(VALUES, JUDGEMENTS)
def test_only_satisfied_goals_are_without_reasons(values, judgement):
    result = rate(*values, judgement=judgement)
    assert (result.value == S) == (result.reasons == ())


@given(VALUES, JUDGEMENTS)
def test_goal_is_satisfied_only_if_every_practice_is_largely_or_fully(values, judgement):
    if rate(*values, judgement=judgement).value == S:
        assert set(values) <= {FI, LI}


@given(st.lists(st.sampled_from([FI, LI, PI, NI]), min_size=1, max_size=5), st.data())
def test_a_better_practice_never_makes_a_goal_worse(values, data):
    order = [FI, LI, PI, NI]
    judgement = data.draw(st.sampled_from([HARMLESS, HARMFUL]))
    place = data.draw(st.integers(0, len(values) - 1))
    better = data.draw(st.sampled_from(order[: order.index(values[place]) + 1]))
    improved = [*values[:place], better, *values[place + 1 :]]
    if rate(*values, judgement=judgement).value == S:
        assert rate(*improved, judgement=judgement).value == S
