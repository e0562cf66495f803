"""Assessments, scope, participants and questionnaires through the API."""

import json
from uuid import uuid4

import pytest

from assessments.models import Assessment, Participant
from tests.assessments.setting import collecting, planned
from tests.factories.assessments import AssessmentFactory, ParticipantFactory
from tests.factories.programs import ProgramFactory
from tests.small_model import small_model

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"


def body(person, **changes):
    program = ProgramFactory(organization=person.organization, lead=person.user)
    return {
        "program": str(program.pk),
        "title": "First look",
        "model_version": str(small_model().version.pk),
        "lead": str(person.user.pk),
    } | changes


def test_the_way_to_an_open_questionnaire(alice):
    answer = alice.api.post(f"{ROOT}/assessments/", body(alice, closes_on="2026-05-01"))
    assert answer.status_code == 201
    made = answer.json()
    assert (made["state"], made["version"], answer["ETag"]) == ("planned", 1, '"v1"')
    assert made["actions"]["open"] == {"allowed": True, "reason": ""}
    where = f"{ROOT}/assessments/{made['id']}"
    scope = alice.api.get(f"{where}/scope/").json()
    assert [(a["code"], a["level"], a["in_scope"]) for a in scope["areas"]] == [
        ("SCM", 2, False),
        ("SPM", 3, False),
        ("SRM", 2, False),
    ]
    areas = [{"node": a["node"]} for a in scope["areas"][:2]]
    answer = alice.api.put(f"{where}/scope/", {"areas": areas}, HTTP_IF_MATCH='"v1"')
    assert [a["in_scope"] for a in answer.json()["areas"]] == [True, True, False]
    people = [{"name": "Ada", "email": "ada@example.org"}, {"name": "Ben"}]
    answer = alice.api.post(
        f"{ROOT}/participants/bulk/", {"assessment": made["id"], "people": people}
    )
    assert [p["stage"] for p in answer.json()] == ["invited", "invited"]
    answer = alice.api.post(f"{where}/open/")
    assert (answer.status_code, answer.json()["state"]) == (200, "collecting")
    assert answer.json()["actions"]["open"]["allowed"] is False
    questionnaire = alice.api.get(f"{ROOT}/questionnaires/?assessment={made['id']}").json()
    key = questionnaire["results"][0]["id"]
    items = alice.api.get(f"{ROOT}/questionnaires/{key}/items/?page_size=4&page=2").json()
    assert (items["count"], [i["code"] for i in items["results"]]) == (6, ["SPM-P2", "SPM-P3"])
    assert [c["code"] for c in items["results"][0]["choices"]] == [
        "yes",
        "no",
        "does_not_apply",
        "dont_know",
    ]
    answer = alice.api.post(f"{where}/close-collection/")
    assert answer.json()["state"] == "analyzing"
    assert alice.api.post(f"{where}/close-collection/").status_code == 409
    assert alice.api.delete(f"{where}/").status_code == 409


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"program": str(uuid4())}, ["program"]),
        ({"model_version": str(uuid4()), "lead": str(uuid4())}, ["lead", "model_version"]),
        ({"title": "a\x00b"}, ["title"]),
        ({"title": "\ud800"}, ["title"]),
        ({"title": 5}, ["title"]),
        ({"closes_on": "0000-01-01"}, ["closes_on"]),
        ({"anonymity_threshold": 10**30}, ["anonymity_threshold"]),
        ({"mode": "secret"}, ["mode"]),
        ({"nonsense": 1}, ["nonsense"]),
    ],
)
def test_create_with_bad_input(alice, change, fields):
    sent = json.dumps(body(alice, **change))
    answer = alice.api.post(f"{ROOT}/assessments/", sent, content_type="application/json")
    assert answer.status_code == 400
    assert sorted(answer.json()["error"]["fields"]) == fields


