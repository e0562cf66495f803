"""API of interviews, evidence about practices, and discussions."""

import pytest

from assessments.models import InterviewNote, PracticeEvidence
from cip.access.roles import Role
from tests.assessments.results_world import make_world
from tests.factories.assessments import (
    DiscussionFactory,
    EvidenceFactory,
    FindingFactory,
    InterviewFactory,
    InterviewNoteFactory,
    PracticeEvidenceFactory,
)

pytestmark = pytest.mark.django_db

NOWHERE = "00000000-0000-4000-8000-000000000000"
SECRET = "The backup has never been tried"


@pytest.fixture
def world(alice):
    made = make_world(alice.organization, alice.user)
    made.answer("SCM-P1", ["yes"] * 6)
    return made


def test_interview_from_plan_to_evidence(alice, world):
    assessment, node = str(world.assessment.pk), str(world.node("SCM-P1").pk)
    body = {"assessment": assessment, "role_asked": "Desk", "kind": "single"}
    body["planned_on"] = "2026-03-02"
    made = alice.api.post("/api/v1/interviews/", body)
    assert (made.status_code, made.data["state"], made.data["version"]) == (201, "planned", 1)
    for field, value in (("assessment", NOWHERE), ("kind", "chat"), ("planned_on", "x")):
        wrong = alice.api.post("/api/v1/interviews/", body | {field: value})
        assert (wrong.status_code, field in str(wrong.data)) == (400, True)
    one = f"/api/v1/interviews/{made.data['id']}/"
    changed = alice.api.patch(one, {"role_asked": "Desk lead"}, headers={"If-Match": '"v1"'})
    assert changed.data["role_asked"] == "Desk lead"
    assert alice.api.patch(one, {"kind": "group"}, headers={"If-Match": '"v1"'}).status_code == 409
    assert alice.api.post(f"{one}hold/", {"held_on": "2026-03-03"}).data["state"] == "held"
    said = {"text": SECRET, "nodes": [node], "says": "done"}
    note = alice.api.post(f"{one}notes/", said)
    assert (note.status_code, [str(n) for n in note.data["nodes"]]) == (201, [node])
    use = f"{one}notes/{note.data['id']}/use/"
    assert alice.api.post(use, {}).status_code == 409
    consent = {"how": "spoken", "given_on": "2026-03-03"}
    assert alice.api.post(f"{one}consent/", consent).data["consent_how"] == "spoken"
    put = f"{one}notes/{note.data['id']}/"
    again = alice.api.put(put, said | {"kind": "quote"}, headers={"If-Match": '"v1"'})
    assert again.data["kind"] == "quote"
    used = alice.api.post(use, {})
    assert [piece["source"] for piece in used.data] == ["interview"]
    assert alice.api.delete(put).status_code == 409
    assert alice.api.get(f"{one}notes/").data["count"] == 1
    assert alice.api.post(f"{one}withdraw-consent/", {}).data["consent_on"] is None
    assert not PracticeEvidence.objects.exists()
    assert alice.api.delete(put).status_code == 204
    assert alice.api.delete(put).status_code == 404


def test_cancel_and_plan_again(alice, world):
    row = InterviewFactory(assessment=world.assessment, state="planned", held_on=None)
    one = f"/api/v1/interviews/{row.pk}/"
    assert alice.api.post(f"{one}cancel/", {}).status_code == 400
    assert alice.api.post(f"{one}cancel/", {"reason": "Ill"}).data["state"] == "canceled"
    assert alice.api.post(f"{one}plan-again/", {}).data["state"] == "planned"


@pytest.mark.parametrize("role", [Role.MEMBER, Role.SPONSOR, Role.ADVISOR, Role.ADMIN])
def test_nobody_else_sees_interviews(make_person, world, role):
    person = make_person("Other", role)
    row = InterviewFactory(assessment=world.assessment, people_present="Kim Secretive")
    node = world.node("SCM-P1")
    note = InterviewNoteFactory(interview=row, text=SECRET, nodes=[node])
    piece = PracticeEvidenceFactory(
        assessment=world.assessment, node=node, source="interview", interview_note=note
    )
    finding = FindingFactory(assessment=world.assessment, node=node)
    EvidenceFactory(finding=finding, taken_from=piece, origin="Desk manager", note=SECRET)
    discussion = DiscussionFactory(assessment=world.assessment, node=world.node("SCM"))
    world.assessment.state = "closed"
    world.assessment.save()
    forbidden = (
        "interviews/",
        f"interviews/{row.pk}/",
        f"interviews/{row.pk}/notes/",
        "practice-evidence/",
        f"practice-evidence/{piece.pk}/",
        f"practice-evidence/matrix/?assessment={world.assessment.pk}",
        "discussions/",
        f"discussions/{discussion.pk}/",
        f"discussions/{discussion.pk}/outcomes/",
    )
    for address in forbidden:
        answer = person.api.get(f"/api/v1/{address}")
        assert answer.status_code == 403, address
        assert SECRET not in answer.content.decode()
    for address in (f"findings/{finding.pk}/", "findings/"):
        text = person.api.get(f"/api/v1/{address}").content.decode()
        for private in (SECRET, "Desk manager", "Kim Secretive"):
            assert private not in text
    assert person.api.delete(f"/api/v1/practice-evidence/{piece.pk}/").status_code == 403
    assert InterviewNote.objects.count() == 1


