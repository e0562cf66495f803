"""The API can do what the pages can."""

from uuid import uuid4

import pytest

from cip.access.scopes import Scope
from tests.factories.programs import ProgramFactory
from workshops.models import Workshop

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


def test_the_whole_way_with_a_token(setting) -> None:
    api = setting.alice.api
    made = api.post(
        f"{V1}/workshops/",
        {
            "program": str(setting.program.pk),
            "stage": 1,
            "title": "Kick-off",
            "teams": [str(setting.team.pk)],
            "held_on": "2026-03-02",
        },
    )
    assert (made.status_code, made.headers["ETag"]) == (201, '"v1"')
    pk = made.json()["id"]
    edited = api.patch(
        f"{V1}/workshops/{pk}/",
        {"goals": "A plan.", "facilitator": str(setting.bob.user.pk)},
        headers={"If-Match": '"v1"'},
    )
    assert (edited.status_code, edited.json()["goals"]) == (200, "A plan.")
    assert edited.json()["facilitator"] == str(setting.bob.user.pk)
    items = api.get(f"{V1}/agenda-items/?workshop={pk}").json()
    assert (items["count"], items["results"][0]["position"]) == (36, 1)
    asked = api.post(f"{V1}/agreements/", {"workshop": pk})
    assert (asked.status_code, asked.json()["state"]) == (201, "requested")
    assert asked.json()["content"]["goals"] == "A plan."
    refused = setting.sophie.api.post(
        f"{V1}/agreements/{asked.json()['id']}/sign/", {"signature": "Sophie"}
    )
    assert refused.status_code == 403
    assert refused.json()["error"]["message"] == (
        "Sign in yourself to sign; a token cannot sign for you."
    )
    unsigned = api.post(f"{V1}/workshops/{pk}/hold/", {"held_on": "2026-03-02"})
    assert unsigned.status_code == 409
    setting.sophie.client.post(
        f"/o/acme/agreements/{asked.json()['id']}/sign/",
        {"has_read": "on", "signature": "Sophie"},
    )
    held = api.post(f"{V1}/workshops/{pk}/hold/", {"held_on": "2026-03-02"})
    assert (held.status_code, held.json()["state"]) == (200, "held")
    summed = api.post(
        f"{V1}/workshops/{pk}/summarize/",
        {"summary": "Good."},
        headers={"If-Match": held.headers["ETag"]},
    )
    assert summed.json()["summary"] == "Good."
    closed = api.post(f"{V1}/workshops/{pk}/close/")
    assert (closed.status_code, closed.json()["state"]) == (200, "closed")


def test_workshops_are_filtered(setting) -> None:
    first, second = setting.plan(), setting.plan(stage=2, team_ids=[])
    get = setting.bob.api.get

    def ids(query: str) -> set[str]:
        return {row["id"] for row in get(f"{V1}/workshops/?{query}").json()["results"]}

    assert ids("stage=1") == {str(first.pk)}
    assert ids(f"program={setting.program.pk}&ordering=-title") == {str(first.pk), str(second.pk)}
    assert ids(f"team={setting.team.pk}") == {str(first.pk)}
    assert ids("state=closed") == set()
    assert get(f"{V1}/workshops/?stage=7").status_code == 400
    assert get(f"{V1}/workshops/?colour=red").status_code == 400


def test_agenda_items(setting) -> None:
    api, workshop = setting.alice.api, setting.plan()
    body = {"workshop": str(workshop.pk), "section": "Introduction", "title": "Tea", "minutes": 10}
    made = api.post(f"{V1}/agenda-items/", body).json()
    assert (made["position"], made["section_number"]) == (4, 1)
    address = f"{V1}/agenda-items/{made['id']}/"
    assert api.patch(address, {"minutes": 5}).status_code == 428
    edited = api.patch(address, {"minutes": 5}, headers={"If-Match": '"v1"'})
    assert (edited.json()["minutes"], edited.headers["ETag"]) == (5, '"v2"')
    stale = api.patch(address, {"minutes": 6}, headers={"If-Match": '"v1"'})
    assert stale.status_code == 409
    assert stale.json()["error"]["conflicts"] == [
        {"field": "minutes", "stored": "5", "submitted": "6"}
    ]
    assert api.post(address + "move/", {"direction": "up"}).json()["position"] == 3
    assert api.post(address + "move/", {"position": 1}).json()["position"] == 1
    for wrong in ({}, {"direction": "up", "position": 1}, {"direction": "left"}, {"position": 0}):
        assert api.post(address + "move/", wrong).status_code == 400
    assert setting.ada.api.delete(address).status_code == 403
    assert api.delete(address).status_code == 204
    assert workshop.agenda.count() == 36


