"""Who can speak on an area: own questions, versions and skipped questions."""

import pytest

from assessments.queries.progress import collection
from assessments.queries.rates import response_rates
from assessments.rules.drafting import Draft, OwnQuestion, Rule
from assessments.rules.outline import Condition
from assessments.services.assessments import close_collection
from cip.kernel import clock
from tests.assessments.test_services_questionnaires import next_version, opened, save, submit

pytestmark = pytest.mark.django_db

PRACTICES = ("SCM-P1", "SCM-P2", "SPM-P1", "SPM-P2", "SRM-P1", "SRM-P2")
OWN = OwnQuestion("OWN-1", "SCM", "Who keeps the list of services?", "shipped:frequency")


def covered(lead, setting):
    close_collection(actor=lead.actor, assessment=setting.assessment, now=clock.now())
    setting.assessment.refresh_from_db()
    found = response_rates(setting.assessment, collection(setting.assessment)).areas
    return {a.code: a.coverage and (a.coverage.able, a.coverage.asked) for a in found}


def test_own_questions_count_with_their_own_answers(alice):
    setting = opened(alice, Draft(own=(OWN,), left_out=PRACTICES[:2]), people=10)
    for number, person in enumerate(setting.people):
        response = setting.begin(person)
        save(response, setting, OWN_1="sometimes" if number < 5 else "dont_know")
        submit(response, person)
    assert covered(alice, setting) == {"SCM": (5, 10), "SPM": (0, 10), "SRM": (0, 10)}


def test_each_version_counts_its_own_questions(alice):
    setting = opened(alice, people=10)
    for person in setting.people[:5]:
        response = setting.begin(person)
        save(response, setting, SCM_P1="yes")
        submit(response, person)
    next_version(setting, Draft(own=(OWN,)), expected=0)
    for person in setting.people[5:]:
        response = setting.begin(person)
        save(response, setting, SCM_P1="yes")  # one of three
        submit(response, person)
    assert covered(alice, setting)["SCM"] == (5, 10)


def test_who_was_led_past_an_area_was_not_asked(alice):
    skip = Rule((Condition("SCM-P1", frozenset({"no"})),), ("SPM-P1", "SPM-P2"))
    setting = opened(alice, Draft(rules=(skip,)), people=10)
    for number, person in enumerate(setting.people):
        response = setting.begin(person)
        save(response, setting, SCM_P1="no" if number < 5 else "yes")
        submit(response, person)
    assert covered(alice, setting) == {"SCM": (10, 10), "SPM": (0, 5), "SRM": (0, 10)}
