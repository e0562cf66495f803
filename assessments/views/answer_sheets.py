"""One's own questionnaire as a spreadsheet: take it away, fill it in, hand it in, look, store."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from assessments import policies
from assessments.answer_sheet_file import SheetContent, answer_workbook, as_sheet_question
from assessments.answer_sheet_words import CHANGES, answer_words, told
from assessments.forms.answer_sheets import Looked, SheetForm, looked_at, rows_text
from assessments.models import Response
from assessments.paper import paper_area
from assessments.queries.answer_sheets import questions_by_key
from assessments.queries.questionnaire import AskedQuestion, OwnSheet, Sheet
from assessments.rules.answer_difference import Change, Difference, Line, difference
from assessments.rules.answer_sheet import Filled, OpenedSheet, SheetQuestion, read_sheet
from assessments.services.answers import AnswerChange, AnswerConflict, save_answers
from assessments.views.doors import Door, account_door, link_door
from assessments.views.fill_frame import areas_of, begun, door_page
from cip.kernel import clock
from cip.kernel.errors import InvalidInput, WrongState
from cip.web.xlsx_export import MEDIA_TYPE

SHOWN_FAULTS = 200


@dataclass(frozen=True)
class Known:
    """All questions of a response, and the parts of them that stand behind the door."""

    response: Response
    areas: Sheet
    questions: list[AskedQuestion]

    @property
    def by_key(self) -> dict[str, SheetQuestion]:
        """The questions as the rules of the sheet know them."""
        return {str(q.item_id): as_sheet_question(q) for q in self.questions}

    @property
    def elsewhere(self) -> frozenset[str]:
        """Questions of parts that are somebody else's."""
        mine = {area.code for area in self.areas.areas}
        return frozenset(str(q.item_id) for q in self.questions if q.area_code not in mine)


def _sheet(request: HttpRequest, door: Door) -> HttpResponse:
    """Take the sheet away, and hand it in: every mistake at once, or what it would change."""
    if door.response is None:
        return redirect(door.url("fill_done" if door.has_handed_in else "fill"))
    if request.method != "POST":
        return _sheet_page(request, door, SheetForm(assessment=str(door.assessment.pk)))
    form = SheetForm(request.POST, request.FILES, assessment=str(door.assessment.pk))
    refusal = _refusal(door)
    if refusal or not form.is_valid():
        return _sheet_page(request, door, form, refusal=refusal, status=409 if refusal else 400)
    return _looked(request, door, form.cleaned_data["file"])


def _looked(request: HttpRequest, door: Door, opened: OpenedSheet) -> HttpResponse:
    known = _known(door)
    meant = questions_by_key(known.response, known.by_key, opened.keys)
    reading = read_sheet(opened, meant, known.elsewhere)
    if reading.faults:
        form = SheetForm(assessment=str(door.assessment.pk))
        faults = [told(fault) for fault in reading.faults]
        return _sheet_page(request, door, form, faults=faults, status=400)
    found = difference(reading.rows, known.by_key)
    return _difference_page(request, door, known, found, dropped=reading.dropped)


@require_POST
def _take(request: HttpRequest, door: Door) -> HttpResponse:
    """Store what was looked at, all or nothing; what changed in between is looked at again."""
    response = begun(door)
    refusal = _refusal(door)
    looked = looked_at(request.POST)
    if refusal:
        form = SheetForm(assessment=str(door.assessment.pk))
        return _sheet_page(request, door, form, refusal=refusal, status=409)
    try:
        save_answers(
            response=response,
            changes=[_change(row) for row in looked.taken],
            now=clock.now(),
            delegation=door.delegation,
        )
    except AnswerConflict:
        return _look_again(request, door, looked)
    count = len(looked.taken)
    messages.success(
        request,
        ngettext("%(n)s answer was stored.", "%(n)s answers were stored.", count) % {"n": count},
    )
    return redirect(door.url("fill_review"))


def _look_again(request: HttpRequest, door: Door, looked: Looked) -> HttpResponse:
    known = _known(door)
    found = difference((row for row in looked.taken if row.key in known.by_key), known.by_key)
    return _difference_page(request, door, known, found, is_again=True, status=409)


