"""The assessment report as a document."""

import json
from datetime import UTC, date, datetime

import pytest
from django.http import Http404

from assessments.queries.signatures import signatures
from assessments.reports import ASSESSMENT_REPORT, build, check, choices
from assessments.services.signing import sign_ratings
from cip.kernel.errors import NotAllowed
from cip.reports.plain import document_to_json
from cip.reports.sheets import render_sheet
from tests.assessments.appraisal_world import appraisal_world
from tests.assessments.results_world import make_world
from tests.factories.assessments import (
    ActionItemFactory,
    AgreedRatingFactory,
    EvidenceFactory,
    FindingFactory,
)
from tests.reports.paper import faults, printed

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def world(alice):
    made = make_world(alice.organization, alice.user, state="agreed")
    made.answer("SCM-P1", ["yes", "yes", "yes", "yes", "no", "dont_know"], ["Whispered"])
    made.answer("SCM-P2", ["yes", "no", "dont_know", "dont_know", "", "yes"], ["Secret"])
    for code in ("SCM-G1", "SCM-G2", "SRM-G1"):
        AgreedRatingFactory(
            assessment=made.assessment,
            node=made.node(code),
            value="satisfied" if code != "SCM-G2" else "unsatisfied",
            reason=f"Reason for {code}, says pat example1",
        )
    finding = FindingFactory(
        assessment=made.assessment, node=made.node("SCM-P1"), title="Five doors"
    )
    EvidenceFactory(finding=finding, origin="Talk with the desk", note="Confided")
    FindingFactory(
        assessment=made.assessment,
        node=made.node("SCM-P1"),
        title="Wrong track",
        state="dropped",
        state_reason="No",
    )
    ActionItemFactory(
        assessment=made.assessment, text="Close four", owner=alice.user, due_on=date(2026, 6, 30)
    )
    return made


def test_check(alice, bob, charlie, world):
    assert check(bob.actor, world.assessment.pk).label == "Level 2"
    with pytest.raises(Http404):
        check(charlie.actor, world.assessment.pk)
    world.assessment.state = "analyzing"
    world.assessment.save()
    assert check(alice.actor, world.assessment.pk).program_id == world.assessment.program_id
    with pytest.raises(NotAllowed):
        check(bob.actor, world.assessment.pk)
    world.assessment.state = "collecting"
    world.assessment.save()
    with pytest.raises(NotAllowed):
        check(alice.actor, world.assessment.pk)


def test_choices(alice, bob, charlie, world):
    program = world.assessment.program_id
    assert [c.label for c in choices(bob.actor, program)] == ["Level 2"]
    assert choices(charlie.actor, program) == []
    world.assessment.state = "analyzing"
    world.assessment.save()
    assert choices(bob.actor, program) == []
    assert [c.subject_id for c in choices(alice.actor, program)] == [world.assessment.pk]


def test_build_says_level_blocks_and_ratings(world):
    context = build(world.assessment.pk, "Alice", {}).context
    assert context["level"]["sentence"] == "Level 1 (Initial) is reached."
    assert context["level"]["rows"] == [
        ("Service Commitment Management", 2, "Unsatisfied: Goal 2 of SCM"),
        ("Service Request Management", 2, "Not rated: Goal 2 of SRM"),
    ]
    assert context["key_figures"][1] == {"value": 3, "label": "Goals rated", "note": "of 4"}
    assert [row[0] for row in context["actions"]["rows"]] == ["Close four"]
    assert [f["title"] for f in context["findings"]] == ["Five doors"]
    assert context["findings"][0]["corroboration"] == "One source only"
    assert context["appendix"][0]["rows"] == [
        ("1. Is practice 1 of Service Commitment Management done?", 4, 1, 1, 0, 0, 0, "Mostly yes"),
        (
            "2. Is practice 2 of Service Commitment Management done?",
            *[None] * 6,
            "Too few answers to show",
        ),
    ]


@pytest.mark.parametrize("mode", ["named", "confidential"])
def test_build_releases_nothing_confidential(mode, world):
    world.assessment.mode = mode
    world.assessment.save()
    document = build(world.assessment.pk, "Alice", {})
    text = json.dumps(document_to_json(document)) + render_sheet(document)
    for secret in (
        "Whispered",
        "Secret",
        "example1",
        "Talk with the desk",
        "Confided",
        "Wrong track",
    ):
        assert secret not in text
    assert "Reason for SCM-G1, says […]" in render_sheet(document)


