"""Discussions, their outcomes, and the states of findings."""

from datetime import date

import pytest

from assessments.models import DiscussionOutcome
from assessments.services import discussions as services
from assessments.services.finding_states import confirm_finding, drop_finding, reopen_finding
from cip.kernel.errors import InvalidInput, NotAllowed, StaleWrite, WrongState
from tests.assessments.results_world import make_world
from tests.factories.assessments import DiscussionFactory, EvidenceFactory, FindingFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 10)


@pytest.fixture
def world(alice):
    return make_world(alice.organization, alice.user)


@pytest.fixture
def finding(world, alice):
    return FindingFactory(
        assessment=world.assessment,
        node=world.node("SCM-P1"),
        title="Five doors",
        text="Requests arrive by five doors.",
        written_by=alice.user,
    )


@pytest.fixture
def discussion(world):
    return DiscussionFactory(assessment=world.assessment, node=world.node("SCM"))


def outcome(person, discussion, finding, kind, **more):
    finding.refresh_from_db()
    values = {"expected_version": finding.version} | more
    row = services.record_outcome(
        actor=person.actor, discussion=discussion, finding_id=finding.pk, kind=kind, **values
    )
    finding.refresh_from_db()
    return row


def two_sources(finding):
    EvidenceFactory(finding=finding, origin="Talk 1")
    EvidenceFactory(finding=finding, origin="Talk 2")


def test_plan_hold_skip(alice, bob, world):
    known = {"assessment": world.assessment, "node_id": world.node("SCM").pk}
    row = services.plan_discussion(actor=alice.actor, planned_on=TODAY, **known)
    hold = {"discussion": row, "today": TODAY, "attendee_count": 7, "expected_version": 1}
    with pytest.raises(InvalidInput):
        services.hold_discussion(actor=alice.actor, held_on=date(2026, 3, 11), **hold)
    with pytest.raises(InvalidInput):
        services.hold_discussion(actor=alice.actor, held_on=TODAY, **(hold | {"attendee_count": 0}))
    services.hold_discussion(actor=alice.actor, held_on=TODAY, **hold)
    assert (row.state, row.attendee_count) == ("held", 7)
    with pytest.raises(WrongState):
        services.skip_discussion(
            actor=alice.actor, discussion=row, reason="No time", expected_version=2
        )
    with pytest.raises(WrongState):
        services.skip_area(actor=alice.actor, reason="No time", **known)
    known["node_id"] = world.node("SRM").pk
    with pytest.raises(InvalidInput):
        services.skip_area(actor=alice.actor, reason="", **known)
    skipped = services.skip_area(actor=alice.actor, reason="No time", **known)
    assert (skipped.state, skipped.state_reason) == ("skipped", "No time")
    again = services.plan_discussion_again(
        actor=alice.actor, discussion=skipped, planned_on=TODAY, expected_version=1
    )
    assert (again.state, again.state_reason) == ("planned", "")
    with pytest.raises(NotAllowed):
        services.plan_discussion(actor=bob.actor, planned_on=TODAY, **known)
    known["node_id"] = world.node("SPM").pk
    with pytest.raises(InvalidInput):
        services.plan_discussion(actor=alice.actor, planned_on=TODAY, **known)


def test_agreed_then_confirmed(alice, discussion, finding):
    two_sources(finding)
    outcome(alice, discussion, finding, "agreed")
    assert finding.state == "discussed"
    confirm_finding(actor=alice.actor, finding=finding, expected_version=finding.version)
    assert finding.state == "confirmed"
    outcome(alice, discussion, finding, "agreed", solution_direction="One door")
    assert (finding.state, finding.solution_direction) == ("confirmed", "One door")


def test_changed_keeps_the_first_text_and_is_confirmed_as_changed(alice, discussion, finding):
    two_sources(finding)
    change = {"reason": "Two were closed", "title": "Three doors", "text": "Only three."}
    outcome(alice, discussion, finding, "changed", **change)
    again = outcome(alice, discussion, finding, "changed", **(change | {"title": "3 doors"}))
    assert (finding.title, finding.state) == ("3 doors", "discussed")
    assert again.text_before == "Five doors\n\nRequests arrive by five doors."
    assert again.text_after == "3 doors\n\nOnly three."
    assert DiscussionOutcome.objects.count() == 1
    confirm_finding(actor=alice.actor, finding=finding, expected_version=finding.version)
    assert finding.state == "changed"
    with pytest.raises(WrongState):
        confirm_finding(actor=alice.actor, finding=finding, expected_version=finding.version)


