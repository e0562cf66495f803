"""Statements that are written once: the same rows as the queryset, for whoever asks."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db.models import QuerySet

from cip.access.actor import Actor
from cip.access.roles import Role
from cip.db.written import as_json, written_rows
from cip.programs.models import Program
from cip.programs.queries.programs import visible_program
from tests.factories.accounts import OrganizationFactory
from tests.factories.programs import ProgramFactory

pytestmark = pytest.mark.django_db
BUILT: list[tuple[str, ...]] = []


def running(actor: Actor, words: tuple[str, ...], since: date, but: UUID) -> QuerySet[Any]:
    BUILT.append(words)
    rows = Program.objects.visible_to(actor).filter(starts_on__gte=since, name__in=words)
    return rows.exclude(pk=but).order_by("name").values_list("name", "starts_on")


@pytest.fixture(autouse=True)
def _none_built():
    BUILT.clear()


def test_values_are_filled_in_anew_and_the_statement_is_written_once(alice, sponsor):
    for month, name in enumerate(("A", "B", "C"), start=1):
        ProgramFactory(organization=alice.organization, name=name, starts_on=f"2026-0{month}-01")
    ProgramFactory(organization=OrganizationFactory(), name="A", starts_on="2026-05-01")
    words = ("A", "B", "C", "once")
    a, b, c = Program.objects.filter(organization=alice.organization).order_by("name")

    def found(person, since, but):
        rows = written_rows(running, person.actor, words, since=since, but=but.pk)
        return [name for name, _day in rows]

    assert found(alice, date(2026, 1, 1), a) == ["B", "C"]
    assert found(alice, date(2026, 1, 1), b) == ["A", "C"]
    assert found(alice, date(2026, 3, 1), b) == ["C"]
    assert [words] == BUILT
    assert found(sponsor, date(2026, 2, 1), c) == ["B"]
    assert [words, words] == BUILT


def test_who_has_the_same_roles_elsewhere_gets_the_own_rows(make_person, alice):
    elsewhere = make_person(
        "Eve", Role.ADMIN, Role.PROGRAM_LEAD, organization=OrganizationFactory(slug="other")
    )
    mine = ProgramFactory(organization=alice.organization, name="Mine")
    theirs = ProgramFactory(organization=elsewhere.organization, name="Theirs")
    for person, own, foreign in ((alice, mine, theirs), (elsewhere, theirs, mine)):
        assert visible_program(person.actor, own.pk).name == own.name
        assert visible_program(person.actor, foreign.pk) is None


def nothing(actor: Actor) -> QuerySet[Any]:
    return Program.objects.none().values_list("name")


def test_no_query_where_nothing_can_be_found(alice, django_assert_num_queries):
    actor = alice.actor
    with django_assert_num_queries(0):
        assert written_rows(nothing, actor) == []


def test_a_program_comes_with_its_people_in_one_query(alice, django_assert_num_queries):
    program = ProgramFactory(organization=alice.organization, lead=alice.user, sponsor=None)
    actor = alice.actor
    with django_assert_num_queries(1):
        found = visible_program(actor, program.pk)
        assert (found, found.lead, found.sponsor) == (program, alice.user, None)
        assert found.starts_on == program.starts_on


@pytest.mark.parametrize("value", ['{"a": 1}', {"a": 1}])
def test_json_comes_as_text_or_ready(value):
    assert as_json(value) == {"a": 1}
