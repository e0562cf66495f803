"""An XLSX file as plain cells; what could do harm is refused before it is opened. Formulas are
never computed, links never followed, macros never run.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from models_catalog.rules.archive import Archive, BadArchive

MOST_ROWS = 100_000
MOST_COLUMNS = 40
WORKBOOK = "xl/workbook.xml"
OLD_MARK = b"\xd0\xcf\x11\xe0"
"""The first bytes of an XLS file, and of an XLSX file with a password."""

_UNREADABLE = (
    *(BadZipFile, InvalidFileException, ParseError, zlib.error, EOFError, ArithmeticError),
    *(AttributeError, LookupError, TypeError, ValueError, AssertionError, OSError),
)
"""What openpyxl raises when the parts of a workbook do not fit together."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FORBIDDEN = (
    ("xl/vbaproject", "the workbook holds macros; save it as .xlsx without them"),
    ("xl/macrosheets/", "the workbook holds macros; save it as .xlsx without them"),
    ("xl/externallinks/", "the workbook links to other workbooks; break the links"),
    ("xl/embeddings/", "the workbook holds embedded objects; remove them"),
    ("xl/activex/", "the workbook holds controls; remove them"),
    ("xl/connections", "the workbook fetches data from elsewhere; remove its connections"),
)


class BadWorkbook(ValueError):
    """A workbook that is refused as a whole; the message says why."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not empty; `fault` says why its value cannot be used."""

    row: int
    column: int
    value: Any
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a sheet that hold something; `is_cut` when there were too many."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]
    is_cut: bool = False


def cell_name(title: str, row: int, column: int) -> str:
    """`Nodes!D14`."""
    return f"{title}!{get_column_letter(column)}{row}"


def open_workbook(data: bytes) -> list[Grid]:
    """The sheets of a workbook. Raises BadWorkbook when it is refused or damaged."""
    if data.startswith(OLD_MARK):
        raise BadWorkbook(
            "the workbook has a password or is in an old format; save it as .xlsx without one"
        )
    try:
        names = Archive(data).names
    except BadArchive as error:
        raise BadWorkbook(str(error)) from error
    lowered = [name.lower() for name in names]
    for start, message in _FORBIDDEN:
        if any(name.startswith(start) for name in lowered):
            raise BadWorkbook(message)
    if WORKBOOK not in names:
        raise BadWorkbook("the file is no workbook")
    try:
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        return [_grid(sheet) for sheet in book.worksheets]
    except _UNREADABLE as error:
        raise BadWorkbook("the workbook is damaged; open it and save it again") from error


def _grid(sheet: Any) -> Grid:
    rows = tuple(_rows(sheet))
    is_cut = len(rows) > MOST_ROWS
    return Grid(str(sheet.title), rows[:MOST_ROWS], is_cut)


def _rows(sheet: Any) -> Iterator[tuple[Cell, ...]]:
    read = sheet.iter_rows(min_row=1, max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)
    for number, row in enumerate(read, start=1):
        cells = tuple(
            _cell(raw, number, column)
            for column, raw in enumerate(row, start=1)
            if raw.value not in (None, "")
        )
        if cells:
            yield cells


def _cell(raw: Any, row: int, column: int) -> Cell:
    kind, value = raw.data_type, raw.value
    if kind == "f":
        return Cell(row, column, None, "formulas are not read; put the value itself")
    if kind == "e":
        return Cell(row, column, None, f"the cell holds the error {str(value)[:20]}")
    if kind == "d":
        return Cell(row, column, None, "the cell holds a date or time; format the cell as text")
    if isinstance(value, str):
        value = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), value)
    return Cell(row, column, value)
