"""Tables as a workbook that runs nothing: every text is written as text."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767
_RISKY = ("=", "+", "-", "@")
_WIDTH, _LONGEST_TITLE = 18, 31

Table = tuple[str, Sequence[str], Iterable[Sequence[Any]]]


def workbook(tables: Iterable[Table]) -> bytes:
    """The file of sheets given as (title, heads, rows)."""
    book = Workbook(write_only=True)
    for title, head, rows in tables:
        sheet: Any = book.create_sheet(title[:_LONGEST_TITLE])
        sheet.freeze_panes = "A2"
        for number in range(1, len(head) + 1):
            sheet.column_dimensions[get_column_letter(number)].width = _WIDTH
        sheet.append([_cell(sheet, text, is_head=True) for text in head])
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def xlsx_response(file_name: str, tables: Iterable[Table]) -> HttpResponse:
    """The workbook as a download."""
    response = HttpResponse(workbook(tables), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def _cell(sheet: Any, value: Any, *, is_head: bool = False) -> Any:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        return value
    cell: Any = WriteOnlyCell(sheet)
    cell.value = value[:LONGEST_CELL]
    cell.data_type = "s"
    cell.quotePrefix = value.startswith(_RISKY)
    if is_head:
        cell.font = Font(bold=True)
    return cell
