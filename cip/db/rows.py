"""Model rows from a written-out statement: for what every request asks, where building the
statement from querysets takes longer than running it."""

from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models

M = TypeVar("M", bound=models.Model)


class Columns(Generic[M]):
    """The columns of a model under an alias of the statement; `fields` names some, else all.

    What was left out is loaded when somebody reads it, as after `only()`.
    """

    def __init__(self, model: type[M], alias: str = "", *fields: str) -> None:
        self.model = model
        chosen = [
            field for field in model._meta.concrete_fields if not fields or field.attname in fields
        ]
        self.names = [field.attname for field in chosen]
        self._key_place = self.names.index(model._meta.pk.attname)
        self.sql = ", ".join(f"{alias}.{field.column}" for field in chosen)
        # Texts of jsonb and the like become values here.
        self._readers = {
            field.attname: field.from_db_value
            for field in chosen
            if hasattr(field, "from_db_value")
        }

    def paths(self, prefix: str = "") -> list[str]:
        """The columns for `values_list` of a queryset from which `prefix` leads to the model."""
        return [f"{prefix}{name}" for name in self.names]

    def take(self, values: Iterator[Any], known: dict[Any, M] | None = None) -> M:
        """The next values of a row as an instance; one of `known`, by key, where rows share it."""
        found = [next(values) for _ in self.names]
        if known is None:
            return self._made(found)
        key = found[self._key_place]
        if key not in known:
            known[key] = self._made(found)
        return known[key]

    def _made(self, found: list[Any]) -> M:
        for place, name in enumerate(self.names):
            if name in self._readers:
                found[place] = self._readers[name](found[place], None, connection)
        return self.model.from_db(DEFAULT_DB_ALIAS, self.names, found)


def first_row(statement: str, values: Any) -> Iterator[Any] | None:
    """The values of the first row; None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    return None if row is None else iter(row)


def all_rows(statement: str, values: Any) -> Iterator[Iterator[Any]]:
    """The values of every row."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        yield from map(iter, cursor.fetchall())
