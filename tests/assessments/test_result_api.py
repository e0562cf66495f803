"""Results through the API."""

import pytest
from rest_framework.test import APIClient

from assessments.models import ActionItem, Evidence, Finding
from tests.assessments.results_world import make_world
from tests.factories.assessments import (
    ActionItemFactory,
    AgreedRatingFactory,
    EvidenceFactory,
    FindingFactory,
)

pytestmark = pytest.mark.django_db

NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def world(alice):
    made = make_world(alice.organization, alice.user)
    made.answer("SCM-P1", ["yes", "yes", "yes", "yes", "no", "dont_know"], ["Whispered"])
    made.answer("SCM-P2", ["yes", "no", "", "", "", ""])
    return made


@pytest.fixture
def finding(world, alice):
    return FindingFactory(
        assessment=world.assessment,
        node=world.node("SCM-P1"),
        title="Five doors, says Pat Example1",
        written_by=alice.user,
    )


def path(world, tail):
    return f"/api/v1/assessments/{world.assessment.pk}/{tail}/"


def test_analysis_is_suppressed_and_for_the_team(alice, bob, charlie, world):
    answer = alice.api.get(path(world, "analysis"))
    assert answer.status_code == 200
    area = answer.data["areas"][0]
    assert area["items"][0]["tally"]["yes"] == 4
    assert area["items"][0]["pattern"] == "mostly_yes"
    assert area["items"][1]["tally"] is None
    assert area["items"][1]["probes"] == ["too_few"]
    assert (area["summed"]["shown"], area["summed"]["hidden"]) == (1, 1)
    assert "Whispered" not in answer.content.decode()
    assert bob.api.get(path(world, "analysis")).status_code == 403
    assert charlie.api.get(path(world, "analysis")).status_code == 404
    assert APIClient().get(path(world, "analysis")).status_code == 401
    assert alice.api.get(path(world, "analysis"), {"bad": "1"}).status_code == 400


def test_texts_that_name_somebody_are_counted(alice, bob, finding, world):
    assert alice.api.get(path(world, "unsafe-passages")).json() == {"released": 1, "to_discuss": 1}
    assert bob.api.get(path(world, "unsafe-passages")).status_code == 403


@pytest.mark.parametrize("tail", ["analysis", "result", "goal-ratings"])
def test_nothing_before_collecting_has_ended(tail, alice, world):
    world.assessment.state = "collecting"
    world.assessment.save()
    assert alice.api.get(path(world, tail)).status_code == 409


def test_goal_ratings_put_with_if_match(alice, bob, world):
    goal = path(world, f"goal-ratings/{world.node('SCM-G1').pk}")
    body = {"value": "satisfied", "reason": "Seen"}
    first = alice.api.get(goal)
    assert (first.data["value"], first.headers["ETag"]) == ("not_rated", '"v0"')
    assert alice.api.put(goal, body).status_code == 428
    made = alice.api.put(goal, body, headers={"If-Match": '"v0"'})
    assert (made.status_code, made.headers["ETag"], made.data["reason"]) == (200, '"v1"', "Seen")
    stale = alice.api.put(goal, body | {"reason": "Other"}, headers={"If-Match": '"v0"'})
    assert stale.status_code == 409
    assert stale.json()["error"]["conflicts"] == [
        {"field": "reason", "stored": "Seen", "submitted": "Other"}
    ]
    assert alice.api.put(goal, {"value": "great"}, headers={"If-Match": '"v1"'}).status_code == 400
    huge = alice.api.put(goal, body, headers={"If-Match": '"v999999999"'})
    assert huge.status_code == 409
    assert bob.api.put(goal, body, headers={"If-Match": '"v1"'}).status_code == 403
    out = path(world, f"goal-ratings/{world.node('SPM-G1').pk}")
    assert alice.api.put(out, body, headers={"If-Match": '"v0"'}).status_code == 404


def test_goal_ratings_list_pages(alice, world):
    answer = alice.api.get(path(world, "goal-ratings"), {"page_size": 3})
    assert (answer.data["count"], len(answer.data["results"])) == (4, 3)


