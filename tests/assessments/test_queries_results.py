"""Analysis, outcome and the thread."""

import pytest

from assessments.models import Answer
from assessments.queries.analysis import analysis
from assessments.queries.outcome import outcome
from assessments.queries.participation import OTHER_UNITS
from assessments.queries.progress import collection
from assessments.queries.remarks import evidence_named, remarks
from assessments.queries.results import thread_of_finding
from tests.assessments.results_world import make_world
from tests.factories.assessments import (
    AgreedRatingFactory,
    EvidenceFactory,
    FindingFactory,
    ParticipantFactory,
)

pytestmark = pytest.mark.django_db

FEW = ["yes", "no", "", "", "", "dont_know"]


@pytest.fixture
def world(alice):
    made = make_world(alice.organization, alice.user)
    made.answer("SCM-P1", ["yes", "yes", "yes", "yes", "no", "does_not_apply"], ["A", "B"])
    made.answer("SCM-P2", FEW, ["Hidden"])
    return made


def test_analysis_threshold_by_mode_and_reader(world):
    assert analysis(world.assessment, for_team=True).items[1].tally is None
    world.assessment.mode = "named"
    tally = analysis(world.assessment, for_team=True).items[1].tally
    assert (tally.yes, tally.no, tally.blank, tally.dont_know) == (1, 1, 3, 1)
    assert analysis(world.assessment, for_team=False).items[1].tally is None


@pytest.mark.parametrize("state", ["planned", "collecting"])
@pytest.mark.parametrize("mode", ["named", "confidential"])
def test_analysis_says_nothing_before_collecting_has_ended(state, mode, world):
    world.assessment.state, world.assessment.mode = state, mode
    found = analysis(world.assessment, for_team=True)
    assert {item.tally for item in found.items} == {None}
    assert {item.grounds for item in found.items} == {()}
    assert found.participation.submitted == 6


def test_participation_puts_small_units_together(world):
    for unit, count in (("Networks", 2), ("Storage", 7), ("Voice", 9)):
        for _ in range(count):
            ParticipantFactory(assessment=world.assessment, unit=unit)
    units = analysis(world.assessment, for_team=True).participation.units
    assert [(u.name, u.invited, u.submitted) for u in units] == [
        ("Storage", 7, 0),
        ("Voice", 9, 0),
        (OTHER_UNITS, 8, 6),
    ]


def test_units_stand_as_people_count(world):
    for unit in ("Ward 10", "Ward 2"):
        for _ in range(6):
            ParticipantFactory(assessment=world.assessment, unit=unit)
    named = ["Ward 2", "Ward 10"]
    units = analysis(world.assessment, for_team=True).participation.units
    assert [each.name for each in units if each.name.startswith("Ward")] == named
    rates = collection(world.assessment).units
    assert [each.unit for each in rates if each.unit.startswith("Ward")] == named


def test_participation_leaves_revoked_people_out(world):
    ParticipantFactory(assessment=world.assessment, revoked_at="2026-01-01T00:00:00Z")
    assert analysis(world.assessment, for_team=True).participation.invited == 6


def test_comments_hide_who_and_what(world):
    area = analysis(world.assessment, for_team=True).areas[0]
    said = remarks(world.assessment, area.items)
    assert list(said) == [world.items["SCM-P1"].pk]
    found = said[world.items["SCM-P1"].pk].comments
    assert sorted(c.text for c in found) == ["A", "B"]
    assert {(c.name, c.choice) for c in found} == {("", "")}


def test_evidence_is_read_and_counted_where_its_question_is_shown(world):
    Answer.objects.update(evidence="The log")
    found = analysis(world.assessment, for_team=True)
    shown = [item.root for item in found.items if item.statistics is not None]
    assert shown
    assert len(shown) < len(found.items)
    counts = evidence_named(found.items)
    assert set(counts) == {*shown} & set(Answer.objects.values_list("item_id", flat=True))
    said = remarks(world.assessment, found.items)
    assert {root: len(one.evidence) for root, one in said.items()} == counts
    texts = {(one.text, one.name, one.choice) for row in said.values() for one in row.evidence}
    assert texts == {("The log", "", "")}


def test_names_stand_beside_evidence_in_a_named_assessment_only(world):
    Answer.objects.filter(comment="A").update(evidence="The log")
    world.assessment.mode = "named"
    found = analysis(world.assessment, for_team=True)
    said = remarks(world.assessment, found.items)[world.items["SCM-P1"].pk].evidence
    writer = Answer.objects.get(evidence="The log")
    assert [(one.name, one.choice) for one in said] == [
        (str(writer.response.participant), writer.choice)
    ]


def test_outcome_level_and_evidence(world):
    for code, value in (("SCM-G1", "satisfied"), ("SCM-G2", "satisfied")):
        AgreedRatingFactory(assessment=world.assessment, node=world.node(code), value=value)
    found = outcome(world.assessment, for_team=True)
    assert [(a.code, a.value, a.satisfied_share) for a in found.areas] == [
        ("SCM", "satisfied", 1.0),
        ("SRM", "not_rated", None),
    ]
    assert (found.level.lower, found.level.upper, found.level.next_name) == (1, 5, "Repeatable")
    assert [b.code for b in found.level.not_rated] == ["SRM"]
    goal = found.areas[0].goals[0]
    assert [item.code for item in goal.items] == ["SCM-P1"]


def test_outcome_out_of_scope_blocks_higher_levels(world):
    for code in ("SCM-G1", "SCM-G2", "SRM-G1", "SRM-G2"):
        AgreedRatingFactory(assessment=world.assessment, node=world.node(code))
    level = outcome(world.assessment, for_team=True).level
    assert (level.lower, level.upper, level.next) == (2, 5, 3)
    assert [b.code for b in level.out_of_scope] == ["SPM"]


def test_thread_of_finding(world):
    finding = FindingFactory(
        assessment=world.assessment, node=world.node("SCM-P1"), title="Pat Example1 decides"
    )
    EvidenceFactory(finding=finding, source="questionnaire", item=world.items["SCM-P1"], origin="")
    EvidenceFactory(finding=finding, origin="Secret talk")
    AgreedRatingFactory(assessment=world.assessment, node=world.node("SCM-G1"))
    found = thread_of_finding(finding.pk)
    assert (found.title, found.model_version) == ("[…] decides", "SMALL 1.0")
    assert [(e.source, e.item and e.item.tally.yes) for e in found.evidence] == [
        ("questionnaire", 4),
        ("interview", None),
    ]
    assert [(r.code, r.value) for r in found.ratings] == [("SCM-G1", "satisfied")]
    assert "Secret talk" not in repr(found)
    finding.state, finding.state_reason = "dropped", "No"
    finding.save()
    assert thread_of_finding(finding.pk) is None
    assert thread_of_finding(world.assessment.pk) is None


@pytest.mark.parametrize("rows", [1, 30])
def test_thread_query_count(rows, world, django_assert_num_queries):
    finding = FindingFactory(assessment=world.assessment, node=world.node("SCM-P1"))
    for n in range(rows):
        EvidenceFactory(finding=finding, origin=f"Talk {n}")
    with django_assert_num_queries(17):
        thread_of_finding(finding.pk)
