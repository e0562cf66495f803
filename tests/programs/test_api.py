"""Programs through the API."""

from uuid import uuid4

import pytest

from cip.access.roles import Role
from cip.programs.models import Artefact, Program
from cip.programs.services import teams
from tests.factories.programs import (
    ActivityFactory,
    ArtefactCommentFactory,
    ArtefactVersionFactory,
    DeliverableFactory,
    PhaseFactory,
    ProgramFactory,
    TeamMembershipFactory,
)
from tests.programs.helpers import PDF, make_program, settle, upload

API = "/api/v1/"


def body_of(person, **more) -> dict:
    return {"name": "Reliable IT", "lead": str(person.user.pk), "starts_on": "2026-01-05"} | more


@pytest.fixture
def program(alice) -> Program:
    return make_program(alice)


def test_program_from_creation_to_archive(alice, bob) -> None:
    answer = alice.api.post(API + "programs/", body_of(alice))
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"v1"')
    one = API + f"programs/{answer.json()['id']}/"
    assert alice.api.patch(one, {"statement": "Why"}).status_code == 428
    answer = alice.api.patch(one, {"statement": "Why"}, headers={"If-Match": '"v1"'})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"v2"')
    stale = alice.api.patch(one, {"statement": "Mine"}, headers={"If-Match": '"v1"'})
    assert stale.status_code == 409
    assert stale.json()["error"]["conflicts"][0]["stored"] == "Why"
    assert bob.api.patch(one, {"name": "X"}, headers={"If-Match": '"v2"'}).status_code == 403
    assert alice.api.post(one + "archive/").json()["archived_at"] is not None
    assert alice.api.post(one + "archive/").status_code == 409
    assert alice.api.get(API + "programs/?is_archived=false").json()["count"] == 0
    assert alice.api.get(API + "programs/?is_archived=true").json()["count"] == 1
    assert alice.api.post(one + "restore/").json()["archived_at"] is None


@pytest.mark.parametrize(
    "more",
    [
        {"name": ""},
        {"name": "a\x00b"},
        {"name": 7},
        {"name": "x" * 201},
        {"lead": "me"},
        {"lead": str(uuid4())},
        {"sponsor": str(uuid4())},
        {"starts_on": "0000-01-01"},
        {"starts_on": "0001-01-01"},
        {"starts_on": 10**30},
        {"ends_on": "2025-12-31"},
        {"currency": "eu"},
        {"currency": None},
        {"statement": "x" * 20_001},
        {"color": "red"},
    ],
)
def test_program_that_does_not_fit(alice, more) -> None:
    answer = alice.api.post(API + "programs/", body_of(alice, **more))
    assert answer.status_code == 400
    assert set(answer.json()["error"]["fields"]) == set(more)
    assert Program.objects.count() == 0


def test_plan_and_gate(alice, bob, program) -> None:
    phases = alice.api.get(API + f"phases/?program={program.pk}").json()["results"]
    assert [row["kind"] for row in phases] == ["discover", "design", "execute", "embed"]
    one = API + f"phases/{phases[0]['id']}/"
    answer = alice.api.patch(one, {"ends_on": "2026-04-01"}, headers={"If-Match": '"v1"'})
    assert answer.json()["ends_on"] == "2026-04-01"
    assert alice.api.post(one + "pass-gate/", {}).status_code == 400
    settle(program.phases.get(position=1))
    assert alice.api.post(one + "pass-gate/", {}).json()["gate"] == "passed"
    assert alice.api.post(one + "reopen-gate/", {"reason": "Facts"}).json()["gate"] == "open"
    query = f"activities/?program={program.pk}&state=open&ordering=-number"
    rows = alice.api.get(API + query).json()["results"]
    assert [row["number"] for row in rows] == [11, 10, 9, 8, 7, 6, 5, 4]
    activity = API + f"activities/{rows[0]['id']}/"
    change = {"owner": str(bob.user.pk), "state": "started"}
    assert alice.api.patch(activity, change, headers={"If-Match": '"v1"'}).status_code == 200
    done = bob.api.patch(activity, {"state": "done"}, headers={"If-Match": '"v2"'})
    assert done.json()["state"] == "done"
    rows = alice.api.get(API + f"deliverables/?activity={rows[0]['id']}").json()["results"]
    deliverable = API + f"deliverables/{rows[0]['id']}/"
    answer = bob.api.patch(deliverable, {"state": "delivered"}, headers={"If-Match": "1"})
    assert answer.json()["state"] == "delivered"


