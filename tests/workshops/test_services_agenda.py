"""Add, edit, move and remove agenda items."""

import pytest

from cip.audit.models import AuditEvent
from cip.kernel.errors import InvalidInput, NotAllowed, StaleWrite, WrongState
from tests.factories.workshops import AgendaItemFactory, OutcomeFactory, WorkshopFactory
from workshops.services import agenda as services

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(setting):
    row = WorkshopFactory(program=setting.program)
    for position, (title, section) in enumerate(("1A", "2A", "3B", "4C", "5C"), start=1):
        AgendaItemFactory(
            workshop=row,
            position=position,
            title=title,
            section=section,
            section_number={"A": 1, "B": 2, "C": 3}[section],
        )
    return row


def agenda(workshop) -> list[str]:
    rows = workshop.agenda.order_by("position")
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    return [f"{row.title}{row.section_number}{row.section}" for row in rows]


def item(workshop, title):
    return workshop.agenda.get(title=title)


BEFORE = ["11A", "21A", "32B", "43C", "53C"]


def test_add(setting, workshop) -> None:
    actor = setting.alice.actor
    made = services.add_agenda_item(
        actor=actor, workshop=workshop, section="B", title="6", minutes=20, presenter="Ann"
    )
    assert (made.position, made.section_number, made.version) == (4, 2, 1)
    services.add_agenda_item(actor=actor, workshop=workshop, section="D", title="7", minutes=5)
    assert agenda(workshop) == ["11A", "21A", "32B", "62B", "43C", "53C", "74D"]
    assert AuditEvent.objects.filter(action="agenda_item.added").count() == 2


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"title": ""}, {"title"}),
        ({"section": ""}, {"section"}),
        ({"minutes": 0}, {"minutes"}),
        ({"minutes": 1441}, {"minutes"}),
    ],
)
def test_add_refuses(setting, workshop, values, fields) -> None:
    given = {"section": "A", "title": "6", "minutes": 5} | values
    with pytest.raises(InvalidInput) as caught:
        services.add_agenda_item(actor=setting.alice.actor, workshop=workshop, **given)
    assert set(caught.value.fields) == fields
    assert agenda(workshop) == BEFORE


def test_edit_and_stale_write(setting, workshop) -> None:
    row = item(workshop, "1")
    actor = setting.alice.actor
    services.edit_agenda_item(
        actor=actor, item=row, expected_version=1, values={"minutes": 40, "presenter": "Ann"}
    )
    assert (row.version, row.minutes, row.presenter) == (2, 40, "Ann")
    with pytest.raises(StaleWrite) as caught:
        services.edit_agenda_item(actor=actor, item=row, expected_version=1, values={"minutes": 5})
    assert (caught.value.conflicts[0].stored, caught.value.conflicts[0].submitted) == ("40", "5")


def test_edit_into_another_and_into_a_new_section(setting, workshop) -> None:
    actor = setting.alice.actor
    row = item(workshop, "1")
    services.edit_agenda_item(actor=actor, item=row, expected_version=1, values={"section": "C"})
    assert agenda(workshop) == ["21A", "32B", "43C", "53C", "13C"]
    assert (row.position, row.section_number) == (5, 3)
    row = item(workshop, "4")
    services.edit_agenda_item(actor=actor, item=row, expected_version=1, values={"section": "New"})
    assert agenda(workshop) == ["21A", "32B", "53C", "13C", "44New"]


def test_edit_refuses_fields_that_are_not_texts_of_the_item(setting, workshop) -> None:
    with pytest.raises(ValueError, match="not editable"):
        services.edit_agenda_item(
            actor=setting.alice.actor,
            item=item(workshop, "1"),
            expected_version=1,
            values={"position": 3},
        )


def test_move_up_down_and_across_sections(setting, workshop) -> None:
    actor = setting.alice.actor
    services.move_agenda_item(actor=actor, item=item(workshop, "1"), step=services.DOWN)
    assert agenda(workshop) == ["21A", "11A", "32B", "43C", "53C"]
    services.move_agenda_item(actor=actor, item=item(workshop, "1"), step=services.DOWN)
    assert agenda(workshop) == ["21A", "12B", "32B", "43C", "53C"]
    services.move_agenda_item(actor=actor, item=item(workshop, "2"), step=services.DOWN)
    assert agenda(workshop) == ["11B", "31B", "22A", "43C", "53C"]
    event = AuditEvent.objects.filter(action="agenda_item.moved").latest("pk")
    assert event.changes == {"position": [1, 3]}
    services.move_agenda_item(actor=actor, item=item(workshop, "1"), step=services.UP)
    assert AuditEvent.objects.filter(action="agenda_item.moved").count() == 3


