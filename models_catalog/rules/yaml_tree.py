"""YAML text as plain values, with the place of every value, and nothing that could surprise.

Reads the events of the parser one by one without recursion. The values are those of YAML 1.2's
core schema: only `true` and `false` are booleans, so `yes`, `no`, `on`, `off` stay texts, and so
do dates. Refused: anchors and aliases (a small file could become huge), tags, duplicate keys, a
second document, deep nesting, control characters.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from models_catalog.rules.phrases import phrase
from models_catalog.rules.problems import Complaint, Path, Problem, path_text, shortened

DEEPEST = 40
"""Lists and mappings inside each other; a level of the tree takes two."""
MOST_VALUES = 1_000_000

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no text of a model may hold; tab and line feed are fine."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}|0o[0-7]{1,20}|0x[0-9a-fA-F]{1,15}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


class Place:
    """Where a value stands, and the places of the values in it. Line and column count from 1."""

    __slots__ = ("column", "inner", "keys", "line")

    def __init__(self, line: int, column: int) -> None:
        self.line = line
        self.column = column
        self.inner: dict[Any, Place] = {}
        self.keys: dict[str, Place] = {}


@dataclass(slots=True)
class Tree:
    """What was read. `spoiled` are paths whose value was refused: what else is said about them is
    noise.
    """

    value: Any = None
    place: Place = field(default_factory=lambda: Place(1, 1))
    problems: list[Problem] = field(default_factory=list)
    spoiled: set[Path] = field(default_factory=set)
    whole: bool = True

    def located(self, complaint: Complaint) -> Problem | None:
        """The complaint with line and column; None when the value was refused anyway."""
        place = self.place
        for depth, step in enumerate(complaint.path):
            if complaint.path[: depth + 1] in self.spoiled:
                return None
            last = depth == len(complaint.path) - 1
            if last and complaint.at_key and step in place.keys:
                place = place.keys[str(step)]
            else:
                place = place.inner.get(step, place)
        return Problem(place.line, place.column, path_text(complaint.path), complaint.message)


class _Stop(Exception):
    """Reading on makes no sense."""


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is still open."""

    value: Any
    place: Place
    is_mapping: bool
    key: str | None = None
    keep: bool = True

    @property
    def step(self) -> str | int:
        """Where the next value goes."""
        return (self.key or "") if self.is_mapping else len(self.value)


def parse(text: str) -> Tree:
    """The tree of a YAML text. `whole` is false when the parser had to stop before the end."""
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except _Stop:
        builder.tree.whole = False
    except yaml.MarkedYAMLError as error:
        builder.tree.whole = False
        builder.tree.problems.append(_syntax_problem(text, error))
    if builder.tree.whole and builder.documents == 0:
        builder.tree.whole = False
        builder.tree.problems.append(Problem(1, 1, "", phrase("the file is empty")))
    return builder.tree


def resolved(word: str) -> Any:
    """The value of a plain (unquoted) scalar by the core schema of YAML 1.2.

    Whole numbers of more than 18 digits and numbers that are not finite stay texts.
    """
    if word in _WORDS:
        return _WORDS[word]
    if word[0] not in "+-.0123456789":
        return word
    if _INTEGER.fullmatch(word):
        return int(word, 0) if word[:2] in ("0o", "0x") else int(word)
    if _FLOAT.fullmatch(word) and not word.lstrip("+-").isdigit():
        number = float(word)
        return number if math.isfinite(number) else word
    return word


