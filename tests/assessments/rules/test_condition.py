"""Conditions over facts, in plain sentences."""

import pytest

from assessments.rules.condition import Sentence, WrongFacts, check_facts, judged, listed
from assessments.rules.method import Condition

RATE = Condition("response_rate", at_least_fact="response_rate_minimum")
AREAS = Condition("participants_per_area", at_least=2)


@pytest.mark.parametrize(
    ("condition", "facts", "holds", "sentence"),
    [
        (
            Condition("sponsor_accepted"),
            {"sponsor_accepted": True},
            True,
            "The sponsor has accepted the role.",
        ),
        (
            Condition("sponsor_accepted"),
            {"sponsor_accepted": False},
            False,
            "The sponsor has not accepted the role yet.",
        ),
        (
            Condition("active_sponsors", at_least=1, at_most=1),
            {"active_sponsors": 1},
            True,
            "Active sponsors: 1.",
        ),
        (
            Condition("active_sponsors", at_least=1, at_most=1),
            {"active_sponsors": 0},
            False,
            "Active sponsors: 0; at least 1 needed.",
        ),
        (
            Condition("active_sponsors", at_least=1, at_most=1),
            {"active_sponsors": 2},
            False,
            "Active sponsors: 2; at most 1 possible.",
        ),
        (
            Condition("team_members", at_least=2),
            {"team_members": 1},
            False,
            "Members of the assessment team: 1; at least 2 needed.",
        ),
        (
            Condition("execution_days", at_most=10),
            {"execution_days": 10},
            True,
            "Working days of the execution, as planned or so far: 10.",
        ),
        (
            Condition("execution_days", at_most=10),
            {"execution_days": 11},
            False,
            "The execution takes 11 working days; it should take at most 10.",
        ),
        (
            RATE,
            {"response_rate": 60, "response_rate_minimum": 60},
            True,
            "60% of the people asked have responded.",
        ),
        (
            RATE,
            {"response_rate": 59.97, "response_rate_minimum": 60},
            False,
            "Only 59.9% of the people asked have responded; 60% are needed.",
        ),
        (
            RATE,
            {"response_rate": 100},
            False,
            "Not known yet: Lowest response rate that the team has set.",
        ),
        (
            RATE,
            {},
            False,
            "Not known yet: Share of the people asked who submitted a response.",
        ),
        (
            AREAS,
            {"participants_per_area": {"SDP": 2, "CM": 1, "SCM": 0}},
            False,
            "Areas that fewer than 2 can speak about: CM, SCM.",
        ),
        (
            AREAS,
            {"participants_per_area": {"SDP": 2, "CM": 3}},
            True,
            "Every area in scope has at least 2 who can speak about it.",
        ),
        (
            AREAS,
            {"participants_per_area": {}},
            False,
            "Nothing to count yet: Participants who can speak about each area in scope.",
        ),
        (
            Condition("areas_not_discussed"),
            {"areas_not_discussed": ("Problem Management", "Configuration Management")},
            False,
            "Neither discussed nor explicitly skipped: "
            "Configuration Management, Problem Management.",
        ),
        (
            Condition("areas_not_discussed"),
            {"areas_not_discussed": ()},
            True,
            "Every area in scope was discussed or explicitly skipped.",
        ),
        (
            Condition("rounds", at_most_fact="rounds_maximum"),
            {"rounds": 4, "rounds_maximum": 3},
            False,
            "There were 4 rounds of voting; at most 3 are meant.",
        ),
    ],
)
def test_a_condition_is_judged_and_said(
    condition: Condition, facts: dict, holds: bool, sentence: str
) -> None:
    judgement = judged(condition, facts)
    assert (judgement.holds, str(judgement.sentence)) == (holds, sentence)


def test_what_is_not_known_is_told_apart_from_what_fails() -> None:
    assert not judged(Condition("plan_signed"), {}).is_known
    assert judged(Condition("plan_signed"), {"plan_signed": False}).is_known
    assert not judged(RATE, {"response_rate": 10}).is_known


def test_the_template_can_be_translated_before_it_is_filled() -> None:
    sentence = judged(Condition("team_members", at_least=2), {"team_members": 1}).sentence
    assert sentence == Sentence(
        "Members of the assessment team: {value}; at least {bound} needed.",
        (("value", "1"), ("bound", "2")),
    )


def test_names_with_braces_are_only_text() -> None:
    facts = {"interviews_open": ("{value} {0.__class__}",)}
    sentence = judged(Condition("interviews_open"), facts).sentence
    assert str(sentence).endswith(": {value} {0.__class__}.")


def test_long_lists_are_cut_and_the_cut_is_counted() -> None:
    assert listed("gfedcba") == "a, b, c, d, e, +2"
    assert listed("edcba") == "a, b, c, d, e"


@pytest.mark.parametrize(
    "value",
    [
        {"sponsor_accepted": 1},
        {"active_sponsors": True},
        {"active_sponsors": -1},
        {"active_sponsors": 1.0},
        {"response_rate": 100.1},
        {"response_rate": float("nan")},
        {"response_rate": True},
        {"interviews_open": ["A"]},
        {"interviews_open": "A"},
        {"interviews_open": (1,)},
        {"participants_per_area": {"A": "1"}},
        {"participants_per_area": ("A",)},
        {"no_such_fact": True},
    ],
)
def test_facts_that_do_not_fit_are_refused(value: dict) -> None:
    with pytest.raises(WrongFacts, match=next(iter(value))):
        check_facts(value)


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(WrongFacts) as caught:
        check_facts({"zzz": 1, "plan_signed": "yes", "responses": 3})
    assert str(caught.value) == "plan_signed: 'yes' is no flag; zzz: no such fact"
