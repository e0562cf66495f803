"""What the final report says of evidence, targets and a missing questionnaire."""

from datetime import date

import pytest
from django.urls import reverse

from assessments.queries.evidence_matrix import matrix
from assessments.reports import build
from assessments.rules.evidence import Corroboration
from assessments.rules.matrix import Verdict
from cip.reports.sheets import render_sheet
from tests.assessments.appraisal_world import appraisal_world
from tests.assessments.leveled_world import analyzed
from tests.assessments.results_world import make_world
from tests.factories.assessments import (
    AgreedRatingFactory,
    InterviewFactory,
    InterviewNoteFactory,
    PracticeEvidenceFactory,
    TargetFactory,
    TargetProfileFactory,
)
from tests.reports.paper import printed, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(alice):
    made = make_world(alice.organization, alice.user, state="agreed")
    made.answer("SCM-P1", ["yes"] * 6)
    made.answer("SCM-P2", ["yes", "no", "no", "dont_know", "dont_know", "dont_know"])
    note = InterviewNoteFactory(
        interview=InterviewFactory(assessment=made.assessment, people_present="Kim Secretive"),
        nodes=[made.node("SCM-P1")],
        text="Whispered",
    )
    PracticeEvidenceFactory(
        assessment=made.assessment,
        node=made.node("SCM-P1"),
        source="interview",
        origin="",
        interview_note=note,
        added_by=alice.user,
    )
    for says, name in (("not_done", "Handbook"), ("done", "handbook"), ("done", "List")):
        PracticeEvidenceFactory(
            assessment=made.assessment,
            node=made.node("SRM-P1"),
            source="document",
            says=says,
            origin=name,
            added_by=alice.user,
        )
    InterviewFactory(assessment=made.assessment, state="planned", held_on=None)
    return made


def aim(world, code, level, **fields):
    profile = TargetProfileFactory(assessment=world.assessment)
    return TargetFactory(profile=profile, node=world.node(code), level=level, **fields)


def test_evidence_is_counted_by_source_and_by_verdict(world):
    part = build(world.assessment.pk, "Alice", {}).context["evidence"]
    assert [(f["value"], f["label"]) for f in part["figures"]] == [
        (1, "Interviews held"),
        (2, "Documents"),
        (0, "Observations"),
    ]
    assert part["sources"]["rows"] == [
        ("Service Commitment Management", 2, 1, 1, 0, 0),
        ("Service Request Management", 2, 0, 0, 1, 0),
    ]
    assert part["verdicts"]["rows"] == [
        ("Service Commitment Management", 1, 0, 0, 1),
        ("Service Request Management", 0, 1, 0, 1),
    ]


def test_a_hidden_question_counts_as_no_source_in_a_named_assessment_too(world):
    """The team sees small groups there; a report goes to everybody."""
    world.assessment.mode = "named"
    world.assessment.save()
    part = build(world.assessment.pk, "Alice", {}).context["evidence"]
    assert part["sources"]["rows"][0] == ("Service Commitment Management", 2, 1, 1, 0, 0)


def test_evidence_names_nobody(world):
    sheet = render_sheet(build(world.assessment.pk, "Alice", {}))
    assert not any(secret in sheet for secret in ("Secretive", "Whispered", "Handbook", "Role "))


def test_gaps_stand_in_their_order_with_reasons_without_names(world, alice):
    AgreedRatingFactory(
        assessment=world.assessment, node=world.node("SCM-G1"), value="satisfied", reason="Seen"
    )
    aim(world, "SCM", 2, reason="Pat Example1 asked for it", importance=4, set_by=alice.user)
    aim(world, "SRM", 2, set_by=alice.user, due_on=date(2027, 3, 1))
    document = build(world.assessment.pk, "Alice", {})
    part = document.context["gaps"]
    assert part["rows"] == [
        (
            1,
            "Service Commitment Management. […] asked for it",
            "1 to 2 of 2 goals, not all are rated",
            "2 of 2 by 30 Jun 2027",
            "4, –",
            "level 2",
        )
    ]
    assert part["unknown"] == [
        ("Service Request Management", "not rated yet", "2 of 2 by 1 Mar 2027")
    ]
    assert "Example1" not in render_sheet(document)
    assert any("Open gaps in order" in page for page in texts(printed(document)))


def test_without_targets_the_report_says_so(world):
    document = build(world.assessment.pk, "Alice", {})
    assert document.context["gaps"] is None
    assert "No targets were set." in render_sheet(document)


def test_without_a_questionnaire_the_report_is_silent_about_answers(alice):
    world = appraisal_world(alice.organization, alice.user, alice.actor)
    document = build(world.assessment.pk, "Alice", {})
    assert [figure["label"] for figure in document.context["key_figures"]] == [
        "Maturity level",
        "Goals rated",
        "Findings",
    ]
    assert "Questionnaire of this assessment" not in document.control.sources
    assert "appendix" not in [section["id"] for section in document.context["sections"]]
    paper = "\n".join(texts(printed(document)))
    for words in ("people", "Handed in", "Response rate", "too few answers"):
        assert words not in paper
    assert "No question was asked." in paper


def test_steps_of_maturity_claim_nothing(alice):
    world = analyzed(alice, CFP_A1=[5] * 5)

    def row():
        areas = matrix(world.assessment, today=date(2026, 6, 1))
        assert [area.has_steps for area in areas] == [True, True]
        (found,) = (each for area in areas for each in area.rows if each.code == "CFP-A1")
        return found

    assert (row().verdict, row().is_answered) == (Verdict(Corroboration.NO_EVIDENCE, None), True)
    PracticeEvidenceFactory(
        assessment=world.assessment,
        node=world.nodes["CFP-A1"],
        source="observation",
        origin="Visit",
        added_by=alice.user,
    )
    assert row().verdict == Verdict(Corroboration.SINGLE_SOURCE, is_done=True)
    area = reverse(
        "assessments:evidence_area", args=["acme", world.assessment.pk, world.nodes["CFP"].pk]
    )
    assert "Answers on a scale say how far" in alice.client.get(area).content.decode()
