"""Two people at once: an action is taken once, a circle is never closed."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from cip.kernel.errors import InvalidInput, WrongState
from roadmap.models import Dependency, Initiative, WorkItem, Workplan
from roadmap.services import dependencies, taking
from roadmap.services.sources import Source
from tests.factories.assessments import ActionItemFactory, AssessmentFactory
from tests.factories.programs import CITeamFactory
from tests.roadmap.conftest import DAY

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run the calls in threads that start together; results or errors in order."""
    barrier = Barrier(len(calls))

    def run(call):
        try:
            barrier.wait(timeout=10)
            return call()
        except (WrongState, InvalidInput) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.fixture
def source(plan):
    assessment = AssessmentFactory(program=plan.program, state="agreed")
    return Source(action_item=ActionItemFactory(assessment=assessment, owner=plan.dora.user))


def test_two_take_the_same_action_as_initiative(plan, alice, source):
    team = CITeamFactory(program=plan.program)
    actor = alice.actor

    def take():
        return taking.take_as_initiative(
            actor=actor, team=team, source=source, title="A", starts_on=DAY, due_on=DAY
        )

    found = at_once(take, take)
    assert sorted(type(x).__name__ for x in found) == ["Initiative", "WrongState"]
    assert Initiative.objects.count() == 1
    assert Workplan.objects.filter(team=team).count() == 1


def test_two_take_the_same_action_as_work_item_and_get_the_same(plan, alice, source):
    actor = alice.actor

    def take():
        return taking.take_as_work_item(actor=actor, team=plan.desk_team, source=source)

    first, second = at_once(take, take)
    assert first == second
    assert WorkItem.objects.count() == 1


def test_one_takes_it_as_initiative_the_other_as_work_item(plan, alice, source):
    actor = alice.actor
    found = at_once(
        lambda: taking.take_as_initiative(
            actor=actor, team=plan.desk_team, source=source, title="A", starts_on=DAY, due_on=DAY
        ),
        lambda: taking.take_as_work_item(actor=actor, team=plan.desk_team, source=source),
    )
    assert sum(isinstance(x, WrongState) for x in found) == 1
    assert Initiative.objects.count() + WorkItem.objects.count() == 1


def test_two_halves_of_a_circle(plan, alice):
    a, b = plan.bar("A", 0, 5), plan.bar("B", 5, 5)
    actor = alice.actor
    found = at_once(
        lambda: dependencies.add_dependency(actor=actor, predecessor=a, successor=b),
        lambda: dependencies.add_dependency(actor=actor, predecessor=b, successor=a),
    )
    assert sorted(type(x).__name__ for x in found) == ["Dependency", "InvalidInput"]
    assert Dependency.objects.count() == 1
