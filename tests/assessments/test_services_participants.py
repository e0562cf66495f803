"""Add, invite again, withdraw."""

import pytest
from django.core import mail

from assessments.models import Answer, Participant, PersonalLink, Response
from assessments.services.answers import AnswerChange, save_answers
from assessments.services.participants import (
    NewPerson,
    add_participant,
    add_participants,
    renew_link,
    revoke_participant,
)
from cip.audit.models import AuditEvent
from cip.jobs.models import Job
from cip.kernel import clock
from cip.kernel.errors import InvalidInput, NotAllowed, WrongState
from cip.kernel.secrets import secret_hash
from tests.assessments.setting import collecting, planned
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db


def add(person, setting, *people):
    return add_participants(
        actor=person.actor, assessment=setting.assessment, people=list(people), now=clock.now()
    )


def test_a_member_is_found_by_address(alice, bob):
    setting = planned(alice)
    row = add_participant(
        actor=alice.actor,
        assessment=setting.assessment,
        person=NewPerson(email="BOB@acme.example", unit="Desk"),
        now=clock.now(),
    )
    assert (row.user, row.name, row.email, row.unit) == (bob.user, "Bob", bob.user.email, "Desk")


def test_a_member_by_id_must_be_of_the_organization(alice, charlie):
    setting = planned(alice)
    with pytest.raises(InvalidInput) as caught:
        add_participant(
            actor=alice.actor,
            assessment=setting.assessment,
            person=NewPerson(user_id=charlie.user.pk),
            now=clock.now(),
        )
    assert list(caught.value.fields) == ["user"]


def test_all_or_nobody_with_every_problem(alice):
    setting = planned(alice)
    add(alice, setting, NewPerson("Ada", "ada@example.org"))
    with pytest.raises(InvalidInput) as caught:
        add(
            alice,
            setting,
            NewPerson("Fine", "fine@example.org"),
            NewPerson("", "x@example.org"),
            NewPerson("Ada again", "ADA@example.org"),
            NewPerson("Bad", "nonsense"),
            NewPerson("Twice", "fine@example.org"),
        )
    assert list(caught.value.fields) == [
        "people[1].name",
        "people[3].email",
        "people[2].email",
        "people[4].email",
    ]
    assert Participant.objects.count() == 1


def test_nothing_is_mailed_before_opening(alice):
    setting = planned(alice)
    add(alice, setting, NewPerson("Ada", "ada@example.org"))
    assert Job.objects.count() == 0
    assert AuditEvent.objects.filter(action="participant.added").count() == 1


def test_while_collecting_the_link_leaves_at_once(alice):
    setting = collecting(alice)
    Job.objects.all().delete()
    add(alice, setting, NewPerson("Ada", "ada@example.org"))
    run_jobs()
    (message,) = [one for one in mail.outbox if one.to == ["ada@example.org"]]
    secret = message.body.split("/q/")[1].split("/")[0]
    link = PersonalLink.objects.get(secret_hash=secret_hash(secret))
    assert link.participant.name == "Ada"
    assert message.subject == "Your questionnaire: First look"


def test_sending_twice_within_a_minute_sends_once(alice, time_machine):
    time_machine.move_to("2026-03-02T10:00:10Z", tick=False)
    setting = collecting(alice)
    run_jobs()
    renew_link(actor=alice.actor, participant=setting.people[0], now=clock.now())
    run_jobs()
    assert len(mail.outbox) == 1
    time_machine.move_to("2026-03-02T10:02:00Z", tick=False)
    renew_link(actor=alice.actor, participant=setting.people[0], now=clock.now())
    run_jobs()
    assert len(mail.outbox) == 2


def test_a_link_by_hand_is_returned_once_and_never_stored(alice):
    setting = collecting(alice)
    (row,) = add(alice, setting, NewPerson("Ada"))
    url = renew_link(actor=alice.actor, participant=row, now=clock.now())
    secret = url.split("/q/")[1].strip("/")
    assert row.links.get().secret_hash == secret_hash(secret)
    assert secret not in str(list(AuditEvent.objects.values()))


def test_a_new_link_never_opens_answers_to_the_one_who_makes_it(alice):
    setting = collecting(alice)
    (row,) = add(alice, setting, NewPerson("Ada"))
    response = setting.begin(row)
    save_answers(
        response=response, changes=[AnswerChange(setting.items[0].pk, "no")], now=clock.now()
    )
    with pytest.raises(WrongState, match="begun to answer"):
        renew_link(actor=alice.actor, participant=row, now=clock.now())
    assert renew_link(actor=alice.actor, participant=row, discard_draft=True, now=clock.now())
    assert (Response.objects.count(), Answer.objects.count()) == (0, 0)


def test_a_mailed_link_is_not_returned_and_keeps_the_draft(alice):
    setting = collecting(alice)
    setting.begin(setting.people[0])
    assert renew_link(actor=alice.actor, participant=setting.people[0], now=clock.now()) is None
    assert Response.objects.count() == 1


def test_who_has_submitted_gets_no_link_and_is_not_withdrawn(alice):
    setting = collecting(alice)
    setting.submit(setting.people[0], "yes")
    with pytest.raises(WrongState):
        renew_link(
            actor=alice.actor, participant=setting.people[0], discard_draft=True, now=clock.now()
        )
    with pytest.raises(WrongState):
        revoke_participant(actor=alice.actor, participant=setting.people[0], now=clock.now())


def test_withdrawing_is_undone_by_inviting_again(alice):
    setting = collecting(alice)
    person = setting.people[0]
    revoke_participant(actor=alice.actor, participant=person, now=clock.now())
    with pytest.raises(WrongState):
        revoke_participant(actor=alice.actor, participant=person, now=clock.now())
    renew_link(actor=alice.actor, participant=person, now=clock.now())
    person.refresh_from_db()
    assert person.revoked_at is None


def test_members_manage_nobody(alice, bob):
    setting = collecting(alice)
    with pytest.raises(NotAllowed):
        add(bob, setting, NewPerson("Ada"))
    with pytest.raises(NotAllowed):
        revoke_participant(actor=bob.actor, participant=setting.people[0], now=clock.now())
    with pytest.raises(NotAllowed):
        renew_link(actor=bob.actor, participant=setting.people[0], now=clock.now())


def test_adding_many_takes_few_queries(alice, django_assert_max_num_queries):
    setting = planned(alice)
    people = [NewPerson(f"Person {n}", f"p{n}@example.org") for n in range(500)]
    with django_assert_max_num_queries(8):
        add(alice, setting, *people)
