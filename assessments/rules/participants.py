"""Read a list of people, pasted or from a file: name, e-mail address, unit, role.

Every wrong line is told at once.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cip.kernel import texts

MOST_LINES = 2_000
EMAIL_LIMIT = 254
_EMAIL = re.compile(r"^[^@\s\"'<>(),;:\\]+@[^@\s\"'<>(),;:\\]+\.[^@\s\"'<>(),;:\\.]{2,}$")
_BRACKETS = re.compile(r"^(?P<name>.*?)\s*<(?P<email>[^<>]*)>$")
_HEADS: Mapping[str, str] = {
    "name": "name",
    "person": "name",
    "e-mail": "email",
    "email": "email",
    "mail": "email",
    "e-mail address": "email",
    "email address": "email",
    "unit": "unit",
    "department": "unit",
    "team": "unit",
    "role": "role",
    "function": "role",
    "job": "role",
}
_ORDER = ("name", "email", "unit", "role")
_COLUMNS = {"name": "Name", "email": "E-mail address", "unit": "Unit", "role": "Role"}


@dataclass(frozen=True)
class Person:
    """One person of the list; `line` counts from 1."""

    line: int
    name: str
    email: str = ""
    unit: str = ""
    role: str = ""


@dataclass(frozen=True)
class PastedList:
    """What was read and what is wrong, by line; people are only meant when `errors` is empty."""

    people: tuple[Person, ...]
    errors: Mapping[int, list[str]] = field(default_factory=dict)

    @property
    def sentences(self) -> list[str]:
        """The errors as "Line 3: ..."."""
        return [
            f"Line {line}: {text}" for line, found in sorted(self.errors.items()) for text in found
        ]


def read_list(text: str) -> PastedList:
    """People from pasted lines or CSV with comma, semicolon or tab; a head line is recognized.

    "Ada Lovelace <ada@example.org>" in the first column is understood as name and address.
    """
    return read_rows(_rows(text))


def read_rows(rows: Sequence[tuple[int, list[str]]]) -> PastedList:
    """The same from cells with the number of their line or row."""
    if len(rows) > MOST_LINES:
        problem = f"The list has {len(rows):,} lines; at most {MOST_LINES:,} fit. Divide it."
        return PastedList((), {MOST_LINES + 1: [problem]})
    columns: tuple[str, ...] = _ORDER
    people: list[Person] = []
    errors: dict[int, list[str]] = {}
    for index, (line, cells) in enumerate(rows):
        head = tuple(_HEADS.get(cell.lower(), "") for cell in cells)
        if index == 0 and all(head) and "name" in head:
            columns = head
            continue
        person, problems = _person(line, cells, columns)
        people.append(person)
        if problems:
            errors[line] = problems
    _add_repeated(people, errors)
    return PastedList(tuple(people), errors)


def problems_in(person: Person) -> dict[str, str]:
    """What is wrong with one person, by field."""
    found = _unstorable(person)
    if not person.name:
        found["name"] = "The name is missing."
    if person.email and "email" not in found and not is_address(person.email):
        found["email"] = f"“{person.email}” is not an e-mail address."
    return found


def _unstorable(person: Person) -> dict[str, str]:
    """Texts that are too long or hold what cannot be stored, by field."""
    limits = {name: EMAIL_LIMIT if name == "email" else texts.SHORT for name in _ORDER}
    problems = {n: texts.problem_in(getattr(person, n), limit=most) for n, most in limits.items()}
    return {name: problem for name, problem in problems.items() if problem}


def is_address(text: str) -> bool:
    """Whether the text has the shape of an e-mail address."""
    return _EMAIL.match(text) is not None


def repeated(people: Iterable[Person]) -> dict[int, int]:
    """Line of each repeated address -> line where it stood first; case does not matter."""
    first: dict[str, int] = {}
    again: dict[int, int] = {}
    for person in people:
        if not person.email:
            continue
        address = person.email.lower()
        if address in first:
            again[person.line] = first[address]
        else:
            first[address] = person.line
    return again


def _rows(text: str) -> list[tuple[int, list[str]]]:
    lines = [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines:
        return []
    sample = lines[0][1]
    separator = "\t" if "\t" in sample else ";" if ";" in sample else ","
    rows = []
    for n, line in lines:
        # Beyond any sensible length the line is kept whole, so that its length is what gets told.
        is_sane = len(line) <= 4 * texts.SHORT + EMAIL_LIMIT and "\x00" not in line
        cells = next(csv.reader([line], delimiter=separator), []) if is_sane else [line]
        kept = [texts.clean(cell) for cell in cells]
        while len(kept) > 1 and not kept[-1]:
            kept.pop()
        rows.append((n, kept))
    return rows


def _person(line: int, cells: list[str], columns: tuple[str, ...]) -> tuple[Person, list[str]]:
    found = dict(zip(columns, cells, strict=False))
    brackets = _BRACKETS.match(found.get("name", ""))
    if brackets and (columns == _ORDER or not found.get("email")):
        rest = cells[1:] if columns == _ORDER else [found.get("unit", ""), found.get("role", "")]
        found = {"name": brackets["name"].strip('" '), "email": brackets["email"].strip()}
        found |= dict(zip(("unit", "role"), rest, strict=False))
        columns, cells = ("name", "unit", "role"), ["", *rest]
    person = Person(line, *(found.get(name, "") for name in _ORDER))
    unnamed = _unstorable(person)
    problems = [
        f"{_COLUMNS[name]}: {text[:1].lower()}{text[1:]}" if name in unnamed else text
        for name, text in problems_in(person).items()
    ]
    if len(cells) > len(columns):
        problems.append(f"{len(cells)} columns where name, e-mail, unit and role are four.")
    return person, problems


def _add_repeated(people: list[Person], errors: dict[int, list[str]]) -> None:
    for line, first in repeated(people).items():
        errors.setdefault(line, []).append(f"The e-mail address already stands in line {first}.")