def test_place(setting, workshop) -> None:
    actor = setting.alice.actor
    services.place_agenda_item(actor=actor, item=item(workshop, "5"), position=1)
    assert agenda(workshop) == ["51A", "11A", "21A", "32B", "43C"]
    row = services.place_agenda_item(actor=actor, item=item(workshop, "1"), position=10_000)
    assert agenda(workshop) == ["51A", "21A", "32B", "43C", "13C"]
    assert row.position == 5


def test_move_with_a_step_that_does_not_exist(setting, workshop) -> None:
    with pytest.raises(ValueError, match="step is -1 or 1"):
        services.move_agenda_item(actor=setting.alice.actor, item=item(workshop, "1"), step=2)


def test_moving_what_somebody_else_removed(setting, workshop) -> None:
    row = item(workshop, "1")
    services.remove_agenda_item(actor=setting.alice.actor, item=item(workshop, "1"))
    with pytest.raises(InvalidInput, match="no longer on the agenda"):
        services.move_agenda_item(actor=setting.alice.actor, item=row, step=services.DOWN)


def test_remove_closes_the_gap_and_keeps_outcomes(setting, workshop) -> None:
    row = item(workshop, "3")
    outcome = OutcomeFactory(workshop=workshop, agenda_item=row)
    services.remove_agenda_item(actor=setting.alice.actor, item=row)
    assert agenda(workshop) == ["11A", "21A", "42C", "52C"]
    outcome.refresh_from_db()
    assert outcome.agenda_item is None
    changes = AuditEvent.objects.get(action="agenda_item.removed").changes
    assert changes == {"section": ["B", None], "minutes": [15, None]}


def test_only_planners_and_only_while_planned(setting, workshop) -> None:
    row = item(workshop, "1")
    workshop.teams.set([setting.team])
    with pytest.raises(NotAllowed):
        services.move_agenda_item(actor=setting.ada.actor, item=row, step=services.DOWN)
    workshop.state = "held"
    workshop.save()
    row.refresh_from_db()
    row.workshop.refresh_from_db()
    for change in (
        lambda: services.move_agenda_item(actor=setting.alice.actor, item=row, step=1),
        lambda: services.place_agenda_item(actor=setting.alice.actor, item=row, position=1),
        lambda: services.remove_agenda_item(actor=setting.alice.actor, item=row),
        lambda: services.edit_agenda_item(
            actor=setting.alice.actor, item=row, expected_version=1, values={"title": "X"}
        ),
        lambda: services.add_agenda_item(
            actor=setting.alice.actor, workshop=row.workshop, section="A", title="X", minutes=1
        ),
    ):
        with pytest.raises(WrongState):
            change()
    assert agenda(workshop) == BEFORE


def test_rename_a_section(setting, workshop) -> None:
    actor = setting.alice.actor
    stale = item(workshop, "1")
    services.rename_section(actor=actor, workshop=workshop, section="A", title="Start")
    assert agenda(workshop) == ["11Start", "21Start", "32B", "43C", "53C"]
    event = AuditEvent.objects.get(action="agenda.section_renamed")
    assert (event.subject_id, event.changes) == (str(workshop.pk), {"section": ["A", "Start"]})
    with pytest.raises(StaleWrite):
        services.edit_agenda_item(
            actor=actor, item=stale, expected_version=stale.version, values={"section": "A"}
        )


@pytest.mark.parametrize(
    ("section", "title", "reason"),
    [
        ("A", "B", "Another section has this title already."),
        ("A", "", "Give the section a title."),
        ("Z", "Y", "This section is no longer on the agenda."),
    ],
)
def test_rename_refuses(setting, workshop, section, title, reason) -> None:
    with pytest.raises(InvalidInput) as caught:
        services.rename_section(
            actor=setting.alice.actor, workshop=workshop, section=section, title=title
        )
    assert [text for texts in caught.value.fields.values() for text in texts] == [reason]
    assert agenda(workshop) == BEFORE
