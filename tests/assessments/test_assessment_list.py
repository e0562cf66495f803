"""The list of assessments: where each stands, whose turn it is, how many have answered."""

from datetime import timedelta

import pytest

from assessments.queries.assessment_list import ListedAssessment, listed
from assessments.queries.counted import assessments_of
from assessments.queries.step_pages import board_note
from cip.kernel import clock
from tests.assessments.a2i import Walk, led_by_a2i
from tests.assessments.setting import planned
from tests.assessments.test_list_files import rows_of
from tests.factories.assessments import AssessmentFactory, ResponseFactory


@pytest.fixture
def walk(alice, sponsor) -> Walk:
    return led_by_a2i(planned(alice, people=4).assessment, alice, sponsor)


def line(walk: Walk, person) -> ListedAssessment:
    rows = assessments_of(walk.assessment.program, person.actor)
    (found,) = listed(list(rows), person.actor, clock.today())
    return found


def test_the_step_that_waits_for_the_reader_comes_first(walk, alice, sponsor, bob) -> None:
    walk.assessment.lead = alice.user
    walk.assessment.save()
    for person, mine in ((sponsor, True), (alice, False), (bob, False)):
        step = line(walk, person).next
        assert (step.code, step.turn, step.is_mine) == ("P1", ("Sponsor (Sophie)",), mine)


def test_a_step_names_those_that_wait_for_it(walk) -> None:
    step = board_note(walk.board, for_team=False).next
    assert step.holds_up == ("P2 Set the budget",)


def test_closed_ones_wait_for_nobody(walk, alice) -> None:
    walk.assessment.state = "closed"
    walk.assessment.save()
    assert line(walk, alice).next is None


def test_response_rate_and_day(walk, alice) -> None:
    assert (line(walk, alice).percent, line(walk, alice).is_late) == (0, False)
    walk.assessment.state = "collecting"
    walk.assessment.closes_on = clock.today() - timedelta(days=1)
    walk.assessment.save()
    asked = walk.assessment.participants.first()
    ResponseFactory(
        questionnaire__assessment=walk.assessment,
        participant=asked,
        state="submitted",
        submitted_at=clock.now(),
    )
    found = line(walk, alice)
    assert (found.percent, found.is_late) == (25, True)
    page = alice.client.get(f"/o/acme/programs/{walk.assessment.program_id}/assessments/")
    text = " ".join(page.content.decode().split())
    assert "1 of 4<div" in text
    assert "25&nbsp;%" in text
    assert "passed" in text
    assert "Sponsor (Sophie)" in text
    AssessmentFactory(program=walk.assessment.program, title="Nobody asked", state="closed")
    address = f"/o/acme/programs/{walk.assessment.program_id}/assessments/?export=csv&sort=title"
    cells = {row[0]: row[-2:] for row in rows_of(alice.client, address)}
    assert cells["Nobody asked"] == ["", ""]
    assert cells[walk.assessment.title] == ["P1 Appoint a sponsor", "Sponsor (Sophie)"]
    program = f"/o/acme/programs/{walk.assessment.program_id}/"
    pages = [alice.client.get(program + path).content.decode() for path in ("", "assessments/")]
    assert ["nobody is asked" in pages[0], "0 of 0" in pages[1]] == [True, False]
