"""A questionnaire as a workbook to fill in: how to, the questions, and the answers to choose from.

Texts stay texts, whatever they begin with. What is written for the program stands in a hidden row
and two hidden columns; none of it is secret.
"""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from assessments.models import Assessment
from assessments.queries.questionnaire import AreaStep, AskedQuestion
from assessments.queries.response_sets import Choice
from assessments.rules import answer_sheet as marks
from assessments.rules.answer_sheet import SheetQuestion, fitted, labels

_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_TOP = Alignment(wrap_text=True, vertical="top")
_LINE = Side(style="thin", color="9AA5B1")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_FILL = PatternFill("solid", fgColor="1F3A5F")
_AREA_FILL = PatternFill("solid", fgColor="DCE6F0")
_OPEN = Protection(locked=False)
_WIDTHS = (7, 60, 12, 26, 44, 34, 44, 4, 4)
_ANSWER_COLUMN = "D"
_CHOICES_SHEET, _LONGEST_HINT = "answers", 240

Lists = dict[tuple[Choice, ...], str]


class SheetContent(NamedTuple):
    """What goes into the file: the questionnaire's version, its areas, and the questions."""

    assessment: Assessment
    number: int
    areas: Sequence[tuple[AreaStep, Sequence[AskedQuestion]]]


def as_sheet_question(question: AskedQuestion) -> SheetQuestion:
    """A question with what is stored, as the rules of the sheet know it."""
    return SheetQuestion(
        str(question.item_id),
        tuple((choice.code, choice.name) for choice in question.choices),
        question.choice,
        question.comment,
        question.version,
        question.evidence,
    )


def answer_workbook(content: SheetContent) -> bytes:
    """The file."""
    book = Workbook(write_only=True)
    _read_me(book, content)
    form: Any = book.create_sheet(_("Questions")[:31])
    choices: Any = book.create_sheet(_CHOICES_SHEET)
    choices.sheet_state = "hidden"
    _write_form(form, content, _write_choices(choices, content))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _read_me(book: Workbook, content: SheetContent) -> None:
    sheet: Any = book.create_sheet(_("Read me")[:31])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 90
    sheet.append([_cell(sheet, content.assessment.title, font=Font(bold=True, size=14))])
    number = _("Questionnaire, version %(number)s") % {"number": content.number}
    sheet.append([_cell(sheet, number)])
    sheet.append([])
    for line in _explained():
        sheet.append([None, _cell(sheet, line)])
    sheet.append([])
    sheet.append([_cell(sheet, _("What the answers mean"), font=Font(bold=True))])
    for choices in _sets(content):
        sheet.append([])
        for choice in choices:
            sheet.append([_cell(sheet, choice.name), _cell(sheet, choice.text)])


def _explained() -> tuple[str, ...]:
    return (
        _("Choose an answer from the list in each row of the sheet with the questions."),
        _("Leave a row empty when you do not want to answer it. No question has to be answered."),
        _("“Don't know” and “does not apply” are answers, too. They help more than a guess."),
        _("Do not insert rows and do not use formulas."),
        _(
            "Then open your questionnaire as before, choose “Spreadsheet or paper” and hand this "
            "file in there. You see what will be stored before anything is."
        ),
        _("Only what you submit afterwards counts. The file holds your answers: keep it private."),
    )


def _sets(content: SheetContent) -> list[tuple[Choice, ...]]:
    """Each response set once, in the order in which it is met."""
    every = (question.choices for _area, asked in content.areas for question in asked)
    return list(dict.fromkeys(every))


def _write_choices(sheet: Any, content: SheetContent) -> Lists:
    """One column for each response set; gives where each stands."""
    sets = _sets(content)
    columns = [list(labels([(c.code, c.name) for c in choices]).values()) for choices in sets]
    for row in range(max(map(len, columns), default=0)):
        sheet.append([_cell(sheet, col[row]) if row < len(col) else None for col in columns])
    return {
        choices: _place(number, len(choices))
        for number, choices in enumerate(sets, start=1)
        if choices
    }


