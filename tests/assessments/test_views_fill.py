"""Filling in through both doors."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Answer, Assessment, Participant, PersonalLink, Response
from assessments.queries.given_out import given_out
from assessments.rules.questionnaire import fingerprint
from assessments.services.answers import AnswerChange, save_answers
from cip.kernel import clock
from tests.assessments.setting import collecting, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting(alice):
    return collecting(alice, people=1)


@pytest.fixture
def guest():
    """A browser that is not signed in."""
    return Client()


def url(secret, name="fill", *args):
    return reverse(f"links:{name}", args=[secret, *args])


def begun(setting):
    """The link's secret and the response of the only participant."""
    secret = setting.link(setting.people[0])
    return secret, setting.begin(setting.people[0])


def put(client, secret, row, **changes):
    body = {"item": str(row.pk), "choice": "yes", "comment": "", "version": 0} | changes
    return client.post(url(secret, "fill_save"), json.dumps(body), content_type="application/json")


def test_link_begins_on_purpose_only(setting, guest):
    secret = setting.link(setting.people[0])
    page = guest.get(url(secret))
    assert page.status_code == 200
    assert "First look" in page.text
    assert Response.objects.count() == 0
    begin = guest.post(url(secret), follow=True)
    assert begin.redirect_chain[-1][0] == url(secret, "fill_area", "SCM")
    assert "Service Commitment Management" in begin.text
    assert "Is practice 2 of Service Commitment Management done?" in begin.text
    assert "well established and consistently done" in begin.text
    assert Response.objects.count() == 1


@pytest.mark.parametrize("name", ["fill", "fill_save", "fill_review", "fill_done", "fill_answers"])
def test_unknown_link_is_404_in_words(guest, db, name):
    page = guest.get(url("nonsense", name))
    assert page.status_code == 404
    assert "This link is not known" in page.text


@pytest.mark.parametrize(
    ("table", "change", "status", "words"),
    [
        (Participant, {"revoked_at": clock.now()}, 410, "withdrawn"),
        (PersonalLink, {"expires_at": clock.now() - timedelta(days=1)}, 410, "expired"),
    ],
)
def test_withdrawn_and_expired_links(*, setting, guest, table, change, status, words):
    secret = setting.link(setting.people[0])
    table.objects.update(**change)
    page = guest.get(url(secret))
    assert page.status_code == status
    assert words in page.text


def test_renewed_link_replaces_the_old_one(setting, guest):
    old = setting.link(setting.people[0])
    new = setting.link(setting.people[0])
    assert guest.get(url(old)).status_code == 404
    assert guest.get(url(new)).status_code == 200


def test_link_before_opening_and_after_closing(alice, guest):
    setting = planned(alice, people=1)
    secret = setting.link(setting.people[0])
    page = guest.get(url(secret))
    assert (page.status_code, "not open yet" in page.text) == (409, True)
    Assessment.objects.update(state="analyzing")
    page = guest.get(url(secret))
    assert (page.status_code, "closed" in page.text) == (410, True)


