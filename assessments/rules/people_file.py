"""People from a CSV or XLSX file: every wrong row is told at once, nothing is guessed."""

from dataclasses import replace

from assessments.rules.participants import PastedList, read_list, read_rows
from cip.kernel import texts
from models_catalog.rules.spreadsheet.opening import BadWorkbook, Grid, open_workbook

MOST_BYTES = 2_000_000
_ZIP = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0"
# How files begin that are text in part and yet no list of people.
_OTHERS = {b"%pdf": "a PDF", b"{\\rtf": "an RTF", b"<!doctype": "an HTML", b"<html": "an HTML"}


class BadFile(ValueError):
    """A file that is refused as a whole; the message says why."""


def read_file(data: bytes) -> PastedList:
    """People of a file, by its content and not by its name. Raises BadFile."""
    if len(data) > MOST_BYTES:
        raise BadFile(f"The file has {len(data):,} bytes; at most {MOST_BYTES:,} fit.")
    if not data.strip():
        raise BadFile("The file is empty.")
    if data.startswith((_ZIP, _OLD)):
        return _of_workbook(data)
    start = data.lstrip(b"\xef\xbb\xbf \r\n\t")[:9].lower()
    for sign, kind in _OTHERS.items():
        if start.startswith(sign):
            raise BadFile(f"This is {kind} file. Save the list as CSV or XLSX.")
    return read_list(_decoded(data))


def as_lines(found: PastedList) -> str:
    """The people as a pasted list that reads the same."""
    return "\n".join(
        "\t".join((person.name, person.email, person.unit, person.role)).rstrip("\t")
        for person in found.people
    )


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadFile(
            f"Line {line} holds a character that is not UTF-8. Save the file as “CSV UTF-8”."
        ) from error


def _of_workbook(data: bytes) -> PastedList:
    """The first sheet that holds something; rows have the numbers that the spreadsheet shows."""
    try:
        sheets = [grid for grid in open_workbook(data) if grid.rows]
    except BadWorkbook as error:
        message = str(error)
        raise BadFile(f"{message[:1].upper()}{message[1:]}.") from error
    if not sheets:
        raise BadFile("The workbook is empty.")
    faults = _faults(sheets[0])
    found = read_rows(
        [(row[0].row, _cells({cell.column: cell.value for cell in row})) for row in sheets[0].rows]
    )
    errors = {line: list(told) for line, told in found.errors.items() if line not in faults}
    return replace(found, errors=errors | faults)


def _faults(grid: Grid) -> dict[int, list[str]]:
    return {
        row[0].row: told
        for row in grid.rows
        if (told := [f"{cell.fault[:1].upper()}{cell.fault[1:]}." for cell in row if cell.fault])
    }


def _cells(values: dict[int, object]) -> list[str]:
    last = max(values)
    # A tab or a line break inside a cell would divide it when the list is shown for confirmation.
    return [
        texts.clean(" ".join(str(values.get(column) or "").split()))
        for column in range(1, last + 1)
    ]
