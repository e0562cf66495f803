"""The setting as a fixture."""

import pytest

from tests.workshops.setting import Setting, make_setting


@pytest.fixture
def setting(alice, bob, sponsor, make_person) -> Setting:
    """A program with two teams and the people that workshops need."""
    return make_setting(alice, bob, sponsor, make_person)
