"""The columns of a file, described once for the list's CSV and the sheet of the workbook."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import StreamingHttpResponse

from assessments.analysis_sheets import Sheet
from cip.web.lists import list_file

Line = TypeVar("Line")


@dataclass(frozen=True)
class Column(Generic[Line]):
    """A column: its title, what it says, and its value in a line."""

    title: str
    text: str
    value: Callable[[Line], Any]


def csv_of(
    name: str, columns: Sequence[Column[Line]], lines: Iterable[Line]
) -> StreamingHttpResponse:
    """The lines as a download."""
    rows = ([column.value(line) for column in columns] for line in lines)
    return list_file(name, [column.title for column in columns], rows)


def sheet_of(title: str, columns: Sequence[Column[Line]], lines: Iterable[Line]) -> Sheet:
    """The lines as a sheet that explains its columns."""
    rows = [[column.value(line) for column in columns] for line in lines]
    texts = {column.title: column.text for column in columns}
    return Sheet(title, list(texts), rows, texts)
