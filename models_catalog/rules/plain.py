"""Reading plain values (dicts, lists, texts, numbers) that may be malformed: what does not fit
counts as absent.

The schema check says what does not fit; these helpers let the other checks go on with the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Plain = dict[str, Any]


def mapping(raw: Any, key: str) -> Plain:
    """The mapping behind a key, or an empty one."""
    value = raw.get(key) if isinstance(raw, dict) else None
    return value if isinstance(value, dict) else {}


def text(raw: Plain, key: str, default: str = "") -> str:
    """The text behind a key, or the default."""
    value = raw.get(key)
    return value if isinstance(value, str) else default


def text_or_none(raw: Plain, key: str) -> str | None:
    """The text behind a key, or None."""
    value = raw.get(key)
    return value if isinstance(value, str) else None


def flag(raw: Plain, key: str) -> bool:
    """True only when true stands there."""
    return raw.get(key) is True


def whole(raw: Plain, key: str) -> int | None:
    """The whole number behind a key, or None."""
    value = raw.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def entries(raw: Plain, key: str) -> Iterator[tuple[int, Plain]]:
    """The mappings of the list behind a key, each with its position."""
    value = raw.get(key)
    if isinstance(value, list):
        yield from ((index, entry) for index, entry in enumerate(value) if isinstance(entry, dict))


def texts(raw: Plain, key: str) -> Iterator[tuple[int, str]]:
    """The texts of the list behind a key, each with its position."""
    value = raw.get(key)
    if isinstance(value, list):
        yield from ((index, entry) for index, entry in enumerate(value) if isinstance(entry, str))
