"""One's own summary: for the person who answered, by account or link, and for nobody else."""

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from assessments.models import Answer, Assessment, Delegation, Participant, PersonalLink
from assessments.own_report import own_report
from assessments.services.answers import AnswerChange, save_answers
from assessments.services.assessments import open_questionnaire
from cip.kernel import clock
from cip.reports import direct
from cip.reports.models import ReportRun
from tests.assessments.results_world import make_world
from tests.assessments.setting import collecting, planned
from tests.reports.paper import faults, printed, texts

pytestmark = pytest.mark.django_db

NAMES = ("fill_summary", "fill_summary_pdf")


@pytest.fixture
def setting(alice):
    return collecting(alice, people=2)


def by_link(secret, name):
    return reverse(f"links:{name}", args=[secret])


def by_account(setting, name):
    return reverse(f"assessments:{name}", args=["acme", setting.assessment.pk])


def paper(answer):
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


def answer_first(setting, person, comment):
    response = setting.begin(person)
    change = AnswerChange(setting.items[0].pk, "yes", comment)
    save_answers(response=response, changes=[change], now=clock.now())
    return response


def test_link_holder_keeps_what_was_handed_in(setting):
    ann, ben = setting.people
    answer_first(setting, ben, "what Ben wrote")
    answer_first(setting, ann, "what Ann wrote")
    setting.submit(ann)
    secret = setting.link(ann)
    page = Client().get(by_link(secret, "fill_summary"))
    kept = paper(Client().get(by_link(secret, "fill_summary_pdf")))
    for text in (page.text, kept):
        assert "what Ann wrote" in text
        assert "Handed in on" in text
        assert "what Ben wrote" not in text
        assert "Guest 01" not in text
    assert by_link(secret, "fill_summary") in Client().get(by_link(secret, "fill_done")).text
    assert "data-print" in page.text


def test_nothing_is_stored_for_others_to_find(setting):
    setting.submit(setting.people[0], "yes")
    before = connection.introspection.table_names()
    assert paper(Client().get(by_link(setting.link(setting.people[0]), "fill_summary_pdf")))
    assert not ReportRun.objects.exists()
    assert connection.introspection.table_names() == before


def test_account_holder_only(alice, bob, charlie, setting):
    person = setting.people[0]
    setting.submit(person, "yes")
    Participant.objects.filter(pk=person.pk).update(user=bob.user)
    for name in NAMES:
        where = by_account(setting, name)
        assert bob.client.get(where).status_code == 200
        assert alice.client.get(where).status_code == 403
        assert charlie.client.get(where).status_code == 404
        assert Client().get(where).status_code == 302
    Participant.objects.update(revoked_at=timezone.now())
    assert bob.client.get(by_account(setting, "fill_summary_pdf")).status_code == 403


@pytest.mark.parametrize("name", NAMES)
def test_closed_link_gives_nothing(name, setting):
    setting.submit(setting.people[0], "yes")
    secret = setting.link(setting.people[0])
    PersonalLink.objects.update(expires_at=clock.now())
    assert Client().get(by_link(secret, name)).status_code == 410


@pytest.mark.parametrize("name", NAMES)
def test_before_beginning_there_is_nothing(name, setting):
    assert Client().get(by_link(setting.link(setting.people[0]), name)).status_code == 409


def test_anonymous_is_offered_before_handing_in_and_gone_afterwards(alice):
    setting = planned(alice, people=1)
    Assessment.objects.update(mode="anonymous")
    setting.assessment.refresh_from_db()
    open_questionnaire(actor=alice.actor, assessment=setting.assessment, now=clock.now())
    person = Participant.objects.get()
    response = answer_first(setting, person, "what I wrote")
    secret = setting.link(person)
    review = Client().get(by_link(secret, "fill_review")).text
    assert "Keep a summary of your answers now" in review
    assert by_link(secret, "fill_summary_pdf") in review
    kept = paper(Client().get(by_link(secret, "fill_summary_pdf")))
    assert "what I wrote" in kept
    assert "Not handed in yet" in kept
    assert "Guest 00" not in kept
    assert Client().post(by_link(secret, "fill_review")).status_code == 302
    assert Answer.objects.exclude(response=response).exists()
    for name in NAMES:
        answer = Client().get(by_link(secret, name))
        assert answer.headers["Location"] == by_link(secret, "fill_done")
    assert "Keep a summary" not in Client().get(by_link(secret, "fill_done")).text