def _file(request: HttpRequest, door: Door) -> HttpResponse:
    """The sheet with what was answered so far."""
    known = _known(door)
    areas = [
        (area, [q for q in known.questions if q.area_code == area.code])
        for area in known.areas.areas
    ]
    number = known.response.questionnaire.number
    content = answer_workbook(SheetContent(door.assessment, number, areas))
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    stem = slugify(door.assessment.title)[:60].strip("-") or "questionnaire"
    response["Content-Disposition"] = f'attachment; filename="{stem}.xlsx"'
    return response


def _paper(request: HttpRequest, door: Door) -> HttpResponse:
    """The questionnaire to print, with one's own answers; `?blank=1` without."""
    known = _known(door)
    is_blank = bool(request.GET.get("blank"))
    asked = [
        q._replace(choice="", comment="", evidence="") if is_blank else q
        for q in known.questions
        if not q.is_skipped
    ]
    areas = [
        paper_area(area.code, area.title, area.text, [q for q in asked if q.area_code == area.code])
        for area in known.areas.areas
    ]
    context = {
        "areas": [area for area in areas if area.questions],
        "number": known.response.questionnaire.number,
        "is_blank": is_blank,
        "sheet_url": door.url("fill_sheet"),
    }
    title = _("Questionnaire to print")
    return door_page(request, door, "paper", title, context)


def _known(door: Door) -> Known:
    response = begun(door)
    own = OwnSheet(response, is_led=False)
    return Known(response, areas_of(door, own), own.questions())


def _refusal(door: Door) -> str:
    """Why nothing can be handed in now; empty when it can."""
    try:
        policies.check_can_answer(begun(door), door.assessment)
        if door.delegation is not None:
            policies.check_can_answer_parts(door.delegation)
    except WrongState as refusal:
        return refusal.message
    return ""


def _change(row: Filled) -> AnswerChange:
    try:
        return AnswerChange(UUID(row.key), row.choice, row.comment, row.version, row.evidence)
    except ValueError as error:
        raise InvalidInput(_("The page was not sent whole. Choose the file again.")) from error


def _sheet_page(
    request: HttpRequest,
    door: Door,
    form: SheetForm,
    *,
    refusal: str = "",
    faults: list[Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    found = faults or []
    context = {
        "form": form,
        "faults": found[:SHOWN_FAULTS],
        "more_faults": max(0, len(found) - SHOWN_FAULTS),
        "fault_count": len(found),
        "refusal": refusal,
        "is_open": not _refusal(door),
        "file_url": door.url("fill_sheet_file"),
        "paper_url": door.url("fill_paper"),
    }
    return door_page(request, door, "sheet", _("Spreadsheet or paper"), context, status=status)


def _difference_page(
    request: HttpRequest,
    door: Door,
    known: Known,
    found: Difference,
    *,
    dropped: int = 0,
    is_again: bool = False,
    status: int = 200,
) -> HttpResponse:
    by_key = {str(q.item_id): q for q in known.questions}
    count = len(found.lines)
    context = {
        "rows": [_row(line, by_key[line.key]) for line in found.lines],
        "lines": rows_text(found.lines),
        "count": count,
        "conflicts": len(found.conflicts),
        "same": found.same,
        "newer": found.newer,
        "dropped": dropped,
        "is_again": is_again,
        "sheet_url": door.url("fill_sheet"),
        "take_url": door.url("fill_sheet_take"),
    }
    return door_page(request, door, "sheet_check", _("Look before storing"), context, status=status)


def _row(line: Line, question: AskedQuestion) -> dict[str, Any]:
    names = {choice.code: choice.name for choice in question.choices}
    stored = line.stored
    return {
        "question": question,
        "change": CHANGES[line.change],
        "is_conflict": line.change is Change.CONFLICT,
        "typed": answer_words(names.get(line.choice, ""), line.comment, line.evidence),
        "stored": answer_words(names.get(stored.choice, ""), stored.comment, stored.evidence),
        "is_new": line.change is Change.NEW,
        "name": f"take-{line.key}",
    }


sheet = account_door(_sheet)
sheet_file = account_door(_file)
sheet_take = account_door(_take)
paper = account_door(_paper)

link_sheet = link_door(_sheet)
link_sheet_file = link_door(_file)
link_sheet_take = link_door(_take)
link_paper = link_door(_paper)