def test_build_is_the_same_twice(world):
    one, two = (build(world.assessment.pk, "Alice", {}) for _ in range(2))
    assert one.context == two.context


def test_build_of_a_bare_assessment(alice):
    world = make_world(alice.organization, alice.user, people=0, areas=())
    document = build(world.assessment.pk, "Alice", {})
    assert document.context["level"] is None
    html = render_sheet(document)
    assert html.count("Nothing is in scope yet.") == 3
    for text in ("No goal is rated yet.", "No findings were written.", "No question was asked."):
        assert text in html
    assert "has no levels" not in html


def test_nothing_rated_claims_no_level(alice):
    world = make_world(alice.organization, alice.user)
    context = build(world.assessment.pk, "Alice", {}).context
    assert context["level"]["sentence"] == "Nothing is rated yet: the level is open."
    assert context["key_figures"][0] == {
        "label": "Maturity level",
        "value": None,
        "note": "not rated",
    }
    assert context["level"]["chart"]["rows"] == [["Maturity level", "not rated", "not rated"]]


def test_hidden_answers_are_too_few_not_unrated(world):
    """The threshold hides all answers of SRM; its goals are rated all the same."""
    profile = build(world.assessment.pk, "Alice", {}).context["profile"]
    assert [head["title"] for head in profile["head"]] == [
        "Key process area",
        "Goals satisfied",
        "Answers: yes",
    ]
    assert profile["rows"] == [
        ["Level 2: Service Commitment Management", "1 of 2", "80\u00a0%"],
        ["Level 2: Service Request Management", "1 of 2", "too few answers"],
    ]


def test_actions_name_the_released_finding_they_answer(world):
    for title, state in (("Six doors", "confirmed"), ("No door", "dropped")):
        finding = FindingFactory(
            assessment=world.assessment,
            node=world.node("SCM-P1"),
            title=title,
            state=state,
            state_reason="No" if state == "dropped" else "",
        )
        ActionItemFactory(assessment=world.assessment, finding=finding, text=f"About {title}")
    rows = build(world.assessment.pk, "Alice", {}).context["actions"]["rows"]
    assert {row[0]: row[1] for row in rows} == {
        "Close four": None,
        "About Six doors": "Six doors",
        "About No door": None,
    }
    assert [row[3] for row in rows if row[0] == "Close four"] == ["30 Jun 2026"]


def test_paper_is_accessible(world):
    assert faults(printed(build(world.assessment.pk, "Alice", {}))) == []


def test_kind_is_registered():
    assert ASSESSMENT_REPORT.code == "assessment"


@pytest.mark.parametrize("practices", [1, 30])
def test_build_query_count(practices, alice, django_assert_num_queries):
    world = make_world(alice.organization, alice.user, practices=practices)
    with django_assert_num_queries(38):
        build(world.assessment.pk, "Alice", {})


def test_appraisal_is_reported_whole(alice):
    world = appraisal_world(alice.organization, alice.user, alice.actor)
    world.fill({"SP1.1": ["FI", "NI"], "SP1.2": ["LI", "LI"]}, choices={"SP1.1": "LI"}, area="CM")
    world.all_at("FI", "SST", goals=["SG1", "GG2"])
    checksum = signatures(world.assessment).checksum
    sign_ratings(actor=alice.actor, assessment=world.assessment, checksum=checksum, now=NOW)
    document = build(world.assessment.pk, "Alice", {})
    part = document.context["appraisal"]
    assert part["instances"]["rows"][0] == ("Service 1", "Desk", "A typical one")
    assert part["profile"]["rows"] == [
        ("CM Title of CM", 2, "Not rated", "0–3"),
        ("SST Title of SST", 3, "Not rated", "0–3"),
    ]
    assert part["practices"][0]["rows"][:2] == [
        (
            "CM.SP1.1 Title of CM.SP1.1",
            "FI",
            "NI",
            "LI",
            "Not everywhere. · Chosen by the team: The large team counts more.",
        ),
        ("CM.SP1.2 Title of CM.SP1.2", "LI", "LI", "LI", "Not everywhere."),
    ]
    assert ("CM CM.SG1", "Characterize CM.SP1.3: no instance was looked at.") in part["blocks"][
        "rows"
    ]
    ratings = {area["title"]: area["rows"] for area in document.context["ratings"]}
    assert ratings["Title of SST"][2] == ("GG2 Title of GG2", "Satisfied", "Seen")
    assert document.context["signatures"]["rows"] == [("Alice", "2 Mar 2026")]
    assert faults(printed(document)) == []
