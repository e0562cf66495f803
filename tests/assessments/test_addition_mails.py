"""Mail to those who have submitted: of the new questions, and reminders of them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from assessments.models import Dispatch, OptOut, Participant, PersonalLink
from assessments.queries.mails import rounds
from assessments.rules.drafting import Draft
from assessments.services import mailing
from assessments.services.participants import renew_link, revoke_participant
from assessments.services.reminders import plan_reminders
from cip.kernel import clock
from cip.kernel.errors import WrongState
from tests.assessments.building import (
    OTHER,
    OWN,
    addition_of,
    handed_in,
    next_version,
    opened,
    save,
    submit,
)
from tests.running import run_jobs

pytestmark = pytest.mark.django_db

OPENED = datetime(2026, 3, 2, 9, tzinfo=UTC)
GIVEN_OUT = datetime(2026, 3, 4, 9, tzinfo=UTC)
FIRST, SECOND = date(2026, 3, 9), date(2026, 3, 11)
EIGHT = timedelta(hours=8, seconds=5)


def test_each_gets_one_mail(alice):
    setting = opened(alice, people=3)
    with_mail, without, _other = setting.people
    Participant.objects.filter(pk=without.pk).update(email="")
    for person in (with_mail, without):
        handed_in(setting, person, SCM_P1="yes")
    next_version(setting, Draft(own=(OWN,)), expected=0)
    next_version(setting, Draft(own=(OWN, OTHER)), expected=1)
    rows = Dispatch.objects.filter(number__gt=100)
    assert list(rows.values_list("participant", "number")) == [(with_mail.pk, 102)]


def test_the_mail_has_its_own_words(alice):
    setting = opened(alice, people=2)
    done, stopped = setting.people
    for person in setting.people:
        handed_in(setting, person, SCM_P1="yes")
    OptOut.objects.create(organization=alice.organization, email=stopped.email)
    run_jobs()
    mail.outbox.clear()
    next_version(setting, Draft(own=(OWN,)), expected=0)
    run_jobs()
    run_jobs()
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        ([done.email], "New questions: First look")
    ]
    states = Dispatch.objects.filter(number=102).values_list("participant", "state", "problem")
    assert set(states) == {(done.pk, "sent", ""), (stopped.pk, "skipped", "opted_out")}
    found = rounds(setting.assessment)[-1]
    assert (found.version, found.sent, found.skipped) == (2, 1, 1)


def test_who_was_faster_gets_no_mail(alice):
    setting = opened(alice, people=1)
    handed_in(setting, setting.people[0], SCM_P1="yes")
    run_jobs()
    mail.outbox.clear()
    next_version(setting, Draft(own=(OWN,)), expected=0)
    submit(addition_of(setting.people[0]), setting.people[0])
    run_jobs()
    assert mail.outbox == []
    assert Dispatch.objects.get(number=102).problem == "submitted"


def at(day):
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + EIGHT


@pytest.fixture
def setting(alice, time_machine):
    """Three of four submitted on 2 March; on the 4th a version asked more; two rounds to come."""
    time_machine.move_to(OPENED, tick=False)
    made = opened(alice, people=4)
    for person in made.people[:3]:
        handed_in(made, person, SCM_P1="yes")
    plan_reminders(
        actor=alice.actor, assessment=made.assessment, days=[FIRST, SECOND], now=clock.now()
    )
    run_jobs()
    time_machine.move_to(GIVEN_OUT, tick=False)
    next_version(made, Draft(own=(OWN,)), expected=0)
    run_jobs()
    mail.outbox.clear()
    return made


def left():
    return sorted((message.to[0], message.subject) for message in mail.outbox)


def test_a_planned_round_reminds_of_an_open_addition(alice, setting, time_machine):
    done, begun, stopped, quiet = setting.people
    submit(addition_of(done), done)
    save(addition_of(begun), setting, OWN_1="partly")
    OptOut.objects.create(organization=alice.organization, email=stopped.email)
    time_machine.move_to(at(FIRST), tick=False)
    run_jobs()
    run_jobs()
    assert left() == sorted(
        [(begun.email, "New questions: First look"), (quiet.email, "Still open: First look")]
    )
    mail.outbox.clear()
    submit(addition_of(begun), begun)
    time_machine.move_to(at(SECOND), tick=False)
    run_jobs()
    assert left() == [(quiet.email, "Still open: First look")]


def test_who_was_told_today_is_not_reminded_today(setting, time_machine):
    submit(addition_of(setting.people[0]), setting.people[0])
    time_machine.move_to(at(FIRST) - timedelta(hours=2), tick=False)
    next_version(setting, Draft(own=(OWN, OTHER)), expected=1)
    run_jobs()
    mail.outbox.clear()
    time_machine.move_to(at(FIRST), tick=False)
    run_jobs()
    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        person.email for person in setting.people[1:]
    )


def test_submitting_the_addition_between_round_and_mail_stops_the_mail(setting, time_machine):
    time_machine.move_to(at(FIRST), tick=False)
    key = setting.assessment.pk
    begun = [
        mailing.begin_round(assessment_id=key, number=1, on=FIRST, now=clock.now())
        for _ in range(2)
    ]
    assert begun == [4, 0]
    submit(addition_of(setting.people[0]), setting.people[0])
    run_jobs()
    assert len(mail.outbox) == 3
    assert setting.people[0].dispatches.get(number=1).problem == "submitted"


def test_an_expired_link_is_followed_by_one_that_works(client, setting, time_machine):
    person = setting.people[0]
    PersonalLink.objects.update(expires_at=clock.now() - timedelta(days=1))
    old = set(person.links.values_list("pk", flat=True))
    time_machine.move_to(at(FIRST), tick=False)
    run_jobs()
    (message,) = [one for one in mail.outbox if one.to == [person.email]]
    assert person.links.exclude(pk__in=old).get().expires_at > clock.now()
    secret = message.body.split("/q/")[1].split("/")[0]
    page = client.get(reverse("links:fill", args=[secret]), follow=True)
    assert "Who keeps the list of services?" in page.text
    assert "The link works until" in message.body


def test_the_addition_is_sent_again(alice, setting, time_machine):
    person = setting.people[0]
    where = f"/o/acme/assessments/{setting.assessment.pk}/participants/{person.pk}/renew-link/"
    time_machine.move_to(GIVEN_OUT + timedelta(hours=1), tick=False)
    answer = alice.client.post(where, follow=True)
    assert f"The mail is on its way to {person.email}" in answer.text
    run_jobs()
    assert left() == [(person.email, "New questions: First look")]
    submit(addition_of(person), person)
    with pytest.raises(WrongState, match="needs no link"):
        renew_link(actor=alice.actor, participant=person, now=clock.now())


def test_who_has_submitted_stays_submitted_beside_an_addition(alice, setting):
    for person in setting.people[:3]:
        with pytest.raises(WrongState, match="part of the result"):
            revoke_participant(actor=alice.actor, participant=person, now=clock.now())
    person = setting.people[0]
    Participant.objects.filter(pk=person.pk).update(email="")
    with pytest.raises(WrongState, match="would open"):
        renew_link(actor=alice.actor, participant=person, discard_draft=True, now=clock.now())
    assert person.responses.count() == 2
