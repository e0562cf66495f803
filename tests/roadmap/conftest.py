"""A program with two CI teams and their leads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from cip.access.roles import Role
from cip.programs.models import CITeam, Program
from roadmap.models import Initiative, Workplan
from tests.conftest import Person
from tests.factories.programs import CITeamFactory, ProgramFactory, TeamMembershipFactory
from tests.factories.roadmap import InitiativeFactory, WorkplanFactory

DAY = date(2026, 3, 2)


@dataclass
class Plan:
    """Desk is agreed and led by Dora; Change is a draft and led by Emil."""

    program: Program
    desk: Workplan
    change: Workplan
    dora: Person
    emil: Person

    @property
    def desk_team(self) -> CITeam:
        """The team of Dora."""
        return self.desk.team

    def bar(
        self, title: str, first: int, days: int, *, workplan: Any = None, **more: Any
    ) -> Initiative:
        """From day `first` (0 is 2 March 2026), `days` long."""
        return InitiativeFactory(
            workplan=workplan or self.desk,
            title=title,
            starts_on=DAY + timedelta(days=first),
            due_on=DAY + timedelta(days=first + days - 1),
            **more,
        )


@pytest.fixture
def plan(alice: Person, make_person: Callable[..., Person]) -> Plan:
    """The program."""
    dora, emil = make_person("Dora", Role.MEMBER), make_person("Emil", Role.MEMBER)
    for person in (dora, emil):
        person.user.name += " Quillwright"
        person.user.save()
    program = ProgramFactory(organization=alice.organization, lead=alice.user, name="One desk")
    desk = CITeamFactory(program=program, name="Desk", theme="One intake")
    change = CITeamFactory(program=program, name="Change")
    TeamMembershipFactory(team=desk, user=dora.user, role="lead")
    TeamMembershipFactory(team=change, user=emil.user, role="lead")
    return Plan(
        program,
        WorkplanFactory(team=desk, state="agreed"),
        WorkplanFactory(team=change),
        dora,
        emil,
    )
