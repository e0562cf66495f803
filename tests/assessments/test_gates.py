"""Gates hold wherever something final is said, and nowhere else (ADR 0018)."""

import pytest

from assessments.models import StepRecord
from assessments.services.appraisals import begin_appraisal
from assessments.services.discussions import hold_discussion, record_outcome
from assessments.services.finding_states import confirm_finding, drop_finding
from assessments.services.findings import edit_finding, write_finding
from assessments.services.gates import GatesBlock
from assessments.services.judging import judge_goal
from assessments.services.practice_evidence import take_in, withdraw_practice_evidence
from assessments.services.ratings import rate_goal
from assessments.services.signing import sign_ratings
from assessments.services.steps import reopen_step
from cip.kernel import clock
from tests.assessments.a2i import Walk, led_by_a2i, shipped
from tests.assessments.appraisal_world import AppraisalWorld, appraisal_world
from tests.assessments.results_world import World, make_world
from tests.factories.assessments import (
    AgreedRatingFactory,
    DiscussionFactory,
    EvidenceFactory,
    FindingFactory,
    PracticeEvidenceFactory,
)


@pytest.fixture
def world(alice) -> World:
    return make_world(alice.organization, alice.user)


@pytest.fixture
def walk(world, alice, sponsor) -> Walk:
    made = led_by_a2i(world.assessment, alice, sponsor)
    made.to_kick_off()
    made.done("E2")
    made.say("response_rate_minimum", number=0)
    return made


def rate(world: World, walk: Walk, value: str = "satisfied", version: int = 0):
    return rate_goal(
        actor=walk.lead.actor,
        assessment=world.assessment,
        goal_id=world.node("SCM-G1").pk,
        value=value,
        reason="Seen",
        agreed_by="All",
        expected_version=version,
    )


def supported(world: World, **values):
    """A preliminary finding that two independent sources support."""
    row = FindingFactory(assessment=world.assessment, node=world.node("SCM"), **values)
    EvidenceFactory(finding=row, source="interview", origin="Interview 1")
    EvidenceFactory(finding=row, source="document", origin="Minutes")
    return row


def test_no_goal_is_rated_before_findings_were_discussed(world, walk) -> None:
    walk.done("E3", "E4", "E5")
    with pytest.raises(GatesBlock) as refusal:
        rate(world, walk)
    assert refusal.value.message == (
        "Nothing can be rated yet. E6, Discuss the key process areas: “Every area in scope was "
        "discussed or explicitly skipped.” Neither discussed nor explicitly skipped: SCM, SRM. "
        "(up to: Assessment team member, Participant; Sponsor may waive it)"
    )
    for area in ("SCM", "SRM"):
        DiscussionFactory(assessment=world.assessment, node=world.node(area))
    with pytest.raises(GatesBlock) as refusal:
        rate(world, walk)
    assert refusal.value.message == (
        "Nothing can be rated yet. E6, Discuss the key process areas: Not declared done yet "
        "(up to: Assessment team member, Participant)."
    )
    walk.done("E6")
    assert rate(world, walk).value == "satisfied"


def test_the_sponsor_lets_the_rating_begin(world, walk) -> None:
    walk.done("E3", "E4", "E5")
    walk.waive("E6", "discussed")
    walk.done("E6")
    assert rate(world, walk).value == "satisfied"


def test_why_a_goal_is_not_rated_is_noted_at_any_time(world, walk) -> None:
    assert rate(world, walk, "not_rated").reason == "Seen"


def test_ratings_stay_once_the_step_of_rating_is_done(world, walk) -> None:
    walk.to_ratings()
    rate(world, walk)
    walk.done("E7")
    for value in ("unsatisfied", "not_rated"):
        with pytest.raises(GatesBlock, match="E7, Rate goals, areas and level ended the rating"):
            rate(world, walk, value, version=1)
    reopen_step(
        actor=walk.lead.actor,
        assessment=world.assessment,
        code="E7",
        note="New evidence",
        now=clock.now(),
    )
    assert rate(world, walk, "unsatisfied", version=1).value == "unsatisfied"


def test_signatures_wait_as_ratings_do(world, walk) -> None:
    AgreedRatingFactory(assessment=world.assessment, node=world.node("SCM-G1"))
    with pytest.raises(GatesBlock, match="Nothing can be rated yet"):
        sign_ratings(
            actor=walk.lead.actor, assessment=world.assessment, checksum="", now=clock.now()
        )


def test_findings_are_written_early_and_confirmed_when_all_was_heard(world, walk) -> None:
    early = write_finding(
        actor=walk.lead.actor,
        assessment=world.assessment,
        node_id=world.node("SCM").pk,
        kind="weakness",
        title="No calendar",
    )
    assert early.state == "preliminary"
    row = supported(world)
    confirm = {"actor": walk.lead.actor, "finding": row, "reason": "Sure", "expected_version": 1}
    with pytest.raises(GatesBlock, match=r"Findings cannot be confirmed yet\. E3, Analyze"):
        confirm_finding(**confirm)
    walk.done("E3", "E4")
    assert confirm_finding(**confirm).state == "confirmed"


