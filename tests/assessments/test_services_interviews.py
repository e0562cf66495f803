"""Services of interviews, notes and evidence about practices: what they store and refuse."""

from datetime import date

import pytest

from assessments.models import Evidence, InterviewNote, PracticeEvidence
from assessments.queries.findings import standing_of
from assessments.services import interviews as services
from assessments.services.finding_states import confirm_finding
from assessments.services.practice_evidence import (
    collect_evidence,
    take_in,
    use_note,
    withdraw_practice_evidence,
)
from cip.audit.models import AuditEvent
from cip.kernel.errors import InvalidInput, NotAllowed, StaleWrite, WrongState
from tests.assessments.results_world import make_world
from tests.factories.assessments import (
    FindingFactory,
    InterviewFactory,
    InterviewNoteFactory,
    PracticeEvidenceFactory,
)
from tests.factories.programs import ArtefactFactory, ArtefactVersionFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 10)
SECRET = "The backup has never been tried"


@pytest.fixture
def world(alice):
    return make_world(alice.organization, alice.user)


@pytest.fixture
def interview(world):
    return InterviewFactory(assessment=world.assessment, role_asked="Service desk manager")


@pytest.fixture
def note(world, interview, alice):
    return InterviewNoteFactory(
        interview=interview,
        text=SECRET,
        says="not_done",
        nodes=[world.node("SCM-P1"), world.node("SCM-P2")],
        written_by=alice.user,
    )


@pytest.fixture
def weakness(world, alice):
    return FindingFactory(
        assessment=world.assessment, node=world.node("SCM-P1"), written_by=alice.user
    )


def plan(person, world, **more):
    values = {"role_asked": "Service desk manager", "kind": "single", "planned_on": TODAY}
    return services.plan_interview(
        actor=person.actor, assessment=world.assessment, **(values | more)
    )


def test_from_planned_to_held_and_canceled(alice, world):
    row = plan(alice, world)
    assert (row.state, row.has_consent) == ("planned", False)
    services.hold_interview(
        actor=alice.actor, interview=row, held_on=TODAY, today=TODAY, expected_version=1
    )
    assert (row.state, row.held_on, row.version) == ("held", TODAY, 2)
    with pytest.raises(WrongState):
        services.cancel_interview(
            actor=alice.actor, interview=row, reason="Ill", expected_version=2
        )
    other = plan(alice, world)
    with pytest.raises(InvalidInput):
        services.cancel_interview(actor=alice.actor, interview=other, reason="", expected_version=1)
    services.cancel_interview(actor=alice.actor, interview=other, reason="Ill", expected_version=1)
    assert (other.state, other.state_reason) == ("canceled", "Ill")
    services.plan_again(actor=alice.actor, interview=other, expected_version=2)
    assert (other.state, other.state_reason) == ("planned", "")


def test_planning_refuses(alice, bob, sponsor, world):
    for more, field in (
        ({"role_asked": ""}, "role_asked"),
        ({"kind": "chat"}, "kind"),
        ({"kind": "follow_up"}, "follows"),
        ({"kind": "follow_up", "follows_id": InterviewFactory().pk}, "follows"),
    ):
        with pytest.raises(InvalidInput) as error:
            plan(alice, world, **more)
        assert list(error.value.fields) == [field]
    for person in (bob, sponsor):
        with pytest.raises(NotAllowed):
            plan(person, world)
    row = plan(alice, world)
    with pytest.raises(InvalidInput):
        services.hold_interview(
            actor=alice.actor,
            interview=row,
            held_on=date(2026, 3, 11),
            today=TODAY,
            expected_version=1,
        )
    world.assessment.state = "closed"
    world.assessment.save()
    with pytest.raises(WrongState):
        plan(alice, world)


def test_editing_is_versioned(alice, interview):
    known = {"actor": alice.actor, "interview": interview}
    services.edit_interview(**known, expected_version=1, values={"people_present": "Kim"})
    with pytest.raises(StaleWrite):
        services.edit_interview(**known, expected_version=1, values={"role_asked": "Boss"})


def test_notes_need_an_interview_that_was_held(alice, world):
    planned = plan(alice, world)
    with pytest.raises(WrongState):
        services.write_note(
            actor=alice.actor, interview=planned, text="T", node_ids=[world.node("SCM-P1").pk]
        )