def test_result_agree_and_take_up_again(alice, bob, world):
    for code, value in (("SCM-G1", "satisfied"), ("SCM-G2", "unsatisfied")):
        AgreedRatingFactory(assessment=world.assessment, node=world.node(code), value=value)
    result = alice.api.get(path(world, "result")).data
    assert (result["level"]["lower"], result["level"]["upper"], result["level"]["next"]) == (
        1,
        1,
        2,
    )
    assert [
        (b["code"], b["value"], b["unsatisfied"], len(b["not_rated"]))
        for b in result["level"]["blocking"]
    ] == [
        ("SCM", "unsatisfied", [str(world.node("SCM-G2").pk)], 0),
        ("SRM", "not_rated", [], 2),
    ]
    assert result["actions"]["agree"] == {"allowed": True, "reason": ""}
    assert bob.api.get(path(world, "result")).status_code == 403
    assert alice.api.post(path(world, "agree"), {}).status_code == 400
    agreed = alice.api.post(path(world, "agree"), {"agreed_by": "All"})
    assert (agreed.status_code, agreed.data["state"]) == (200, "agreed")
    assert bob.api.get(path(world, "result")).data["agreed_by"] == "All"
    assert alice.api.post(path(world, "agree"), {"agreed_by": "All"}).status_code == 409
    again = alice.api.post(path(world, "take-up-again"), {"reason": "News"})
    assert again.data["state"] == "analyzing"
    assert alice.api.post(path(world, "take-up-again"), {"reason": "News"}).status_code == 409


def test_findings_crud(alice, bob, charlie, world):
    body = {
        "assessment": str(world.assessment.pk),
        "node": str(world.node("SCM-G1").pk),
        "kind": "weakness",
        "title": "Five doors",
    }
    made = alice.api.post("/api/v1/findings/", body)
    assert (made.status_code, made.headers["ETag"]) == (201, '"v1"')
    assert made.data["corroboration"] == "no_evidence"
    one = f"/api/v1/findings/{made.data['id']}/"
    assert alice.api.patch(one, {"title": "Six"}).status_code == 428
    changed = alice.api.patch(one, {"title": "Six"}, headers={"If-Match": '"v1"'})
    assert (changed.data["title"], changed.headers["ETag"]) == ("Six", '"v2"')
    moved = alice.api.patch(one, {"node": str(world.node("SRM").pk)}, headers={"If-Match": '"v2"'})
    assert moved.data["node"] == str(world.node("SRM").pk)
    for field in ("node", "assessment"):
        wrong = alice.api.post("/api/v1/findings/", body | {field: NOWHERE})
        assert (wrong.status_code, list(wrong.json()["error"]["fields"])) == (400, [field])
    assert charlie.api.post("/api/v1/findings/", body).status_code == 400
    assert bob.api.post("/api/v1/findings/", body).status_code == 403
    assert charlie.api.get(one).status_code == 404
    assert bob.api.get(one).status_code == 403
    assert bob.api.get("/api/v1/findings/").data["count"] == 0


def test_findings_of_an_agreed_assessment_name_nobody(bob, world, finding):
    world.assessment.state = "agreed"
    world.assessment.save()
    listed = bob.api.get("/api/v1/findings/", {"assessment": str(world.assessment.pk)}).data
    assert [row["title"] for row in listed["results"]] == ["Five doors, says […]"]
    assert bob.api.get(f"/api/v1/findings/{finding.pk}/").data["title"] == "Five doors, says […]"
    assert bob.api.get("/api/v1/findings/", {"kind": "strength"}).data["count"] == 0
    assert bob.api.get("/api/v1/findings/", {"kind": "bad"}).status_code == 400


