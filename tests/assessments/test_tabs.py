"""The tabs of an assessment: grouped by what one is doing, and only what leads somewhere."""

from typing import Any

import pytest
from django.test import RequestFactory

from assessments.queries.appraised_model import marked
from assessments.queries.board import with_method
from assessments.templatetags.assessment_tabs import TabGroup, tabs_of
from cip.access.roles import Role
from tests.assessments.results_world import make_world
from tests.conftest import Person

TEAM = {
    "Overview": ["Where it stands", "Steps"],
    "Plan": ["Scope", "Questions"],
    "Ask": ["Participants", "Interviews"],
    "Find out": ["Analysis", "Evidence", "Findings", "Discussions"],
    "Conclude": ["Ratings", "Results", "Gaps"],
}
EVERYBODY = {"Overview": ["Where it stands", "Steps"], "Plan": ["Scope", "Questions"]}
RELEASED = {**EVERYBODY, "Find out": ["Findings"], "Conclude": ["Results", "Gaps"]}


def groups(person: Person, assessment: Any, current: str = "") -> list[TabGroup]:
    request = RequestFactory().get("/")
    request.actor = person.actor
    row = marked(with_method()).get(pk=assessment.pk)
    return tabs_of({"request": request}, row, current)


def labels(person: Person, assessment: Any) -> dict[str, list[str]]:
    found = groups(person, assessment)
    return {group.label: [tab.label for tab in group.tabs] for group in found}


@pytest.fixture
def assessment(alice):
    return make_world(alice.organization, alice.user).assessment


def test_each_role_sees_what_it_may_enter(assessment, alice, bob, sponsor, make_person) -> None:
    advisor = make_person("Ada", Role.ADVISOR)
    assert labels(alice, assessment) == TEAM
    for each in (bob, sponsor, advisor):
        assert labels(each, assessment) == EVERYBODY
    assessment.state = "agreed"
    assessment.save()
    assert labels(alice, assessment) == TEAM
    for each in (bob, sponsor, advisor):
        assert labels(each, assessment) == RELEASED


def test_while_answers_come_nothing_is_analyzed_or_rated(assessment, alice) -> None:
    assessment.state = "collecting"
    assessment.save()
    found = labels(alice, assessment)
    assert found["Find out"] == ["Evidence", "Findings", "Discussions"]
    assert found["Conclude"] == ["Results", "Gaps"]


def test_the_place_is_marked_on_both_lines(assessment, alice) -> None:
    found = groups(alice, assessment, "gaps")
    assert [group.label for group in found if group.is_current] == ["Conclude"]
    assert [tab.label for tab in found[-1].tabs if tab.is_current] == ["Gaps"]
    assert found[-1].url == f"/o/acme/assessments/{assessment.pk}/ratings/"
    page = alice.client.get(f"/o/acme/assessments/{assessment.pk}/gaps/").content.decode()
    assert page.count('aria-current="true">Conclude</a>') == 1
    assert page.count('aria-current="page">Gaps</a>') == 1
    assert '<nav class="tabs tabs-second" aria-label="Conclude">' in page