def test_changing_what_is_confirmed_opens_it_again(alice, discussion, finding):
    two_sources(finding)
    confirm_finding(actor=alice.actor, finding=finding, reason="Clear", expected_version=1)
    outcome(alice, discussion, finding, "changed", reason="Less", title="Three doors")
    assert finding.state == "discussed"


def test_dropped_and_no_action(alice, discussion, finding):
    outcome(alice, discussion, finding, "no_action", reason="Costs more than it brings")
    assert finding.state == "discussed"
    outcome(alice, discussion, finding, "dropped", reason="Not so")
    assert (finding.state, finding.state_reason) == ("dropped", "Not so")
    with pytest.raises(WrongState):
        outcome(alice, discussion, finding, "agreed")
    with pytest.raises(WrongState):
        confirm_finding(actor=alice.actor, finding=finding, expected_version=finding.version)
    reopen_finding(actor=alice.actor, finding=finding, expected_version=finding.version)
    assert finding.state == "preliminary"


def test_outcomes_refuse(alice, bob, world, discussion, finding):
    for kind, more, field in (
        ("maybe", {}, "kind"),
        ("changed", {"title": "T"}, "reason"),
        ("changed", {"reason": "R"}, "title"),
        ("dropped", {}, "reason"),
        ("no_action", {}, "reason"),
    ):
        with pytest.raises(InvalidInput) as error:
            outcome(alice, discussion, finding, kind, **more)
        assert list(error.value.fields) == [field]
    elsewhere = FindingFactory(assessment=world.assessment, node=world.node("SRM-P1"))
    with pytest.raises(InvalidInput):
        outcome(alice, discussion, elsewhere, "agreed")
    with pytest.raises(StaleWrite):
        outcome(alice, discussion, finding, "agreed", expected_version=9)
    with pytest.raises(NotAllowed):
        outcome(bob, discussion, finding, "agreed")
    planned = DiscussionFactory(
        assessment=world.assessment, node=world.node("SCM"), state="planned"
    )
    with pytest.raises(WrongState):
        outcome(alice, planned, finding, "agreed")


def test_confirming_undiscussed_needs_a_reason_unless_the_area_was_left_out(alice, world, finding):
    two_sources(finding)
    with pytest.raises(InvalidInput):
        confirm_finding(actor=alice.actor, finding=finding, expected_version=1)
    DiscussionFactory(
        assessment=world.assessment, node=world.node("SCM"), state="skipped", state_reason="Ill"
    )
    confirm_finding(actor=alice.actor, finding=finding, expected_version=1)
    assert finding.state == "confirmed"


def test_uncorroborated_only_with_label_and_reason(alice, finding):
    EvidenceFactory(finding=finding, origin="Talk 1")
    known = {"actor": alice.actor, "finding": finding, "expected_version": 1}
    with pytest.raises(InvalidInput) as error:
        confirm_finding(**known, reason="Clear")
    assert set(error.value.fields) == {"as_uncorroborated"}
    with pytest.raises(InvalidInput):
        confirm_finding(**known, as_uncorroborated=True)
    confirm_finding(**known, as_uncorroborated=True, reason="Only one site does it")
    assert (finding.state, finding.is_uncorroborated) == ("confirmed", True)
    drop_finding(actor=alice.actor, finding=finding, reason="No", expected_version=2)
    assert not finding.is_uncorroborated


def test_two_sources_are_never_labelled_uncorroborated(alice, finding):
    two_sources(finding)
    confirm_finding(
        actor=alice.actor, finding=finding, reason="R", as_uncorroborated=True, expected_version=1
    )
    assert not finding.is_uncorroborated


def test_an_action_agreed_in_a_discussion(alice, discussion, finding):
    item = services.agree_action_in(
        actor=alice.actor,
        discussion=discussion,
        text="Close four doors",
        owner_id=alice.user.pk,
        due_on=TODAY,
        finding_id=finding.pk,
    )
    assert (item.discussion, item.finding) == (discussion, finding)
