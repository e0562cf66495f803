"""Anonymous answers, versions of the questionnaire and what is released when collecting ends."""

import pytest

from assessments.models import Answer, Assessment, ItemTally, Response, UnitTally
from assessments.queries.analysis import analysis
from assessments.queries.asked_items import latest_items
from assessments.queries.counted import assessments_of
from assessments.queries.participation import participation
from assessments.queries.progress import wrong_tallies
from assessments.rules.drafting import Draft
from assessments.services.answers import start_response, submit_response
from assessments.services.assessments import close_collection, open_questionnaire
from assessments.services.questionnaires import issue_next_version
from assessments.views.doors import link_actor
from cip.home.queries import assessment_lines
from cip.kernel import clock
from cip.kernel.errors import WrongState
from tests.assessments.setting import planned
from tests.assessments.test_services_questionnaires import (
    OWN,
    SKIP,
    drafted,
    newest,
    next_version,
    save,
)
from tests.factories.assessments import ParticipantFactory

pytestmark = pytest.mark.django_db


def opened(lead, units, draft=None):
    """An anonymous assessment with a person for each of the units."""
    setting = planned(lead)
    Assessment.objects.update(mode="anonymous", anonymity_threshold=3)
    if draft is not None:
        drafted(setting, draft)
    setting.people = [ParticipantFactory(assessment=setting.assessment, unit=one) for one in units]
    setting.assessment.refresh_from_db()
    open_questionnaire(actor=lead.actor, assessment=setting.assessment, now=clock.now())
    setting.assessment.refresh_from_db()
    return setting


def hand_in(setting, person, **choices):
    response = setting.begin(person)
    save(response, setting, **choices)
    return submit_response(actor=link_actor(person), response=response, now=clock.now())


def test_evidence_can_name_each_question_once(alice):
    setting = opened(alice, ["Desk"] * 3)
    next_version(setting, Draft(left_out=("SCM-P2",), own=(OWN,)), expected=0)
    found = latest_items(setting.assessment.pk).order_by("position")
    told = sorted((item.code, item.questionnaire.number) for item in found)
    asked = {code for code, _number in told}
    assert len(told) == len(asked)
    assert dict(told)["SCM-P1"] == 2
    assert dict(told)["SCM-P2"] == 1
    assert dict(told)[OWN.code] == 2


def test_a_begun_response_moves_and_tells_nothing_of_the_earlier_version(alice):
    setting = opened(alice, ["Desk"] * 3)
    ada = setting.people[0]
    response = setting.begin(ada)
    save(response, setting, SCM_P1="yes", SCM_P2="no")
    next_version(setting, Draft(left_out=("SCM-P2",), own=(OWN,)), expected=0)
    response.refresh_from_db()
    assert (response.questionnaire.number, response.begun_number) == (2, 1)
    submit_response(actor=link_actor(ada), response=response, now=clock.now())
    done = Response.objects.get()
    assert (done.participant_id, done.questionnaire.number, done.begun_number) == (None, 2, 2)
    given = Answer.objects.filter(response=done)
    assert set(given.values_list("item__questionnaire__number", flat=True)) == {2}
    assert "yes" in given.values_list("choice", flat=True)


def test_no_version_once_somebody_has_submitted(alice):
    setting = opened(alice, ["Desk"] * 3)
    drafted(setting, Draft(own=(OWN,)))
    hand_in(setting, setting.people[0], SCM_P1="yes")
    with pytest.raises(WrongState, match="answered anonymously"):
        issue_next_version(actor=setting.lead, assessment=setting.assessment, expected_version=1)
    page = alice.client.get(f"/o/acme/assessments/{setting.assessment.pk}/questions/")
    assert "the questions stay as they are" in page.text
    assert newest(setting).number == 1
    with pytest.raises(WrongState, match="submitted"):
        start_response(
            actor=link_actor(setting.people[0]), participant=setting.people[0], now=clock.now()
        )


def test_marks_come_along(alice):
    setting = opened(alice, ["Desk"] * 3, Draft(rules=(SKIP,)))
    hand_in(setting, setting.people[0], SCM_P1="no", SCM_P2="yes")
    marks = Answer.objects.filter(response=Response.objects.get(), choice__startswith="~")
    assert sorted(marks.values_list("item__question__code", "choice")) == [
        ("SCM-P2", "~skipped"),
        ("SPM-P1", "~skipped"),
        ("SPM-P2", "~not_reached"),
        ("SRM-P1", "~not_reached"),
        ("SRM-P2", "~not_reached"),
    ]
    assert ItemTally.objects.get(choice="~skipped", item__question__code="SCM-P2").count == 1
    assert wrong_tallies(newest(setting).pk) == []


def test_release_counts_by_the_units_that_are_kept(alice):
    setting = opened(alice, ["Desk"] * 5 + ["Lab"] * 4 + ["Field"] * 3)
    for number, person in enumerate(setting.people):
        if number != 11:
            hand_in(setting, person, SCM_P1="yes" if number < 5 else "no")
    close_collection(actor=alice.actor, assessment=setting.assessment, now=clock.now())
    setting.assessment.refresh_from_db()
    tallies = UnitTally.objects.filter(item__question__code="SCM-P1")
    assert sorted(tallies.values_list("unit", "choice", "count", "is_shown")) == [
        ("", "no", 6, True),
        ("Desk", "yes", 5, True),
    ]
    found = analysis(setting.assessment, for_team=False)
    assert found.items[0].statistics.distribution == (6, 5)
    people = participation(setting.assessment)
    assert (people.invited, people.started, people.submitted) == (12, 11, 11)
    rows = assessments_of(setting.assessment.program, alice.actor)
    (line,) = assessment_lines(rows, alice.actor)
    assert (line.participants, line.submitted) == (12, 11)
    assert [(one.name, one.invited, one.submitted) for one in people.units] == [
        ("Desk", 5, 5),
        ("Field", 3, 2),
        ("Lab", 4, 4),
    ]
