"""Proposed probes: each ground, its numbers, the ranking, and the limit for each area."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.answer_kinds import Kind, code_of
from assessments.rules.counting import AnswerScale, counted
from assessments.rules.dispersion import dispersion
from assessments.rules.probes import URGENCY, AskedQuestion, Ground, proposals, reasons
from tests.assessments.rules.answers import FIVE

YES_NO = AnswerScale((0, 1))


def statistics(*values, scale=FIVE, dont_know=0, not_applicable=0):
    codes = [scale.values.index(value) for value in values]
    codes += [code_of(Kind.DONT_KNOW)] * dont_know + [code_of(Kind.NOT_APPLICABLE)] * not_applicable
    return dispersion(counted(np.array([codes], int), scale)).row(0)


def asked(key, *values, area="A", goal=None, units=None, scale=FIVE, **gaps):
    found = statistics(*values, scale=scale, **gaps)
    shown = {name: statistics(*given, scale=scale) for name, given in (units or {}).items()}
    return AskedQuestion(key, area, scale, found, goal, shown)


def grounds(question):
    return [reason.ground for reason in reasons(question)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (asked("q", 3, 3, 4, 4, 3), []),
        (asked("q", 1, 1, 5, 5), [Ground.SPLIT]),
        (asked("q", 1, 2, 3, 4, 5), [Ground.DISAGREEMENT]),
        (asked("q", 3, 3, 3, dont_know=2), [Ground.DONT_KNOW]),
        (asked("q", 3, 3, 3, 3, dont_know=2), []),
        (asked("q", 1, 1, 5, 5, dont_know=4), [Ground.SPLIT, Ground.DONT_KNOW]),
        (asked("q", not_applicable=6), [Ground.NOT_APPLICABLE]),
        (asked("q", 5, 5, 5, 5, 5), [Ground.UNANIMOUS]),
        (asked("q", 5, 5, 5, 5), []),
        (asked("q", 1, 1, 1, 1, 1), []),
        (asked("q", 3), []),
    ],
)
def test_grounds(question, expected):
    assert grounds(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (asked("q", *[1] * 9, 0, scale=YES_NO), []),
        (
            asked("q", *[1] * 3, *[0] * 3, scale=YES_NO, dont_know=4),
            [Ground.SPLIT, Ground.DONT_KNOW],
        ),
        (asked("q", *[1] * 6, scale=YES_NO), [Ground.UNANIMOUS]),
        (asked("q", *[0] * 6, scale=YES_NO), []),
        (asked("q", scale=YES_NO, not_applicable=6), [Ground.NOT_APPLICABLE]),
    ],
)
def test_grounds_of_yes_and_no(question, expected):
    assert grounds(question) == expected


def test_reasons_carry_their_numbers():
    (reason,) = reasons(asked("q", 1, 1, 5, 5))
    assert reason.numbers == {"r_wg": 0.0, "valid": 4, "ad_median": 2.0}
    assert reason.strength == pytest.approx(8 / 3)
    (reason,) = reasons(asked("q", 3, 3, 3, dont_know=3))
    assert reason.numbers == {"share": 0.5, "dont_know": 3}


def test_units_that_differ_are_named():
    question = asked(
        "q", 2, 3, 2, 3, 4, 4, 3, units={"North": (2, 2), "South": (4, 4), "West": (3,)}
    )
    (reason,) = reasons(question)
    assert (reason.ground, reason.about) == (Ground.UNITS_DIFFER, ("South", "North"))
    assert reason.numbers == {"highest_median": 4, "lowest_median": 2}
    assert grounds(asked("q", 2, 3, units={"North": (2, 2), "South": (3, 3)})) == []
    assert grounds(asked("q", 2, 2, units={"North": (1, 3), "South": (4, 4)})) == []


def test_practices_of_a_goal_that_contradict_each_other():
    questions = [
        asked("plan", 4, 4, 4, goal="G1"),
        asked("track", 3, 3, 3, goal="G1"),
        asked("act", 2, 2, 2, goal="G1"),
        asked("other", 1, 1, 1, goal="G2"),
    ]
    (found,) = proposals(questions, per_area=5)
    assert found.questions == ("plan", "act")
    assert found.reasons[0].ground is Ground.CONTRADICTION
    assert found.reasons[0].numbers == {"highest_median": 4, "lowest_median": 2}


def test_a_hidden_question_tells_nothing():
    hidden = AskedQuestion("q", "A", FIVE, None, goal="G")
    (found,) = proposals([hidden, asked("w", 3, 3, goal="G")], per_area=3)
    assert (found.questions, [r.ground for r in found.reasons]) == (("q",), [Ground.TOO_FEW])
    assert (found.reasons[0].numbers, found.reasons[0].strength) == ({}, 0.0)
    unknown = AskedQuestion("q", "A", FIVE, None, is_widely_unknown=True)
    assert grounds(unknown) == [Ground.DONT_KNOW, Ground.TOO_FEW]


def test_strongest_disagreement_first():
    questions = [
        asked("few", 3, 3, 3, dont_know=9),
        asked("spread", 1, 2, 3, 4, 5),
        asked("mild camps", 2, 2, 4, 4),
        asked("units", 3, 3, 3, units={"N": (1,), "S": (5,)}),
        asked("camps", 1, 1, 5, 5),
        asked("camps, unknown", 1, 1, 5, 5, dont_know=4),
        asked("some", 3, 3, 3, dont_know=3),
        asked("clear", 3, 3, 3),
    ]
    found = [p.questions[0] for p in proposals(questions, per_area=9)]
    assert found == [
        "camps, unknown",
        "camps",
        "mild camps",
        "spread",
        "few",
        "some",
        "units",
    ]


def test_at_most_so_many_for_each_area():
    questions = [asked(f"{area}{n}", 1, 1, 5, 5, area=area) for area in "AB" for n in range(4)]
    found = proposals(questions, per_area=2)
    assert [p.questions[0] for p in found] == ["A0", "A1", "B0", "B1"]
    assert proposals(questions, per_area=0) == []


QUESTIONS = st.lists(
    st.builds(
        lambda values, dk, area: asked("q", *values, dont_know=dk, area=area, goal=area),
        st.lists(st.integers(1, 5), max_size=8),
        st.integers(0, 6),
        st.sampled_from("ABC"),
    ),
    max_size=8,
)


@given(QUESTIONS, st.integers(0, 3))
def test_fewer_are_the_first_of_more(questions, per_area):
    everything = proposals(questions, per_area=99)
    urgencies = [URGENCY[p.reasons[0].ground] for p in everything]
    assert urgencies == sorted(urgencies)
    for area in "ABC":
        kept = [p for p in proposals(questions, per_area=per_area) if p.area == area]
        assert kept == [p for p in everything if p.area == area][:per_area]
