"""Parts of a questionnaire in the hands of a colleague."""

import json

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from assessments.models import Answer, Assessment, Delegation, Response
from assessments.queries.delegations import answered_by
from assessments.services.answers import AnswerChange, save_answers
from assessments.services.delegations import delegate_parts, finish_parts, take_back
from assessments.views.doors import link_actor
from cip.audit.models import AuditEvent
from cip.kernel import clock
from cip.kernel.errors import InvalidInput, WrongState
from tests.assessments.setting import Setting, collecting
from tests.running import run_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting(alice) -> Setting:
    setting = collecting(alice)
    run_jobs()
    mail.outbox.clear()
    setting.begin(setting.people[0])
    return setting


def hand_on(setting, *codes, email="ben@example.org", name="Ben"):
    person = setting.people[0]
    areas = [area.pk for area in setting.model.areas if area.code in codes]
    return delegate_parts(
        actor=link_actor(person),
        participant=person,
        name=name,
        email=email,
        area_ids=areas,
        now=clock.now(),
    )


def link_of(setting, *codes) -> str:
    """The secret that the colleague got by mail."""
    hand_on(setting, *codes)
    run_jobs()
    return mail.outbox[-1].body.split("/q/")[1].split("/")[0]


def url(secret, name="fill", *args):
    return reverse(f"links:{name}", args=[secret, *args])


def save(secret, item, choice="yes", version=0):
    body = {"item": str(item.pk), "choice": choice, "comment": "", "version": version}
    return Client().post(
        url(secret, "fill_save"), json.dumps(body), content_type="application/json"
    )


def test_the_colleague_sees_and_answers_the_parts_only(setting):
    secret = link_of(setting, "SCM")
    guest = Client()
    page = guest.get(url(secret))
    assert "Guest 00 asks you to answer these parts" in page.text
    assert guest.get(url(secret, "fill_area", "SCM")).status_code == 200
    assert guest.get(url(secret, "fill_area", "SPM")).status_code == 404
    inside, outside = setting.items[0], setting.items[2]
    assert save(secret, inside).status_code == 200
    refused = save(secret, outside)
    assert refused.status_code == 400
    assert "not among the parts" in refused.text
    assert list(Answer.objects.values_list("item", "delegation__name")) == [(inside.pk, "Ben")]


def test_both_see_who_answered_what(setting):
    secret = link_of(setting, "SCM")
    save(secret, setting.items[0])
    response = Response.objects.get()
    save_answers(
        response=response, changes=[AnswerChange(setting.items[2].pk, "no")], now=clock.now()
    )
    assert answered_by(response) == {setting.items[0].pk: "Ben"}
    mine = Client().get(url(setting.link(setting.people[0]), "fill_answers"))
    theirs = Client().get(url(secret, "fill_answers"))
    for page in (mine, theirs):
        assert page.text.count("answered by Ben") == 1


def test_the_colleague_finishes_and_never_submits(setting):
    secret = link_of(setting, "SCM")
    page = Client().post(url(secret, "fill_review"), follow=True)
    assert "Your parts are with Guest 00" in page.text
    assert Response.objects.get().state == "started"
    assert Delegation.objects.get().finished_at is not None
    setting.submit(setting.people[0], "yes")
    page = Client().get(url(secret))
    assert (page.status_code, "This questionnaire is handed in" in page.text) == (410, True)
    assert Response.objects.get().unit == "Unit 0"


def test_taking_back_ends_the_link_and_keeps_the_answers(setting):
    secret = link_of(setting, "SCM")
    save(secret, setting.items[0])
    row = Delegation.objects.get()
    for _ in range(2):
        take_back(actor=link_actor(setting.people[0]), delegation=row, now=clock.now())
    page = Client().get(url(secret))
    assert (page.status_code, "These parts were taken back" in page.text) == (410, True)
    assert save(secret, setting.items[1]).status_code == 410
    assert Answer.objects.count() == 1
    with pytest.raises(WrongState):
        finish_parts(actor=link_actor(setting.people[0]), delegation=row, now=clock.now())
    hand_on(setting, "SCM", email="cleo@example.org")


def test_taken_back_while_the_page_is_open(setting):
    row = hand_on(setting, "SCM")
    take_back(actor=link_actor(setting.people[0]), delegation=row, now=clock.now())
    with pytest.raises(WrongState):
        save_answers(
            response=Response.objects.get(),
            changes=[AnswerChange(setting.items[0].pk, "no")],
            now=clock.now(),
            delegation=row,
        )


def test_what_is_wrong_is_told_by_field(setting):
    hand_on(setting, "SCM")
    with pytest.raises(InvalidInput) as caught:
        hand_on(setting, "SCM", email="nonsense", name=" ")
    assert set(caught.value.fields) == {"areas", "email", "name"}
    with pytest.raises(InvalidInput) as caught:
        hand_on(setting, "SPM", email=setting.people[0].email)
    assert list(caught.value.fields) == ["email"]


def test_not_in_an_anonymous_assessment_and_not_after_submitting(alice, setting):
    setting.submit(setting.people[0], "yes")
    setting.people[0].refresh_from_db()
    with pytest.raises(WrongState, match="submitted"):
        hand_on(setting, "SCM")
    Assessment.objects.update(opened_at=None)
    Assessment.objects.update(mode="anonymous")
    setting.people[0].refresh_from_db()
    with pytest.raises(WrongState):
        hand_on(setting, "SCM")


def test_the_link_is_nowhere_but_in_the_mail(setting):
    secret = link_of(setting, "SCM")
    assert secret not in str(list(AuditEvent.objects.values()))
    assert AuditEvent.objects.filter(action="delegation.made").count() == 1


def test_pages_hand_on_and_take_back(setting):
    secret = setting.link(setting.people[0])
    guest = Client()
    where = url(secret, "fill_delegate")
    area = setting.model.areas[0]
    assert guest.post(where, {"name": "Ben"}).status_code == 400
    data = {"areas": [str(area.pk)], "name": "Ben", "email": "ben@example.org"}
    page = guest.post(where, data, follow=True)
    assert "Ben gets a link for these parts by mail." in page.text
    row = Delegation.objects.get()
    page = guest.post(url(secret, "fill_take_back", row.pk), follow=True)
    assert "The parts of Ben are yours again." in page.text


def test_a_colleague_cannot_hand_on(setting):
    secret = link_of(setting, "SCM")
    assert Client().get(url(secret, "fill_delegate")).status_code == 403
    row = Delegation.objects.get()
    assert Client().post(url(secret, "fill_take_back", row.pk)).status_code == 403


def test_api_of_one_s_own(alice, bob, setting):
    setting.people[0].user = bob.user
    setting.people[0].save()
    areas = [str(setting.model.areas[0].pk)]
    data = {"assessment": str(setting.assessment.pk), "name": "Ben", "email": "b@example.org"}
    made = bob.api.post("/api/v1/my-delegations/", data | {"areas": areas})
    assert made.status_code == 201
    assert alice.api.get("/api/v1/my-delegations/").json()["count"] == 0
    back = bob.api.post(f"/api/v1/my-delegations/{made.json()['id']}/take-back/").json()
    assert back["taken_back_at"] is not None
