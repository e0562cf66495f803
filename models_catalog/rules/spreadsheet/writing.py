"""A ModelDocument as a spreadsheet that Excel, LibreOffice and `read_workbook` open.

Every text is written as text, whatever it begins with, so that nothing becomes a formula, a number
or a date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from models_catalog.rules.document import ModelDocument
from models_catalog.rules.plain import Plain
from models_catalog.rules.spreadsheet.layout import (
    EXPLAINED,
    MODEL,
    MODEL_FIELDS,
    READ_ME,
    SHEETS,
    Column,
    Holds,
    heading,
)
from models_catalog.rules.writing import plain_document

Row = list[Any]

LONGEST_CELL = 32_767
"""UTF-16 units; Excel cuts off what is longer."""
_EXACT = 2**53
"""Whole numbers up to here are the same in a spreadsheet, which knows floating point only."""
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_RISKY = ("=", "+", "-", "@")
_HEAD_FONT = Font(bold=True, color="FFFFFF")
_HEAD_FILL = PatternFill("solid", fgColor="1F3A5F")
_TOP = Alignment(wrap_text=True, vertical="top")
_WIDTHS = {True: 70, False: 18}


class TooLong(ValueError):
    """A text does not fit into a cell; the message names it."""


def write_workbook(document: ModelDocument) -> bytes:
    """The file of a document. Raises TooLong."""
    raw = plain_document(document)
    rows = sheet_rows(raw)
    for title, lines in ((MODEL, _model_rows(raw)), *rows.items()):
        _check_lengths(title, lines)
    book = Workbook(write_only=True)
    _sheet(
        book, READ_ME, (Column("how_to_use_this_workbook", wide=True),), [[x] for x in EXPLAINED]
    )
    _sheet(book, MODEL, (Column("field"), Column("value", wide=True)), _model_rows(raw))
    for sheet in SHEETS:
        _sheet(book, sheet.title, sheet.columns, rows[sheet.title])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _model_rows(raw: Plain) -> list[Row]:
    version = raw["version"]
    values = {
        **raw["model"],
        "format": raw["format"],
        "version": version["number"],
        "notes": version.get("notes"),
    }
    return [[heading(key), values.get(key)] for key in MODEL_FIELDS]


def sheet_rows(raw: Plain) -> dict[str, list[Row]]:
    """The rows of each sheet of a plain model, by the sheet's title."""
    rows: dict[str, list[Row]] = {sheet.title: [] for sheet in SHEETS}
    for sheet in SHEETS:
        if not sheet.owner and sheet.key != "nodes":
            rows[sheet.title] = [_row(entry, sheet.columns) for entry in raw.get(sheet.key, [])]
    for scale in raw.get("scales", []):
        _owned(rows["Levels"], "Levels", scale, scale["levels"])
    for node_type in raw["node_types"]:
        _owned(rows["Attributes"], "Attributes", node_type, node_type.get("attributes", []))
    for node, parent in _walk(raw["nodes"]):
        rows["Nodes"].append(_row({**node, "parent": parent}, _COLUMNS["Nodes"]))
        rows["Attribute values"].extend(_attribute_rows(node))
        asked = [node["question"]] if "question" in node else node.get("questions", [])
        _owned(rows["Questions"], "Questions", node, asked)
        _owned(rows["Descriptors"], "Descriptors", node, node.get("descriptors", []))
        _owned(rows["Links"], "Links", node, node.get("links", []))
    return rows


_COLUMNS = {sheet.title: sheet.columns for sheet in SHEETS}


def _owned(rows: list[Row], title: str, owner: Plain, entries: Iterable[Plain]) -> None:
    columns = _COLUMNS[title]
    for entry in entries:
        rows.append([owner["code"], *_row(entry, columns[1:])])


def _row(entry: Plain, columns: Iterable[Column]) -> Row:
    return [
        ", ".join(entry.get(column.key, []))
        if column.holds is Holds.CODES
        else entry.get(column.key)
        for column in columns
    ]


def _walk(nodes: list[Plain]) -> Iterator[tuple[Plain, str | None]]:
    waiting: list[tuple[Plain, str | None]] = [(node, None) for node in reversed(nodes)]
    while waiting:
        node, parent = waiting.pop()
        yield node, parent
        waiting.extend((child, node["code"]) for child in reversed(node.get("children", [])))


def _attribute_rows(node: Plain) -> Iterator[Row]:
    """An empty list is a row without item and value; an empty text has a row, too."""
    for code, value in node.get("attributes", {}).items():
        if isinstance(value, list) and value:
            for number, item in enumerate(value, start=1):
                yield [node["code"], code, number, item]
        else:
            yield [node["code"], code, None, None if value == [] else _number_as_text(value)]


def _number_as_text(value: Any) -> Any:
    """A number that a spreadsheet would change, as text."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return value if isinstance(value, int) and abs(value) <= _EXACT else json.dumps(value)


def _sheet(book: Workbook, title: str, columns: tuple[Column, ...], rows: list[Row]) -> None:
    sheet: Any = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, start=1):
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = _WIDTHS[column.wide]
    sheet.append([_head(sheet, column) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _head(sheet: Any, column: Column) -> Any:
    cell: Any = WriteOnlyCell(sheet, column.heading)
    cell.font, cell.fill, cell.alignment = _HEAD_FONT, _HEAD_FILL, _TOP
    return cell


def _check_lengths(title: str, rows: list[Row]) -> None:
    for number, row in enumerate(rows, start=2):
        for value in row:
            if (
                isinstance(value, str)
                and len(_escaped(value).encode("utf-16-le")) > 2 * LONGEST_CELL
            ):
                raise TooLong(f"{title}, row {number}")


def _cell(sheet: Any, value: Any) -> Any:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        return value
    text = _escaped(value)
    cell: Any = WriteOnlyCell(sheet)
    cell.value = text
    cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = _TOP
    if text.startswith(_RISKY):
        cell.quotePrefix = True
    return cell


def _escaped(text: str) -> str:
    """`_x0041_` would be read as `A`; a text of blanks only would get lost."""
    safe = _ESCAPE.sub("_x005F_", text) if "_x" in text else text
    return safe if not safe or safe.strip() else f"_x{ord(safe[0]):04X}_{safe[1:]}"
