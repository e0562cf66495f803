"""Pages of interviews, evidence and discussions: as lead, member, sponsor, advisor and outsider."""

import re
from datetime import date
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from openpyxl import load_workbook

from assessments.models import Discussion, Interview, InterviewNote, PracticeEvidence
from assessments.services.practice_evidence import use_note
from cip.access.roles import Role
from cip.doors import actor_in
from tests.assessments.results_world import make_world
from tests.factories.assessments import (
    DiscussionFactory,
    FindingFactory,
    InterviewFactory,
    InterviewNoteFactory,
    PracticeEvidenceFactory,
)

pytestmark = pytest.mark.django_db

SECRET = "The backup has never been tried"
PRESENT = "Kim Secretive"


@pytest.fixture
def world(alice):
    made = make_world(alice.organization, alice.user)
    made.answer("SCM-P1", ["yes"] * 6)
    made.answer("SCM-P2", ["yes"] * 3 + ["no"] * 3)
    return made


@pytest.fixture
def interview(world):
    return InterviewFactory(
        assessment=world.assessment, role_asked="Desk manager", people_present=PRESENT
    )


@pytest.fixture
def note(world, interview, alice):
    return InterviewNoteFactory(
        interview=interview,
        text=SECRET,
        says="not_done",
        nodes=[world.node("SCM-P1")],
        written_by=alice.user,
    )


def url(name, *args):
    return reverse(f"assessments:{name}", args=["acme", *args])


def text_of(answer):
    return BeautifulSoup(answer.content, "html.parser").get_text(" ", strip=True)


@pytest.mark.parametrize("state", ["analyzing", "agreed", "closed"])
def test_nobody_else_sees_what_was_said(make_person, world, note, state):
    piece, *_rest = use_note_as(world, note)
    finding = FindingFactory(assessment=world.assessment, node=world.node("SCM-P1"))
    discussion = DiscussionFactory(assessment=world.assessment, node=world.node("SCM"))
    world.assessment.state = state
    world.assessment.save()
    pk, row = world.assessment.pk, note.interview
    pages = [
        url("interviews", pk),
        url("interviews", pk) + "?export=csv",
        url("interview", row.pk),
        url("interview_edit", row.pk),
        url("note_edit", note.pk),
        url("evidence", pk),
        url("evidence", pk) + "?export=xlsx",
        url("evidence_area", pk, world.node("SCM").pk),
        url("evidence_node", pk, world.node("SCM-P1").pk),
        url("discussions", pk),
        url("discussion", discussion.pk),
        url("discussion_outcome", discussion.pk, finding.pk),
    ]
    steps = [
        url("note_use", note.pk),
        url("note_delete", note.pk),
        url("interview_withdraw_consent", row.pk),
        url("practice_evidence_withdraw", piece.pk),
    ]
    for role in (Role.MEMBER, Role.SPONSOR, Role.ADVISOR, Role.ADMIN):
        person = make_person(f"The {role}", role)
        for page in pages:
            answer = person.client.get(page)
            assert answer.status_code == 403, page
            assert SECRET not in answer.content.decode()
            assert PRESENT not in answer.content.decode()
        for step in steps:
            assert person.client.post(step, {"expected_version": 1}).status_code == 403, step
    assert InterviewNote.objects.count() == 1


def use_note_as(world, note):
    return use_note(actor=actor_in("acme", world.assessment.lead), note=note)


def test_tabs_are_the_teams_own(alice, sponsor, world):
    world.assessment.state = "agreed"
    world.assessment.save()
    for person, sees in ((alice, True), (sponsor, False)):
        for page, tab in (("detail", "Ask"), ("findings", "Discussions")):
            text = text_of(person.client.get(url(page, world.assessment.pk)))
            assert (f" {tab} " in text) is sees


def test_files_hold_counts_only(alice, world, note):
    use_note_as(world, note)
    lines = b"".join(alice.client.get(url("interviews", world.assessment.pk) + "?export=csv"))
    sheet = alice.client.get(url("evidence", world.assessment.pk) + "?export=xlsx").content
    book = load_workbook(BytesIO(sheet))
    cells = [str(c.value) for s in book for row in s.iter_rows() for c in row]
    for private in (SECRET, PRESENT, "Desk manager"):
        assert private not in lines.decode()
        assert private not in " ".join(cells)
    row = next(r for r in book["SCM"].iter_rows(values_only=True) if r[0] == "SCM-P1")
    assert row[2:8] == (6, 0, 0, 0, 0, 1)
    assert row[-1] == "Contradicted"


