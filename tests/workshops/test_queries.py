"""Every page costs the same at 1 and at 30 rows."""

from datetime import time

import pytest

from cip.kernel import clock
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.programs import CITeamFactory
from tests.factories.workshops import (
    AgendaItemFactory,
    AgreementFactory,
    AttendanceFactory,
    OutcomeFactory,
    WorkshopFactory,
)
from workshops.models import Workshop
from workshops.queries.agenda import agenda_of
from workshops.queries.outcomes import by_agenda_item, outcome_rows
from workshops.queries.people import member_choices
from workshops.queries.workshops import workshop_home, workshop_page

pytestmark = pytest.mark.django_db


def full_workshop(setting, rows: int, **values) -> Workshop:
    """A workshop with so many items, people, versions and outcomes."""
    workshop = WorkshopFactory(
        program=setting.program, goals="G", held_on="2026-03-02", starts_at=time(9), **values
    )
    teams = [CITeamFactory(program=setting.program) for _n in range(rows)]
    workshop.teams.set([setting.team, *teams])
    for n in range(rows):
        user = UserFactory()
        MembershipFactory(user=user, organization=setting.program.organization)
        item = AgendaItemFactory(workshop=workshop, position=n + 1, section_number=n + 1)
        AttendanceFactory(workshop=workshop, user=user)
        AgreementFactory(
            workshop=workshop,
            number=n + 1,
            state="superseded",
            content={
                "title": "T",
                "stage": 1,
                "goals": "Old",
                "people": [{"name": "P", "part": "lead"}],
                "agenda": [
                    {
                        "section_number": 1,
                        "section": "S",
                        "title": "I",
                        "minutes": 5,
                        "presenter": "",
                    }
                ],
            },
        )
        for kind in ("note", "decision", "action"):
            OutcomeFactory(
                workshop=workshop,
                agenda_item=item,
                kind=kind,
                owner=user,
                due_on="2026-04-01",
                team=setting.team,
            )
    return workshop


PAGES = {
    "": 8,
    "edit/": 7,
    "agenda/": 5,
    "agenda/print/": 5,
    "attendance/": 6,
    "agreement/": 9,
    "hold/": 10,
    "outcomes/": 5,
    "outcomes/export/": 5,
}


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page or "detail")
def test_page_of_a_workshop(page, rows, setting, django_assert_num_queries) -> None:
    workshop = full_workshop(setting, rows)
    with django_assert_num_queries(PAGES[page]):
        response = setting.alice.client.get(f"/o/acme/workshops/{workshop.pk}/{page}")
        b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(("page", "queries"), [("", 7), ("new/", 5)])
def test_page_of_a_program(page, queries, rows, setting, django_assert_num_queries) -> None:
    for _n in range(rows):
        full_workshop(setting, 1)
    address = f"/o/acme/programs/{setting.program.pk}/workshops/{page}"
    with django_assert_num_queries(queries):
        assert setting.alice.client.get(address).status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    ("part", "queries"),
    [("agenda-items", 5), ("attendances", 4), ("agreements", 9), ("outcomes", 7)],
)
def test_page_of_a_part(part, queries, rows, setting, django_assert_num_queries) -> None:
    workshop = full_workshop(setting, rows)
    order = "-number" if part == "agreements" else "pk"
    row = getattr(workshop, part.removesuffix("-items")).order_by(order).first()
    with django_assert_num_queries(queries):
        assert setting.alice.client.get(f"/o/acme/{part}/{row.pk}/").status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    ("noun", "queries"),
    [
        ("workshops", 5),
        ("agenda-items", 5),
        ("attendances", 5),
        ("agreements", 4),
        ("outcomes", 5),
    ],
)
def test_list_of_the_api(noun, queries, rows, setting, django_assert_num_queries) -> None:
    for _n in range(rows):
        full_workshop(setting, 1)
    with django_assert_num_queries(queries):
        response = setting.alice.api.get(f"/api/v1/{noun}/")
    assert response.json()["count"] == rows * (3 if noun == "outcomes" else 1)


