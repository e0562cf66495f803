"""The list of participants, invitations by mail, presence."""

from datetime import date, timedelta

import pytest
from django.core import mail

from cip.accounts.models import Membership
from cip.audit.models import AuditEvent
from cip.jobs.models import Job
from cip.kernel import clock
from cip.kernel.errors import InvalidInput, NotAllowed, StaleWrite, WrongState
from tests.factories.accounts import UserFactory
from tests.factories.workshops import AttendanceFactory
from tests.running import run_jobs
from workshops.models import Attendance, Workshop
from workshops.services import attendance as services
from workshops.services.workshops import edit_workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(setting) -> Workshop:
    return setting.plan()


def invite(setting, workshop, **values) -> Attendance:
    return services.invite_person(actor=setting.alice.actor, workshop=workshop, **values)


def send(setting, workshop) -> int:
    return services.send_invitations(actor=setting.alice.actor, workshop=workshop, now=clock.now())


def test_invite_a_member_and_somebody_from_outside(setting, workshop) -> None:
    row = invite(setting, workshop, user_id=setting.bob.user.pk, part="lead", preparation="Read.")
    assert (row.name, row.part, row.preparation, row.is_present) == ("Bob", "lead", "Read.", None)
    other = invite(setting, workshop, name="Petra")
    assert (other.name, other.user_id, other.part) == ("Petra", None, "participant")
    assert AuditEvent.objects.filter(action="attendance.invited").count() == 2


def test_invite_refuses(setting, workshop) -> None:
    invite(setting, workshop, user_id=setting.bob.user.pk)
    for values, field in (
        ({"user_id": setting.bob.user.pk}, "user"),
        ({"user_id": UserFactory().pk}, "user"),
        ({}, "name"),
        ({"name": "Petra", "part": "king"}, "part"),
    ):
        with pytest.raises(InvalidInput) as caught:
            invite(setting, workshop, **values)
        assert set(caught.value.fields) == {field}
    assert workshop.attendances.count() == 1


def test_edit_part_and_preparation_with_a_version(setting, workshop) -> None:
    row = invite(setting, workshop, name="Petra")
    edit = {"actor": setting.alice.actor, "attendance": row, "expected_version": 1}
    services.edit_attendance(**edit, values={"name": "Petra P.", "preparation": "Bring figures."})
    assert (row.version, row.name, row.preparation) == (2, "Petra P.", "Bring figures.")
    with pytest.raises(StaleWrite):
        services.edit_attendance(**edit, values={"preparation": "Mine"})
    for values in ({"name": ""}, {"part": "king"}):
        with pytest.raises(InvalidInput):
            services.edit_attendance(**(edit | {"expected_version": 2}), values=values)
    with pytest.raises(ValueError, match="not editable"):
        services.edit_attendance(**edit, values={"is_present": True})


def test_a_members_name_is_not_edited_here(setting, workshop) -> None:
    row = invite(setting, workshop, user_id=setting.bob.user.pk)
    with pytest.raises(InvalidInput) as caught:
        services.edit_attendance(
            actor=setting.alice.actor, attendance=row, expected_version=1, values={"name": "X"}
        )
    assert set(caught.value.fields) == {"name"}


def test_remove(setting, workshop) -> None:
    row = invite(setting, workshop, name="Petra")
    services.remove_attendance(actor=setting.alice.actor, attendance=row)
    assert workshop.attendances.count() == 0
    assert AuditEvent.objects.get(action="attendance.removed").subject_label == "Petra"


def test_presence_marks_only_who_is_named(setting, workshop) -> None:
    here, away, other = (AttendanceFactory(workshop=workshop) for _n in range(3))
    record = {"actor": setting.ada.actor, "workshop": workshop}
    assert services.record_presence(**record, present=[here.pk], absent=[away.pk]) == 2
    assert services.record_presence(**record, present=[here.pk], absent=[away.pk]) == 0
    marks = dict(workshop.attendances.values_list("pk", "is_present"))
    assert marks == {here.pk: True, away.pk: False, other.pk: None}
    assert AuditEvent.objects.filter(action="attendance.marked").count() == 2


def test_presence_refuses_people_of_other_workshops(setting, workshop) -> None:
    with pytest.raises(InvalidInput, match="reload the page"):
        services.record_presence(
            actor=setting.alice.actor, workshop=workshop, present=[AttendanceFactory().pk]
        )


def test_walk_in_is_recorded_by_the_advisor_and_voids_no_signature(setting, workshop) -> None:
    setting.sign(workshop)
    row = services.record_walk_in(actor=setting.ada.actor, workshop=workshop, name="Petra")
    assert (row.is_present, row.part) == (True, "participant")
    with pytest.raises(NotAllowed):
        services.record_walk_in(actor=setting.bob.actor, workshop=workshop, name="Paul")
    with pytest.raises(NotAllowed):
        services.invite_person(actor=setting.ada.actor, workshop=workshop, name="Paul")


def test_invitations_say_what_is_planned_and_go_out_once(setting, workshop) -> None:
    invite(setting, workshop, user_id=setting.bob.user.pk, preparation="Read <the> results.")
    invite(setting, workshop, name="Petra")
    assert send(setting, workshop) == 1
    assert send(setting, workshop) == 0
    assert Job.objects.filter(kind="mail").count() == 1
    run_jobs()
    (sent,) = mail.outbox
    assert sent.to == ["bob@acme.example"]
    assert sent.subject == "Workshop: Kick-off, 2 March 2026"
    assert "Date: 2 March 2026, 09:00" in sent.body
    assert "Read <the> results." in sent.body
    assert f"/o/acme/workshops/{workshop.pk}/" in sent.body
    assert AuditEvent.objects.filter(action="attendance.told").count() == 1


def test_a_changed_date_tells_again_and_back_again(setting, workshop) -> None:
    invite(setting, workshop, user_id=setting.bob.user.pk)
    days = [date(2026, 3, 9), date(2026, 3, 2), date(2026, 3, 9)]
    assert send(setting, workshop) == 1
    for version, day in enumerate(days, start=1):
        edit_workshop(
            actor=setting.alice.actor,
            workshop=workshop,
            expected_version=version,
            values={"held_on": day},
        )
        assert send(setting, workshop) == 1
    run_jobs()
    assert [m.subject for m in mail.outbox] == [
        "Workshop: Kick-off, 2 March 2026",
        "Changed: Kick-off, 9 March 2026",
        "Changed: Kick-off, 2 March 2026",
        "Changed: Kick-off, 9 March 2026",
    ]


def test_who_has_left_by_then_gets_no_mail(setting, workshop) -> None:
    invite(setting, workshop, user_id=setting.bob.user.pk)
    Membership.objects.filter(user=setting.bob.user).update(
        ends_on=workshop.held_on - timedelta(days=1)
    )
    assert send(setting, workshop) == 0


def test_no_invitation_without_a_date_and_none_after_the_day(setting) -> None:
    undated = setting.plan(held_on=None)
    with pytest.raises(InvalidInput) as caught:
        send(setting, undated)
    assert set(caught.value.fields) == {"held_on"}
    undated.state = "held"
    with pytest.raises(WrongState):
        send(setting, undated)
