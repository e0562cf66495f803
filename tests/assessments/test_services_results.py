"""Services of ratings, findings and actions: what they store, refuse and audit."""

from datetime import UTC, date, datetime

import pytest

from assessments.models import AgreedRating
from assessments.services.actions import agree_action, complete_action, drop_action, edit_action
from assessments.services.evidence import add_evidence, withdraw_evidence
from assessments.services.finding_states import confirm_finding, drop_finding
from assessments.services.findings import edit_finding, names_mentioned, write_finding
from assessments.services.ratings import agree_ratings, before_agreeing, rate_goal, take_up_again
from cip.audit.models import AuditEvent
from cip.kernel.errors import InvalidInput, NotAllowed, StaleWrite, WrongState
from tests.assessments.results_world import make_world
from tests.factories.assessments import ActionItemFactory, EvidenceFactory, FindingFactory
from tests.factories.programs import ArtefactFactory, ArtefactVersionFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def world(alice):
    return make_world(alice.organization, alice.user)


@pytest.fixture
def finding(world, alice):
    return FindingFactory(
        assessment=world.assessment, node=world.node("SCM-P1"), written_by=alice.user
    )


def rate(person, world, code="SCM-G1", **more):
    values = {"value": "satisfied", "reason": "Seen", "agreed_by": "", "expected_version": 0}
    return rate_goal(
        actor=person.actor,
        assessment=world.assessment,
        goal_id=world.node(code).pk,
        **(values | more),
    )


def actions_logged():
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_rate_goal_records_who_and_audits_once(alice, world):
    row = rate(alice, world)
    again = rate(alice, world, expected_version=1)
    assert (row.recorded_by, again.version) == (alice.user, 1)
    changed = rate(alice, world, value="unsatisfied", expected_version=1)
    assert changed.version == 2
    assert actions_logged() == ["rating.recorded", "rating.recorded"]


def test_rate_goal_refuses(alice, bob, world):
    for more, field in (
        ({"value": "great"}, "value"),
        ({"reason": ""}, "reason"),
        ({"code": "SPM-G1"}, "goal"),
        ({"code": "SCM"}, "goal"),
    ):
        with pytest.raises(InvalidInput) as error:
            rate(alice, world, **more)
        assert list(error.value.fields) == [field]
    with pytest.raises(NotAllowed):
        rate(bob, world)
    with pytest.raises(StaleWrite):
        rate(alice, world, expected_version=3)
    scope = world.assessment.scope.get(node=world.node("SCM"))
    scope.is_applicable, scope.reason = False, "Nothing is sold"
    scope.save()
    with pytest.raises(InvalidInput):
        rate(alice, world)
    assert not AgreedRating.objects.exists()


def test_rate_goal_not_rated_needs_no_reason(alice, world):
    assert rate(alice, world, value="not_rated", reason="").version == 1


def test_rate_goal_stops_once_agreed(alice, world):
    rate(alice, world)
    agree_ratings(actor=alice.actor, assessment=world.assessment, agreed_by="All", now=NOW)
    with pytest.raises(WrongState):
        rate(alice, world, expected_version=1)


def test_agree_ratings(alice, bob, world):
    with pytest.raises(WrongState):
        agree_ratings(actor=alice.actor, assessment=world.assessment, agreed_by="All", now=NOW)
    rate(alice, world)
    with pytest.raises(InvalidInput):
        agree_ratings(actor=alice.actor, assessment=world.assessment, agreed_by="", now=NOW)
    with pytest.raises(NotAllowed):
        agree_ratings(actor=bob.actor, assessment=world.assessment, agreed_by="All", now=NOW)
    agree_ratings(actor=alice.actor, assessment=world.assessment, agreed_by="All", now=NOW)
    world.assessment.refresh_from_db()
    assert (world.assessment.state, world.assessment.agreed_at) == ("agreed", NOW)
    take_up_again(actor=alice.actor, assessment=world.assessment, reason="News", now=NOW)
    world.assessment.refresh_from_db()
    assert (world.assessment.state, world.assessment.agreed_at) == ("analyzing", None)
    assert actions_logged() == [
        "rating.recorded",
        "assessment.agreed",
        "assessment.taken_up_again",
    ]


def test_before_agreeing_counts_what_is_open(alice, world, finding):
    rate(alice, world)
    found = before_agreeing(world.assessment)
    assert (found.goals, found.open_goals) == (4, 3)
    assert (found.weaknesses_without_action, found.uncorroborated) == (1, 1)


