"""Create, edit, archive and restore programs."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.accounts.queries import member_named
from cip.audit import services as audit
from cip.db.constraints import refused_by
from cip.db.versions import save_version
from cip.kernel.errors import InvalidInput
from cip.programs import policies
from cip.programs.models import Activity, Deliverable, Phase, Program
from cip.programs.rules.currency import is_currency
from cip.programs.rules.plan import CIP_PLAN
from cip.programs.services.shared import plain


@transaction.atomic
def create_program(
    *,
    actor: Actor,
    name: str,
    statement: str = "",
    lead: UUID,
    sponsor: UUID | None = None,
    starts_on: date,
    ends_on: date | None = None,
    currency: str = "EUR",
) -> Program:
    """A new program together with the CIP plan: four phases, eleven activities, their deliverables.

    `lead` and `sponsor` are ids of current members. Raises InvalidInput.
    """
    policies.check_can_create_program(actor)
    values: dict[str, Any] = {
        "name": name,
        "statement": statement,
        "lead": lead,
        "sponsor": sponsor,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "currency": currency,
    }
    checked = _checked(actor, values)
    _check_dates(starts_on, ends_on)
    with _unique_name():
        program = Program.objects.create(organization_id=actor.organization_id, **checked)
    _plant_plan(program)
    audit.record(actor, "program.created", program, program_id=program.pk)
    return program


def _plant_plan(program: Program) -> None:
    """The plan of the guide's appendix 2, as rows."""
    phases = [
        Phase(program=program, kind=planned.kind, position=position)
        for position, planned in enumerate(CIP_PLAN, start=1)
    ]
    Phase.objects.bulk_create(phases)
    activities, deliverables = [], []
    for phase, planned in zip(phases, CIP_PLAN, strict=True):
        for item in planned.activities:
            activity = Activity(phase=phase, number=item.number, title=item.title)
            activities.append(activity)
            deliverables += [
                Deliverable(activity=activity, position=position, title=title)
                for position, title in enumerate(item.deliverables, start=1)
            ]
    Activity.objects.bulk_create(activities)
    Deliverable.objects.bulk_create(deliverables)


@transaction.atomic
def edit_program(
    *, actor: Actor, program: Program, expected_version: int, values: Mapping[str, Any]
) -> Program:
    """Change what `values` names (the keyword arguments of `create_program`).

    Raises InvalidInput, or StaleWrite when somebody else saved in the meantime.
    """
    policies.check_can_edit_program(actor, program)
    checked = _checked(actor, values)
    _check_dates(
        checked.get("starts_on", program.starts_on), checked.get("ends_on", program.ends_on)
    )
    with _unique_name():
        changes = save_version(program, expected_version=expected_version, values=checked)
    if changes:
        audit.record(
            actor, "program.edited", program, program_id=program.pk, changes=plain(changes)
        )
    return program


@transaction.atomic
def archive_program(*, actor: Actor, program: Program, now: datetime) -> Program:
    """Put the program away: it stays readable, nothing in it can be changed."""
    policies.check_can_archive_program(actor, program)
    save_version(program, expected_version=program.version, values={"archived_at": now})
    audit.record(actor, "program.archived", program, program_id=program.pk)
    return program


@transaction.atomic
def restore_program(*, actor: Actor, program: Program) -> Program:
    """Take an archived program up again."""
    policies.check_can_restore_program(actor, program)
    save_version(program, expected_version=program.version, values={"archived_at": None})
    audit.record(actor, "program.restored", program, program_id=program.pk)
    return program


def _checked(actor: Actor, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with people instead of their ids; InvalidInput on the field that does not fit."""
    checked = dict(values)
    for role in ("lead", "sponsor"):
        if checked.get(role) is not None:
            checked[role] = member_named(actor.organization_id, checked[role], field=role)
    if "name" in checked and not checked["name"].strip():
        raise InvalidInput(fields={"name": [_("Give the program a name.")]})
    if "lead" in checked and checked["lead"] is None:
        raise InvalidInput(fields={"lead": [_("A program needs a lead.")]})
    if "currency" in checked and not is_currency(checked["currency"]):
        raise InvalidInput(
            fields={"currency": [_("Use the three letters of ISO 4217, for example EUR.")]}
        )
    return checked


def _check_dates(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise InvalidInput(fields={"ends_on": [_("The end lies before the start.")]})


def _unique_name() -> AbstractContextManager[None]:
    return refused_by(
        "programs_name_once",
        field="name",
        message=_("Another program of this organization has this name."),
    )
