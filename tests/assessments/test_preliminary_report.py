"""The preliminary findings: for the team to hand out, as a draft, without names and origins."""

import pytest
from django.http import Http404
from django.urls import reverse

from assessments.preliminary_report import build, check, choices
from cip.kernel.errors import NotAllowed
from cip.reports.sheets import render_sheet
from tests.assessments.results_world import make_world
from tests.factories.assessments import EvidenceFactory, FindingFactory
from tests.reports.paper import faults, printed, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(alice):
    made = make_world(alice.organization, alice.user)
    one = FindingFactory(
        assessment=made.assessment,
        node=made.node("SCM-P1"),
        title="Five doors",
        text="Pat Example1 knows all of them",
    )
    EvidenceFactory(finding=one, origin="Talk with the desk", note="Confided")
    EvidenceFactory(finding=one, source="document", origin="Handbook")
    two = FindingFactory(
        assessment=made.assessment,
        node=made.node("SRM-P1"),
        kind="strength",
        title="Quick help",
        state="discussed",
    )
    EvidenceFactory(finding=two)
    EvidenceFactory(finding=two, source="observation", origin="Desk", polarity="contradicts")
    for state in ("confirmed", "changed", "dropped"):
        FindingFactory(
            assessment=made.assessment,
            node=made.node("SCM-P1"),
            title=f"Already {state}",
            state=state,
            state_reason="So",
        )
    FindingFactory(assessment=made.assessment, node=made.node("SPM-P1"), title="Elsewhere")
    return made


def test_only_the_team_and_only_after_collecting(alice, bob, charlie, world):
    pk, program = world.assessment.pk, world.assessment.program_id
    assert check(alice.actor, pk).label == "Level 2"
    assert [each.subject_id for each in choices(alice.actor, program)] == [pk]
    for state in ("analyzing", "agreed"):
        world.assessment.state = state
        world.assessment.save()
        with pytest.raises(NotAllowed):
            check(bob.actor, pk)
        assert choices(bob.actor, program) == []
    with pytest.raises(Http404):
        check(charlie.actor, pk)
    world.assessment.state = "collecting"
    world.assessment.save()
    with pytest.raises(NotAllowed, match="after the questionnaires are closed"):
        check(alice.actor, pk)


def test_findings_that_wait_stand_by_area_with_what_they_rest_on(world):
    context = build(world.assessment.pk, "Alice", {}).context
    assert context["overview"]["rows"] == [
        ("Service Commitment Management", 1, 1, 0, 0, 0),
        ("Service Request Management", 1, 0, 1, 0, 0),
        ("Beyond the areas in scope", 1, 0, 0, 0, 1),
    ]
    told = [
        (group["title"], finding["title"], finding["standing"], finding["is_open"])
        for area in context["areas"]
        for group in area["groups"]
        for finding in group["findings"]
    ]
    assert told == [
        (
            "Seems to be missing or uneven",
            "Five doors",
            "Several independent sources say so · 2 independent sources · Interview, Document",
            False,
        ),
        (
            "Seems to work well",
            "Quick help",
            "Sources say opposite things · 1 independent source · 1 says otherwise · "
            "Interview, Observation",
            True,
        ),
        (
            "Seems to be missing or uneven",
            "Elsewhere",
            "No source is recorded yet · 0 independent sources",
            True,
        ),
    ]


def test_it_is_a_draft_and_names_nobody(world):
    document = build(world.assessment.pk, "Alice", {})
    reader = printed(document)
    assert faults(reader) == []
    paper = "\n".join(texts(reader))
    assert document.control.classification == "Draft, for those who discuss it"
    assert "Nothing here is decided" in paper
    assert "[…] knows all of them" in paper
    for secret in ("Example1", "Talk with the desk", "Confided", "Handbook", "Already", "Weakness"):
        assert secret not in paper + render_sheet(document)


def test_nothing_to_discuss_is_said(alice):
    world = make_world(alice.organization, alice.user)
    assert "Nothing waits to be discussed." in render_sheet(build(world.assessment.pk, "Alice", {}))


def test_the_team_is_warned_of_names_where_it_makes_the_report(alice, bob, world):
    where = reverse("assessments:findings", args=["acme", world.assessment.pk])
    page = alice.client.get(where).text
    assert "1 text that waits to be discussed may name somebody" in page
    assert reverse("reports:preview", args=["acme", "preliminary", world.assessment.pk]) in page
    world.assessment.state = "agreed"
    world.assessment.save()
    others = bob.client.get(where).text
    assert "may name somebody" not in others
    assert "/preliminary/" not in others


@pytest.mark.parametrize("practices", [1, 30])
def test_build_query_count(practices, alice, django_assert_num_queries):
    world = make_world(alice.organization, alice.user, practices=practices)
    FindingFactory(assessment=world.assessment, node=world.node("SCM-P1"))
    with django_assert_num_queries(6):
        build(world.assessment.pk, "Alice", {})