def test_attendances(setting) -> None:
    api, workshop = setting.alice.api, setting.plan()
    body = {"workshop": str(workshop.pk), "user": str(setting.bob.user.pk), "preparation": "Read"}
    made = api.post(f"{V1}/attendances/", body)
    assert (made.status_code, made.json()["name"]) == (201, "Bob")
    twice = api.post(f"{V1}/attendances/", body)
    assert twice.json()["error"]["fields"] == {"user": ["This person is already on the list."]}
    address = f"{V1}/attendances/{made.json()['id']}/"
    edited = api.patch(address, {"part": "lead"}, headers={"If-Match": '"v1"'})
    assert edited.json()["part"] == "lead"
    sent = api.post(f"{V1}/workshops/{workshop.pk}/send-invitations/")
    assert sent.json() == {"queued": 1}
    marked = setting.ada.api.post(address + "mark/", {"is_present": True})
    assert marked.json()["is_present"] is True
    walked = setting.ada.api.post(
        f"{V1}/attendances/walk-in/", {"workshop": str(workshop.pk), "name": "Petra"}
    )
    assert (walked.status_code, walked.json()["user"]) == (201, None)
    present = api.get(f"{V1}/attendances/?workshop={workshop.pk}&is_present=true").json()
    assert present["count"] == 2
    assert api.delete(address).status_code == 204


def test_outcomes(setting) -> None:
    api, workshop = setting.ada.api, setting.plan()
    body = {
        "workshop": str(workshop.pk),
        "kind": "action",
        "text": "Do it",
        "owner": str(setting.bob.user.pk),
        "due_on": "2026-04-01",
        "team": str(setting.team.pk),
        "agenda_item": str(workshop.agenda.get(position=1).pk),
    }
    made = api.post(f"{V1}/outcomes/", body)
    assert made.status_code == 201
    assert {name: made.json()[name] for name in body} == body
    lonely = api.post(f"{V1}/outcomes/", body | {"owner": None})
    assert lonely.json()["error"]["fields"] == {"owner": ["An action needs an owner."]}
    address = f"{V1}/outcomes/{made.json()['id']}/"
    edited = api.patch(address, {"text": "Do it well"}, headers={"If-Match": '"v1"'})
    assert edited.json()["text"] == "Do it well"
    query = f"kind=action&owner={setting.bob.user.pk}&due_before=2026-05-01"
    found = api.get(f"{V1}/outcomes/?program={setting.program.pk}&{query}").json()
    assert [row["text"] for row in found["results"]] == ["Do it well"]
    assert setting.bob.api.delete(address).status_code == 403
    assert api.delete(address).status_code == 204


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "A\x00"},
        {"title": ""},
        {"title": 7},
        {"stage": 3},
        {"available_minutes": 10**20},
        {"available_minutes": 0},
        {"held_on": "0000-01-01"},
        {"held_on": "9999-12-31"},
        {"starts_at": "25:00"},
        {"teams": ["x"]},
        {"teams": [str(uuid4())]},
        {"facilitator": str(uuid4())},
        {"program": str(uuid4())},
        {"state": "held"},
        {"location": "x" * 301},
    ],
)
def test_bad_input_is_refused_field_by_field(setting, wrong) -> None:
    body = {
        "program": str(setting.program.pk),
        "stage": 1,
        "title": "T",
        "teams": [str(setting.team.pk)],
    }
    response = setting.alice.api.post(f"{V1}/workshops/", body | wrong)
    assert response.status_code == 400
    assert [name.split(".")[0] for name in response.json()["error"]["fields"]] == list(wrong)
    assert Workshop.objects.count() == 0


def test_a_program_of_elsewhere_is_unknown(setting, charlie) -> None:
    foreign = ProgramFactory(organization=charlie.organization)
    body = {"program": str(foreign.pk), "stage": 2, "title": "T"}
    assert setting.alice.api.post(f"{V1}/workshops/", body).json()["error"]["fields"] == {
        "program": ["Unknown, or not visible to you."]
    }
    workshop = setting.plan()
    note = {"workshop": str(workshop.pk), "kind": "note", "text": "T"}
    assert charlie.api.post(f"{V1}/outcomes/", note).status_code == 400
    assert charlie.api.get(f"{V1}/workshops/{workshop.pk}/").status_code == 404


def test_scope_of_the_area_is_demanded(setting) -> None:
    token = setting.alice.user.api_tokens.get()
    token.scopes = [Scope.WORKSHOPS_READ.value]
    token.save()
    workshop = setting.plan()
    assert setting.alice.api.get(f"{V1}/workshops/{workshop.pk}/").status_code == 200
    assert setting.alice.api.post(f"{V1}/workshops/{workshop.pk}/close/").status_code == 403


def test_rename_a_section_and_discard(setting) -> None:
    workshop = setting.plan()
    api, address = setting.alice.api, f"{V1}/workshops/{workshop.pk}/"
    old = workshop.agenda.get(position=1).section
    renamed = api.post(f"{address}rename-section/", {"section": old, "title": "Welcome"})
    assert (renamed.status_code, workshop.agenda.get(position=1).section) == (200, "Welcome")
    assert setting.bob.api.delete(address).status_code == 403
    assert api.delete(address).status_code == 204
    assert not Workshop.objects.exists()
