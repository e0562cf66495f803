"""One's own responses through the API; nobody else's."""

import json
from uuid import uuid4

import pytest

from assessments.models import Answer, ItemTally, Participant
from tests.assessments.setting import collecting

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/my-responses"


@pytest.fixture
def setting(alice, bob):
    made = collecting(alice)
    Participant.objects.create(
        assessment=made.assessment, user=bob.user, name="Bob", email=bob.user.email
    )
    return made


def begin(person, setting):
    answer = person.api.post(f"{ROOT}/", {"assessment": str(setting.assessment.pk)})
    return f"{ROOT}/{answer.json()['id']}"


def test_answer_and_submit(bob, setting):
    answer = bob.api.post(f"{ROOT}/", {"assessment": str(setting.assessment.pk)})
    assert answer.status_code == 201
    assert bob.api.post(f"{ROOT}/", {"assessment": str(setting.assessment.pk)}).status_code == 200
    where = f"{ROOT}/{answer.json()['id']}"
    read = bob.api.get(f"{where}/answers/").json()
    assert (read["answered"], read["total"], len(read["answers"])) == (0, 6, 6)
    sent = [{"item": row["id"], "choice": "yes"} for row in read["answers"][:2]]
    saved = bob.api.put(f"{where}/answers/", {"answers": sent}).json()
    assert (saved["answered"], [a["version"] for a in saved["answers"]]) == (2, [1, 1])
    for _time in range(2):
        assert bob.api.post(f"{where}/submit/").json()["state"] == "submitted"
    assert sum(ItemTally.objects.values_list("count", flat=True)) == 6


def test_evidence_left_out_stays_and_empty_goes(bob, setting):
    where = begin(bob, setting)
    item = str(setting.items[0].pk)
    seen = []
    for version, more in enumerate(({"evidence": "the log"}, {}, {"evidence": ""})):
        row = {"item": item, "choice": ("yes", "no")[version % 2], "version": version} | more
        saved = bob.api.put(f"{where}/answers/", {"answers": [row]}).json()
        read = bob.api.get(f"{where}/answers/").json()["answers"][0]
        assert saved["answers"][0]["evidence"] == read["evidence"]
        seen.append((read["choice"], read["evidence"]))
    assert seen == [("yes", "the log"), ("no", "the log"), ("yes", "")]


def test_a_submitted_response_is_locked(bob, setting):
    where = begin(bob, setting)
    bob.api.post(f"{where}/submit/")
    sent = [{"item": str(setting.items[0].pk), "choice": "yes"}]
    answer = bob.api.put(f"{where}/answers/", {"answers": sent})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "wrong_state")


def test_stale_answers_tell_both_texts(bob, setting):
    where = begin(bob, setting)
    item = str(setting.items[0].pk)
    bob.api.put(f"{where}/answers/", {"answers": [{"item": item, "choice": "yes"}]})
    answer = bob.api.put(f"{where}/answers/", {"answers": [{"item": item, "choice": "no"}]})
    assert answer.status_code == 409
    assert answer.json()["error"]["conflicts"] == [
        {"field": "SCM-P1: answer", "stored": "yes", "submitted": "no"}
    ]


def test_all_errors_at_once(bob, setting):
    where = begin(bob, setting)
    item = str(setting.items[0].pk)
    answer = bob.api.put(
        f"{where}/answers/",
        {"answers": [{"item": item, "choice": "maybe"}, {"item": str(uuid4()), "choice": "yes"}]},
    )
    assert answer.status_code == 400
    assert sorted(answer.json()["error"]["fields"]) == ["answers[0].choice", "answers[1].item"]
    assert Answer.objects.count() == 0


@pytest.mark.parametrize(
    "row",
    [
        {"choice": "yes"},
        {"item": 5, "choice": "yes"},
        {"item": "x", "choice": ["yes"]},
        {"item": str(uuid4()), "choice": "yes", "comment": "a\x00b"},
        {"item": str(uuid4()), "choice": "yes", "comment": "\udfff"},
        {"item": str(uuid4()), "choice": "yes", "version": 10**30},
        {"item": str(uuid4()), "choice": "yes", "evidence": "x" * 2_001},
        {"item": str(uuid4()), "choice": "yes", "evidence": "a\x00b"},
        {"item": str(uuid4()), "choice": "yes", "evidence": None},
        {"item": str(uuid4()), "choice": "yes", "who": "me"},
        "yes",
        None,
    ],
)
def test_hostile_answers_are_400(bob, setting, row):
    where = begin(bob, setting)
    sent = json.dumps({"answers": [row]})
    answer = bob.api.put(f"{where}/answers/", sent, content_type="application/json")
    assert answer.status_code == 400


def test_nobody_reads_somebody_elses(alice, bob, charlie, setting):
    where = begin(bob, setting)
    for person in (alice, charlie):
        assert person.api.get(f"{ROOT}/").json()["count"] == 0
        for path in (f"{where}/", f"{where}/answers/"):
            assert person.api.get(path).status_code == 404
        assert person.api.put(f"{where}/answers/", {"answers": []}).status_code == 404
        assert person.api.post(f"{where}/submit/").status_code == 404
    answer = alice.api.post(f"{ROOT}/", {"assessment": str(setting.assessment.pk)})
    assert answer.json()["error"]["fields"] == {
        "assessment": ["You are not among its participants."]
    }


@pytest.mark.parametrize("practices", [1, 30])
def test_reading_takes_constant_queries(alice, bob, practices, django_assert_num_queries):
    made = collecting(alice, practices=practices)
    Participant.objects.create(
        assessment=made.assessment, user=bob.user, name="Bob", email=bob.user.email
    )
    where = begin(bob, made)
    bob.api.get(f"{where}/answers/")  # what was given out is kept from now on
    with django_assert_num_queries(3):
        bob.api.get(f"{where}/answers/")