def hidden(page, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found is not None
    return found[1]


def test_page_without_scripts_saves_and_goes_on(setting, guest):
    secret, _response = begun(setting)
    one, two = setting.items[:2]
    here = url(secret, "fill_area", "SCM")
    sent = {
        f"version-{one.pk}": "0",
        f"shown-{one.pk}": "x",
        f"choice-{one.pk}": "yes",
        f"comment-{one.pk}": "as agreed",
        f"evidence-{one.pk}": "minutes\r\nof May",
        f"version-{two.pk}": "0",
        f"shown-{two.pk}": fingerprint("", ""),
        f"comment-{two.pk}": "",
        "go": "next",
    }
    answer = guest.post(here, sent)
    assert answer.status_code == 302
    assert answer["Location"] == url(secret, "fill_area", "SPM")
    assert list(Answer.objects.values_list("item", "choice", "comment", "evidence")) == [
        (one.pk, "yes", "as agreed", "minutes\nof May")
    ]
    page = guest.get(here)
    assert ">minutes\nof May</textarea>" in page.text
    shown = {name: hidden(page, name) for name in (f"version-{one.pk}", f"shown-{one.pk}")}
    assert guest.post(here, sent | shown).status_code == 302
    assert Answer.objects.get().version == 1
    assert f'name="choice-{one.pk}" value="yes" checked' in page.text
    assert "1 of 6" in page.text


@pytest.mark.parametrize(
    ("go", "name", "args"),
    [
        ("previous", "fill_area", ["SCM"]),
        ("next", "fill_area", ["SRM"]),
        ("area-SRM", "fill_area", ["SRM"]),
        ("area-NOPE", "fill_review", []),
        ("review", "fill_review", []),
        ("stay", "fill_area", ["SPM"]),
    ],
)
def test_ways_on(setting, guest, go, name, args):
    secret, _response = begun(setting)
    answer = guest.post(url(secret, "fill_area", "SPM"), {"go": go})
    assert answer["Location"] == url(secret, name, *args)


def test_page_with_a_bad_answer_keeps_what_was_typed(setting, guest):
    secret, _response = begun(setting)
    one, two = setting.items[:2]
    long = "long " * 200_000
    page = guest.post(
        url(secret, "fill_area", "SCM"),
        {
            f"version-{one.pk}": "0",
            f"choice-{one.pk}": "no",
            f"comment-{one.pk}": "keep me",
            f"version-{two.pk}": "0",
            f"choice-{two.pk}": "yes",
            f"comment-{two.pk}": long,
            "go": "next",
        },
    )
    assert page.status_code == 400
    assert "keep me" in page.text
    assert "at most 20,000 fit" in page.text
    assert Answer.objects.count() == 0


def test_page_conflict_shows_both_and_the_second_send_decides(setting, guest):
    secret, response = begun(setting)
    one = setting.items[0]
    save_answers(
        response=response,
        changes=[AnswerChange(one.pk, "yes", "theirs", evidence="their log")],
        now=clock.now(),
    )
    sent = {
        f"version-{one.pk}": "0",
        f"shown-{one.pk}": "old",
        f"choice-{one.pk}": "no",
        f"comment-{one.pk}": "mine",
        f"evidence-{one.pk}": "my page",
        "go": "next",
    }
    page = guest.post(url(secret, "fill_area", "SCM"), sent)
    assert page.status_code == 409
    for text in ("theirs", "mine", "their log", "my page"):
        assert text in page.text
    assert Answer.objects.get().comment == "theirs"
    again = sent | {name: hidden(page, name) for name in (f"version-{one.pk}", f"shown-{one.pk}")}
    assert guest.post(url(secret, "fill_area", "SCM"), again).status_code == 302
    assert list(Answer.objects.values_list("comment", "evidence")) == [("mine", "my page")]


def test_page_without_a_place_for_evidence_keeps_it(setting, guest):
    secret, response = begun(setting)
    one = setting.items[0]
    said = AnswerChange(one.pk, "yes", "why", evidence="the log")
    save_answers(response=response, changes=[said], now=clock.now())
    sent = {f"version-{one.pk}": "1", f"choice-{one.pk}": "no", f"comment-{one.pk}": "why"}
    assert guest.post(url(secret, "fill_area", "SCM"), sent).status_code == 302
    assert list(Answer.objects.values_list("choice", "evidence")) == [("no", "the log")]


def test_untouched_answers_of_an_old_page_are_left_alone(setting, guest):
    secret, response = begun(setting)
    one = setting.items[0]
    shown = hidden(guest.get(url(secret, "fill_area", "SCM")), f"shown-{one.pk}")
    save_answers(response=response, changes=[AnswerChange(one.pk, "yes")], now=clock.now())
    answer = guest.post(
        url(secret, "fill_area", "SCM"),
        {f"version-{one.pk}": "0", f"shown-{one.pk}": shown, f"comment-{one.pk}": ""},
    )
    assert answer.status_code == 302
    assert Answer.objects.get().choice == "yes"


def test_autosave(setting, guest):
    secret, response = begun(setting)
    item = setting.items[0]
    answer = put(guest, secret, item, comment="why")
    assert answer.status_code == 200
    data = answer.json()
    response.refresh_from_db()
    assert data == {
        "item": str(item.pk),
        "version": 1,
        "saved_at": response.last_saved_at.isoformat(),
        "progress": {"answered": 1, "total": 6},
    }
    assert put(guest, secret, item, choice="no", version=1).json()["version"] == 2


def test_autosave_takes_constant_queries(alice, guest, django_assert_num_queries):
    setting = collecting(alice, practices=1, people=1)
    secret, response = begun(setting)
    item = setting.items[0]
    given_out(response.questionnaire_id)  # kept from now on
    with django_assert_num_queries(5):  # savepoint; find and lock, what is stored, write; release
        put(guest, secret, item)


def test_autosave_conflict_carries_the_stored_answer(setting, guest):
    secret, _response = begun(setting)
    item = setting.items[0]
    put(guest, secret, item, comment="first")
    answer = put(guest, secret, item, choice="no", comment="second")
    assert answer.status_code == 409
    assert answer.json()["stored"] == {
        "choice": "yes",
        "comment": "first",
        "evidence": "",
        "version": 1,
    }


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({}, "the log"),
        ({"evidence": None}, "the log"),
        ({"evidence": ""}, ""),
        ({"evidence": " a page "}, "a page"),
    ],
)
def test_autosave_without_evidence_keeps_what_is_stored(setting, guest, sent, kept):
    secret, _response = begun(setting)
    item = setting.items[0]
    assert put(guest, secret, item, evidence="the log").status_code == 200
    assert put(guest, secret, item, choice="no", version=1, **sent).status_code == 200
    assert list(Answer.objects.values_list("choice", "evidence")) == [("no", kept)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"choice": "perhaps"}, "choice"),
        ({"choice": "y\x00es"}, "choice"),
        ({"comment": "a\x00b"}, "comment"),
        ({"comment": "\ud800"}, "comment"),
        ({"comment": "x" * 1_000_000}, "comment"),
        ({"evidence": "x" * 2_001}, "evidence"),
        ({"evidence": "a\x00b"}, "evidence"),
        ({"version": -1}, "version"),
        ({"version": 10**30}, "version"),
        ({"version": None}, "version"),
        ({"item": "nonsense"}, "item"),
        ({"item": "00000000-0000-0000-0000-000000000000"}, "item"),
    ],
)
def test_autosave_hostile_input_is_told_at_its_field(setting, guest, change, field):
    secret, _response = begun(setting)
    answer = put(guest, secret, setting.items[0], **change)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]
    assert Answer.objects.count() == 0


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"item": ["a"]}', b"\xff", b"[" * 100_000])
def test_autosave_of_nonsense_is_400(setting, guest, body):
    secret, _response = begun(setting)
    answer = guest.post(url(secret, "fill_save"), body, content_type="application/json")
    assert answer.status_code == 400


