"""A document as JSON and back, without loss: what is stored renders to the same pages again."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from cip.reports.document import ControlBlock, ReportDocument

_TYPE = "$type"
_CODECS: dict[str, tuple[Any, Callable[[str], Any]]] = {
    "datetime": (datetime, datetime.fromisoformat),  # before date, its base class
    "date": (date, date.fromisoformat),
    "time": (time, time.fromisoformat),
    "decimal": (Decimal, Decimal),
}


def to_json(value: Any) -> Any:
    """Plain JSON with dates, times and decimals marked; enums become values.

    Dataclasses and named tuples become objects.

    Raises TypeError for anything else (a model instance, a queryset), naming its type.
    """
    if isinstance(value, Enum):
        return to_json(value.value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str | Promise | UUID):
        # Neither a lazy translation nor the mark "safe" survives; templates say what is safe.
        return str.__str__(str(value)) + ""
    for name, (kind, _read) in _CODECS.items():
        if isinstance(value, kind):
            text = str(value) if isinstance(value, Decimal) else value.isoformat()
            return {_TYPE: name, "value": text}
    return _collection_to_json(value)


def _collection_to_json(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(to_json(key)): to_json(item) for key, item in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: to_json(item) for name, item in value._asdict().items()}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    raise TypeError(f"A report's context holds plain values only, not {type(value).__name__}.")


def from_json(value: Any) -> Any:
    """The inverse of `to_json`, as far as templates can tell: objects come back as dicts."""
    if isinstance(value, list):
        return [from_json(item) for item in value]
    if not isinstance(value, dict):
        return value
    if _TYPE in value:
        return _CODECS[value[_TYPE]][1](value["value"])
    return {key: from_json(item) for key, item in value.items()}


def document_to_json(document: ReportDocument) -> dict[str, Any]:
    """The whole document as JSON."""
    stored: dict[str, Any] = to_json(document)
    return stored


def document_from_json(stored: Mapping[str, Any]) -> ReportDocument:
    """The document as it was stored."""
    values = from_json(dict(stored))
    control = values.pop("control")
    return ReportDocument(
        control=ControlBlock(**{**control, "sources": tuple(control["sources"])}), **values
    )
