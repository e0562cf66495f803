"""Bytes of foreign files into plain values, with the limits of our own format."""

from __future__ import annotations

import json
import re
from typing import Any

from models_catalog.rules.phrases import phrase
from models_catalog.rules.problems import Problem, in_order, shortened
from models_catalog.rules.reading import LARGEST, decoded
from models_catalog.rules.yaml_tree import controls, parse

DEEPEST_JSON = 60
_MARKER = re.compile(r"^---[ \t]*(?:#.*)?$", re.MULTILINE)
_TOKENS = re.compile(r'"[^"\\]*(?:\\(?:.|\Z)[^"\\]*)*(?:"|\Z)|[\[{]|[\]}]', re.DOTALL)


class Unreadable(ValueError):
    """A file that is refused; `problems` say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(str(problems[0]))
        self.problems = problems


def yaml_value(data: bytes) -> Any:
    """The value of a YAML file of one document. Raises Unreadable."""
    return _parsed(_text(data))


def yaml_values(data: bytes) -> list[Any]:
    """The values of a YAML file of one or more documents; lines keep their numbers. Raises
    Unreadable.
    """
    text = _text(data)
    starts = [found.start() for found in _MARKER.finditer(text)] or [0]
    ends = [*starts[1:], len(text)]
    before = text[: starts[0]]
    found = [_parsed(before)] if _says_something(before) else []
    for start, end in zip(starts, ends, strict=True):
        piece = text[start:end]
        if _says_something(piece):
            found.append(_parsed("\n" * text.count("\n", 0, start) + piece))
    return found


def json_value(data: bytes) -> Any:
    """The value of a JSON file without a key twice and not nested too deep. Raises Unreadable."""
    text = _text(data)
    _check_depth(text)
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise Unreadable(
            Problem(
                error.lineno,
                error.colno,
                "",
                phrase("not JSON: %(why)s", why=error.msg.lower()),
            )
        ) from error
    except ValueError as error:
        raise Unreadable(Problem(1, 1, "", str(error))) from error


def _text(data: bytes) -> str:
    if len(data) > LARGEST:
        size, most = f"{len(data) / 1_000_000:.1f}", LARGEST // 1_000_000
        raise Unreadable(
            Problem(
                1,
                1,
                "",
                phrase(
                    "the file has %(size)s MB; at most %(most)s MB are read", size=size, most=most
                ),
            )
        )
    text = decoded(data)
    if isinstance(text, Problem):
        raise Unreadable(text)
    raw_controls = in_order(list(controls(text)))
    if raw_controls:
        raise Unreadable(*raw_controls)
    return text


def _parsed(text: str) -> Any:
    tree = parse(text)
    if tree.problems:
        raise Unreadable(*in_order(tree.problems))
    return tree.value


def _says_something(text: str) -> bool:
    lines = (line.strip() for line in text.split("\n"))
    return any(line and not line.startswith(("#", "---", "%")) for line in lines)


def _check_depth(text: str) -> None:
    depth = 0
    for found in _TOKENS.finditer(text):
        mark = found.group()
        depth += (mark in "[{") - (mark in "]}")
        if depth > DEEPEST_JSON:
            line = text.count("\n", 0, found.start()) + 1
            message = phrase(
                "nested too deep; at most %(deepest_json)s lists and mappings in each other",
                deepest_json=DEEPEST_JSON,
            )
            raise Unreadable(Problem(line, 1, "", message))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key '{shortened(key)}' is twice in the same mapping")
        found[key] = value
    return found


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is no number")
