"""Pasted lists of people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.participants import MOST_LINES, Person, is_address, read_list


@pytest.mark.parametrize(
    "text",
    [
        "Ada Osei, ada@example.org, Desk\nBen Lind,,Operations",
        "Ada Osei;ada@example.org;Desk\r\nBen Lind;;Operations\r\n",
        "Ada Osei\tada@example.org\tDesk\n\nBen Lind\t\tOperations",
        "Name,E-mail,Unit\nAda Osei,ada@example.org,Desk\nBen Lind,,Operations",
        "unit;name;email\nDesk;Ada Osei;ada@example.org\nOperations;Ben Lind",
        '"Ada Osei" <ada@example.org>, Desk\nBen Lind,,Operations',
    ],
)
def test_the_same_people_in_many_shapes(text):
    found = read_list(text)
    assert found.errors == {}
    assert [(p.name, p.email, p.unit) for p in found.people] == [
        ("Ada Osei", "ada@example.org", "Desk"),
        ("Ben Lind", "", "Operations"),
    ]


def test_every_wrong_line_is_told_with_its_number():
    found = read_list(
        "Ada, ada@example.org\n\n, x@example.org\nBen, nonsense\nCleo, ADA@example.org\n"
        f"Dan, dan@example.org, Desk, agent, extra\n{'x' * 201}\nE\x00ve\n"
        f"Fay, fay@example.org, {'U' * 201}"
    )
    assert found.sentences == [
        "Line 3: The name is missing.",
        "Line 4: “nonsense” is not an e-mail address.",
        "Line 5: The e-mail address already stands in line 1.",
        "Line 6: 5 columns where name, e-mail, unit and role are four.",
        "Line 7: Name: has 201 characters; at most 200 fit.",
        "Line 8: Name: contains the control character U+0000, which cannot be stored.",
        "Line 9: Unit: has 201 characters; at most 200 fit.",
    ]


def test_a_list_that_is_too_long_is_refused_at_once():
    assert list(read_list("Ada\n" * (MOST_LINES + 1)).errors) == [MOST_LINES + 1]


@pytest.mark.parametrize("text", ["a@b.cd", "a.b+c@sub.example.org"])
def test_addresses(text):
    assert is_address(text)


@pytest.mark.parametrize(
    "text", ["", "a", "a@b", "a b@c.de", "a@b.c", "@b.cd", "a@b..cd,", "a@@b.cd", "<a@b.cd>"]
)
def test_not_addresses(text):
    assert not is_address(text)


@given(st.text(max_size=300))
def test_any_text_is_read_without_failing(text):
    found = read_list(text)
    for person in found.people:
        if person.line not in found.errors:
            assert isinstance(person, Person)
            assert person.name