def test_teams_and_memberships(alice, bob, charlie, program) -> None:
    foreign = make_program(charlie)
    create = {"program": str(program.pk), "name": "Desk", "lead": str(bob.user.pk)}
    answer = alice.api.post(API + "ci-teams/", create | {"program": str(foreign.pk)})
    assert set(answer.json()["error"]["fields"]) == {"program"}
    answer = alice.api.post(API + "ci-teams/", create)
    assert answer.status_code == 201
    team = answer.json()["id"]
    one = API + f"ci-teams/{team}/"
    assert alice.api.patch(one, {"theme": "T"}, headers={"If-Match": '"v1"'}).json()["version"] == 2
    rows = alice.api.get(API + f"team-memberships/?team={team}").json()["results"]
    assert [(row["name"], row["role"]) for row in rows] == [("Bob", "lead")]
    add = {"team": team, "user": str(alice.user.pk), "role": "lead"}
    assert alice.api.post(API + "team-memberships/", add).status_code == 400
    added = alice.api.post(API + "team-memberships/", add | {"role": "member"})
    row = API + f"team-memberships/{added.json()['id']}/"
    assert alice.api.patch(row, {"role": "advisor"}).json()["role"] == "advisor"
    assert bob.api.delete(row).status_code == 403
    assert alice.api.delete(row).status_code == 204


def test_artefacts_with_versions_and_comments(alice, charlie, program) -> None:
    form = {"program": str(program.pk), "title": "Plan", "file": upload()}
    answer = alice.api.post(API + "artefacts/", form, format="multipart")
    assert answer.status_code == 201
    artefact = answer.json()["id"]
    bad = {"artefact": artefact, "file": upload("a.html", b"<html>")}
    answer = alice.api.post(API + "artefact-versions/", bad, format="multipart")
    assert set(answer.json()["error"]["fields"]) == {"file"}
    good = {"artefact": artefact, "file": upload(content=b"%PDF-1.7 two"), "note": "Reviewed"}
    answer = alice.api.post(API + "artefact-versions/", good, format="multipart")
    assert (answer.status_code, answer.json()["number"]) == (201, 2)
    rows = alice.api.get(API + f"artefact-versions/?artefact={artefact}&ordering=number").json()
    first = rows["results"][0]
    answer = alice.api.get(API + f"artefact-versions/{first['id']}/download/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Type"] == "application/octet-stream"
    comment = {"artefact": artefact, "text": "Good"}
    assert alice.api.post(API + "artefact-comments/", comment).status_code == 201
    assert charlie.api.post(API + "artefact-comments/", comment).status_code == 400
    one = API + f"artefacts/{artefact}/"
    answer = alice.api.patch(one, {"title": "Plan B"}, headers={"If-Match": '"v1"'})
    assert answer.json()["title"] == "Plan B"
    for wrong in ({}, {"program": str(program.pk), "title": "X", "file": "text"}):
        assert alice.api.post(API + "artefacts/", wrong).status_code == 400


def test_advisor_sees_the_teams_artefacts_only(alice, make_person, program) -> None:
    dora = make_person("Dora", Role.ADVISOR)
    team = teams.create_team(actor=alice.actor, program=program, name="Desk")
    teams.add_member(actor=alice.actor, team=team, user=dora.user.pk, role="advisor")
    mine = ArtefactVersionFactory(artefact__program=program, artefact__team=team)
    ArtefactVersionFactory(artefact__program=program)
    assert Artefact.objects.count() == 2
    found = dora.api.get(API + "artefacts/").json()["results"]
    assert [row["id"] for row in found] == [str(mine.artefact_id)]
    found = dora.api.get(API + "artefact-versions/").json()["results"]
    assert [row["id"] for row in found] == [str(mine.pk)]


@pytest.mark.parametrize(
    "query", ["?color=red", "?program=x", "?ordering=lead__password", "?page=0"]
)
def test_query_that_is_unknown(alice, query) -> None:
    assert alice.api.get(API + "phases/" + query).status_code in (400, 404)


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    "name",
    [
        "programs",
        "phases",
        "activities",
        "deliverables",
        "ci-teams",
        "team-memberships",
        "artefacts",
        "artefact-versions",
        "artefact-comments",
    ],
)
def test_list_queries(alice, name, rows, django_assert_num_queries) -> None:
    for _ in range(rows):
        program = ProgramFactory(organization=alice.organization)
        DeliverableFactory(activity=ActivityFactory(phase=PhaseFactory(program=program)))
        TeamMembershipFactory(team__program=program)
        version = ArtefactVersionFactory(artefact__program=program)
        ArtefactCommentFactory(artefact=version.artefact)
    alice.api.get(API + "me/")  # notes the day of use
    with django_assert_num_queries(3):
        assert alice.api.get(API + name + "/").json()["count"] == rows
