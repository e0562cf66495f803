"""Workplans of 20 teams with linked initiatives."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from cip.programs.models import CITeam, Program
from roadmap.models import Dependency, Initiative, Milestone, Workplan
from tools.bench.world.people import Person

TEAMS = 20
FIRST_DAY = date(2026, 1, 5)


@dataclass(frozen=True)
class PlanWorld:
    """One program with its roadmap."""

    person: Person
    program: Program


def plan_world(person: Person, name: str, initiatives: int, links: int) -> PlanWorld:
    """A program of that name with 20 teams, so many initiatives and links."""
    program = Program.objects.create(
        organization=person.organization, name=name, lead=person.user, starts_on=FIRST_DAY
    )
    plan(person, program, TEAMS, initiatives, links)
    return PlanWorld(person, program)


def plan(person: Person, program: Program, teams: int, initiatives: int, links: int) -> None:
    """So many initiatives spread over three years, each link from an earlier to a later one."""
    made = CITeam.objects.bulk_create(
        CITeam(program=program, name=f"Team {n:02}", theme=f"Theme {n}") for n in range(teams)
    )
    workplans = Workplan.objects.bulk_create(
        Workplan(program=program, team=team, state=Workplan.State.AGREED) for team in made
    )
    rows = Initiative.objects.bulk_create(
        _initiative(workplans[n % teams], person, n, initiatives) for n in range(initiatives)
    )
    # Steps of 7, 40 and 113 initiatives: always forward, so never a circle.
    pairs = ((n, n + step) for step in (7, 40, 113) for n in range(initiatives - step))
    Dependency.objects.bulk_create(
        Dependency(predecessor=rows[a], successor=rows[b], lag_days=a % 3)
        for a, b in islice(pairs, links)
    )
    Milestone.objects.bulk_create(
        Milestone(
            workplan=workplan, title=f"Milestone {n}", due_on=FIRST_DAY + timedelta(days=180 * n)
        )
        for workplan in workplans
        for n in range(1, 6)
    )


def _initiative(workplan: Workplan, person: Person, n: int, total: int) -> Initiative:
    starts_on = FIRST_DAY + timedelta(days=1000 * n // total)
    return Initiative(
        workplan=workplan,
        title=f"Improve service procedure {n}",
        owner=person.user,
        starts_on=starts_on,
        due_on=starts_on + timedelta(days=20 + n % 60),
        effort_days=10 + n % 30,
        state=Initiative.State.PLANNED,
    )
