"""A spreadsheet into a ModelDocument, or everything that is wrong with it by sheet and cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from models_catalog.rules.building import build_document
from models_catalog.rules.phrases import phrase
from models_catalog.rules.problems import Complaint, Path, Problem, in_order
from models_catalog.rules.reading import LARGEST, Reading, complaints
from models_catalog.rules.spreadsheet.assembling import assemble
from models_catalog.rules.spreadsheet.assembly import Assembly
from models_catalog.rules.spreadsheet.opening import BadWorkbook, cell_name, open_workbook

_LAST_WORD = re.compile(r"\S+\Z")


def read_workbook(data: bytes) -> Reading:
    """Read a model from an XLSX file as docs/model-format.md describes it. Never raises for bad
    input; nothing in the file is ever executed.
    """
    if len(data) > LARGEST:
        size, most = f"{len(data) / 1_000_000:.1f}", LARGEST // 1_000_000
        return _refused(
            phrase("the file has %(size)s MB; at most %(most)s MB are read", size=size, most=most)
        )
    try:
        grids = open_workbook(data)
    except BadWorkbook as error:
        return _refused(str(error))
    assembly = assemble(grids)
    problems = list(assembly.problems)
    if assembly.is_whole:
        located = (_located(complaint, assembly) for complaint in complaints(assembly.value))
        problems += [problem for problem in located if problem is not None]
    if problems:
        order = {grid.title: number for number, grid in enumerate(grids)}
        return Reading(None, tuple(in_order(problems, lambda each: _place(each, order))))
    return Reading(build_document(assembly.value))


def _refused(message: str) -> Reading:
    return Reading(None, (Problem(1, 1, "", message),))


def _place(problem: Problem, order: dict[str, int]) -> tuple[int, Problem]:
    return order.get(problem.cell.rpartition("!")[0], -1), problem


def _located(complaint: Complaint, assembly: Assembly) -> Problem | None:
    """The complaint at the cell that its path leads to; None when that row was refused anyway."""
    rows = [each for each in _along(complaint.path, assembly.value) if id(each) in assembly.places]
    if id(rows[-1]) in assembly.spoiled:
        return None
    title, row, column = _cell_of(complaint.path, assembly)
    message = complaint.message
    if complaint.earlier is not None:
        earlier = cell_name(*_cell_of(complaint.earlier, assembly))
        message = _LAST_WORD.sub(earlier.replace("\\", r"\\"), message)
    return Problem(row, column, "", message, cell=cell_name(title, row, column))


def _cell_of(path: Path, assembly: Assembly) -> tuple[str, int, int]:
    """The cell of the last entry on the path that has a place, by the key that follows it."""
    values = list(_along(path, assembly.value))
    placed = [
        assembly.places[id(value)].cell(str(step))
        for value, step in zip(values, (*path, ""), strict=False)
        if id(value) in assembly.places
    ]
    return placed[-1]


def _along(path: Path, value: Any) -> Iterator[Any]:
    """The values on a path from the top, as far as there are any."""
    yield value
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return
        yield value
