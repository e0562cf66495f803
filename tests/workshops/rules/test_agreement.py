"""What of an agreement binds; no database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.rules.agreement import content_hash, differences, needs_new_signature
from workshops.rules.preparation import PlanFacts, prepared

CONTENT = {
    "title": "Kick-off",
    "stage": 1,
    "goals": "A plan.",
    "held_on": "2026-03-02",
    "starts_at": "09:00",
    "location": "",
    "facilitator": "",
    "available_minutes": 480,
    "teams": ["One"],
    "people": [],
    "agenda": [{"section": "S", "title": "T", "minutes": 10, "presenter": ""}],
}


@pytest.mark.parametrize(
    ("change", "differing", "is_due"),
    [
        ({}, (), False),
        ({"goals": "More."}, ("goals",), True),
        ({"teams": ["One", "Two"]}, ("teams",), True),
        ({"available_minutes": 240}, ("available_minutes",), True),
        ({"agenda": []}, ("agenda", "presenters"), True),
        ({"agenda": [CONTENT["agenda"][0] | {"minutes": 20}]}, ("agenda",), True),
        ({"agenda": [CONTENT["agenda"][0] | {"presenter": "Ann"}]}, ("presenters",), False),
        ({"held_on": "2026-03-03", "location": "Hall"}, ("held_on", "location"), False),
        ({"people": [{"name": "Ann", "part": "lead"}]}, ("people",), False),
    ],
)
def test_goals_and_agenda_bind_and_the_rest_informs(change, differing, is_due) -> None:
    found = differences(CONTENT, CONTENT | change)
    assert found == differing
    assert needs_new_signature(found) is is_due


def test_hash_is_that_of_the_canonical_json() -> None:
    assert content_hash({"b": 1, "a": "ü"}) == content_hash({"a": "ü", "b": 1})
    assert content_hash({"a": "ü"}) == (
        "fd621823002706e24604cb868a9f4f8850d6f01fb5040d49ba050482e1472437"
    )


@given(st.dictionaries(st.text(), st.text() | st.integers()))
def test_hash_stands_for_the_content(content) -> None:
    assert content_hash(content) == content_hash(dict(reversed(content.items())))
    assert content_hash(content) != content_hash({**content, "extra key": 1})


def test_preparation_follows_the_facts() -> None:
    nothing = PlanFacts(False, 0, 0, False, 0, 0, False, False, False)
    assert set(prepared(nothing).values()) == {False}
    everything = PlanFacts(True, 3, 0, True, 2, 1, True, True, True)
    assert set(prepared(everything).values()) == {True}
    over = PlanFacts(True, 3, 20, True, 2, 1, True, True, True)
    assert prepared(over)["fits"] is False