def test_evidence_confirm_and_withdraw(alice, bob, world, finding):
    one = f"/api/v1/findings/{finding.pk}/"
    item = str(world.items["SCM-P1"].pk)
    assert alice.api.post(f"{one}confirm/", {}).status_code == 400
    asked = alice.api.post(f"{one}evidence/", {"source": "questionnaire", "item": item})
    assert (asked.status_code, asked.data["polarity"]) == (201, "supports")
    for wrong in (
        {"source": "questionnaire"},
        {"source": "questionnaire", "item": NOWHERE},
        {"source": "interview"},
        {"source": "interview", "origin": "x", "item": item},
        {"source": "document", "artefact_version": NOWHERE},
        {"source": "rumor", "origin": "x"},
    ):
        assert alice.api.post(f"{one}evidence/", wrong).status_code == 400
    talk = alice.api.post(f"{one}evidence/", {"source": "interview", "origin": "Talk 1"})
    assert alice.api.post(f"{one}confirm/", {}).status_code == 400
    confirmed = alice.api.post(f"{one}confirm/", {"reason": "Clear"})
    assert (confirmed.data["state"], confirmed.data["corroboration"]) == (
        "confirmed",
        "corroborated",
    )
    assert alice.api.get(f"{one}evidence/").data["count"] == 2
    gone = f"{one}evidence/{talk.data['id']}/"
    assert bob.api.delete(gone).status_code == 403
    assert alice.api.delete(gone).status_code == 204
    assert alice.api.delete(gone).status_code == 404
    assert alice.api.get(one).data["state"] == "preliminary"
    world.assessment.state = "agreed"
    world.assessment.save()
    assert bob.api.get(f"{one}evidence/").status_code == 403


def test_drop_and_reopen(alice, finding):
    one = f"/api/v1/findings/{finding.pk}/"
    assert alice.api.post(f"{one}drop/", {}).status_code == 400
    stale = alice.api.post(f"{one}drop/", {"reason": "No"}, headers={"If-Match": '"v7"'})
    assert stale.status_code == 409
    assert alice.api.post(f"{one}drop/", {"reason": "No"}).data["state"] == "dropped"
    assert alice.api.post(f"{one}reopen/", {}).data["state"] == "preliminary"
    assert Finding.objects.get().state_reason == ""


def test_action_items(alice, bob, charlie, world, finding):
    body = {
        "assessment": str(world.assessment.pk),
        "finding": str(finding.pk),
        "text": "Close four",
        "owner": str(bob.user.pk),
        "due_on": "2026-06-30",
    }
    made = alice.api.post("/api/v1/action-items/", body)
    assert made.status_code == 201
    for field, value in (
        ("owner", str(charlie.user.pk)),
        ("finding", NOWHERE),
        ("due_on", "0000-01-01"),
        ("text", "\x00"),
    ):
        wrong = alice.api.post("/api/v1/action-items/", body | {field: value})
        assert (wrong.status_code, list(wrong.json()["error"]["fields"])) == (400, [field])
    one = f"/api/v1/action-items/{made.data['id']}/"
    assert bob.api.get(one).status_code == 200
    assert charlie.api.get(one).status_code == 404
    changed = alice.api.patch(one, {"owner": str(alice.user.pk)}, headers={"If-Match": '"v1"'})
    assert changed.data["owner"] == str(alice.user.pk)
    assert bob.api.post(f"{one}complete/", {}).status_code == 403
    assert alice.api.post(f"{one}complete/", {}).data["state"] == "done"
    assert alice.api.post(f"{one}drop/", {"reason": "x"}).status_code == 409
    assert alice.api.post(f"{one}reopen/", {}).data["state"] == "open"
    assert alice.api.post(f"{one}drop/", {"reason": "x"}).data["state_reason"] == "x"
    assert ActionItem.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("address", ["findings", "action-items"])
def test_list_query_count(rows, address, world, request, django_assert_num_queries):
    alice = request.getfixturevalue("alice")
    for _ in range(rows):
        found = FindingFactory(assessment=world.assessment, node=world.node("SCM"))
        EvidenceFactory(finding=found)
        ActionItemFactory(assessment=world.assessment, finding=found, owner=alice.user)
    assert Evidence.objects.count() == rows
    with django_assert_num_queries({"findings": 5, "action-items": 4}[address]):
        assert alice.api.get(f"/api/v1/{address}/").data["count"] == rows


@pytest.mark.parametrize("practices", [1, 30])
def test_result_query_count(practices, alice, django_assert_num_queries):
    world = make_world(alice.organization, alice.user, practices=practices)
    with django_assert_num_queries(8):
        alice.api.get(path(world, "analysis"))
    with django_assert_num_queries(15):
        alice.api.get(path(world, "result"))
    with django_assert_num_queries(10):
        alice.api.get(path(world, "goal-ratings"))