def test_autosave_on_a_closed_questionnaire_says_so_in_json(setting, guest):
    secret, _response = begun(setting)
    Assessment.objects.update(state="analyzing")
    answer = put(guest, secret, setting.items[0])
    assert answer.status_code == 410
    assert "closed" in answer.json()["message"]


def test_review_lists_what_is_missing_and_submits_once(setting, guest):
    secret, _response = begun(setting)
    put(guest, secret, setting.items[0])
    page = guest.get(url(secret, "fill_review"))
    assert "5 questions are unanswered" in page.text
    assert "Is practice 1 of Service Commitment Management done?" not in page.text
    assert "Is practice 2 of Service Commitment Management done?" in page.text
    for _time in range(2):
        answer = guest.post(url(secret, "fill_review"))
        assert answer["Location"] == url(secret, "fill_done")
    assert "Thank you" in guest.get(url(secret, "fill_done")).text
    assert Response.objects.get().state == "submitted"
    assert guest.get(url(secret, "fill_area", "SCM")).status_code == 302
    assert put(guest, secret, setting.items[0], version=1, choice="no").status_code == 409
    assert "Practice" not in guest.get(url(secret, "fill_done")).text


def test_own_answers_can_be_read_after_closing(setting, guest):
    secret = setting.link(setting.people[0])
    setting.submit(setting.people[0], "dont_know")
    Assessment.objects.update(state="analyzing")
    page = guest.get(url(secret, "fill_answers"))
    assert page.status_code == 200
    assert "Don&#x27;t know" in page.text


def test_account_door(alice, bob, charlie, setting):
    pk = setting.assessment.pk
    where = reverse("assessments:fill", args=["acme", pk])
    assert bob.client.get(where).status_code == 403
    assert charlie.client.get(where).status_code == 404
    assert Client().get(where).status_code == 302
    Participant.objects.create(
        assessment=setting.assessment, user=bob.user, name="Bob", email=bob.user.email
    )
    assert bob.client.get(where).status_code == 200
    page = bob.client.post(where, follow=True)
    assert page.redirect_chain[-1][0] == reverse("assessments:fill_area", args=["acme", pk, "SCM"])
    body = {"item": str(setting.items[0].pk), "choice": "yes", "comment": "", "version": 0}
    save = reverse("assessments:fill_save", args=["acme", pk])
    answer = bob.client.post(save, json.dumps(body), content_type="application/json")
    assert answer.json()["progress"] == {"answered": 1, "total": 6}
    assert "Is practice 2" in bob.client.get(where + "answers/").text
    for name in ("fill_answers", "fill_review", "fill_done"):
        assert (
            alice.client.get(reverse(f"assessments:{name}", args=["acme", pk])).status_code == 403
        )


@pytest.mark.parametrize("practices", [1, 30])
def test_area_page_takes_constant_queries(alice, guest, practices, django_assert_num_queries):
    setting = collecting(alice, practices=practices)
    secret, _response = begun(setting)
    with django_assert_num_queries(4):  # link with response, own answers; questions, choices
        guest.get(url(secret, "fill_area", "SCM"))
    with django_assert_num_queries(2):  # which are kept
        guest.get(url(secret, "fill_area", "SCM"))
    with django_assert_num_queries(2):
        guest.get(url(secret, "fill_review"))
    with django_assert_num_queries(3):  # and who of the colleagues answered
        guest.get(url(secret, "fill_answers"))


def test_pages_are_never_cached(setting, guest):
    secret, _response = begun(setting)
    assert "no-store" in guest.get(url(secret, "fill_area", "SCM"))["Cache-Control"]


def test_handed_over_link_moves_to_a_new_address(setting, guest):
    setting.people[0].email = ""
    old = setting.link(setting.people[0])
    page = guest.post(url(old), follow=True)
    assert page.status_code == 200
    assert "only you know" in page.text
    assert Client().get(url(old)).status_code == 404
