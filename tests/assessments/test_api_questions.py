"""The draft of a questionnaire and its versions through the API."""

import pytest

from tests.assessments.setting import collecting, planned

pytestmark = pytest.mark.django_db

OWN = {
    "code": "OWN-1",
    "area": "SCM",
    "text": "Who keeps it?",
    "response_set": "shipped:frequency",
}
RULE = {"when": [{"question": "SCM-P1", "codes": ["no"]}], "targets": ["OWN-1"]}


def where(setting, rest=""):
    return f"/api/v1/assessments/{setting.assessment.pk}/questions/{rest}"


def test_read_and_replace_the_draft(alice):
    setting = planned(alice)
    answer = alice.api.get(where(setting))
    body = answer.json()
    assert (body["version"], answer["ETag"], body["problems"]) == (0, '"v0"', [])
    assert [q["code"] for q in body["questions"][:2]] == ["SCM-P1", "SCM-P2"]
    sent = {"own": [OWN], "rules": [RULE], "left_out": ["SRM-P1"]}
    assert alice.api.put(where(setting), sent).status_code == 428
    answer = alice.api.put(where(setting), sent, HTTP_IF_MATCH='"v0"')
    body = answer.json()
    assert (answer.status_code, answer["ETag"]) == (200, '"v1"')
    assert body["draft"]["own"] == [OWN | {"help": ""}]
    assert body["draft"]["rules"] == [RULE]
    assert [q["code"] for q in body["questions"] if q["left_out"]] == ["SRM-P1"]
    assert alice.api.put(where(setting), sent, HTTP_IF_MATCH='"v0"').status_code == 409


def test_bad_drafts_are_refused_at_their_place(alice):
    setting = planned(alice)
    sent = {"own": [OWN | {"response_set": "agreement"}], "rules": [RULE | {"targets": ["X"]}]}
    answer = alice.api.put(where(setting), sent, HTTP_IF_MATCH='"v0"')
    assert answer.status_code == 400
    text = answer.content.decode()
    assert "own[0].response_set" in text
    assert "rules[0]" in text
    answer = alice.api.put(where(setting), {"wish": 1}, HTTP_IF_MATCH='"v0"')
    assert "Unknown field." in answer.content.decode()


def test_give_out_and_look_at_versions(alice, bob):
    setting = collecting(alice)
    alice.api.put(where(setting), {"own": [OWN]}, HTTP_IF_MATCH='"v0"')
    assert bob.api.post(where(setting, "issue/"), HTTP_IF_MATCH='"v1"').status_code == 403
    answer = alice.api.post(where(setting, "issue/"), HTTP_IF_MATCH='"v1"')
    assert (answer.status_code, answer.json()["number"]) == (201, 2)
    found = alice.api.get(where(setting, "versions/")).json()
    assert [(row["number"], row["items"]) for row in found] == [(2, 7), (1, 6)]
    assert found[0]["added"] == [{"key": "OWN-1", "text": "Who keeps it?"}]
    newest = setting.assessment.questionnaires.latest("number")
    items = alice.api.get(f"/api/v1/questionnaires/{newest.pk}/items/").json()["results"]
    own = next(item for item in items if item["code"] == "OWN-1")
    assert (own["aspect"], own["since"], own["key"]) == ("as_is", 2, "OWN-1")
    assert [choice["code"] for choice in own["choices"]] == [
        "always",
        "mostly",
        "sometimes",
        "never",
        "dont_know",
    ]


def test_own_answers_tell_what_is_skipped(alice, bob):
    setting = collecting(alice)
    setting.people[0].user = bob.user
    setting.people[0].save()
    rule = {"when": [{"question": "SCM-P1", "codes": ["no"]}], "targets": ["SCM-P2"]}
    alice.api.put(where(setting), {"rules": [rule]}, HTTP_IF_MATCH='"v0"')
    alice.api.post(where(setting, "issue/"), HTTP_IF_MATCH='"v1"')
    begun = bob.api.post("/api/v1/my-responses/", {"assessment": str(setting.assessment.pk)})
    mine = f"/api/v1/my-responses/{begun.json()['id']}/answers/"
    first, second = bob.api.get(mine).json()["answers"][:2]
    saved = bob.api.put(mine, {"answers": [{"item": first["id"], "choice": "no"}]}).json()
    assert (saved["total"], saved["skipped"]) == (5, [second["id"]])
    assert [row["skipped"] for row in bob.api.get(mine).json()["answers"][:2]] == [False, True]
