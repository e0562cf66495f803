"""A program with two teams and the people that workshops need."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from cip.access.roles import Role, TeamRole
from cip.kernel import clock
from cip.programs.models import CITeam, Program
from tests.factories.programs import CITeamFactory, ProgramFactory, TeamMembershipFactory
from workshops.models import Agreement, Workshop
from workshops.services.agreements import request_agreement, sign_agreement
from workshops.services.workshops import plan_workshop

DAY = date(2026, 3, 2)


@dataclass
class Setting:
    """Alice leads the program; Tom leads the first team; Ada advises it; Sophie sponsors."""

    program: Program
    team: CITeam
    other_team: CITeam
    alice: Any
    bob: Any
    sophie: Any
    tom: Any
    ada: Any

    def plan(self, **values: Any) -> Workshop:
        """A Stage 1 workshop for the first team, ready to be agreed."""
        given = {
            "stage": 1,
            "title": "Kick-off",
            "team_ids": [self.team.pk],
            "goals": "A workplan.",
            "held_on": DAY,
            "starts_at": time(9),
        }
        return plan_workshop(actor=self.alice.actor, program=self.program, **(given | values))

    def request(self, workshop: Workshop) -> Agreement:
        """Asked for by Alice."""
        return request_agreement(actor=self.alice.actor, workshop=workshop, now=clock.now())

    def sign(self, workshop: Workshop) -> Agreement:
        """Asked for by Alice, signed by Sophie."""
        return sign_agreement(
            actor=self.sophie.actor,
            agreement=self.request(workshop),
            signature="Sophie",
            now=clock.now(),
        )


def make_setting(alice: Any, bob: Any, sophie: Any, make_person: Callable[..., Any]) -> Setting:
    """Everything above, in Alice's organization."""
    program = ProgramFactory(organization=alice.organization, lead=alice.user, sponsor=sophie.user)
    team = CITeamFactory(program=program, name="Agreements")
    other = CITeamFactory(program=program, name="Planning")
    tom, ada = make_person("Tom", Role.MEMBER), make_person("Ada", Role.ADVISOR)
    TeamMembershipFactory(team=team, user=tom.user, role=TeamRole.LEAD.value)
    TeamMembershipFactory(team=team, user=ada.user, role=TeamRole.ADVISOR.value)
    return Setting(program, team, other, alice, bob, sophie, tom, ada)
