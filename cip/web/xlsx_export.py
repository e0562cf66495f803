"""Tables as spreadsheets: texts stay texts, whatever they begin with."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from cip.kernel import texts

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDE, _NARROW, _LONG = 48, 16, 20
_LONGEST_CELL = 32_767  # characters; Excel cuts off what is longer
_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def xlsx_response(
    file_name: str, sheets: Iterable[tuple[str, Iterable[Any], Iterable[Iterable[Any]]]]
) -> HttpResponse:
    """A download of sheets, each (name, heads, rows)."""
    response = HttpResponse(workbook(sheets), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def workbook(sheets: Iterable[tuple[str, Iterable[Any], Iterable[Iterable[Any]]]]) -> bytes:
    """The file. Heads are bold and stay in sight."""
    book = Workbook(write_only=True)
    for name, head, rows in sheets:
        sheet = book.create_sheet(name.translate(_FORBIDDEN_IN_NAMES)[:31])
        sheet.freeze_panes = "A2"
        lines = [[_plain(value) for value in row] for row in rows]
        for place, _title in enumerate(head, start=1):
            longest = max(
                (len(str(line[place - 1])) for line in lines if len(line) >= place), default=0
            )
            width = _WIDE if longest > _LONG else _NARROW
            sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.append([_cell(sheet, str(title), bold=True) for title in head])
        for line in lines:
            sheet.append([_cell(sheet, value) for value in line])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, int | float):
        return value
    return texts.clean(str(value))[:_LONGEST_CELL]


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell
