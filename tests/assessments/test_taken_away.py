"""Two people take the same thing away: the second reads that it is gone, and nothing is lost."""

import pytest

from assessments.models import Evidence, InterviewNote, PracticeEvidence
from assessments.services.evidence import withdraw_evidence
from assessments.services.interviews import delete_note
from assessments.services.practice_evidence import take_in, withdraw_practice_evidence
from cip.audit.models import AuditEvent
from cip.kernel.errors import WrongState
from tests.assessments.results_world import World, make_world
from tests.factories.assessments import (
    EvidenceFactory,
    FindingFactory,
    InterviewFactory,
    InterviewNoteFactory,
    PracticeEvidenceFactory,
)

pytestmark = pytest.mark.django_db
GONE = "Somebody else has taken this away"


@pytest.fixture
def world(alice) -> World:
    return make_world(alice.organization, alice.user, state="analyzing")


def gone(act, **what) -> None:
    with pytest.raises(WrongState, match=GONE):
        act(**what)


def test_a_note(alice, world):
    note = InterviewNoteFactory(interview=InterviewFactory(assessment=world.assessment))
    again = InterviewNote.objects.get(pk=note.pk)
    delete_note(actor=alice.actor, note=note)
    gone(delete_note, actor=alice.actor, note=again)


def test_evidence_of_a_finding(alice, world):
    piece = EvidenceFactory(
        finding=FindingFactory(assessment=world.assessment, node=world.node("SCM"))
    )
    again = Evidence.objects.get(pk=piece.pk)
    withdraw_evidence(actor=alice.actor, evidence=piece)
    gone(withdraw_evidence, actor=alice.actor, evidence=again)
    assert AuditEvent.objects.filter(action="evidence.withdrawn").count() == 1


def test_evidence_of_a_practice_is_no_longer_taken_in(alice, world):
    finding = FindingFactory(assessment=world.assessment, node=world.node("SCM"))
    piece = PracticeEvidenceFactory(
        assessment=world.assessment, node=world.node("SCM-P1"), added_by=alice.user
    )
    again = PracticeEvidence.objects.get(pk=piece.pk)
    withdraw_practice_evidence(actor=alice.actor, evidence=piece)
    gone(withdraw_practice_evidence, actor=alice.actor, evidence=again)
    gone(take_in, actor=alice.actor, finding=finding, evidence=again)
    assert finding.evidence.count() == 0
