"""Load what the actor may see, or answer 404: the first line of every view."""

from typing import TypeVar
from uuid import UUID

from django.db import models
from django.http import Http404, HttpRequest

from cip.access.actor import Actor
from cip.db.querysets import TenantQuerySet

M = TypeVar("M", bound=models.Model)


class ActorRequest(HttpRequest):
    """A request below `/o/<organization>/`: the middleware has set the actor."""

    actor: Actor


def get_visible(rows: TenantQuerySet[M], actor: Actor, pk: UUID) -> M:
    """The row with that key if it is visible to the actor; Http404 otherwise."""
    found = rows.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
