"""Workbooks for tests: a good one with some cells changed, or one put together by hand."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import load_workbook

from models_catalog.rules.document import ModelDocument
from models_catalog.rules.spreadsheet.writing import write_workbook


def changed(document: ModelDocument, **cells: Any) -> bytes:
    """The workbook of a document with cells set, named as `Nodes_D14`; `_` for blanks in titles."""
    book = load_workbook(BytesIO(write_workbook(document)))
    titles = {sheet.title.replace(" ", ""): sheet for sheet in book.worksheets}
    for name, value in cells.items():
        title, _, place = name.partition("_")
        titles[title][place].value = value
    return saved(book)


def saved(book: Any) -> bytes:
    """The bytes of an openpyxl workbook."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(data: bytes, name: str, content: bytes = b"x") -> bytes:
    """The workbook with one more part."""
    file = BytesIO(data)
    with ZipFile(file, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


def zipped(**parts: bytes) -> bytes:
    """A zip file of parts by name."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()