def test_list_filters_sorts_and_counts(setting) -> None:
    today = clock.today()
    first = setting.plan()
    second = setting.plan(stage=2, title="Roadmap", held_on=None)
    setting.sign(first)
    OutcomeFactory(workshop=first, kind="action", owner=setting.bob.user, due_on="2020-01-01")
    OutcomeFactory(workshop=first, kind="action", owner=setting.bob.user, due_on="2199-01-01")
    OutcomeFactory(workshop=first)
    page = workshop_page(setting.program, today)
    assert [row.title for row in page] == ["Roadmap", "Kick-off"]
    row = page.object_list[1]
    assert (row.teams, row.agreement_state, row.actions, row.overdue) == (
        ("Agreements",),
        "signed",
        2,
        1,
    )
    assert page.object_list[0].agreement_state == ""
    only = workshop_page(setting.program, today, stage="2", state="planned", sort="title")
    assert [row.id for row in only] == [second.pk]
    assert not workshop_page(setting.program, today, state="closed").object_list


def test_home_follows_the_way_of_the_workshop(setting) -> None:
    workshop = setting.plan()
    home = workshop_home(workshop)
    assert [stage.state for stage in home.stages] == ["current", "todo", "todo", "todo"]
    assert (home.prepared, home.to_prepare) == (3, 9)
    agreement = setting.request(workshop)
    home = workshop_home(workshop)
    assert [stage.state for stage in home.stages] == ["done", "current", "todo", "todo"]
    assert home.stages[1].note == "waits for the sponsor"
    type(agreement).objects.filter(pk=agreement.pk).update(
        state="signed", signer=setting.sophie.user, signature="Sophie", signed_at=clock.now()
    )
    home = workshop_home(workshop)
    assert [stage.state for stage in home.stages] == ["done", "done", "current", "todo"]
    assert home.stages[1].note == "by Sophie"
    workshop.goals = "Else."
    home = workshop_home(workshop)
    assert [stage.state for stage in home.stages] == ["current", "todo", "todo", "todo"]
    assert home.stages[1].note == "changed since it was signed"
    workshop.state = "closed"
    assert {stage.state for stage in workshop_home(workshop).stages} == {"done"}


def test_agenda_groups_and_times(setting) -> None:
    agenda = agenda_of(setting.plan(available_minutes=400))
    assert len(agenda.sections) == 7
    assert agenda.rows[0].starts_at == time(9)
    assert agenda.rows[3].starts_at == time(9, 30)
    assert (agenda.clock.overrun_minutes, agenda.clock.ends_at) == (15, time(15, 55))
    assert [row.is_first for row in agenda.rows].count(True) == 1
    assert agenda.rows[-1].is_last


def test_outcomes_by_agenda_item_in_its_order(setting) -> None:
    workshop = WorkshopFactory(program=setting.program)
    items = [AgendaItemFactory(workshop=workshop, position=n) for n in (1, 2, 3)]
    OutcomeFactory(workshop=workshop, text="free")
    OutcomeFactory(workshop=workshop, text="third", agenda_item=items[2])
    OutcomeFactory(workshop=workshop, text="first", agenda_item=items[0])
    groups = by_agenda_item(outcome_rows(workshop, clock.today()), items, "Rest")
    assert [(group.item_id, [row.text for row in group.rows]) for group in groups] == [
        (items[0].pk, ["first"]),
        (items[2].pk, ["third"]),
        (None, ["free"]),
    ]


def test_people_who_left_stay_choosable_where_they_are_chosen(setting) -> None:
    left = UserFactory(name="Zoe")
    MembershipFactory(user=left, organization=setting.program.organization, ends_on="2020-01-01")
    stranger = UserFactory()
    names = [name for _id, name in member_choices(setting.program.organization_id)]
    assert names == ["Ada", "Alice", "Bob", "Sophie", "Tom"]
    also = member_choices(setting.program.organization_id, also=[left.pk, stranger.pk, None])
    assert [name for _id, name in also] == [*names, "Zoe"]
