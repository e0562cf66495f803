"""Invitations and reminders: the outbox, the rounds, the words, opting out."""

from datetime import UTC, date, datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from django.test import Client

from assessments.models import Assessment, Dispatch, MailText, OptOut, Participant, Reminder
from assessments.services import mailing
from assessments.services.participants import edit_participant, renew_link, revoke_participant
from assessments.services.reminders import edit_mail_text, plan_reminders, restore_mail_text
from cip.jobs.models import Job
from cip.jobs.services import sweep
from cip.kernel import clock
from cip.kernel.errors import InvalidInput, NotAllowed, StaleWrite, WrongState
from tests.assessments.setting import Setting, collecting, planned
from tests.running import run_jobs

pytestmark = pytest.mark.django_db
OPENED = datetime(2026, 3, 2, 9, tzinfo=UTC)
FIRST = date(2026, 3, 9)


@pytest.fixture
def setting(alice, time_machine) -> Setting:
    """Four people, invited on 2 March; a reminder is planned for the 9th, and it is the 9th."""
    time_machine.move_to(OPENED, tick=False)
    setting = collecting(alice, people=4)
    plan(alice, setting, FIRST)
    run_jobs()
    mail.outbox.clear()
    time_machine.move_to(datetime(2026, 3, 9, 8, 0, 5, tzinfo=UTC), tick=False)
    return setting


def plan(person, setting, *days):
    return plan_reminders(
        actor=person.actor, assessment=setting.assessment, days=days, now=clock.now()
    )


def addresses():
    return sorted(message.to[0] for message in mail.outbox)


def test_a_reminder_reaches_only_who_has_not_submitted(alice, setting):
    done, gone, quiet, open_ = setting.people
    setting.submit(done, "yes")
    revoke_participant(actor=alice.actor, participant=gone, now=clock.now())
    OptOut.objects.create(organization=alice.organization, email=quiet.email.upper())
    run_jobs()
    assert addresses() == [open_.email]
    assert mail.outbox[0].subject == "Still open: First look"
    run_jobs()
    assert Reminder.objects.get().started_at == clock.now()
    assert addresses() == [open_.email]


@pytest.mark.parametrize("event", Participant.Event.values)
def test_who_cannot_be_asked_is_not_reminded(alice, setting, event):
    for person in setting.people[:3]:
        edit_participant(actor=alice.actor, participant=person, values={"event": event})
    run_jobs()
    assert addresses() == [setting.people[3].email]


def test_a_reminder_before_its_day_does_not_leave(alice, setting, time_machine):
    time_machine.move_to(datetime(2026, 3, 9, 7, 59, tzinfo=UTC), tick=False)
    assert run_jobs() == 0
    time_machine.move_to(datetime(2026, 3, 9, 8, 0, tzinfo=UTC), tick=False)
    assert run_jobs() == 1
    assert len(mail.outbox) == 4


def test_the_bell_is_rung_by_the_sweep_when_the_day_has_come(setting, settings, monkeypatch):
    rung = []
    monkeypatch.setattr("cip.jobs.services.publish", lambda job_id: rung.append(job_id) or True)
    sweep(clock.now())
    assert [Job.objects.get(pk=pk).payload["number"] for pk in rung] == [1]


def test_a_moved_or_canceled_reminder_does_not_leave(alice, setting):
    plan(alice, setting, FIRST + timedelta(days=1))
    run_jobs()
    assert mail.outbox == []
    plan(alice, setting)
    assert Reminder.objects.count() == 0
    run_jobs()
    assert mail.outbox == []


def test_who_was_invited_today_is_not_reminded_today(alice, setting):
    Participant.objects.filter(pk=setting.people[0].pk).update(invited_at=clock.now())
    run_jobs()
    assert len(mail.outbox) == 3


def test_submitting_between_the_round_and_the_mail_stops_the_mail(setting):
    key = setting.assessment.pk
    assert mailing.begin_round(assessment_id=key, number=1, on=FIRST, now=clock.now()) == 4
    setting.submit(setting.people[0], "yes")
    run_jobs()
    assert len(mail.outbox) == 3
    skipped = Dispatch.objects.get(participant=setting.people[0], number=1)
    assert (skipped.state, skipped.problem) == ("skipped", "submitted")


