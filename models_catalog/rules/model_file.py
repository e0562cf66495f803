"""Any file that holds a model, told apart by its content, into a ModelDocument."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from models_catalog.rules.archive import unpacked_size
from models_catalog.rules.document import ModelDocument
from models_catalog.rules.foreign.ciso import read_ciso
from models_catalog.rules.foreign.detecting import FileForm, form_of
from models_catalog.rules.foreign.dsomm import read_dsomm
from models_catalog.rules.foreign.oscal import read_oscal
from models_catalog.rules.foreign.report import ForeignReading, Report, Told
from models_catalog.rules.foreign.samm import read_samm
from models_catalog.rules.problems import Problem
from models_catalog.rules.reading import read_document
from models_catalog.rules.spreadsheet.reading import read_workbook

_FOREIGN: dict[FileForm, Callable[[bytes, Told], ForeignReading]] = {
    FileForm.CISO: read_ciso,
    FileForm.SAMM: read_samm,
    FileForm.DSOMM: read_dsomm,
    FileForm.OSCAL: read_oscal,
}

SMALL = 500_000
"""Bytes, unpacked, that are read, compared and stored within about a second."""


@dataclass(frozen=True, slots=True)
class FileReading:
    """Either a document and no problem, or no document and every problem. `report` says what was
    understood of a foreign format; our own formats are understood as a whole.
    """

    form: FileForm
    document: ModelDocument | None
    problems: tuple[Problem, ...] = ()
    report: Report | None = None


def is_foreign(data: bytes, form: FileForm | None = None) -> bool:
    """Whether the file has, or is said to have, the format of another program."""
    return (form or form_of(data)) in _FOREIGN


def is_large(data: bytes) -> bool:
    """Whether the file takes longer than a person likes to wait for a page."""
    return unpacked_size(data) > SMALL


def read_model_file(
    data: bytes, *, form: FileForm | None = None, told: Told | None = None
) -> FileReading:
    """Read a model from a file of any known format; `form` None: by its content. Never raises for
    bad input.
    """
    form = form or form_of(data)
    if form in _FOREIGN:
        foreign = _FOREIGN[form](data, told or Told())
        return FileReading(form, foreign.document, foreign.problems, foreign.report)
    reading = read_workbook(data) if form is FileForm.XLSX else read_document(data)
    return FileReading(form, reading.document, reading.problems)
