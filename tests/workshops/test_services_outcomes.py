"""Notes, decisions, actions."""

from datetime import date

import pytest

from cip.accounts.models import Membership
from cip.audit.models import AuditEvent
from cip.kernel.errors import InvalidInput, NotAllowed, StaleWrite, WrongState
from tests.factories.accounts import UserFactory
from tests.factories.programs import CITeamFactory
from tests.factories.roadmap import WorkItemFactory
from tests.factories.workshops import AgendaItemFactory
from workshops.models import Outcome
from workshops.services import outcomes as services

pytestmark = pytest.mark.django_db
DUE = date(2026, 4, 1)


@pytest.fixture
def workshop(setting):
    return setting.plan()


def record(setting, workshop, person=None, **values) -> Outcome:
    given = {"kind": "note", "text": "Heard."} | values
    return services.record_outcome(actor=(person or setting.ada).actor, workshop=workshop, **given)


def test_advisor_records_each_kind(setting, workshop) -> None:
    item = workshop.agenda.get(position=1)
    note = record(setting, workshop, agenda_item_id=item.pk)
    assert (note.kind, note.agenda_item, note.recorded_by) == ("note", item, setting.ada.user)
    action = record(
        setting,
        workshop,
        kind="action",
        owner_id=setting.bob.user.pk,
        due_on=DUE,
        team_id=setting.team.pk,
    )
    assert (action.owner, action.due_on, action.team) == (setting.bob.user, DUE, setting.team)
    assert AuditEvent.objects.filter(action="outcome.recorded").count() == 2


def test_record_refuses_what_is_incomplete_or_foreign(setting, workshop) -> None:
    for values, fields in (
        ({"text": ""}, {"text"}),
        ({"kind": "wish"}, {"kind"}),
        ({"kind": "action"}, {"owner", "due_on"}),
        ({"owner_id": UserFactory().pk}, {"owner"}),
        ({"team_id": CITeamFactory().pk}, {"team"}),
        ({"agenda_item_id": AgendaItemFactory().pk}, {"agenda_item"}),
    ):
        with pytest.raises(InvalidInput) as caught:
            record(setting, workshop, **values)
        assert set(caught.value.fields) == fields
    assert workshop.outcomes.count() == 0


def test_members_and_sponsors_do_not_record(setting, workshop) -> None:
    for person in (setting.bob, setting.sophie):
        with pytest.raises(NotAllowed):
            record(setting, workshop, person)


def edit(setting, outcome, version=1, **values) -> Outcome:
    return services.edit_outcome(
        actor=setting.alice.actor, outcome=outcome, expected_version=version, values=values
    )


def test_edit_with_a_version(setting, workshop) -> None:
    outcome = record(setting, workshop)
    edit(setting, outcome, text="Heard twice.")
    assert (outcome.version, outcome.text) == (2, "Heard twice.")
    with pytest.raises(StaleWrite) as caught:
        edit(setting, outcome, text="Mine.")
    assert caught.value.conflicts[0].stored == "Heard twice."
    with pytest.raises(ValueError, match="not editable"):
        edit(setting, outcome, version=2, kind="action")


def test_an_action_keeps_owner_and_date(setting, workshop) -> None:
    action = record(setting, workshop, kind="action", owner_id=setting.bob.user.pk, due_on=DUE)
    with pytest.raises(InvalidInput) as caught:
        edit(setting, action, owner_id=None, due_on=None)
    assert set(caught.value.fields) == {"owner", "due_on"}


def test_an_owner_who_left_stays_but_cannot_be_chosen(setting, workshop) -> None:
    action = record(setting, workshop, kind="action", owner_id=setting.bob.user.pk, due_on=DUE)
    note = record(setting, workshop)
    Membership.objects.filter(user=setting.bob.user).delete()
    edit(setting, action, text="Still his.", owner_id=setting.bob.user.pk)
    assert action.text == "Still his."
    with pytest.raises(InvalidInput):
        edit(setting, note, owner_id=setting.bob.user.pk)


def test_remove_keeps_the_text_in_the_trail(setting, workshop) -> None:
    services.remove_outcome(actor=setting.alice.actor, outcome=record(setting, workshop))
    assert workshop.outcomes.count() == 0
    assert AuditEvent.objects.get(action="outcome.removed").changes == {"text": ["Heard.", None]}


def test_what_a_workplan_took_over_stays(setting, workshop) -> None:
    outcome = record(setting, workshop, kind="action", owner_id=setting.bob.user.pk, due_on=DUE)
    WorkItemFactory(outcome=outcome)
    with pytest.raises(WrongState, match="part of a workplan"):
        services.remove_outcome(actor=setting.alice.actor, outcome=outcome)
    assert workshop.outcomes.count() == 1
    assert not AuditEvent.objects.filter(action="outcome.removed").exists()


def test_nothing_changes_after_closing(setting, workshop) -> None:
    outcome = record(setting, workshop)
    outcome.workshop.state = "closed"
    outcome.workshop.save()
    for change in (
        lambda: record(setting, outcome.workshop),
        lambda: edit(setting, outcome, text="X"),
        lambda: services.remove_outcome(actor=setting.alice.actor, outcome=outcome),
    ):
        with pytest.raises(WrongState):
            change()
