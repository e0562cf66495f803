"""Questionnaires adjusted, skip rules checked, and the way through for given answers."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.answer_kinds import Kind
from assessments.rules.outline import (
    Condition,
    Outline,
    OutlinedQuestion,
    SkipRule,
    ordered,
    with_own,
    without,
)
from assessments.rules.skips import Fault, Problem, Step, applicable, path, problems

CHOICES = {
    "yes": Kind.VALUE,
    "no": Kind.VALUE,
    "dont_know": Kind.DONT_KNOW,
    "does_not_apply": Kind.NOT_APPLICABLE,
}
PLACES = {"no": 0, "yes": 1}


def outline(keys, *rules):
    return Outline(tuple(OutlinedQuestion(key, CHOICES) for key in keys), rules)


def skip(target, **answers):
    """Skip the target when each of these questions has one of these codes (divided by blanks)."""
    return SkipRule(
        target, tuple(Condition(key, frozenset(codes.split())) for key, codes in answers.items())
    )


def kinds(plan, answers, reached=None):
    return [step.kind for step in path(plan, answers, reached=reached)]


PLAN = outline("abcd", skip("b", a="no dont_know"), skip("c", b="yes"))


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"a": "yes", "b": "no", "c": "yes", "d": "dont_know"}, "value value value dont_know"),
        ({"a": "yes", "b": "yes", "d": "does_not_apply"}, "value value skipped not_applicable"),
        ({"a": "no", "c": "yes", "d": "no"}, "value skipped value value"),
        ({"a": "dont_know"}, "dont_know skipped blank blank"),
        ({}, "blank blank blank blank"),
    ],
)
def test_the_way_of_a_submitted_response(answers, expected):
    assert kinds(PLAN, answers) == [Kind(word) for word in expected.split()]


def test_not_reached_is_not_blank():
    assert kinds(PLAN, {"a": "yes"}, reached=2) == [
        Kind.VALUE,
        Kind.BLANK,
        Kind.NOT_REACHED,
        Kind.NOT_REACHED,
    ]
    assert kinds(PLAN, {"d": "yes"}, reached=0)[-1] == Kind.VALUE


def test_an_answer_led_past_is_kept_and_counts_for_nothing():
    steps = path(PLAN, {"a": "no", "b": "yes", "c": "no"})
    assert steps[1] == Step("b", Kind.SKIPPED, "yes")
    assert steps[2] == Step("c", Kind.VALUE, "no")  # skipping b, its yes no longer leads past c
    assert [step.question for step in applicable(steps)] == ["a", "c", "d"]


def test_a_code_that_is_not_offered():
    with pytest.raises(ValueError, match="a does not offer 'maybe'"):
        path(PLAN, {"a": "maybe"})


def test_all_conditions_of_a_rule_and_any_of_several_rules():
    both = outline("abc", skip("c", a="no", b="no"))
    either = outline("abc", skip("c", a="no"), skip("c", b="no"))
    for a, b in product(("yes", "no"), repeat=2):
        answers = {"a": a, "b": b}
        assert (kinds(both, answers)[2] is Kind.SKIPPED) == (a == b == "no")
        assert (kinds(either, answers)[2] is Kind.SKIPPED) == ("no" in (a, b))


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (PLAN, []),
        (outline("aba"), [Problem(Fault.REPEATED_QUESTION, "a")]),
        (Outline((OutlinedQuestion("a", {}),)), [Problem(Fault.NO_CHOICES, "a")]),
        (outline("ab", skip("x", a="no")), [Problem(Fault.UNKNOWN_TARGET, "x")]),
        (outline("ab", skip("b")), [Problem(Fault.NO_CONDITION, "b")]),
        (outline("ab", skip("b", a="")), [Problem(Fault.NO_CONDITION, "b")]),
        (outline("ab", skip("b", x="no")), [Problem(Fault.UNKNOWN_QUESTION, "b", "x")]),
        (outline("ab", skip("a", b="no")), [Problem(Fault.NOT_EARLIER, "a", "b")]),
        (outline("ab", skip("a", a="no")), [Problem(Fault.NOT_EARLIER, "a", "a")]),
        (outline("ab", skip("b", a="maybe")), [Problem(Fault.UNKNOWN_CHOICE, "b", "a")]),
        (
            outline(
                "ab",
                SkipRule("b", (Condition("a", frozenset({"no"})), Condition("a", {"yes"}))),
            ),
            [Problem(Fault.NEVER_HOLDS, "b")],
        ),
        (
            outline("ab", skip("b", a="yes no"), skip("b", a="dont_know does_not_apply")),
            [Problem(Fault.UNREACHABLE, "b")],
        ),
        (
            # b is asked only after a yes, and c only without a no to b and without a yes to a.
            outline(
                "abc",
                skip("b", a="no dont_know does_not_apply"),
                skip("c", a="no dont_know does_not_apply"),
                skip("c", b="yes no dont_know does_not_apply"),
            ),
            [Problem(Fault.UNREACHABLE, "c")],
        ),
    ],
)
def test_problems(plan, expected):
    assert problems(plan) == expected


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_has_a_sentence(fault):
    assert "Q7" in Problem(fault, "Q7", "Q3").sentence


def test_a_rule_over_very_many_questions_is_not_guessed_at():
    """Some rule always holds, which only trying millions of answers would show."""
    keys = [f"q{n}" for n in range(12)]
    odd = [skip("last", **{key: "yes", "q0": "no"}) for key in keys[1:]]
    even = [skip("last", **{key: "no dont_know", "q11": "no"}) for key in keys[:-1]]
    rest = [skip("last", q0=code, q11=other) for code in CHOICES for other in CHOICES]
    assert problems(outline([*keys, "last"], *odd, *even, *rest)) == [
        Problem(Fault.TOO_INTRICATE, "last")
    ]


KEYS = "abcd"
CODES = st.frozensets(st.sampled_from(["yes", "no"]), min_size=1)
RULES = st.lists(
    st.builds(
        SkipRule,
        st.sampled_from(KEYS),
        st.lists(st.builds(Condition, st.sampled_from(KEYS), CODES), min_size=1, max_size=2).map(
            tuple
        ),
    ),
    max_size=5,
)
TWO = {"yes": Kind.VALUE, "no": Kind.VALUE}


def two_choices(rules):
    return Outline(tuple(OutlinedQuestion(key, TWO) for key in KEYS), tuple(rules))


@given(RULES)
def test_reachable_is_what_some_full_set_of_answers_reaches(rules):
    plan = two_choices(rules)
    found = problems(plan)
    faults = {problem.fault for problem in found}
    if faults - {Fault.UNREACHABLE}:
        assert Fault.UNREACHABLE not in faults
        return
    reached = set()
    for codes in product(TWO, repeat=len(KEYS)):
        steps = path(plan, dict(zip(KEYS, codes, strict=True)))
        reached |= {step.question for step in applicable(steps)}
    assert {problem.question for problem in found} == set(KEYS) - reached


@given(RULES)
def test_a_checked_outline_has_no_circle(rules):
    plan = two_choices(rules)
    if not problems(plan):
        edges = {(c.question, rule.target) for rule in rules for c in rule.when}
        assert all(KEYS.index(source) < KEYS.index(target) for source, target in edges)


ANSWERS = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["yes", "no", ""]))


@given(RULES, ANSWERS, st.integers(0, 4), st.sampled_from(KEYS), st.sampled_from(["yes", "no"]))
def test_later_answers_never_change_earlier_steps(rules, answers, reached, key, choice):
    plan = two_choices(rules)
    if problems(plan):
        return
    before = path(plan, answers, reached=reached)
    after = path(plan, {**answers, key: choice}, reached=reached)
    place = KEYS.index(key)
    assert before[:place] == after[:place]
    assert [step.question for step in after] == list(KEYS)


def test_ordered():
    assert ordered(PLAN, "dcba").keys == ("d", "c", "b", "a")
    assert {p.fault for p in problems(ordered(PLAN, "dcba"))} == {Fault.NOT_EARLIER}
    for wrong in ("abc", "abcdd", "abce"):
        with pytest.raises(ValueError, match="every question once"):
            ordered(PLAN, wrong)


def test_without():
    plan = without(PLAN, {"b"})
    assert (plan.keys, plan.rules) == (("a", "c", "d"), (PLAN.rules[1],))
    assert problems(plan) == [Problem(Fault.UNKNOWN_QUESTION, "c", "b")]
    assert without(PLAN, {"b", "c"}).rules == ()
    with pytest.raises(ValueError, match="No such question: x"):
        without(PLAN, {"a", "x"})


def test_with_own():
    own = OutlinedQuestion("own", CHOICES)
    assert with_own(PLAN, own).keys == ("a", "b", "c", "d", "own")
    plan = with_own(PLAN, own, after="b")
    assert (plan.keys, plan.questions[2].is_own) == (("a", "b", "own", "c", "d"), True)
    assert plan.rules == PLAN.rules
    with pytest.raises(ValueError, match="question a already"):
        with_own(PLAN, OutlinedQuestion("a", CHOICES))
    with pytest.raises(ValueError, match="No such question: x"):
        with_own(PLAN, own, after="x")
