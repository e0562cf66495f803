"""A program to report on."""

import pytest

from cip.programs.models import Program
from tests.conftest import Person
from tests.factories.programs import ProgramFactory


@pytest.fixture
def program(alice: Person) -> Program:
    """Alice's program."""
    return ProgramFactory(organization=alice.organization, name="Better service", lead=alice.user)