def test_outcomes_wait_until_findings_are_drawn_up(world, walk) -> None:
    row = supported(world)
    session = DiscussionFactory(
        assessment=world.assessment, node=world.node("SCM"), state="planned", held_on=None
    )
    held = hold_discussion(
        actor=walk.lead.actor,
        discussion=session,
        held_on=clock.today(),
        today=clock.today(),
        attendee_count=4,
        expected_version=1,
    )
    outcome = {"discussion": held, "finding_id": row.pk, "kind": "agreed", "expected_version": 1}
    walk.done("E3", "E4")
    with pytest.raises(GatesBlock, match=r"recorded yet\. E5, .*: Not declared done yet"):
        record_outcome(actor=walk.lead.actor, **outcome)
    walk.done("E5")
    record_outcome(actor=walk.lead.actor, **outcome)
    row.refresh_from_db()
    assert row.state == "discussed"


def test_findings_stay_as_they_were_reported(world, walk) -> None:
    row = supported(world, solution_direction="Keep a calendar.")
    used, unused = (
        PracticeEvidenceFactory(assessment=world.assessment, node=row.node) for _ in range(2)
    )
    take_in(actor=walk.lead.actor, finding=row, evidence=used)
    walk.to_ratings()
    rate(world, walk)
    walk.done("E7")
    walk.say("feedback_held")
    walk.say("report_delivered")
    edit_finding(
        actor=walk.lead.actor, finding=row, expected_version=1, values={"title": "Better said"}
    )
    walk.done("E8", "A1")
    with pytest.raises(GatesBlock, match=r"The report was delivered \(step A1, Written report"):
        edit_finding(
            actor=walk.lead.actor, finding=row, expected_version=2, values={"title": "Other"}
        )
    with pytest.raises(GatesBlock, match="findings stay as they were reported"):
        drop_finding(actor=walk.lead.actor, finding=row, reason="No", expected_version=2)
    withdraw_practice_evidence(actor=walk.lead.actor, evidence=unused)
    with pytest.raises(GatesBlock, match="findings stay as they were reported"):
        withdraw_practice_evidence(actor=walk.lead.actor, evidence=used)


@pytest.fixture
def appraised(alice, sponsor) -> tuple[AppraisalWorld, Walk]:
    made = appraisal_world(alice.organization, alice.user, alice.actor, state="planned")
    made.assessment.method_version = shipped("cmmi-appraisal")
    made.assessment.save(update_fields=["method_version"])
    made.assessment.program.sponsor = sponsor.user
    made.assessment.program.save(update_fields=["sponsor"])
    return made, Walk(made.assessment, alice, sponsor)


def to_begin(walk: Walk) -> None:
    """PLAN1 to COLLECT1."""
    walk.say("sponsor_accepted", walk.sponsor)
    walk.waive("PLAN3", "members")
    for fact in ("plan_signed", "team_conflicts_open", "readiness_confirmed", "kickoff_held"):
        walk.say(fact)
    walk.done("PLAN1", "PLAN2", "PLAN3", "PLAN4", "COLLECT1")


def test_an_appraisal_begins_when_it_is_planned_and_opened(appraised) -> None:
    made, walk = appraised
    begin = {"actor": walk.lead.actor, "assessment": made.assessment, "now": clock.now()}
    with pytest.raises(GatesBlock, match=r"The appraisal cannot begin yet\. PLAN1, Agree on the"):
        begin_appraisal(**begin)
    to_begin(walk)
    assert begin_appraisal(**begin).state == "analyzing"


def test_practices_are_characterized_early_and_goals_judged_late(appraised) -> None:
    made, walk = appraised
    to_begin(walk)
    begin_appraisal(actor=walk.lead.actor, assessment=made.assessment, now=clock.now())
    made.all_at("FI", "SST")
    made.all_at("FI", "CM")
    with pytest.raises(GatesBlock, match=r"rated yet\. COLLECT2, Look at artifacts: “Every"):
        made.judge("SG1", "satisfied")
    for fact in ("practices_without_artifact", "practices_without_affirmation"):
        walk.say(fact)
    walk.say("findings_not_validated")
    walk.done("COLLECT2", "COLLECT3", "CHAR1", "CHAR2", "CHAR3")
    assert made.judge("SG1", "satisfied").value == "satisfied"


def test_values_stay_once_the_results_are_signed(appraised) -> None:
    made, walk = appraised
    made.assessment.state = "analyzing"
    made.assessment.save(update_fields=["state"])
    StepRecord.objects.create(
        assessment=made.assessment,
        step="RATE2",
        act="done",
        said_by=walk.lead.user,
        said_at=clock.now(),
    )
    with pytest.raises(GatesBlock, match="RATE2, Derive process areas and levels ended the rating"):
        made.fill({"SP1.1": ["FI"]}, choices={})
    with pytest.raises(GatesBlock, match="RATE2"):
        judge_goal(
            actor=walk.lead.actor,
            assessment=made.assessment,
            area_id=made.nodes["SST"].pk,
            goal_id=made.node("SG1").pk,
            value="not_rated",
            reason="",
            agreed_by="",
            expected_version=0,
        )


def test_a_page_keeps_what_was_typed_when_a_gate_blocks(world, walk, alice) -> None:
    goal = world.node("SCM-G1")
    url = f"/o/{alice.organization.slug}/assessments/{world.assessment.pk}/ratings/{goal.pk}/"
    answer = alice.client.post(
        url,
        {"value": "satisfied", "reason": "A long reason", "agreed_by": "", "expected_version": 0},
    )
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Nothing can be rated yet. E3" in page
    assert "A long reason" in page