def test_write_finding_refuses_what_is_out_of_scope(alice, bob, world):
    known = {"assessment": world.assessment, "kind": "weakness", "title": "T"}
    with pytest.raises(InvalidInput) as error:
        write_finding(actor=alice.actor, node_id=world.node("SPM-G1").pk, **known)
    assert list(error.value.fields) == ["node"]
    with pytest.raises(NotAllowed):
        write_finding(actor=bob.actor, node_id=world.node("SCM").pk, **known)
    world.assessment.state = "closed"
    world.assessment.save()
    with pytest.raises(WrongState):
        write_finding(actor=alice.actor, node_id=world.node("SCM").pk, **known)


def test_edit_finding_stale_has_both_texts(alice, finding):
    edit_finding(actor=alice.actor, finding=finding, expected_version=1, values={"text": "First"})
    with pytest.raises(StaleWrite) as error:
        edit_finding(
            actor=alice.actor, finding=finding, expected_version=1, values={"text": "Second"}
        )
    conflict = error.value.conflicts[0]
    assert (conflict.stored, conflict.submitted) == ("First", "Second")


def test_confirm_needs_two_sources_and_a_reason_against_contradiction(alice, finding):
    EvidenceFactory(finding=finding, origin="Talk 1")
    known = {"actor": alice.actor, "finding": finding, "expected_version": 1}
    with pytest.raises(InvalidInput) as alone:
        confirm_finding(**known)
    EvidenceFactory(finding=finding, origin="Talk 2")
    EvidenceFactory(finding=finding, origin="Talk 3", polarity="contradicts")
    with pytest.raises(InvalidInput) as contradicted:
        confirm_finding(**known)
    fields = [list(error.value.fields) for error in (alone, contradicted)]
    assert fields == [["as_uncorroborated"], ["reason"]]
    confirm_finding(**known, reason="Two of three")
    assert (finding.state, finding.state_reason) == ("confirmed", "Two of three")


def test_withdraw_evidence_takes_the_confirmation_back(alice, finding):
    one = EvidenceFactory(finding=finding, origin="Talk 1")
    EvidenceFactory(finding=finding, origin="Talk 2")
    spare = EvidenceFactory(finding=finding, origin="Talk 2")
    confirm_finding(actor=alice.actor, finding=finding, reason="Clear", expected_version=1)
    withdraw_evidence(actor=alice.actor, evidence=spare)
    finding.refresh_from_db()
    assert finding.state == "confirmed"
    withdraw_evidence(actor=alice.actor, evidence=one)
    finding.refresh_from_db()
    assert finding.state == "preliminary"
    assert finding.state_reason.startswith("Evidence was withdrawn")


def test_drop_finding_needs_a_reason(alice, finding):
    known = {"actor": alice.actor, "finding": finding, "expected_version": 1}
    with pytest.raises(InvalidInput):
        drop_finding(**known, reason="")
    drop_finding(**known, reason="Not so")
    with pytest.raises(WrongState):
        drop_finding(actor=alice.actor, finding=finding, expected_version=2, reason="Again")


def test_add_evidence_checks_what_it_names(alice, world, finding):
    program = world.assessment.program
    paper = ArtefactVersionFactory(artefact=ArtefactFactory(program=program))
    foreign = ArtefactVersionFactory()
    known = {"actor": alice.actor, "finding": finding, "polarity": "supports"}
    made = add_evidence(**known, source="document", artefact_version_id=paper.pk)
    assert made.artefact_version == paper
    with pytest.raises(InvalidInput):
        add_evidence(**known, source="document", artefact_version_id=foreign.pk)
    audit = AuditEvent.objects.get(action="evidence.added")
    assert "note" not in audit.changes


def test_names_mentioned(world, finding):
    finding.text = "Only Pat Example1 knows."
    assert "Pat Example1" in names_mentioned(finding)


def test_actions(alice, bob, charlie, world):
    known = {"actor": alice.actor, "assessment": world.assessment, "due_on": date(2026, 6, 30)}
    with pytest.raises(InvalidInput) as error:
        agree_action(**known, text="Do", owner_id=charlie.user.pk)
    assert list(error.value.fields) == ["owner"]
    item = agree_action(**known, text="Do", owner_id=bob.user.pk)
    edit_action(actor=alice.actor, item=item, expected_version=1, values={"text": "Do it"})
    with pytest.raises(NotAllowed):
        edit_action(actor=bob.actor, item=item, expected_version=2, values={"text": "No"})
    complete_action(actor=bob.actor, item=item, expected_version=2)
    assert (item.text, item.state, item.version) == ("Do it", "done", 3)
    with pytest.raises(WrongState):
        drop_action(actor=alice.actor, item=item, reason="x", expected_version=3)
    assert actions_logged() == [
        "action_item.agreed",
        "action_item.edited",
        "action_item.completed",
    ]


def test_actions_outlive_the_closed_assessment(alice, world):
    item = ActionItemFactory(assessment=world.assessment, owner=alice.user)
    world.assessment.state = "closed"
    world.assessment.save()
    complete_action(actor=alice.actor, item=item, expected_version=1)
    assert item.state == "done"
