"""The written agreement: frozen, signed once, replaced by newer versions, guarded by triggers."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from cip.audit.models import AuditEvent
from cip.kernel import clock
from cip.kernel.errors import InvalidInput, NotAllowed, WrongState
from tests.factories.workshops import AgreementFactory
from workshops.models import Agreement
from workshops.queries.agreements import (
    agreement_content,
    agreements_of,
    changed_parts,
    content_view,
    is_intact,
    standing_now,
)
from workshops.services.agenda import edit_agenda_item, move_agenda_item
from workshops.services.agreements import sign_agreement
from workshops.services.attendance import invite_person
from workshops.services.workshops import edit_workshop

pytestmark = pytest.mark.django_db


def sign(setting, agreement, person=None, signature="Sophie"):
    actor = (person or setting.sophie).actor
    return sign_agreement(actor=actor, agreement=agreement, signature=signature, now=clock.now())


def test_request_freezes_what_stands(setting) -> None:
    workshop = setting.plan()
    agreement = setting.request(workshop)
    assert (agreement.number, agreement.state) == (1, "requested")
    assert agreement.content == agreement_content(workshop)
    assert agreement.content["goals"] == "A workplan."
    assert agreement.content["teams"] == ["Agreements"]
    assert len(agreement.content["agenda"]) == 36
    assert is_intact(Agreement.objects.get(pk=agreement.pk))
    view = content_view(agreement.content)
    assert (view.stage, view.total_minutes, len(view.sections)) == (
        "Stage 1 – CI team mobilization",
        415,
        7,
    )


def test_content_does_not_depend_on_the_language(setting) -> None:
    workshop = setting.plan()
    with translation.override("de"):
        german = agreement_content(workshop)
    assert german == agreement_content(workshop)


def test_request_needs_goals_date_and_agenda(setting) -> None:
    workshop = setting.plan(goals="", held_on=None)
    workshop.agenda.all().delete()
    with pytest.raises(InvalidInput) as caught:
        setting.request(workshop)
    assert set(caught.value.fields) == {"goals", "held_on", "agenda"}


def test_asking_twice_for_the_same_is_refused(setting) -> None:
    workshop = setting.plan()
    agreement = setting.request(workshop)
    with pytest.raises(WrongState, match="already waits"):
        setting.request(workshop)
    sign(setting, agreement)
    with pytest.raises(WrongState, match="already signed exactly this"):
        setting.request(workshop)
    assert workshop.agreements.count() == 1


def test_sign_once(setting) -> None:
    agreement = setting.request(setting.plan())
    signed = sign(setting, agreement, signature="  Sophie Sponsor ")
    assert (signed.state, signed.signature) == ("signed", "Sophie Sponsor")
    assert signed.signer == setting.sophie.user
    assert signed.signed_at is not None
    event = AuditEvent.objects.get(action="agreement.signed")
    assert event.changes == {"content_hash": [None, agreement.content_hash]}
    with pytest.raises(WrongState, match="already signed"):
        sign(setting, agreement)


def test_two_at_once_sign_once(setting) -> None:
    agreement = setting.request(setting.plan())
    stale = Agreement.objects.get(pk=agreement.pk)
    sign(setting, agreement)
    with pytest.raises(WrongState, match="already signed"):
        sign(setting, stale)
    assert AuditEvent.objects.filter(action="agreement.signed").count() == 1


def test_only_the_sponsor_signs_and_not_namelessly(setting) -> None:
    agreement = setting.request(setting.plan())
    with pytest.raises(NotAllowed):
        sign(setting, agreement, setting.alice)
    with pytest.raises(InvalidInput) as caught:
        sign(setting, agreement, signature="  ")
    assert set(caught.value.fields) == {"signature"}


def test_change_after_signing_shows_and_a_new_version_replaces(setting) -> None:
    workshop = setting.plan()
    first = setting.sign(workshop)
    edit_workshop(
        actor=setting.alice.actor, workshop=workshop, expected_version=1, values={"goals": "More."}
    )
    stands = standing_now(workshop)
    assert (stands.is_signed, stands.holds, stands.differing) == (True, False, ("goals",))
    (part,) = changed_parts(first, workshop)
    assert (part.label, part.frozen, part.now) == ("goals", "A workplan.", "More.")
    second = setting.request(workshop)
    first.refresh_from_db()
    assert (first.state, first.signature, second.number) == ("superseded", "Sophie", 2)
    assert [row.number for row in agreements_of(workshop)] == [2, 1]
    with pytest.raises(WrongState, match="newer version"):
        sign(setting, first)
    sign(setting, second)
    assert standing_now(workshop).holds


def test_order_and_minutes_bind_people_and_presenters_do_not(setting) -> None:
    workshop = setting.plan()
    agreement = setting.sign(workshop)
    actor = setting.alice.actor
    invite_person(actor=actor, workshop=workshop, name="Petra")
    item = workshop.agenda.get(position=1)
    edit_agenda_item(actor=actor, item=item, expected_version=1, values={"presenter": "Tom"})
    stands = standing_now(workshop)
    assert (stands.holds, stands.differing) == (True, ("people", "presenters"))
    move_agenda_item(actor=actor, item=item, step=1)
    assert standing_now(workshop).differing == ("agenda", "people", "presenters")
    assert not standing_now(workshop).holds
    labels = [part.label for part in changed_parts(agreement, workshop)]
    assert labels == ["agenda", "participants", "who leads the agenda items"]


def refused(sql, *args) -> str:
    with (
        pytest.raises(IntegrityError) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, args)
    return str(caught.value).splitlines()[0]


@pytest.mark.parametrize("state", ["requested", "signed", "superseded"])
def test_the_database_freezes_content_in_every_state(setting, state) -> None:
    workshop = setting.plan()
    agreement = setting.request(workshop) if state == "requested" else setting.sign(workshop)
    if state == "superseded":
        Agreement.objects.filter(pk=agreement.pk).update(state="superseded")
    for column, value in (("content", "{}"), ("content_hash", "f" * 64), ("number", 7)):
        sql = f"UPDATE workshops_agreement SET {column} = %s WHERE id = %s"  # noqa: S608
        assert refused(sql, value, agreement.pk) == "the content of an agreement cannot change"


def test_the_database_keeps_signatures(setting) -> None:
    agreement = setting.sign(setting.plan())
    change = "UPDATE workshops_agreement SET signature = 'Other' WHERE id = %s"
    assert refused(change, agreement.pk) == "the signature under an agreement cannot change"
    unsign = (
        "UPDATE workshops_agreement SET signature = '', signer_id = NULL, signed_at = NULL,"
        " state = 'requested' WHERE id = %s"
    )
    assert refused(unsign, agreement.pk) == "the signature under an agreement cannot change"
    delete = "DELETE FROM workshops_agreement WHERE id = %s"
    assert refused(delete, agreement.pk) == "a signed agreement cannot be deleted"


def test_the_database_knows_the_way_of_states(setting) -> None:
    old = AgreementFactory(state="superseded")
    back = "UPDATE workshops_agreement SET state = 'requested' WHERE id = %s"
    assert refused(back, old.pk) == "an agreement cannot go from superseded to requested"
    late = (
        "UPDATE workshops_agreement SET signature = 'X', signer_id = requested_by_id,"
        " signed_at = now() WHERE id = %s"
    )
    assert refused(late, old.pk) == "only what waits for a signature can be signed"


def test_what_was_never_signed_goes_with_its_workshop(setting) -> None:
    agreement = AgreementFactory()
    agreement.workshop.delete()
    assert not Agreement.objects.filter(pk=agreement.pk).exists()