def test_change_demands_the_version(alice):
    setting = planned(alice)
    where = f"{ROOT}/assessments/{setting.assessment.pk}/"
    assert alice.api.patch(where, {"title": "New"}).status_code == 428
    answer = alice.api.patch(where, {"title": "New"}, HTTP_IF_MATCH='"v1"')
    assert answer.status_code == 409
    assert answer.json()["error"]["conflicts"][0]["stored"] == "First look"
    answer = alice.api.patch(where, {"title": "New"}, HTTP_IF_MATCH='"v2"')
    assert (answer.json()["title"], answer["ETag"]) == ("New", '"v3"')


def test_roles_and_tenants(alice, bob, charlie):
    setting = planned(alice, people=1)
    where = f"{ROOT}/assessments/{setting.assessment.pk}/"
    participant = f"{ROOT}/participants/{setting.people[0].pk}/"
    assert bob.api.get(where).status_code == 200
    assert bob.api.post(f"{where}open/").status_code == 403
    assert bob.api.get(f"{ROOT}/participants/").status_code == 403
    for path in (where, f"{where}scope/", participant):
        assert charlie.api.get(path).status_code == 404
    for path in (f"{where}open/", f"{participant}renew-link/", f"{participant}revoke/"):
        assert charlie.api.post(path).status_code == 404
    assert charlie.api.get(f"{ROOT}/participants/").json()["count"] == 0
    answer = charlie.api.post(
        f"{ROOT}/participants/", {"assessment": str(setting.assessment.pk), "name": "Spy"}
    )
    assert answer.status_code == 400
    assert Assessment.objects.get().state == "planned"


def test_bulk_tells_every_problem_at_its_place(alice):
    setting = planned(alice)
    people = [{"name": "Ada"}, {"email": "x@example.org"}, {"name": "Ben", "email": "nonsense"}]
    answer = alice.api.post(
        f"{ROOT}/participants/bulk/",
        {"assessment": str(setting.assessment.pk), "people": people},
    )
    assert answer.status_code == 400
    assert sorted(answer.json()["error"]["fields"]) == ["people[1].name", "people[2].email"]
    assert Participant.objects.count() == 0


def test_renew_link_returns_a_link_by_hand_once(alice):
    setting = collecting(alice)
    where = f"{ROOT}/participants/{setting.people[0].pk}"
    assert alice.api.post(f"{where}/renew-link/").json() == {
        "sent_to": setting.people[0].email,
        "url": None,
    }
    silent = ParticipantFactory(assessment=setting.assessment, email="")
    answer = alice.api.post(f"{ROOT}/participants/{silent.pk}/renew-link/").json()
    assert answer["sent_to"] is None
    assert "/q/" in answer["url"]
    assert alice.api.post(f"{where}/revoke/").json()["revoked_at"] is not None
    listed = alice.api.get(f"{ROOT}/participants/?revoked=true").json()
    assert [row["id"] for row in listed["results"]] == [str(setting.people[0].pk)]
    assert "secret" not in str(listed)


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("name", ["assessments", "participants", "questionnaires"])
def test_lists_take_constant_queries(alice, name, rows, django_assert_num_queries):
    setting = collecting(alice, people=rows)
    AssessmentFactory.create_batch(
        rows, program=setting.assessment.program, model_version=setting.model.version
    )
    with django_assert_num_queries(4):
        answer = alice.api.get(f"{ROOT}/{name}/")
    assert answer.status_code == 200


def test_actions_are_the_same_in_lists_and_alone(alice, bob):
    program = ProgramFactory(organization=alice.organization, lead=alice.user)
    for state in Assessment.State.values * 2:
        AssessmentFactory(program=program, lead=alice.user, state=state)
    for person in (alice, bob):
        rows = person.api.get(f"{ROOT}/assessments/?program={program.pk}").json()["results"]
        assert len(rows) == 2 * len(Assessment.State.values)
        for row in rows:
            alone = person.api.get(f"{ROOT}/assessments/{row['id']}/").json()
            assert row["actions"] == alone["actions"]
        planned_ones = [row for row in rows if row["state"] == "planned"]
        assert [row["actions"]["edit"]["allowed"] for row in planned_ones] == [person is alice] * 2