NAMED = "Minutes of May: https://wiki.example/m?x=1&y=2.\nSecond line <b>"
HIDDEN = "The cupboard of the night shift"


@pytest.fixture
def named(alice):
    """Evidence beside two answers that are shown, and one whose question is hidden."""
    made = make_world(alice.organization, alice.user, practices=3)
    made.answer("SCM-P1", ["yes"] * 6, evidence=["", NAMED, "The log"])
    made.answer("SCM-P2", ["yes", "no", "", "", "", ""], evidence=[HIDDEN])
    made.answer("SCM-P3", ["yes"] * 6)
    return made


def test_evidence_named_beside_answers_is_counted_and_read(alice, named):
    pk, node = named.assessment.pk, named.node("SCM-P1")
    area = alice.client.get(url("evidence_area", pk, named.node("SCM").pk))
    assert [row.named for row in area.context["area"].rows if row.items] == [2, 0, 0]
    assert "2 answers name evidence" in text_of(area)
    page = alice.client.get(url("evidence_node", pk, node.pk))
    link = BeautifulSoup(page.content, "html.parser").find("a", string=re.compile("^https://w"))
    assert link["href"] == link.text == "https://wiki.example/m?x=1&y=2"
    assert link["rel"] == ["noopener", "noreferrer", "nofollow"]
    assert "Second line <b>" in text_of(page)
    assert "Pat Example" not in text_of(page)
    sheet = alice.client.get(url("evidence", pk) + "?export=xlsx").content
    rows = list(load_workbook(BytesIO(sheet))["SCM"].iter_rows(values_only=True))
    assert [row[5] for row in rows if row[0].startswith("SCM-P")] == [2, 0, 0]


def test_evidence_of_hidden_questions_is_in_no_channel(alice, named):
    pk, scm = named.assessment.pk, named.node("SCM").pk
    channels = [
        url("evidence", pk),
        url("evidence_area", pk, scm),
        url("evidence_node", pk, named.node("SCM-P2").pk),
        url("analysis", pk),
        url("analysis_area", pk, scm),
        url("analysis_area", pk, scm) + "?unit=Desk",
        url("findings", pk),
        url("results", pk),
    ]
    for channel in channels:
        assert HIDDEN not in text_of(alice.client.get(channel, follow=True)), channel
    assert "The log" in text_of(alice.client.get(url("analysis_area", pk, scm)))
    named.assessment.state = "collecting"
    named.assessment.save()
    text = text_of(alice.client.get(url("evidence_node", pk, named.node("SCM-P1").pk)))
    assert "The log" not in text


def test_evidence_named_beside_an_answer_fills_the_form(alice, named):
    pk, node = named.assessment.pk, named.node("SCM-P1")
    page = BeautifulSoup(alice.client.get(url("evidence_node", pk, node.pk)).content, "html.parser")
    (link,) = (
        a
        for a in page.find_all("a", string="Add as evidence")
        if "Minutes" in a.find_parent("li").text
    )
    filled = alice.client.get(url("evidence_node", pk, node.pk) + link["href"].rpartition("/")[2])
    initial = filled.context["form"].initial
    assert initial["origin"] == "Minutes of May: https://wiki.example/m?x=1&y=2."
    assert initial["note"] == NAMED
    body = {"source": "document", "says": "done", "dated_on": "2026-03-02"} | {
        name: initial[name] for name in ("origin", "note")
    }
    assert alice.client.post(url("practice_evidence_add", pk, node.pk), body).status_code == 302
    made = PracticeEvidence.objects.get()
    assert (made.source, made.origin, made.note) == ("document", initial["origin"], NAMED)
    unknown = alice.client.get(url("evidence_node", pk, node.pk) + "?named=nonsense")
    assert "note" not in unknown.context["form"].initial


