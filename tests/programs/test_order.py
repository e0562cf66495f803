"""Teams stand in the order that people expect, wherever they are listed."""

import pytest

from cip.kernel.texts import natural_key
from cip.programs.models import CITeam
from cip.programs.queries.teams import led_teams
from roadmap.queries.roadmap import roadmap_view
from tests.conftest import Person
from tests.factories.programs import CITeamFactory
from tests.factories.roadmap import WorkplanFactory
from tests.programs.helpers import make_program
from workshops.queries.people import teams_of

NAMES = ["Team", "Team 1", "Team 2", "Team 2b", "Team 10", "Team 010b", "Unit 3.2", "Unit 3.11"]


def test_numbers_in_names_count_as_numbers() -> None:
    assert sorted(reversed(NAMES), key=natural_key) == NAMES


@pytest.mark.django_db
def test_every_list_of_teams_has_that_order(alice: Person) -> None:
    program = make_program(alice)
    for name in reversed(NAMES):
        WorkplanFactory(team=CITeamFactory(program=program, name=name), state="agreed")
    assert [each.name for each in led_teams(program.pk)] == NAMES
    assert [each.name for each in teams_of(program)] == NAMES
    lanes = roadmap_view(alice.actor, program.pk).lanes
    assert [each.team for each in lanes] == NAMES
    page = f"/o/acme/programs/{program.pk}/teams/"
    shown = alice.client.get(page).context["page"]
    assert [each.name for each in shown] == NAMES
    shown = alice.client.get(f"{page}?sort=-name").context["page"]
    assert [each.name for each in shown] == NAMES[::-1]
    assert CITeam.objects.filter(program=program).count() == len(NAMES)
