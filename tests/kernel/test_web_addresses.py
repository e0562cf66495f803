"""Addresses in what people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.kernel.web_addresses import pieces


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("", []),
        ("The log of May", []),
        ("https://a.example", ["https://a.example"]),
        ("See https://a.example/x?y=1&z=2, please.", ["https://a.example/x?y=1&z=2"]),
        ("(https://a.example/x)", ["https://a.example/x"]),
        ("https://a.example/x_(y)", ["https://a.example/x_(y)"]),
        (
            "HTTP://A.example/\nhttps://b.example:8443",
            ["HTTP://A.example/", "https://b.example:8443"],
        ),
        ('"https://a.example"', ["https://a.example"]),
        ("<https://a.example>", ["https://a.example"]),
        ("javascript:alert(1) data:text/html,x ftp://a.example", []),
        ("www.a.example, mail me@a.example", []),
        ("https:// https://. https://[", []),
    ],
)
def test_addresses_are_found_without_the_marks_around_them(text, addresses):
    assert [piece for piece, is_address in pieces(text) if is_address] == addresses


@given(st.text() | st.lists(st.sampled_from(["https://a.b", ")", "(", ".", " ", "x"])).map("".join))
def test_nothing_is_lost(text):
    found = pieces(text)
    assert "".join(piece for piece, _is_address in found) == text
    assert all(piece for piece, _is_address in found)
