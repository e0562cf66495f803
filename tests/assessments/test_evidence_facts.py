"""What is still missing in interviews, findings and discussions; names before the report."""

import pytest
from django.urls import reverse

from assessments.queries.facts import contexts, facts_in
from assessments.queries.interviews import interview_counts
from assessments.queries.unsafe_passages import unsafe_passages
from cip.kernel import clock
from tests.assessments.results_world import make_world
from tests.factories.assessments import (
    ActionItemFactory,
    AgreedRatingFactory,
    DiscussionFactory,
    EvidenceFactory,
    FindingFactory,
    InterviewFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(alice):
    return make_world(alice.organization, alice.user)


def fact(world, name):
    assessment = world.assessment
    return facts_in(contexts([assessment], clock.today())[assessment.pk])[name]


def test_interviews(world):
    known = {"assessment": world.assessment}
    InterviewFactory(**known, role_asked="Desk")
    InterviewFactory(**known, role_asked="Wards", consent_how="", consent_on=None)
    InterviewFactory(**known, role_asked="Board", state="planned", held_on=None)
    InterviewFactory(**known, role_asked="Buyer", state="canceled", state_reason="Ill")
    assert fact(world, "interviews_open") == ("Board",)
    assert fact(world, "interviews_without_consent") == ("Wards",)
    counts = interview_counts(world.assessment)
    assert (counts.planned, counts.held, counts.canceled, counts.without_consent) == (1, 2, 1, 1)


def test_findings_and_discussions(alice, world):
    known = {"assessment": world.assessment, "node": world.node("SCM-P1")}
    weak = FindingFactory(**known, title="Weak")
    EvidenceFactory(finding=weak)
    FindingFactory(
        **known, title="Labelled", state="confirmed", state_reason="R", is_uncorroborated=True
    )
    FindingFactory(**known, title="Gone", state="dropped", state_reason="R")
    FindingFactory(**known, title="Other way", kind="alternative")
    acted = FindingFactory(**known, title="Acted", solution_direction="")
    ActionItemFactory(assessment=world.assessment, finding=acted, owner=alice.user)
    FindingFactory(**known, title="Directed", solution_direction="One door")
    assert fact(world, "findings_weakly_supported") == ("Weak", "Acted", "Directed")
    assert fact(world, "weaknesses_without_outcome") == ("Weak", "Labelled")
    assert len(fact(world, "areas_not_discussed")) == 2
    area = world.node("SCM")
    DiscussionFactory(assessment=world.assessment, node=area)
    assert fact(world, "areas_not_discussed") == ("SRM",)
    DiscussionFactory(assessment=world.assessment, node=world.node("SRM"), state="planned")
    assert len(fact(world, "areas_not_discussed")) == 1


def test_names_before_the_report(alice, world, django_assert_num_queries):
    known = {"assessment": world.assessment, "node": world.node("SCM-P1")}
    page = reverse("assessments:results", args=["acme", world.assessment.pk])
    assert unsafe_passages(world.assessment) == 0
    assert "may name somebody" not in alice.client.get(page).content.decode()
    FindingFactory(**known, title="Example1 does it all", text="Clean")
    FindingFactory(**known, title="Clean", text="pat example2", solution_direction="Ask Example3")
    FindingFactory(**known, title="Example4", state="dropped", state_reason="Named somebody")
    AgreedRatingFactory(
        assessment=world.assessment, node=world.node("SCM-G1"), reason="Seen by Example5"
    )
    ActionItemFactory(assessment=world.assessment, text="Tell Example0", owner=alice.user)
    with django_assert_num_queries(3):
        assert unsafe_passages(world.assessment) == 5
    assert "5 texts may name somebody" in alice.client.get(page).content.decode()
