"""What the view sets of workshops share."""

from collections.abc import Mapping
from typing import Any

from cip.api.views import ScopedViewSet
from cip.db.lookups import named_row
from workshops.models import Workshop
from workshops.queries.workshops import with_teams

# The API names a row by its noun, services take its id.
IDS = ("facilitator", "owner", "team", "user", "agenda_item")

# What policies read of a part's workshop.
PARENTS = ("workshop__program", "workshop__facilitator")


def with_ids(data: Mapping[str, Any]) -> dict[str, Any]:
    """The body with `owner` as `owner_id` and so on."""
    return {f"{name}_id" if name in IDS else name: value for name, value in data.items()}


def workshop_named(view: ScopedViewSet, data: dict[str, Any]) -> Workshop:
    """The visible workshop that the body names; it leaves the body."""
    return named_row(with_teams(), view.actor, data.pop("workshop"), field="workshop")  # type: ignore[arg-type]