def test_evidence_and_matrix(alice, world):
    node = world.node("SCM-P1")
    body = {
        "assessment": str(world.assessment.pk),
        "node": str(node.pk),
        "source": "observation",
        "says": "not_done",
        "dated_on": "2026-03-02",
        "origin": "Desk",
    }
    made = alice.api.post("/api/v1/practice-evidence/", body)
    assert made.status_code == 201
    told = alice.api.post("/api/v1/practice-evidence/", body | {"source": "interview"})
    assert told.status_code == 400
    finding = FindingFactory(assessment=world.assessment, node=node)
    one = f"/api/v1/practice-evidence/{made.data['id']}/"
    taken = alice.api.post(f"{one}take-in/", {"finding": str(finding.pk)})
    assert (taken.status_code, taken.data["polarity"]) == (201, "supports")
    address = f"/api/v1/practice-evidence/matrix/?assessment={world.assessment.pk}"
    row = alice.api.get(address).data["results"][0]
    assert (row["code"], row["verdict"], row["is_done"]) == ("SCM-P1", "contradicted", None)
    assert row["observations"] == {"done": 0, "not_done": 1, "stale": 0}
    assert row["questionnaire"][0]["tally"]["yes"] == 6
    assert row["evidence_named"] == 0
    assert alice.api.get("/api/v1/practice-evidence/matrix/").status_code == 400
    listed = alice.api.get("/api/v1/practice-evidence/", {"node": str(node.pk)})
    assert listed.data["count"] == 1
    assert alice.api.delete(one).status_code == 204
    assert not finding.evidence.exists()


def test_discussion(alice, world):
    area = world.node("SCM")
    finding = FindingFactory(assessment=world.assessment, node=area)
    body = {"assessment": str(world.assessment.pk), "node": str(area.pk)}
    made = alice.api.post("/api/v1/discussions/", body | {"planned_on": "2026-03-04"})
    assert made.status_code == 201
    one = f"/api/v1/discussions/{made.data['id']}/"
    outcome = f"{one}outcomes/{finding.pk}/"
    agreed = {"kind": "agreed", "solution_direction": "One door"}
    match = {"If-Match": '"v1"'}
    assert alice.api.put(outcome, agreed, headers=match).status_code == 409
    held = alice.api.post(f"{one}hold/", {"held_on": "2026-03-04", "attendee_count": 7})
    assert (held.data["state"], held.data["attendee_count"]) == ("held", 7)
    assert alice.api.put(outcome, agreed).status_code == 428
    assert alice.api.put(outcome, agreed, headers=match).data["kind"] == "agreed"
    assert alice.api.put(outcome, agreed, headers={"If-Match": '"v9"'}).status_code == 409
    assert alice.api.get(f"{one}outcomes/").data["count"] == 1
    finding.refresh_from_db()
    assert (finding.state, finding.solution_direction) == ("discussed", "One door")
    action = {"text": "Close", "owner": str(alice.user.pk), "due_on": "2026-06-30"}
    assert alice.api.post(f"{one}action-items/", action).status_code == 201
    assert alice.api.post(f"{one}skip/", {"reason": "No"}).status_code == 409
    other = body | {"node": str(world.node("SRM").pk), "reason": "Ill"}
    skipped = alice.api.post("/api/v1/discussions/skip-area/", other)
    assert (skipped.status_code, skipped.data["state"]) == (201, "skipped")
    again = alice.api.post(
        f"/api/v1/discussions/{skipped.data['id']}/plan-again/", {"planned_on": "2026-03-05"}
    )
    assert again.data["state"] == "planned"