def _place(column: int, rows: int) -> str:
    letter = get_column_letter(column)
    return f"{_CHOICES_SHEET}!${letter}$1:${letter}${rows}"


def _write_form(sheet: Any, content: SheetContent, lists: Lists) -> None:
    for place, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for hidden in ("H", "I"):
        sheet.column_dimensions[hidden].hidden = True
    sheet.row_dimensions[1].hidden = True
    sheet.freeze_panes = "A3"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    rows = _rows(content)
    for validation in _validations(rows, lists):
        sheet.data_validations.append(validation)
    sheet.append([_cell(sheet, text) for text in _names(content)])
    sheet.append([_head(sheet, text) for text in _headings()])
    for row in rows:
        sheet.append(_area(sheet, row) if isinstance(row, AreaStep) else _question(sheet, row))


def _names(content: SheetContent) -> tuple[str, ...]:
    about = f"{marks.ABOUT}:{content.assessment.pk}:{content.number}"
    written = marks.ANSWER, marks.COMMENT, marks.EVIDENCE
    return ("", about, "", *written, "", marks.KEY, marks.MARK)


def _headings() -> tuple[str, ...]:
    return (
        _("No."),
        _("Question"),
        _("Asked about"),
        _("Answer"),
        _("Comment"),
        _("What shows this? (document, place, ticket, link)"),
        _("Explanation"),
        "",
        "",
    )


def _rows(content: SheetContent) -> list[AreaStep | AskedQuestion]:
    rows: list[AreaStep | AskedQuestion] = []
    for area, asked in content.areas:
        rows += [area, *asked]
    return rows


def _validations(
    rows: Iterable[AreaStep | AskedQuestion], lists: Lists
) -> Iterable[DataValidation]:
    found: dict[tuple[Choice, ...], DataValidation] = {}
    for number, row in enumerate(rows, start=marks.HEADINGS + 1):
        if isinstance(row, AreaStep) or row.choices not in lists:
            continue
        if row.choices not in found:
            found[row.choices] = _validation(row.choices, lists[row.choices])
        found[row.choices].add(f"{_ANSWER_COLUMN}{number}")
    return found.values()


def _validation(choices: tuple[Choice, ...], place: str) -> DataValidation:
    offered = ", ".join(choice.name for choice in choices)
    return DataValidation(
        type="list",
        formula1=place,
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=_("Not offered")[:32],
        error=(_("Choose one of: %(offered)s") % {"offered": offered})[:_LONGEST_HINT],
    )


def _area(sheet: Any, area: AreaStep) -> list[Any]:
    """The heading of an area with what it is about."""
    text = f"{area.title}\n{area.text}" if area.text else area.title
    font = Font(bold=True)
    cells = [_cell(sheet, value, font=font) for value in ("", text, "", "", "", "", "")]
    for cell in cells:
        cell.fill = _AREA_FILL
    return cells


def _question(sheet: Any, question: AskedQuestion) -> list[Any]:
    row = as_sheet_question(question)
    about = "" if question.aspect == "as_is" else question.aspect_label
    answer = row.labels.get(question.choice, "")
    typed = [_cell(sheet, words) for words in (answer, question.comment, question.evidence)]
    for cell in typed:
        cell.protection, cell.border = _OPEN, _BOX
    return [
        _cell(sheet, str(question.number)),
        _cell(sheet, question.text),
        _cell(sheet, about),
        *typed,
        _cell(sheet, question.help),
        _cell(sheet, row.key),
        _cell(sheet, row.mark),
    ]


def _head(sheet: Any, text: str) -> Any:
    cell = _cell(sheet, text, font=Font(bold=True, color="FFFFFF"))
    cell.fill = _HEAD_FILL
    return cell


def _cell(sheet: Any, text: str, *, font: Font | None = None) -> Any:
    """A cell with a text; `_x0041_` in it would be read as `A`."""
    cell: Any = WriteOnlyCell(sheet)
    if text:
        cell.value = _ESCAPE.sub("_x005F_", fitted(text))
        cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = _TOP
    if font is not None:
        cell.font = font
    return cell
