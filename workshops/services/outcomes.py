"""Notes, decisions and agreed actions."""

from collections.abc import Mapping, Set
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.audit import services as audit
from cip.db.versions import save_version
from cip.kernel.errors import InvalidInput, WrongState
from cip.programs.models import CITeam
from workshops import policies
from workshops.models import AgendaItem, Outcome, Workshop
from workshops.queries.people import is_member
from workshops.services.locking import lock

EDITABLE = frozenset({"text", "owner_id", "due_on", "team_id", "agenda_item_id"})


@transaction.atomic
def record_outcome(
    *,
    actor: Actor,
    workshop: Workshop,
    kind: str,
    text: str,
    agenda_item_id: UUID | None = None,
    owner_id: UUID | None = None,
    due_on: date | None = None,
    team_id: UUID | None = None,
) -> Outcome:
    """Record what was noted, decided or agreed. An action needs an owner and a date."""
    policies.check_can_hold_workshop(actor, workshop)
    values = {
        "agenda_item_id": agenda_item_id,
        "owner_id": owner_id,
        "due_on": due_on,
        "team_id": team_id,
    }
    lock(workshop)
    _check_outcome(workshop, kind, {**values, "text": text}, named=set(values))
    outcome = Outcome.objects.create(
        workshop=workshop,
        kind=kind,
        text=text,
        recorded_by_id=actor.user_id,  # type: ignore[misc]
        **values,
    )
    audit.record(
        actor,
        "outcome.recorded",
        outcome,
        program_id=workshop.program_id,
        changes={"kind": [None, kind], "due_on": [None, due_on]},
    )
    return outcome


@transaction.atomic
def edit_outcome(
    *, actor: Actor, outcome: Outcome, expected_version: int, values: Mapping[str, Any]
) -> Outcome:
    """Change text, owner, date, team or agenda item until the workshop is closed."""
    policies.check_can_hold_workshop(actor, outcome.workshop)
    unknown = set(values) - EDITABLE
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    stored = {name: getattr(outcome, name) for name in EDITABLE}
    merged = {**stored, **values}
    changed = {name for name in values if values[name] != stored[name]}
    lock(outcome.workshop)
    _check_outcome(outcome.workshop, outcome.kind, merged, named=changed)
    changes = save_version(outcome, expected_version=expected_version, values=values)
    if changes:
        audit.record(
            actor,
            "outcome.edited",
            outcome,
            program_id=outcome.workshop.program_id,
            changes=changes,
        )
    return outcome


@transaction.atomic
def remove_outcome(*, actor: Actor, outcome: Outcome) -> None:
    """Take back an outcome recorded by mistake; its text stays in the audit trail.

    Raises WrongState when a workplan has taken it over.
    """
    policies.check_can_hold_workshop(actor, outcome.workshop)
    lock(outcome.workshop)
    audit.record(
        actor,
        "outcome.removed",
        outcome,
        program_id=outcome.workshop.program_id,
        changes={"text": [outcome.text, None]},
    )
    try:
        outcome.delete()
    except ProtectedError as error:
        raise WrongState(
            _("This became part of a workplan; it cannot be removed here any more.")
        ) from error


def _check_outcome(
    workshop: Workshop, kind: str, values: Mapping[str, Any], *, named: Set[str]
) -> None:
    """`named` are the references to be looked up; an owner who has left may stay the owner."""
    errors = _what_is_missing(kind, values)
    owner_id, team_id, item_id = (
        values[name] if name in named else None
        for name in ("owner_id", "team_id", "agenda_item_id")
    )
    if owner_id and not is_member(workshop.program.organization_id, owner_id):
        errors["owner"] = [_("Choose a member of this organization.")]
    if team_id and not CITeam.objects.filter(pk=team_id, program_id=workshop.program_id).exists():
        errors["team"] = [_("Choose a CI team of this program.")]
    if item_id and not AgendaItem.objects.filter(pk=item_id, workshop=workshop).exists():
        errors["agenda_item"] = [_("Choose an item of this agenda.")]
    if errors:
        raise InvalidInput(fields=errors)


def _what_is_missing(kind: str, values: Mapping[str, Any]) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if not values["text"]:
        errors["text"] = [_("Write down what it is.")]
    if kind not in Outcome.Kind.values:
        errors["kind"] = [_("Choose note, decision or action.")]
    if kind == Outcome.Kind.ACTION:
        if values["owner_id"] is None:
            errors["owner"] = [_("An action needs an owner.")]
        if values["due_on"] is None:
            errors["due_on"] = [_("An action needs a date.")]
    return errors
