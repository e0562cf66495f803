"""Checks that several services share."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from cip.kernel.errors import InvalidInput
from roadmap.models import Initiative, Workplan
from roadmap.services.people import check_owner


def check_editable(values: Mapping[str, Any], editable: frozenset[str]) -> None:
    """Raises ValueError for a field that no surface may set: a mistake of the caller."""
    unknown = set(values) - editable
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")


def changed(row: Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that differ from the row: an owner who has left may stay, but not be chosen."""
    return {name: value for name, value in values.items() if getattr(row, name) != value}


def check_dates(starts_on: date, due_on: date) -> None:
    """Raises InvalidInput when the end lies before the start."""
    if due_on < starts_on:
        raise InvalidInput(fields={"due_on": [_("The end lies before the start.")]})


def check_effort(effort_days: Decimal | None) -> None:
    """Raises InvalidInput for a negative effort."""
    if effort_days is not None and effort_days < 0:
        raise InvalidInput(fields={"effort_days": [_("An effort is not negative.")]})


def check_choice(values: Mapping[str, Any], field: str, known: list[str]) -> None:
    """Raises InvalidInput when `values` names a state or kind that does not exist."""
    if field in values and values[field] not in known:
        raise InvalidInput(fields={field: [_("There is no such choice.")]})


def check_named(workplan: Workplan, values: Mapping[str, Any]) -> None:
    """Owner: a current member. Initiative: of the same workplan. Raises InvalidInput otherwise."""
    if "owner_id" in values:
        check_owner(workplan.program.organization_id, values["owner_id"])
    initiative_id: UUID | None = values.get("initiative_id")
    known = Initiative.objects.filter(workplan=workplan)
    if initiative_id is not None and not known.filter(pk=initiative_id).exists():
        raise InvalidInput(fields={"initiative": [_("Choose an initiative of this workplan.")]})
