"""The address part of an organization."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.accounts.rules.slugs import LIMIT, is_slug, slug_candidates, slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Acme", "acme"),
        ("  Brunnhöhe  Hospital – Trust ", "brunnhohe-hospital-trust"),
        ("日本", "organization"),
        ("x" * 99, "x" * 60),
        ("-a-", "a"),
    ],
)
def test_slug_of_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@given(st.text(max_size=300))
def test_every_candidate_is_a_slug_and_none_repeats(name: str) -> None:
    found = list(islice(slug_candidates(name), 30))
    assert all(is_slug(slug) and len(slug) <= LIMIT for slug in found)
    assert len(set(found)) == 30


@pytest.mark.parametrize("text", ["", "A", "a--b", "-a", "a_b", "a\n", "x" * 61])
def test_what_is_no_slug(text: str) -> None:
    assert not is_slug(text)
