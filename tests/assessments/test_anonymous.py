"""Anonymous: after submitting nothing joins a participant to a response (ADR 0014)."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from assessments.models import Answer, Assessment, ItemTally, Participant, Response
from assessments.queries.analysis import analysis
from assessments.queries.progress import collection
from assessments.queries.remarks import remarks
from assessments.services.answers import (
    AnswerChange,
    save_answers,
    start_response,
    submit_response,
)
from assessments.services.assessments import close_collection, open_questionnaire
from assessments.services.participants import renew_link, revoke_participant
from assessments.views.doors import link_actor
from cip.audit.models import AuditEvent
from cip.kernel import clock
from cip.kernel.errors import WrongState
from tests.assessments.setting import Setting, collecting, planned
from tests.factories.assessments import ParticipantFactory, QuestionnaireFactory, ResponseFactory

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 2, 9, 0, 7, tzinfo=UTC)


@pytest.fixture
def setting(alice, time_machine) -> Setting:
    """People in units of six, five and two; opened, nobody has begun."""
    time_machine.move_to(MORNING, tick=False)
    setting = planned(alice)
    Assessment.objects.update(mode="anonymous")
    setting.people = [
        ParticipantFactory(assessment=setting.assessment, name=f"Guest {n}", unit=unit)
        for n, unit in enumerate(["Desk"] * 6 + ["Lab"] * 5 + ["Field"] * 2)
    ]
    setting.assessment.refresh_from_db()
    open_questionnaire(actor=alice.actor, assessment=setting.assessment, now=clock.now())
    setting.assessment.refresh_from_db()
    for person in setting.people:
        person.refresh_from_db()
    time_machine.move_to(MORNING + timedelta(days=3, minutes=13), tick=False)
    return setting


def everything() -> dict[str, list[dict]]:
    """All rows of all tables as text."""
    return {
        table._meta.label: json.loads(
            json.dumps(list(table._default_manager.values()), cls=DjangoJSONEncoder, default=str)
        )
        for table in apps.get_models(include_auto_created=True)
    }


def test_submitting_leaves_a_row_without_participant_and_time(setting):
    ada = setting.people[0]
    draft = setting.begin(ada)
    submitted = setting.submit(ada, "yes", "no")
    done = Response.objects.get()
    assert (done.participant_id, done.state, done.unit) == (None, "submitted", "Desk")
    assert done.pk not in (draft.pk, submitted.pk)
    opened = setting.assessment.opened_at
    assert {done.started_at, done.last_saved_at, done.submitted_at} == {opened}
    rows = Answer.objects.filter(response=done)
    assert sorted(rows.values_list("choice", flat=True)) == ["no", "yes", *["~not_reached"] * 4]
    assert set(rows.values_list("answered_at", "version")) == {(opened, 1)}
    ada.refresh_from_db()
    assert ada.responded_on == clock.today()
    assert ItemTally.objects.filter(choice="yes").get().count == 1


def test_evidence_goes_with_the_answers_and_stays_nowhere_else(alice, setting):
    for n, person in enumerate(setting.people[:5]):
        draft = setting.begin(person)
        change = AnswerChange(setting.items[0].pk, "yes", evidence=f"Page {n}")
        save_answers(response=draft, changes=[change], now=clock.now())
        submit_response(actor=link_actor(person), response=draft, now=clock.now())
    rows = everything()
    pages = {f"Page {n}" for n in range(5)}
    assert {row["evidence"] for row in rows.pop("assessments.Answer")} == pages | {""}
    assert [page for page in pages if page in json.dumps(rows)] == []
    close_collection(actor=alice.actor, assessment=setting.assessment, now=clock.now())
    setting.assessment.refresh_from_db()
    found = analysis(setting.assessment, for_team=True)
    (said,) = remarks(setting.assessment, found.items).values()
    assert {(one.text, one.name, one.choice) for one in said.evidence} == {
        (page, "", "") for page in pages
    }


def test_no_value_of_a_submitted_response_stands_elsewhere(setting):
    """No key, and no moment of the day of submitting, is shared by the two sides."""
    drafts = [setting.begin(person) for person in setting.people[:3]]
    for person in setting.people[:3]:
        setting.submit(person, "yes")
    rows = everything()
    mine = {"assessments.Response", "assessments.Answer", "assessments.ItemTally"}
    keys = {row["id"] for row in rows["assessments.Response"]}
    keys |= {str(row["id"]) for row in rows["assessments.Answer"]}
    elsewhere = json.dumps({label: found for label, found in rows.items() if label not in mine})
    assert [key for key in keys if key in elsewhere] == []
    here = json.dumps({label: rows[label] for label in mine})
    people = [str(person.pk) for person in setting.people] + [
        person.email for person in setting.people
    ]
    assert [text for text in people if text in here] == []
    everywhere = here + elsewhere
    assert [d for d in drafts if str(d.pk) in everywhere] == []
    assert "2026-03-05" not in here


def test_the_trail_says_nothing_about_who_began_and_who_submitted(setting):
    before = AuditEvent.objects.count()
    setting.submit(setting.people[0], "yes")
    assert AuditEvent.objects.count() == before


def test_rows_of_people_and_responses_share_no_transaction_but_the_last(setting):
    for person in setting.people[:4]:
        setting.submit(person, "yes")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT xmin::text FROM assessments_participant WHERE responded_on IS NOT NULL"
        )
        assert len(cursor.fetchall()) == 1


def test_keys_of_answers_say_nothing_about_the_order(setting):
    for person in setting.people[:5]:
        setting.submit(person, "yes", "no", "yes", "no")
    keys = list(Answer.objects.values_list("pk", flat=True))
    assert min(keys) >= 1 << 62
    assert len(set(keys)) == 5 * 6


def test_a_small_unit_is_not_kept(setting):
    setting.submit(setting.people[12], "yes")
    assert Response.objects.get().unit == ""
    setting.submit(setting.people[8], "yes")  # or who is left over would be known by subtraction
    assert set(Response.objects.values_list("unit", flat=True)) == {""}


def test_closing_mixes_all_rows_and_erases_drafts(alice, setting):
    for person in setting.people[:5]:
        setting.submit(person, "yes", "no")
    setting.begin(setting.people[5])
    before = set(Response.objects.filter(state="submitted").values_list("pk", flat=True))
    tallies = list(ItemTally.objects.order_by("pk").values_list("item_id", "choice", "count"))
    close_collection(actor=alice.actor, assessment=setting.assessment, now=clock.now())
    after = set(Response.objects.values_list("pk", flat=True))
    assert len(after) == 5
    assert not before & after
    assert Response.objects.filter(unit="Desk").count() == 5
    assert Answer.objects.filter(choice="no").count() == 5
    assert max(Answer.objects.values_list("pk", flat=True)) < 1 << 62
    assert tallies == list(
        ItemTally.objects.order_by("pk").values_list("item_id", "choice", "count")
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT xmin::text FROM assessments_response")
        assert len(cursor.fetchall()) == 1


def test_closing_takes_units_of_too_few_responses_away(alice, setting):
    for person in setting.people[:2]:
        setting.submit(person, "yes")
    assert set(Response.objects.values_list("unit", flat=True)) == {"Desk"}
    close_collection(actor=alice.actor, assessment=setting.assessment, now=clock.now())
    assert set(Response.objects.values_list("unit", flat=True)) == {""}


def test_nobody_answers_twice(setting):
    ada = setting.people[0]
    draft = setting.begin(ada)
    setting.submit(ada, "yes")
    actor = link_actor(ada)
    with pytest.raises(WrongState, match="submitted"):
        start_response(actor=actor, participant=ada, now=clock.now())
    with pytest.raises(WrongState, match="submitted"):
        submit_response(actor=actor, response=draft, now=clock.now())
    with pytest.raises(WrongState, match="submitted"):  # a save that waited for the handing in
        save_answers(response=draft, changes=[], now=clock.now())
    assert Response.objects.count() == 1


def test_who_has_submitted_gets_no_link_and_is_not_withdrawn(alice, setting):
    setting.submit(setting.people[0], "yes")
    for act in (renew_link, revoke_participant):
        with pytest.raises(WrongState):
            act(actor=alice.actor, participant=setting.people[0], now=clock.now())


def test_the_used_link_says_thanks_and_opens_nothing(setting):
    ada = setting.people[0]
    secret = setting.link(ada)
    guest = Client()
    where = reverse("links:fill", args=[secret])
    guest.post(where)
    assert "cut off from your name" in guest.get(reverse("links:fill_review", args=[secret])).text
    page = guest.post(reverse("links:fill_review", args=[secret]), follow=True)
    assert "This link was used" in page.text
    for name in ("fill", "fill_answers", "fill_review", "fill_done"):
        page = guest.get(reverse(f"links:{name}", args=[secret]), follow=True)
        assert "This link was used" in page.text
        assert "Read my answers" not in page.text
    body = {"item": str(setting.items[0].pk), "choice": "no", "comment": "", "version": 0}
    answer = guest.post(
        reverse("links:fill_save", args=[secret]), json.dumps(body), content_type="application/json"
    )
    assert answer.status_code == 409


def test_the_form_says_what_the_mode_means(setting):
    secret = setting.link(setting.people[0])
    guest = Client()
    where = reverse("links:fill", args=[secret])
    assert "cut off from your name for good" in guest.get(where).text
    page = guest.post(where, follow=True)
    assert "cut off from your name for good" in page.text


def test_table_and_api_tell_who_has_answered_and_no_more(alice, setting):
    setting.submit(setting.people[0], "yes", "no")
    setting.begin(setting.people[1])
    rows = {row.name: row for row in collection(setting.assessment).rows}
    ada, ben = rows["Guest 0"], rows["Guest 1"]
    assert (ada.state, ada.progress.answered, ada.submitted_at) == ("submitted", 0, None)
    assert ben.state == "opened"
    found = alice.api.get(f"/api/v1/participants/?assessment={setting.assessment.pk}").json()
    told = {row["name"]: (row["stage"], row["answered"]) for row in found["results"]}
    assert told["Guest 0"] == ("submitted", 0)
    assert str(Response.objects.filter(state="submitted").get().pk) not in json.dumps(found)


def test_one_s_own_api_reply_names_no_new_row(alice, setting):
    ParticipantFactory(assessment=setting.assessment, user=alice.user, email=alice.user.email)
    key = alice.api.post(
        "/api/v1/my-responses/", {"assessment": str(setting.assessment.pk)}
    ).json()["id"]
    reply = alice.api.post(f"/api/v1/my-responses/{key}/submit/").json()
    assert (reply["id"], reply["state"], reply["submitted_at"]) == (key, "submitted", None)
    assert alice.api.get("/api/v1/my-responses/").json()["count"] == 0
    assert alice.api.get(f"/api/v1/my-responses/{key}/").status_code == 404


@pytest.mark.parametrize("column", ["participant", "submitted_at"])
def test_the_database_refuses_a_tied_response(setting, column):
    values = {"participant": None, "state": "submitted"}
    times = dict.fromkeys(
        ("started_at", "last_saved_at", "submitted_at"), setting.assessment.opened_at
    )
    wrong = {
        "participant": setting.people[0],
        "submitted_at": clock.now(),
    }[column]
    with pytest.raises(IntegrityError, match="anonymous"), transaction.atomic():
        Response.objects.create(
            questionnaire=setting.questionnaire, **(values | times | {column: wrong})
        )


def test_the_mode_cannot_change_after_opening(alice):
    setting = collecting(alice)
    with pytest.raises(IntegrityError, match="mode"), transaction.atomic():
        Assessment.objects.filter(pk=setting.assessment.pk).update(mode="anonymous")


def test_a_draft_always_belongs_to_somebody(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        ResponseFactory(questionnaire=QuestionnaireFactory(), participant=None)


def test_nothing_is_found_by_a_person(setting):
    setting.submit(setting.people[0], "yes")
    assert Participant.objects.filter(responses__isnull=False).count() == 0