def test_a_note_is_about_something_in_scope(alice, world, interview):
    for more, field in (
        ({"text": ""}, "text"),
        ({"node_ids": []}, "nodes"),
        ({"node_ids": [world.node("SPM-G1").pk]}, "nodes"),
        ({"kind": "rumor"}, "kind"),
        ({"says": "maybe"}, "says"),
    ):
        values = {"text": "T", "node_ids": [world.node("SCM-P1").pk]} | more
        with pytest.raises(InvalidInput) as error:
            services.write_note(actor=alice.actor, interview=interview, **values)
        assert list(error.value.fields) == [field]
    assert not InterviewNote.objects.exists()


def test_no_evidence_without_consent(alice, note):
    interview = note.interview
    services.withdraw_consent(actor=alice.actor, interview=interview, expected_version=1)
    with pytest.raises(WrongState):
        use_note(actor=alice.actor, note=note)
    services.record_consent(
        actor=alice.actor,
        interview=interview,
        how="written",
        given_on=TODAY,
        today=TODAY,
        expected_version=2,
    )
    assert len(use_note(actor=alice.actor, note=note)) == 2
    assert use_note(actor=alice.actor, note=note) == []
    with pytest.raises(WrongState):
        services.delete_note(actor=alice.actor, note=note)


def reworded(alice, note, says):
    """Somebody changes the note for the first time."""
    services.edit_note(
        actor=alice.actor,
        note=note,
        expected_version=1,
        text="Hm",
        node_ids=[node.pk for node in note.nodes.all()],
        kind="view",
        says=says,
    )


def test_consent_and_words_count_as_they_are_stored(alice, note):
    opened = InterviewNote.objects.select_related("interview__assessment__program").get(pk=note.pk)
    reworded(alice, note, says="done")
    assert [row.says for row in use_note(actor=alice.actor, note=opened)] == ["done", "done"]
    services.withdraw_consent(actor=alice.actor, interview=note.interview, expected_version=1)
    with pytest.raises(WrongState, match="Nobody has agreed"):
        use_note(actor=alice.actor, note=opened)
    assert not PracticeEvidence.objects.exists()


def test_consent_is_not_given_on_a_day_to_come(alice, interview):
    values = {"how": "written", "given_on": date(2026, 3, 11), "today": TODAY}
    with pytest.raises(InvalidInput) as error:
        services.record_consent(
            actor=alice.actor, interview=interview, expected_version=1, **values
        )
    assert list(error.value.fields) == ["consent_on"]


def test_a_note_without_direction_is_no_evidence(alice, note):
    reworded(alice, note, says="")
    with pytest.raises(WrongState):
        use_note(actor=alice.actor, note=note)
    services.delete_note(actor=alice.actor, note=note)
    assert not InterviewNote.objects.exists()


def test_withdrawn_consent_takes_evidence_and_confirmation_back(alice, world, note, weakness):
    first, _second = use_note(actor=alice.actor, note=note)
    first.refresh_from_db()
    seen = PracticeEvidenceFactory(assessment=world.assessment, node=weakness.node, says="not_done")
    take_in(actor=alice.actor, finding=weakness, evidence=first)
    take_in(actor=alice.actor, finding=weakness, evidence=seen)
    confirm_finding(actor=alice.actor, finding=weakness, reason="Clear", expected_version=1)
    services.withdraw_consent(actor=alice.actor, interview=note.interview, expected_version=1)
    weakness.refresh_from_db()
    assert weakness.state == "preliminary"
    assert list(PracticeEvidence.objects.all()) == [seen]
    assert InterviewNote.objects.count() == 1


@pytest.mark.parametrize(
    "case",
    [
        ("weakness", "not_done", "supports"),
        ("weakness", "done", "contradicts"),
        ("strength", "done", "supports"),
        ("strength", "not_done", "contradicts"),
        ("alternative", "done", "supports"),
    ],
)
def test_what_evidence_means_for_a_finding(alice, world, weakness, case):
    kind, says, polarity = case
    weakness.kind = kind
    seen = PracticeEvidenceFactory(assessment=world.assessment, node=weakness.node, says=says)
    assert take_in(actor=alice.actor, finding=weakness, evidence=seen).polarity == polarity
    with pytest.raises(WrongState):
        take_in(actor=alice.actor, finding=weakness, evidence=seen)
    with pytest.raises(InvalidInput):
        take_in(actor=alice.actor, finding=weakness, evidence=PracticeEvidenceFactory())


