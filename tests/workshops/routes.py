"""Routes of workshops for the outsider sweep."""

from tests.architecture.registry import Victim
from tests.factories.programs import ProgramFactory
from tests.factories.workshops import (
    AgendaItemFactory,
    AgreementFactory,
    AttendanceFactory,
    OutcomeFactory,
    WorkshopFactory,
)


def in_program(victim: Victim) -> dict:
    return {"program_id": ProgramFactory(organization=victim).pk}


def workshop(victim: Victim):
    return WorkshopFactory(program=ProgramFactory(organization=victim))


def agenda_item(victim: Victim):
    return AgendaItemFactory(workshop=workshop(victim))


def attendance(victim: Victim):
    return AttendanceFactory(workshop=workshop(victim))


def agreement(victim: Victim):
    return AgreementFactory(workshop=workshop(victim))


def outcome(victim: Victim):
    return OutcomeFactory(workshop=workshop(victim))


def of(make):
    """The route's `pk` names what `make` makes."""
    return lambda victim: {"pk": make(victim).pk}


PAGES = {
    "workshops:list": in_program,
    "workshops:create": in_program,
    "workshops:detail": of(workshop),
    "workshops:edit": of(workshop),
    "workshops:discard": of(workshop),
    "workshops:close": of(workshop),
    "workshops:agenda": of(workshop),
    "workshops:agenda_section": lambda victim: {"pk": workshop(victim).pk, "number": 1},
    "workshops:agenda_print": of(workshop),
    "workshops:agenda_item": of(agenda_item),
    "workshops:agenda_item_move": of(agenda_item),
    "workshops:agenda_item_remove": of(agenda_item),
    "workshops:attendance": of(workshop),
    "workshops:attendance_send": of(workshop),
    "workshops:presence": of(workshop),
    "workshops:walk_in": of(workshop),
    "workshops:attendance_edit": of(attendance),
    "workshops:attendance_remove": of(attendance),
    "workshops:agreements": of(workshop),
    "workshops:agreement_request": of(workshop),
    "workshops:agreement": of(agreement),
    "workshops:sign": of(agreement),
    "workshops:hold": of(workshop),
    "workshops:mark_held": of(workshop),
    "workshops:outcomes": of(workshop),
    "workshops:outcomes_export": of(workshop),
    "workshops:summary": of(workshop),
    "workshops:outcome": of(outcome),
    "workshops:outcome_remove": of(outcome),
}

API = {
    "workshop": workshop,
    "agenda-item": agenda_item,
    "attendance": attendance,
    "agreement": agreement,
    "outcome": outcome,
}