class _Builder:
    """Takes events and grows the tree."""

    def __init__(self) -> None:
        self.tree = Tree()
        self.frames: list[_Frame] = []
        self.documents = 0
        self.values = 0

    def take(self, event: Any) -> None:
        """One event of the parser. Raises `_Stop` when the file is refused as a whole."""
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.frames.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._problem(
                    event, phrase("a second document starts here; one file holds one model")
                )
                raise _Stop

    def _scalar(self, event: Any) -> None:
        self._check_character(event)
        if self._expects_key():
            self._take_key(event)
            return
        self._check_properties(event)
        plain = event.style is None or event.style == ""
        self._place(event, resolved(event.value) if plain and event.tag is None else event.value)

    def _open(self, event: Any) -> None:
        if self._expects_key():
            self._problem(event, phrase("a key must be a word, not a list or mapping"))
            raise _Stop
        self._check_properties(event)
        if len(self.frames) >= DEEPEST:
            self._problem(
                event,
                phrase(
                    "nested too deep; at most %(deepest)s lists and mappings inside each other",
                    deepest=DEEPEST,
                ),
            )
            raise _Stop
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        value: Any = {} if is_mapping else []
        place = self._place(event, value)
        self.frames.append(_Frame(value, place, is_mapping))

    def _alias(self, event: Any) -> None:
        self._problem(
            event,
            phrase(
                "the alias *%(anchor)s is not allowed; write the content out",
                anchor=shortened(event.anchor),
            ),
        )
        if self._expects_key():
            raise _Stop
        self._spoil()
        self._place(event, None)

    def _expects_key(self) -> bool:
        return bool(self.frames) and self.frames[-1].is_mapping and self.frames[-1].key is None

    def _take_key(self, event: Any) -> None:
        frame = self.frames[-1]
        frame.key, frame.keep = event.value, event.value not in frame.value
        self._check_properties(event)
        if frame.keep:
            frame.place.keys[event.value] = _place_of(event)
        else:
            first = frame.place.keys[event.value].line
            self._problem(
                event,
                phrase(
                    "the key '%(value)s' is here twice; first on line %(first)s",
                    value=shortened(event.value),
                    first=first,
                ),
            )

    def _place(self, event: Any, value: Any) -> Place:
        """Put a value where it belongs; the values of a repeated key are dropped."""
        self.values += 1
        if self.values > MOST_VALUES:
            self._problem(
                event,
                phrase(
                    "more than %(most_values)s values; split the model", most_values=MOST_VALUES
                ),
            )
            raise _Stop
        place = _place_of(event)
        if not self.frames:
            self.tree.value, self.tree.place = value, place
            return place
        frame = self.frames[-1]
        if frame.keep:
            frame.place.inner[frame.step] = place
            if frame.is_mapping:
                frame.value[frame.key] = value
            else:
                frame.value.append(value)
        frame.key, frame.keep = (None, True)
        return place

    def _check_properties(self, event: Any) -> None:
        if event.anchor is not None:
            self._problem(
                event,
                phrase(
                    "the anchor &%(anchor)s is not allowed; write the content out",
                    anchor=shortened(event.anchor),
                ),
            )
        if event.tag is not None:
            self._problem(
                event,
                phrase(
                    "the tag %(tag)s is not allowed; plain values only", tag=shortened(event.tag)
                ),
            )
            self._spoil()

    def _check_character(self, event: Any) -> None:
        found = CONTROL.search(event.value)
        if found:
            message = phrase(
                "the text holds a control character, U+%(number)s; remove it",
                number=f"{ord(found.group()):04X}",
            )
            self._problem(event, message)
            self._spoil()

    def _path(self) -> Path:
        """Path of the value that comes next, seen from the top."""
        steps: list[str | int] = []
        for position, frame in enumerate(self.frames):
            inside = position < len(self.frames) - 1
            if frame.is_mapping:
                steps.append(_last_key(frame) if inside else frame.step)
            else:
                steps.append(len(frame.value) - 1 if inside else frame.step)
        return tuple(steps)

    def _problem(self, event: Any, message: str) -> None:
        mark = event.start_mark
        path = tuple(step for step in self._path() if step != "")
        self.tree.problems.append(Problem(mark.line + 1, mark.column + 1, path_text(path), message))

    def _spoil(self) -> None:
        self.tree.spoiled.add(self._path())


def _last_key(frame: _Frame) -> str:
    return next(reversed(frame.value), "")


def _place_of(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)


_SYNTAX = (
    (
        "mapping values are not allowed",
        phrase("a colon and a space inside an unquoted text, or an indentation that does not fit"),
    ),
    ("could not find expected ':'", phrase("a key without a colon")),
    ("found unexpected end of stream", phrase("a quotation mark is opened and never closed")),
    (
        "did not find expected key",
        phrase("the indentation does not fit the lines above, or a quotation mark inside a text"),
    ),
    (
        "expected <block end>",
        phrase("the indentation does not fit the lines above, or a quotation mark inside a text"),
    ),
    ("did not find expected '-' indicator", phrase("the indentation does not fit the list above")),
    (
        "did not find expected ',' or",
        phrase("a bracket is opened and not closed, or a comma is missing"),
    ),
    ("expected ',' or", phrase("a bracket is opened and not closed, or a comma is missing")),
    (
        "unknown escape character",
        phrase("an unknown escape after a backslash; use single quotes or double the backslash"),
    ),
    ("found invalid Unicode character escape code", phrase("an escape that is no character")),
)


def _syntax_problem(text: str, error: yaml.MarkedYAMLError) -> Problem:
    """The parser's complaint in plain words; unknown ones are quoted."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    said = error.problem or "unreadable"
    message = next(
        (words for sign, words in _SYNTAX if sign in said), phrase("not YAML: %(said)s", said=said)
    )
    if "cannot start any token" in said:
        character = _character_at(text, line, column)
        message = (
            phrase("a tab stands where YAML wants spaces; indent with spaces")
            if character == "\t"
            else phrase(
                "a text cannot begin with '%(character)s'; put it in quotes", character=character
            )
        )
    return Problem(line + 1, column + 1, "", message)


def _character_at(text: str, line: int, column: int) -> str:
    lines = text.split("\n")
    return lines[line][column : column + 1] if line < len(lines) else ""


def controls(text: str) -> Iterator[Problem]:
    """Raw control characters of a file, each with its place; the YAML parser would stop at the
    first.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        for found in CONTROL.finditer(line.removesuffix("\r")):
            message = phrase(
                "the file holds a control character, U+%(number)s; remove it",
                number=f"{ord(found.group()):04X}",
            )
            yield Problem(number, found.start() + 1, "", message)
