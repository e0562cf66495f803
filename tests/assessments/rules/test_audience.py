"""Whom questions are put to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.audience import (
    AskedOf,
    groups,
    is_put_to,
    role_key,
    role_keys,
    roles_for,
    singles_out,
)
from assessments.rules.draft_data import data_of, draft_of
from assessments.rules.draft_steps import with_asked_of, without_own
from assessments.rules.drafting import Draft


@pytest.mark.parametrize(
    ("roles", "role", "put"),
    [
        ((), "", True),
        ((), "Agent", True),
        (("agent",), "Agent", True),
        (("agent",), "  AGENT ", True),
        (("service manager",), "Service  Manager", True),
        (("agent",), "", False),
        (("agent",), "Manager", False),
        (("agent", "manager"), "Manager", True),
    ],
)
def test_who_is_asked(roles, role, put):
    assert is_put_to(roles, role) is put


def test_roles_are_compared_each_once_in_order():
    assert role_keys([" Manager", "agent", "AGENT", ""]) == ("agent", "manager")
    assert role_key("Straße") == "strasse"


def test_what_holds_for_a_question_goes_before_its_part():
    asked_of = (AskedOf("SCM", ("agent",)), AskedOf("SCM-P2", ("manager",)))
    found = [roles_for(code, "SCM", asked_of) for code in ("SCM-P1", "SCM-P2")]
    assert found == [("agent",), ("manager",)]
    assert roles_for("SPM-P1", "SPM", asked_of) == ()


def test_steps_of_a_draft():
    one = with_asked_of(Draft(), "SCM", ["Agent", "agent "])
    assert one.asked_of == (AskedOf("SCM", ("agent",)),)
    assert draft_of(data_of(one)) == one
    assert with_asked_of(one, "SCM", []).asked_of == ()
    assert without_own(with_asked_of(Draft(), "OWN-1", ["x"]), "OWN-1") == Draft()


def test_groups_are_told_by_what_they_are_asked():
    people = ["agent"] * 3 + ["manager"] * 2 + [""] * 4
    found = groups(people, [("agent",), ("agent", "manager"), ()])
    assert dict(found) == {
        frozenset({("agent",), ("agent", "manager")}): 3,
        frozenset({("agent", "manager")}): 2,
        frozenset(): 4,
    }
    limited = [("agent",), ("agent", "manager")]
    assert [singles_out(people, limited, n) for n in (2, 3)] == [False, True]


@given(st.lists(st.sampled_from(["a", "b", ""])), st.integers(3, 20))
def test_asking_everybody_singles_nobody_out(people, threshold):
    assert not singles_out(people, [(), ()], threshold)
    assert not singles_out(["a"] * 2, [("a",)], threshold)  # all are asked the same