def test_from_planning_to_evidence(alice, world):
    pk = world.assessment.pk
    assert "No interviews yet" in text_of(alice.client.get(url("interviews", pk)))
    body = {"role_asked": "Desk manager", "kind": "single", "planned_on": "2026-03-02"}
    wrong = alice.client.post(url("interview_new", pk), body | {"kind": "follow_up"})
    assert "goes back to" in text_of(wrong)
    assert alice.client.post(url("interview_new", pk), body).status_code == 302
    row = Interview.objects.get()
    held = {"held_on": "2026-03-03", "people_present": PRESENT, "expected_version": 1}
    late = held | {"held_on": "2199-01-01"}
    assert alice.client.post(url("interview_hold", row.pk), late).status_code == 400
    assert alice.client.post(url("interview_hold", row.pk), held).status_code == 302
    said = {
        "text": SECRET,
        "kind": "fact",
        "says": "not_done",
        "nodes": [world.node("SCM-P1").pk, world.node("SCM-P2").pk],
    }
    assert alice.client.post(url("note_new", row.pk), said | {"nodes": []}).status_code == 400
    assert alice.client.post(url("note_new", row.pk), said).status_code == 302
    note = InterviewNote.objects.get()
    assert alice.client.post(url("note_use", note.pk)).status_code == 409
    assert "No consent recorded" in text_of(alice.client.get(url("interview", row.pk)))
    consent = {"consent_how": "spoken", "consent_on": "2026-03-03", "expected_version": 2}
    assert alice.client.post(url("interview_consent", row.pk), consent).status_code == 302
    assert alice.client.post(url("note_use", note.pk)).status_code == 302
    assert PracticeEvidence.objects.count() == 2
    page = text_of(alice.client.get(url("evidence_node", pk, world.node("SCM-P1").pk)))
    assert SECRET in page
    gone = alice.client.post(url("interview_withdraw_consent", row.pk), {"expected_version": 3})
    assert gone.status_code == 302
    assert not PracticeEvidence.objects.exists()


def test_editing_cancel_and_again(alice, interview, note):
    body = {
        "role_asked": "Desk lead",
        "kind": "group",
        "planned_on": "2026-03-02",
        "expected_version": 1,
    }
    assert alice.client.post(url("interview_edit", interview.pk), body).status_code == 302
    stale = alice.client.post(url("interview_edit", interview.pk), body | {"role_asked": "X"})
    assert stale.status_code == 409
    edit = {
        "text": "Tried once",
        "kind": "quote",
        "says": "done",
        "nodes": [node.pk for node in note.nodes.all()],
        "expected_version": 1,
    }
    assert alice.client.post(url("note_edit", note.pk), edit).status_code == 302
    assert alice.client.post(url("note_edit", note.pk), edit | {"text": "No"}).status_code == 409
    assert alice.client.post(url("note_delete", note.pk)).status_code == 302
    planned = InterviewFactory(assessment=interview.assessment, state="planned", held_on=None)
    step = {"reason": "", "expected_version": 1}
    assert alice.client.post(url("interview_cancel", planned.pk), step).status_code == 400
    step["reason"] = "Ill"
    assert alice.client.post(url("interview_cancel", planned.pk), step).status_code == 302
    again = {"expected_version": 2}
    assert alice.client.post(url("interview_again", planned.pk), again).status_code == 302
    planned.refresh_from_db()
    assert planned.state == "planned"


def test_interviews_can_be_filtered_and_sorted(alice, world, interview):
    InterviewFactory(assessment=world.assessment, role_asked="Wards", kind="group")
    page = url("interviews", world.assessment.pk)
    text = text_of(alice.client.get(page, {"q": "ward"}))
    assert "Wards" in text
    assert "Desk manager" not in text
    assert "No interview matches" in text_of(alice.client.get(page, {"state": "canceled"}))
    assert alice.client.get(page, {"sort": "-role"}).status_code == 200


def test_matrix_side_by_side(alice, world, note):
    use_note_as(world, note)
    PracticeEvidenceFactory(
        assessment=world.assessment,
        node=world.node("SRM-P1"),
        source="document",
        origin="Plan",
        dated_on=date(2020, 1, 1),
    )
    page = alice.client.get(url("evidence_area", world.assessment.pk, world.node("SCM").pk))
    rows = BeautifulSoup(page.content, "html.parser").select("tbody tr")
    first = rows[0].get_text(" ", strip=True)
    assert "SCM-P1" in first
    assert "1 not done" in first
    assert "Contradicted" in first
    assert "Split" in rows[1].get_text(" ", strip=True)
    other = alice.client.get(url("evidence_area", world.assessment.pk, world.node("SRM").pk))
    assert "1 old" in text_of(other)
    nowhere = url("evidence_area", world.assessment.pk, world.node("SPM").pk)
    assert alice.client.get(nowhere).status_code == 404


def test_the_matrix_hides_what_the_threshold_hides(alice):
    world = make_world(alice.organization, alice.user, people=4)
    world.answer("SCM-P1", ["no"] * 4)
    page = alice.client.get(url("evidence_area", world.assessment.pk, world.node("SCM").pk))
    row = BeautifulSoup(page.content, "html.parser").select_one("tbody tr").get_text(" ")
    assert "None" in row
    assert "no 4" not in row


