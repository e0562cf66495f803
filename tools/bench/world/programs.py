"""A program with many assessments, teams and initiatives."""

from dataclasses import dataclass

from assessments.models import Assessment
from cip.kernel import clock
from cip.programs.models import Program
from cip.programs.services.programs import create_program
from tools.bench.world.answers import answered
from tools.bench.world.catalog import model_version
from tools.bench.world.people import Person
from tools.bench.world.plans import FIRST_DAY, plan

AREAS, PRACTICES, PEOPLE = 4, 10, 20


@dataclass(frozen=True)
class ProgramWorld:
    """One program; every second assessment is still collecting, the newest one is agreed."""

    person: Person
    program: Program


def program_world(
    person: Person, name: str, assessments: int, teams: int, initiatives: int
) -> ProgramWorld:
    """Assessments of 40 questions and 20 people each, and the workplans of so many teams."""
    program = create_program(
        actor=person.actor, name=name, lead=person.user.pk, starts_on=FIRST_DAY
    )
    plan(person, program, teams, initiatives, initiatives)
    version = model_version(name, AREAS, PRACTICES)
    worlds = [
        answered(person, program, version, f"Assessment {n}", PEOPLE, is_over=n % 2 == 0)
        for n in reversed(range(assessments))
    ]
    newest = worlds[-1].assessment
    newest.state, newest.agreed_at = Assessment.State.AGREED, clock.now()
    newest.save()
    return ProgramWorld(person, program)
