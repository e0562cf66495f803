"""Rows named by an id that came from outside: visible, or an error on that field."""

from typing import TypeVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.db.querysets import TenantQuerySet
from cip.kernel.errors import InvalidInput

M = TypeVar("M", bound=models.Model)


def named_row(rows: TenantQuerySet[M], actor: Actor, pk: UUID, *, field: str) -> M:
    """The visible row with that key; InvalidInput on `field` otherwise."""
    found = rows.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise InvalidInput(fields={field: [_("Unknown, or not visible to you.")]})
    return found