def test_adding_taking_in_withdrawing(alice, world):
    finding = FindingFactory(assessment=world.assessment, node=world.node("SCM-P1"))
    node = world.node("SCM-P1")
    add = url("practice_evidence_add", world.assessment.pk, node.pk)
    body = {"source": "observation", "says": "not_done", "dated_on": "2026-03-02"}
    assert alice.client.post(add, body).status_code == 400
    assert alice.client.post(add, body | {"origin": "Desk"}).status_code == 302
    piece = PracticeEvidence.objects.get()
    take = url("practice_evidence_take_in", piece.pk)
    assert alice.client.post(take, {"finding": ""}).status_code == 400
    assert alice.client.post(take, {"finding": finding.pk}).status_code == 302
    assert finding.evidence.get().polarity == "supports"
    assert alice.client.post(take, {"finding": finding.pk}).status_code == 409
    withdraw = url("practice_evidence_withdraw", piece.pk)
    assert alice.client.post(withdraw).status_code == 302
    assert not finding.evidence.exists()


def test_discussion_pages(alice, world):
    pk, area = world.assessment.pk, world.node("SCM")
    finding = FindingFactory(assessment=world.assessment, node=area, title="Five doors")
    new = url("discussion_new", pk)
    empty = alice.client.post(new, {"node": area.pk, "planned_on": ""})
    errors = BeautifulSoup(empty.content, "html.parser").select(".field-error")
    assert (empty.status_code, len(errors)) == (400, 1)
    assert alice.client.post(new, {"node": area.pk, "planned_on": "2026-03-04"}).status_code == 302
    row = Discussion.objects.get()
    held = {"held_on": "2026-03-04", "attendee_count": 7, "expected_version": 1}
    assert alice.client.post(url("discussion_hold", row.pk), held).status_code == 302
    outcome = url("discussion_outcome", row.pk, finding.pk)
    assert alice.client.get(outcome).status_code == 200
    changed = {
        "kind": "changed",
        "title": "Pat Example1 has three doors",
        "reason": "Two were closed",
        "expected_version": 1,
    }
    assert alice.client.post(outcome, changed | {"reason": ""}).status_code == 400
    page = alice.client.post(outcome, changed, follow=True)
    assert "may name somebody" in text_of(page)
    finding.refresh_from_db()
    assert (finding.title, finding.state) == ("Pat Example1 has three doors", "discussed")
    stale = alice.client.post(outcome, changed | {"title": "Other"})
    assert stale.status_code == 409
    action = {"text": "Close", "owner": alice.user.pk, "due_on": "2026-06-30"}
    act = url("discussion_action", row.pk)
    assert alice.client.post(act, action | {"finding": finding.pk}).status_code == 302
    assert row.action_items.get().finding == finding
    skip = url("discussion_skip_area", pk)
    other = world.node("SRM").pk
    assert alice.client.post(skip, {"node": other, "reason": ""}).status_code == 400
    assert alice.client.post(skip, {"node": other, "reason": "Ill"}).status_code == 302
    left_out = Discussion.objects.get(node=other)
    again = {"planned_on": "2026-03-05", "expected_version": 1}
    assert alice.client.post(url("discussion_again", left_out.pk), again).status_code == 302
    skipped = {"reason": "No room", "expected_version": 2}
    assert alice.client.post(url("discussion_skip", left_out.pk), skipped).status_code == 302


def test_a_document_that_is_missing_can_be_stored_from_here(alice, world):
    finding = FindingFactory(assessment=world.assessment, node=world.node("SCM-P1"))
    store = f"/o/acme/programs/{world.assessment.program_id}/artefacts/new/"
    practice = url("evidence_node", world.assessment.pk, world.node("SCM-P1").pk)
    for address in (url("finding", finding.pk), practice):
        assert f'href="{store}"' in alice.client.get(address).text


def test_confirming_as_uncorroborated(alice, world):
    finding = FindingFactory(assessment=world.assessment, node=world.node("SCM-P1"))
    step = {"reason": "Only one site", "expected_version": 1}
    confirm = url("finding_confirm", finding.pk)
    refused = alice.client.post(confirm, step)
    assert refused.status_code == 400
    assert "when two independent sources support it" in text_of(refused)
    assert "Only one site" in text_of(refused)
    labelled = step | {"as_uncorroborated": "on"}
    assert alice.client.post(confirm, labelled).status_code == 302
    assert "Uncorroborated" in text_of(alice.client.get(url("finding", finding.pk)))
