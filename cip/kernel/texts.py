"""Limits and checks for what people type, shared by forms, serializers and services."""

import re
import unicodedata
from typing import Any

SHORT = 200  # titles, names
LONG = 20_000  # comments, reasons, notes

EARLIEST_YEAR = 1990
LATEST_YEAR = 2199

# Control characters, and halves of surrogate pairs (JSON can carry them; UTF-8 cannot).
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def problem_in(text: str, *, limit: int) -> str | None:
    """A sentence about what is wrong with `text`, or None.

    Control characters (a NUL byte among them) cannot be stored or shown; length counts characters.
    """
    found = _FORBIDDEN.search(text)
    if found:
        return f"Contains the control character U+{ord(found.group()):04X}, which cannot be stored."
    if len(text) > limit:
        return f"Has {len(text):,} characters; at most {limit:,} fit."
    return None


def clean(text: str) -> str:
    """Normal form for storing: NFC, Unix line ends, no outer white space."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def storable(value: Any) -> Any:
    """The plain value (dicts, lists, texts ...); characters that cannot be stored are replaced."""
    if isinstance(value, str):
        return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, dict):
        return {storable(key): storable(each) for key, each in value.items()}
    if isinstance(value, list):
        return [storable(each) for each in value]
    return value


def natural_key(text: str) -> list[tuple[int, str]]:
    """For sorting as people do: "Team 2" before "Team 10"."""
    parts = re.findall(r"[0-9]+|[^0-9]+", text)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]
