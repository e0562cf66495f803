"""Writing a versioned row without losing anybody's text."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from cip.kernel.errors import StaleWrite, conflicts_between

V = TypeVar("V", bound=models.Model)


def save_version(
    row: V, *, expected_version: int, values: Mapping[str, Any]
) -> dict[str, list[Any]]:
    """Save `values` as the row's next version; returns what changed as {field: [old, new]}.

    Must run in a transaction: the row is locked and its stored version compared with
    `expected_version`. Raises StaleWrite with both texts when somebody saved in between.
    Nothing is written when no value differs.
    """
    manager = type(row)._default_manager
    locked = manager.select_for_update(of=("self",)).get(pk=row.pk)
    stored = {name: getattr(locked, name) for name in values}
    if locked.version != expected_version:  # type: ignore[attr-defined]
        labels = {name: str(row._meta.get_field(name).verbose_name) for name in values}  # type: ignore[union-attr]
        raise StaleWrite(
            _("Somebody else saved this in the meantime. Both texts are below; nothing is lost."),
            current_version=locked.version,  # type: ignore[attr-defined]
            conflicts=conflicts_between(stored, values, labels),
        )
    changes = {
        name: [stored[name], value] for name, value in values.items() if stored[name] != value
    }
    for name, value in values.items():
        setattr(row, name, value)
    row.version = locked.version  # type: ignore[attr-defined]
    if changes:
        row.version += 1  # type: ignore[attr-defined]
        fields = [*changes, "version"]
        if any(f.name == "updated_at" for f in row._meta.get_fields()):
            fields.append("updated_at")
        row.save(update_fields=fields)
    return changes
