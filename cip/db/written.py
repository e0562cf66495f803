"""Statements that are written once: Django takes longer to write one over many joins than
PostgreSQL to answer it."""

import json
from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from cip.access.actor import Actor
from cip.kernel.keeping import Kept

_KEPT = Kept(most=300)
# Stand in a statement for who asks, in which organization, and about what, until it is sent.
_PERSON, _ORGANIZATION, *_KEYS = (uuid4() for _place in range(10))


def written_rows(
    build: Callable[..., QuerySet[Any]], actor: Actor, *shape: Hashable, **values: UUID | date
) -> list[tuple[Any, ...]]:
    """Rows of the queryset `build(actor, *shape, **values)`, as PostgreSQL gives them; one query.

    The queryset names its columns by `values_list`. It is built once for all actors with the same
    roles and teams: `build` is a function of a module and does nothing with `values` and with the
    actor's keys but put them into the statement; all else it depends on stands in `shape`.
    """
    blanks = {name: _blank(place, value) for place, (name, value) in enumerate(values.items())}
    nobody = replace(
        actor,
        user_id=_PERSON if actor.user_id else None,
        organization_id=_ORGANIZATION,
        label="",
        organization_slug="",
        organization_name="",
    )
    written = _KEPT.get(
        (build, repr(nobody), shape, tuple(blanks.items())),
        lambda: _written(build(nobody, *shape, **blanks)),
    )
    if written is None:
        return []
    statement, parameters = written
    known: dict[Any, Any] = {blanks[name]: value for name, value in values.items()}
    known |= {_PERSON: actor.user_id, _ORGANIZATION: actor.organization_id}
    with connection.cursor() as cursor:
        cursor.execute(statement, [_filled(each, known) for each in parameters])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _blank(place: int, value: UUID | date) -> UUID | date:
    return date.min + timedelta(days=place) if isinstance(value, date) else _KEYS[place]


def _filled(parameter: Any, known: dict[Any, Any]) -> Any:
    return known.get(parameter, parameter) if isinstance(parameter, UUID | date) else parameter


def _written(rows: QuerySet[Any]) -> tuple[str, tuple[Any, ...]] | None:
    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:
        return None


def as_json(value: Any) -> Any:
    """A JSON value of such a row: text as jsonb, ready as json."""
    return json.loads(value) if isinstance(value, str) else value