def test_a_follow_up_is_no_second_source(alice, world, interview, note, weakness):
    again = InterviewFactory(assessment=world.assessment, kind="follow_up", follows=interview)
    more = InterviewNoteFactory(interview=again, says="not_done", nodes=[weakness.node])
    for each in (note, more):
        piece = next(p for p in use_note(actor=alice.actor, note=each) if p.node == weakness.node)
        take_in(actor=alice.actor, finding=weakness, evidence=piece)
    assert standing_of(weakness.pk).independent == 1
    other = InterviewFactory(assessment=world.assessment)
    third = InterviewNoteFactory(interview=other, says="not_done", nodes=[weakness.node])
    (piece,) = use_note(actor=alice.actor, note=third)
    take_in(actor=alice.actor, finding=weakness, evidence=piece)
    assert standing_of(weakness.pk).independent == 2


def test_collecting_evidence(alice, bob, world):
    known = {"assessment": world.assessment, "today": TODAY, "dated_on": TODAY, "says": "done"}
    node = {"node_id": world.node("SCM-P1").pk}
    version = ArtefactVersionFactory(artefact=ArtefactFactory(program=world.assessment.program))
    made = collect_evidence(
        actor=alice.actor, source="document", artefact_version_id=version.pk, **known, **node
    )
    assert (made.source, made.artefact_version, made.dated_on) == ("document", version, TODAY)
    for more, field in (
        ({"source": "interview", "origin": "Talk"}, "source"),
        ({"source": "observation"}, "origin"),
        ({"source": "observation", "origin": "Desk", "says": ""}, "says"),
        ({"source": "observation", "origin": "Desk", "dated_on": date(2026, 3, 11)}, "dated_on"),
        ({"source": "observation", "origin": "D", "node_id": world.node("SPM-G1").pk}, "node"),
    ):
        with pytest.raises(InvalidInput) as error:
            collect_evidence(actor=alice.actor, **(known | node | more))
        assert list(error.value.fields) == [field]
    with pytest.raises(NotAllowed):
        collect_evidence(actor=bob.actor, source="observation", origin="Desk", **known, **node)


def test_withdrawing_goes_through_to_findings(alice, world, weakness):
    seen = [
        PracticeEvidenceFactory(assessment=world.assessment, node=weakness.node, says="not_done")
        for _ in range(2)
    ]
    for each in seen:
        take_in(actor=alice.actor, finding=weakness, evidence=each)
    confirm_finding(actor=alice.actor, finding=weakness, reason="Seen", expected_version=1)
    withdraw_practice_evidence(actor=alice.actor, evidence=seen[0])
    weakness.refresh_from_db()
    assert (weakness.state, Evidence.objects.count()) == ("preliminary", 1)


def test_the_audit_trail_holds_no_words_and_no_names(alice, world, interview):
    services.edit_interview(
        actor=alice.actor,
        interview=interview,
        expected_version=1,
        values={"people_present": "Kim Secretive", "interviewers": "Jo Hidden"},
    )
    note = services.write_note(
        actor=alice.actor, interview=interview, text=SECRET, node_ids=[world.node("SCM-P1").pk]
    )
    services.edit_note(
        actor=alice.actor,
        note=note,
        expected_version=1,
        text=SECRET + "!",
        node_ids=[world.node("SCM-P2").pk],
        kind="quote",
        says="done",
    )
    use_note(actor=alice.actor, note=note)
    rows = AuditEvent.objects.order_by("pk").values_list("action", "subject_label", "changes")
    assert [row[0] for row in rows] == [
        "interview.edited",
        "interview_note.written",
        "interview_note.edited",
        "practice_evidence.collected",
    ]
    said = repr(list(rows))
    for private in (SECRET, "Kim", "Secretive", "Jo Hidden"):
        assert private not in said
