"""What the scope gives and what a draft makes of it."""

from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.answer_kinds import Kind
from assessments.rules.draft_data import data_of, draft_of
from assessments.rules.drafting import (
    CatalogQuestion,
    Draft,
    OwnQuestion,
    Rule,
    arranged,
    cards,
    item_key,
    minutes,
    moved,
    next_own_code,
    outline_of,
)
from assessments.rules.outline import Condition
from assessments.rules.response_sets import SETS, asks_for_agreement
from assessments.rules.skips import Fault, problems

YES_NO = {"yes": Kind.VALUE, "no": Kind.VALUE, "dont_know": Kind.DONT_KNOW}
OWN = OwnQuestion("OWN-1", "A", "Do you like it here?", "shipped:presence")


def asked(code, *, area="A", node=None, kind="practice", level=None, response_set="yes_no"):
    return CatalogQuestion(code, code, node or code, area, kind, level, response_set, f"Is {code}?")


PLAIN = [asked("A1"), asked("A2"), asked("A3"), asked("B1", area="B")]
DDI = [
    asked("D.HAVE", node="d", response_set="in_place"),
    asked("D.NEED", node="d", response_set="need"),
    asked("E.NEED", node="e", response_set="need"),
]


def codes(draft, questions=PLAIN, areas=("A", "B")):
    return [card.code for card in cards(questions, areas, draft)]


def keys(draft, questions):
    return [item.key for card in cards(questions, ("A",), draft) for item in card.items]


def test_an_empty_draft_changes_nothing():
    assert codes(Draft()) == ["A1", "A2", "A3", "B1"]


def test_order_areas_and_own_questions():
    assert codes(Draft(areas=("B", "A"))) == ["B1", "A1", "A2", "A3"]
    assert codes(Draft(order=("A3", "A1"))) == ["A3", "A1", "A2", "B1"]
    assert codes(Draft(own=(OWN,))) == ["A1", "A2", "A3", "OWN-1", "B1"]
    assert codes(Draft(own=(OWN,), order=("OWN-1", "A1", "A2", "A3"))) == [
        "OWN-1",
        "A1",
        "A2",
        "A3",
        "B1",
    ]


def test_what_the_scope_no_longer_holds_is_left_away():
    draft = Draft(own=(OWN,), order=("A3", "OWN-1"), left_out=("A1",))
    assert codes(draft, [asked("B1", area="B")], ("B",)) == ["B1"]


def test_left_out_cards_stay_visible():
    found = cards(PLAIN, ("A", "B"), Draft(left_out=("A2",)))
    assert [card.is_left_out for card in found] == [False, True, False, False]


def test_kinds_and_levels_narrow_what_is_asked():
    questions = [asked("G", kind="goal", level=2), asked("P", level=3), asked("Q")]
    assert codes(Draft(kinds=("goal",)), questions) == ["G"]
    assert codes(Draft(levels=(3,)), questions) == ["P", "Q"]


def test_aspects_of_one_question_share_a_card():
    assert keys(Draft(), DDI) == ["D.HAVE", "D.NEED:importance", "E.NEED:importance"]
    assert codes(Draft(), DDI) == ["D.HAVE", "E.NEED"]
    every = Draft(aspects=("as_is", "to_be", "importance"))
    assert keys(every, DDI)[:3] == ["D.HAVE", "D.HAVE:to_be", "D.NEED:importance"]
    assert keys(Draft(aspects=("as_is",)), DDI) == ["D.HAVE"]
    assert item_key("A1", "as_is") == "A1"


def test_a_rule_for_a_card_leads_past_all_its_items():
    rule = Rule((Condition("A1", frozenset({"no"})),), ("D.HAVE", "GONE"))
    found = outline_of(cards([PLAIN[0], *DDI], ("A",), Draft()), [rule], {"model:yes_no": YES_NO})
    assert [r.target for r in found.rules] == ["D.HAVE", "D.NEED:importance"]


def test_a_rule_about_a_left_out_question_is_named():
    rule = Rule((Condition("A1", frozenset({"no"})),), ("A2",))
    chosen = cards(PLAIN, ("A", "B"), Draft(left_out=("A1",)))
    found = problems(outline_of(chosen, [rule], {"model:yes_no": YES_NO}))
    assert [(p.fault, p.question, p.other) for p in found] == [(Fault.UNKNOWN_QUESTION, "A2", "A1")]


def test_moving_stops_at_the_ends():
    assert moved(["a", "b", "c"], "b", -1) == ["b", "a", "c"]
    assert moved(["a", "b", "c"], "b", 5) == ["a", "c", "b"]
    assert moved(["a", "b", "c"], "a", -1) == ["a", "b", "c"]


def test_codes_of_own_questions_are_not_given_twice():
    assert next_own_code(()) == "OWN-1"
    assert next_own_code({"OWN-1", "OWN-3"}) == "OWN-2"


def test_minutes_are_never_zero():
    assert minutes(0, 0) == 1
    assert minutes(2000, 100) == 20


def test_agreement_is_not_asked_for():
    assert asks_for_agreement(["Strongly agree", "Agree", "Disagree"])
    assert not asks_for_agreement(["Yes", "Agreed with the customer"])
    assert all(offered[-1].kind is Kind.DONT_KNOW for offered in SETS.values())


NAMES = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(NAMES, NAMES)
def test_an_order_loses_nothing_and_holds_as_far_as_it_says(natural, order):
    found = arranged(natural, order)
    assert sorted(found) == sorted(natural)
    assert [name for name in found if name in order] == [n for n in order if n in natural]


@given(NAMES)
def test_an_order_once_found_stays(natural):
    assert arranged(natural, arranged(natural, natural[::-1])) == natural[::-1]


def test_a_draft_survives_as_data():
    draft = Draft(
        areas=("B",),
        order=("A2", "A1"),
        left_out=("A3",),
        own=(OWN,),
        rules=(Rule((Condition("A1", frozenset({"no", "dont_know"})),), ("A2",)),),
        aspects=("as_is",),
        kinds=("goal",),
        levels=(2,),
    )
    assert draft_of(data_of(draft)) == draft
    assert draft_of({}) == Draft()
