"""Plain values as YAML text for people: one line per small entry, long texts as blocks, wrapped.

Every YAML reader gives the same values back, those of YAML 1.1 (where `no` is false) included:
what one of them would misread stands in quotes.
"""

from __future__ import annotations

import json
import re
from typing import Any

from models_catalog.rules.plain import Plain

WIDTH = 110
"""Characters of a line, as far as words allow."""
SHORT = 90
"""A longer text becomes a block; a mapping or list of longer content gets a line for each entry."""

_PLAIN = re.compile(r"[^\W\d_](?:[\w .;()/&'+%*!=-]*[\w.;()/&'+%*!=-])?")
_PLAIN_ON_A_LINE = re.compile(r"[^\W\d_](?:[\w .;()/&'+%*!=,?-]*[\w.;()/&'+%*!=,?-])?")
"""Texts that need no quotes: anywhere, and outside of braces and brackets."""
_MISREAD = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_TRAILING_SPACE = re.compile(r" (?:\n|\Z)")


def yaml_text(raw: Plain) -> str:
    """The YAML of a mapping with text keys, ending in a line feed."""
    lines: list[str] = []
    _mapping(lines, raw, 0, "")
    return "\n".join(lines) + "\n"


def _mapping(lines: list[str], raw: Plain, indent: int, first: str) -> None:
    """The entries at an indentation; `first` stands before the first one (`  - ` in a list)."""
    lead = first
    for key, value in raw.items():
        _value(lines, f"{lead}{_quoted(key)}:", value, indent)
        lead = " " * indent


def _list(lines: list[str], items: list[Any], indent: int) -> None:
    lead = " " * indent + "-"
    for item in items:
        if isinstance(item, dict) and item and not _is_small(item):
            _mapping(lines, item, indent + 2, f"{lead} ")
        else:
            _value(lines, lead, item, indent)


def _value(lines: list[str], lead: str, value: Any, indent: int) -> None:
    """A value behind `key:` or `-`, on the same line or below it."""
    if isinstance(value, str):
        _text(lines, lead, value, " " * (indent + 2))
    elif not isinstance(value, dict | list):
        lines.append(f"{lead} {_scalar(value)}")
    elif not value or (
        _is_small(value) and (isinstance(value, list) or indent > 2 or lead.endswith("-"))
    ):
        lines.append(f"{lead} {_flow(value)}")
    elif isinstance(value, dict):
        lines.append(lead)
        _mapping(lines, value, indent + 2, " " * (indent + 2))
    else:
        lines.append(lead)
        _list(lines, value, indent + 2)


def _is_small(value: Any) -> bool:
    """Few short single values, so that `{kind: supports, to: SCM-G1}` stays one line."""
    parts = list(value.values()) if isinstance(value, dict) else value
    if any(isinstance(part, dict | list) for part in parts):
        return False
    length = sum(len(str(part)) + 2 for part in parts)
    if isinstance(value, dict):
        length += sum(len(key) + 2 for key in value)
    return length < SHORT and not any(isinstance(part, str) and "\n" in part for part in parts)


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{_quoted(key)}: {_scalar(each)}" for key, each in value.items()) + "}"
        )
    return "[" + ", ".join(_scalar(each) for each in value) + "]"


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return _quoted(value)
    return "null" if value is None else json.dumps(value)


def _text(lines: list[str], lead: str, text: str, pad: str) -> None:
    """A text: literal block for several lines, folded block for a long one, else on the line."""
    several = "\n" in text
    if (not several and len(text) <= SHORT) or not _fits_block(text):
        lines.append(f"{lead} {_quoted(text, _PLAIN_ON_A_LINE)}")
    elif several:
        ends = text.endswith("\n")
        lines.append(f"{lead} |" if ends else f"{lead} |-")
        body = text[:-1] if ends else text
        lines.extend(f"{pad}{line}" if line else "" for line in body.split("\n"))
    else:
        lines.append(f"{lead} >-")
        lines.extend(f"{pad}{line}" for line in _wrapped(text, WIDTH - len(pad)))


def _fits_block(text: str) -> bool:
    """Whether a block keeps the text as it is: no spaces at the edges of lines that would get
    lost.
    """
    if text[0].isspace() or text.endswith("\n\n") or "\t" in text or not _is_printable(text):
        return False
    return (
        not _TRAILING_SPACE.search(text)
        if "\n" in text
        else "  " not in text and not text.endswith(" ")
    )


def _is_printable(text: str) -> bool:
    return not _UNPRINTABLE.search(text) and all(
        character >= " " or character == "\n" for character in text
    )


def _wrapped(text: str, width: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


def _quoted(text: str, plain: re.Pattern[str] = _PLAIN) -> str:
    """The text on one line, in quotes when it would be misread without."""
    if plain.fullmatch(text) and text.lower() not in _MISREAD and text.isprintable():
        return text
    return _UNPRINTABLE.sub(
        lambda found: f"\\u{ord(found.group()):04X}", json.dumps(text, ensure_ascii=False)
    )
