"""What is wrong with a model file, said so that a person can mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from models_catalog.rules.phrases import phrase

Path = tuple[str | int, ...]
"""Keys and list positions from the top of the file down to a value."""

MOST_PROBLEMS = 1000
"""More are not listed: such a file is broken as a whole."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something wrong at a path of the plain value (dicts and lists), whatever file it came from.

    `at_key` is true when the key itself is wrong and not the value behind it. `earlier`: the path
    of the entry that the last word of the message names.
    """

    path: Path
    message: str
    at_key: bool = False
    earlier: Path | None = None


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong at a place of a file; line and column count from 1.

    `cell`: the place in a spreadsheet, such as `Nodes!D14`; line and column are then its row and
    column.
    """

    line: int
    column: int
    path: str
    message: str
    cell: str = ""

    def __str__(self) -> str:
        if self.cell:
            return f"{self.cell}: {self.message}"
        where = f"line {self.line}, {self.path}" if self.path else f"line {self.line}"
        return f"{where}: {self.message}"


def path_text(path: Path) -> str:
    """`("nodes", 2, "level")` as `nodes[2].level`; the whole file is the empty text."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text


def shortened(value: object, length: int = 60) -> str:
    """The value as it can be quoted in a message: one line, not long."""
    text = " ".join(str(value).split())
    return text if len(text) <= length else f"{text[: length - 3]}..."


def in_order(problems: list[Problem], key: Callable[[Problem], Any] | None = None) -> list[Problem]:
    """Problems by line and column (or by `key`), without repeats, at most `MOST_PROBLEMS` and then
    a line that says so.
    """
    ordered = sorted(set(problems), key=key)
    if len(ordered) <= MOST_PROBLEMS:
        return ordered
    last = ordered[MOST_PROBLEMS]
    rest = len(ordered) - MOST_PROBLEMS
    return [
        *ordered[:MOST_PROBLEMS],
        Problem(
            last.line,
            last.column,
            "",
            phrase("%(rest)s further problems are not listed", rest=rest),
        ),
    ]