def test_a_round_begins_once(setting):
    key = setting.assessment.pk
    begun = [
        mailing.begin_round(assessment_id=key, number=1, on=FIRST, now=clock.now())
        for _ in range(2)
    ]
    assert begun == [4, 0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispatch.objects.create(participant=setting.people[0], number=1)


def test_a_claimed_mail_is_never_claimed_again(setting):
    key = setting.assessment.pk
    mailing.begin_round(assessment_id=key, number=1, on=FIRST, now=clock.now())
    lost = mailing.claim_next(assessment_id=key, now=clock.now())  # and the worker is killed
    run_jobs()
    assert len(mail.outbox) == 3
    assert lost.letter.to not in addresses()
    assert Dispatch.objects.get(pk=lost.dispatch_id).state == "sending"


def test_a_reminder_leaves_the_links_that_work(setting):
    before = set(setting.people[0].links.values_list("pk", flat=True))
    run_jobs()
    assert before < set(setting.people[0].links.values_list("pk", flat=True))


def test_the_mail_can_be_stopped_with_one_click(alice, setting):
    run_jobs()
    message = mail.outbox[0]
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert url in message.body
    path = url.removeprefix("http://localhost:8000")
    client = Client(enforce_csrf_checks=True)
    assert client.get(path).status_code == 200
    assert OptOut.objects.count() == 0
    for _ in range(2):
        answer = client.post(path, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert OptOut.objects.get().email == message.to[0]
    assert message.to[0] not in path
    client.post(path, {"again": "yes"})
    assert OptOut.objects.count() == 0


@pytest.mark.parametrize("token", ["x", "0" * 30 + ":abc", "ä"])
def test_a_made_up_opt_out_is_404(db, token):
    for answer in (Client().get(f"/mail/{token}/"), Client().post(f"/mail/{token}/")):
        assert answer.status_code == 404


def test_who_opted_out_gets_no_invitation_either(alice, setting):
    person = setting.people[0]
    OptOut.objects.create(organization=alice.organization, email=person.email)
    renew_link(actor=alice.actor, participant=person, now=clock.now())
    Reminder.objects.all().delete()
    run_jobs()
    assert mail.outbox == []
    assert person.dispatches.get(number=0).problem == "opted_out"


class Refusing(EmailBackend):
    """A mail server that knows nobody."""

    def send_messages(self, messages):
        raise SMTPRecipientsRefused({messages[0].to[0]: (550, b"5.1.1 no such user")})


class Busy(EmailBackend):
    """A mail server that wants to be asked again later."""

    error: Exception

    def send_messages(self, messages):
        raise self.error


class Broken(EmailBackend):
    """A mail server that hangs up."""

    def send_messages(self, messages):
        raise SMTPServerDisconnected("bye")


def test_a_refused_address_is_shown_and_not_written_to_again(alice, setting, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    run_jobs()
    person = Participant.objects.get(pk=setting.people[0].pk)
    assert person.event == "bounced"
    row = person.dispatches.get(number=1)
    assert (row.state, row.problem) == ("refused", "550 5.1.1 no such user")
    page = alice.client.get(
        f"/o/acme/assessments/{setting.assessment.pk}/participants/{person.pk}/"
    )
    assert "550 5.1.1 no such user" in page.text


@pytest.mark.parametrize(
    "error",
    [
        SMTPRecipientsRefused({"x@example.org": (450, b"4.2.1 greylisted")}),
        SMTPDataError(450, b"4.2.1 greylisted"),
    ],
)
def test_a_mail_that_was_put_off_leaves_later(setting, settings, time_machine, monkeypatch, error):
    usual = settings.EMAIL_BACKEND
    monkeypatch.setattr(Busy, "error", error, raising=False)
    settings.EMAIL_BACKEND = f"{__name__}.Busy"
    run_jobs()
    rows = Dispatch.objects.filter(number=1)
    assert set(rows.values_list("state", flat=True)) == {"waiting"}
    assert set(rows.values_list("problem", flat=True)) == {"450 4.2.1 greylisted"}
    assert set(Participant.objects.values_list("event", flat=True)) == {""}
    settings.EMAIL_BACKEND = usual
    time_machine.shift(20)
    run_jobs()
    assert mail.outbox == []
    time_machine.shift(120)
    run_jobs()
    assert addresses() == sorted(person.email for person in setting.people)
    run_jobs()
    assert len(mail.outbox) == 4


def test_a_mail_sent_again_is_another_mail(alice, setting, time_machine):
    Reminder.objects.all().delete()
    for _n in range(2):
        time_machine.shift(90)
        renew_link(actor=alice.actor, participant=setting.people[0], now=clock.now())
        run_jobs()
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 2


def test_a_broken_connection_loses_one_mail_and_never_doubles(setting, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    run_jobs()
    states = sorted(Dispatch.objects.filter(number=1).values_list("state", flat=True))
    assert states == ["failed", "waiting", "waiting", "waiting"]
    assert set(Job.objects.filter(kind="questionnaire_mail").values_list("max_attempts")) == {(14,)}


def test_reminders_are_planned_back_from_the_day_of_closing(alice, time_machine):
    time_machine.move_to(OPENED, tick=False)
    setting = planned(alice, people=1)
    setting.assessment.closes_on = date(2026, 3, 16)
    setting.assessment.save()
    alice.client.post(f"/o/acme/assessments/{setting.assessment.pk}/open/")
    assert list(Reminder.objects.order_by("number").values_list("number", "planned_on")) == [
        (1, date(2026, 3, 9)),
        (2, date(2026, 3, 13)),
        (3, date(2026, 3, 15)),
    ]


def test_wrong_days_are_told_at_once(alice, setting):
    with pytest.raises(InvalidInput) as caught:
        plan(alice, setting, date(2026, 3, 1), date(2026, 3, 1))
    assert caught.value.fields["days"] == [
        "Two reminders stand on the same day.",
        "A reminder cannot be planned in the past.",
    ]
    run_jobs()
    with pytest.raises(InvalidInput, match="At most three"):
        plan(alice, setting, *(FIRST + timedelta(days=n) for n in (1, 2, 3)))


def test_the_words_can_be_changed_and_taken_back(alice, setting):
    def edit(body, version):
        return edit_mail_text(
            actor=alice.actor,
            assessment=setting.assessment,
            kind="reminder",
            subject="Hello {name}",
            body=body,
            expected_version=version,
        )

    edit("Dear {name}, <b>{inviter}</b>\n\n{link}", 0)
    with pytest.raises(StaleWrite):
        edit("Other {link}", 0)
    run_jobs()
    message = next(one for one in mail.outbox if one.to == [setting.people[0].email])
    assert message.subject == "Hello Guest 00"
    assert "Dear Guest 00, <b>Alice</b>" in message.body
    html = message.alternatives[0][0]
    assert "&lt;b&gt;Alice&lt;/b&gt;" in html
    assert '<a href="http://localhost:8000/q/' in html
    assert "shown only together with those of at least 5 people" in message.body
    restore_mail_text(actor=alice.actor, assessment=setting.assessment, kind="reminder")
    assert MailText.objects.count() == 0
    with pytest.raises(InvalidInput) as caught:
        edit("No way in, {nobody}", 0)
    assert len(caught.value.fields["body"]) == 2


def test_members_plan_nothing_and_see_no_mails(bob, setting):
    with pytest.raises(NotAllowed):
        plan(bob, setting, FIRST + timedelta(days=2))
    where = f"/o/acme/assessments/{setting.assessment.pk}"
    for path in (
        "mails/",
        "mails/reminder/",
        "response-rates/",
        f"participants/{setting.people[0].pk}/",
    ):
        assert bob.client.get(f"{where}/{path}").status_code == 403
    for path in ("reminders", "mail-texts", "opt-outs"):
        assert bob.api.get(f"/api/v1/{path}/").status_code == 403


def test_pages_plan_and_change_words(alice, setting):
    where = f"/o/acme/assessments/{setting.assessment.pk}/mails/"
    page = alice.client.post(where, {"day1": "2026-03-11", "day2": ""}, follow=True)
    assert "11 March 2026" in page.text
    assert alice.client.post(where, {"day1": "2026-01-01"}).status_code == 400
    words = {"subject": "Soon {assessment}", "body": "Go: {link}", "expected_version": 0}
    page = alice.client.post(f"{where}reminder/", words | {"preview": "yes"})
    assert "Soon First look" in page.text
    assert MailText.objects.count() == 0
    assert alice.client.post(f"{where}reminder/", words).status_code == 302
    assert MailText.objects.get().version == 1
    assert alice.client.post(f"{where}reminder/", words).status_code == 409
    assert alice.client.get(f"{where}nonsense/").status_code == 404
    alice.client.post(f"{where}reminder/", {"restore": "yes"})
    assert MailText.objects.count() == 0


def test_api_plans_and_changes_words(alice, setting):
    key = str(setting.assessment.pk)
    made = alice.api.post("/api/v1/reminders/plan/", {"assessment": key, "days": ["2026-03-12"]})
    assert [row["planned_on"] for row in made.json()] == ["2026-03-12"]
    words = {"assessment": key, "kind": "reminder", "subject": "Soon", "body": "{link}"}
    row = alice.api.post("/api/v1/mail-texts/", words).json()
    assert row["version"] == 1
    assert alice.api.post("/api/v1/mail-texts/", words).status_code == 409
    assert alice.api.delete(f"/api/v1/mail-texts/{row['id']}/").status_code == 204


def test_words_stay_once_collecting_has_ended(alice, setting):
    MailText.objects.create(
        assessment=setting.assessment, kind="reminder", subject="Ours", body="{link}"
    )
    Assessment.objects.update(state="analyzing")
    with pytest.raises(WrongState):
        restore_mail_text(actor=alice.actor, assessment=setting.assessment, kind="reminder")
    assert MailText.objects.count() == 1