def test_other_modes_do_not_press_for_a_copy_before(setting):
    secret = setting.link(setting.people[0])
    answer_first(setting, setting.people[0], "")
    assert "Keep a summary" not in Client().get(by_link(secret, "fill_review")).text


def test_a_colleague_with_parts_gets_no_summary(setting):
    person = setting.people[0]
    setting.begin(person)
    secret = setting.link(person)
    parts = Delegation.objects.create(participant=person, name="Cole", email="cole@example.org")
    PersonalLink.objects.update(delegation=parts)
    for name in NAMES:
        assert Client().get(by_link(secret, name)).status_code == 403


def test_the_group_stands_beside_only_once_released(alice):
    world = make_world(alice.organization, alice.user, mode="named")
    world.answer("SCM-P1", ["yes", "yes", "yes", "yes", "no", "dont_know"], ["Mine", "Whispered"])
    world.answer("SCM-P2", ["yes", "no", "dont_know", "dont_know", "", "yes"])

    def told(state):
        world.assessment.state = state
        person, response = world.participants[0], world.responses[0]
        return own_report(response, person, world.assessment).context["areas"][0]["questions"]

    assert [each["group"] for each in told("analyzing")] == ["", ""]
    shown, hidden = told("agreed")
    assert (shown["answer"], shown["comment"]) == ("Yes", "Mine")
    assert shown["group"] == "No 1 · Yes 4 · Don't know 1 · Does not apply 0"
    assert hidden["group"] == "too few answers to show"
    world.assessment.state = "agreed"
    document = own_report(world.responses[0], world.participants[0], world.assessment)
    reader = printed(document)
    assert faults(reader) == []
    assert "Whispered" not in "\n".join(texts(reader))


def test_no_more_than_a_few_are_printed_at_once(setting, monkeypatch):
    setting.submit(setting.people[0], "yes")
    secret = setting.link(setting.people[0])
    monkeypatch.setattr(direct, "SLOTS", 0)
    answer = Client().get(by_link(secret, "fill_summary_pdf"))
    assert answer.status_code == 409
    assert "print the page with your browser" in answer.text
    assert Client().get(by_link(secret, "fill_summary")).status_code == 200


@pytest.mark.parametrize("practices", [1, 30])
def test_summary_takes_constant_queries(practices, alice, django_assert_num_queries):
    world = make_world(alice.organization, alice.user, practices=practices, state="agreed")
    with django_assert_num_queries(9):
        own_report(world.responses[0], world.participants[0], world.assessment)


def test_api_gives_it_to_the_person_only(alice, bob, setting):
    person = setting.people[0]
    response = answer_first(setting, person, "what Bob wrote")
    Participant.objects.filter(pk=person.pk).update(user=bob.user)
    where = f"/api/v1/my-responses/{response.pk}"
    body = bob.api.get(f"{where}/summary/").json()
    questions = body["context"]["areas"][0]["questions"]
    assert (questions[0]["answer"], questions[0]["comment"]) == ("Yes", "what Bob wrote")
    answer = bob.api.get(f"{where}/summary-pdf/", headers={"Accept": "application/pdf"})
    pages = PdfReader(BytesIO(answer.content)).pages
    assert "what Bob wrote" in "\n".join(page.extract_text() for page in pages)
    for name in ("summary", "summary-pdf"):
        assert alice.api.get(f"{where}/{name}/").status_code == 404
