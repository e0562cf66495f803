"""Fill in one's own questionnaire, page by page, with scripts or without."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessments import policies
from assessments.forms.fill import PageForm, Typed
from assessments.models import Response
from assessments.queries.delegations import answered_by, parts_of
from assessments.queries.mode import mode_label, mode_words
from assessments.queries.own_summary import own_areas
from assessments.queries.questionnaire import AreaStep, AskedQuestion, OwnSheet, Sheet
from assessments.services.answers import (
    AnswerChange,
    AnswerConflict,
    save_answers,
    start_response,
    submit_response,
)
from assessments.services.delegations import finish_parts
from assessments.views.doors import Door, account_door, link_door
from assessments.views.question_cards import meanings, written_cards
from cip.access.check import allowed
from cip.kernel import clock
from cip.kernel.errors import InvalidInput, WrongState

PLAIN_ANSWERS = 2  # yes and no need no explanation at each choice


def _welcome(request: HttpRequest, door: Door) -> HttpResponse:
    """What this is about and a button to begin; afterwards the way back to where one was."""
    if request.method == "POST":
        return _start(request, door)
    if door.has_handed_in:
        return redirect(door.url("fill_done"))
    if door.response is None:
        may_start = allowed(policies.check_can_start, door.participant, door.assessment)
        return door_page(request, door, "welcome", door.assessment.title, {"may_start": may_start})
    policies.check_can_answer(door.response, door.assessment)
    areas = areas_of(door, OwnSheet(door.response))
    if not areas.areas and door.response.is_addition:
        return redirect(door.url("fill_done"))
    if door.delegation is None:
        return redirect(_resume(door, areas))
    context = {"areas": areas, "begin_url": _resume(door, areas)}
    return door_page(request, door, "welcome", door.assessment.title, context)


def _start(request: HttpRequest, door: Door) -> HttpResponse:
    started = start_response(actor=door.actor, participant=door.participant, now=clock.now())
    if started.secret is not None:
        messages.warning(
            request,
            _(
                "This page has an address of its own now, which only you know. The link you were "
                "given no longer works. Keep this page, for example as a bookmark."
            ),
        )
        secret = started.secret
        return redirect("links:fill", secret)
    return redirect(door.url("fill"))


def _resume(door: Door, areas: Sheet) -> str:
    step = areas.next_open()
    return door.url("fill_review") if step is None else door.url("fill_area", step.code)


def _area(request: HttpRequest, door: Door, code: str) -> HttpResponse:
    """One key process area with its questions."""
    if door.has_handed_in:
        return redirect(door.url("fill_done"))
    response = begun(door)
    policies.check_can_answer(response, door.assessment)
    own = OwnSheet(response)
    areas = areas_of(door, own)
    index = areas.index(code)
    if index is None:
        raise Http404
    step = areas.areas[index]
    questions = own.questions(step.code)
    if request.method != "POST":
        return _area_page(request, door, areas, index, questions)
    form = PageForm(questions, request.POST)
    typed = form.changed()
    changes = [AnswerChange(t.item_id, t.choice, t.comment, t.version, t.evidence) for t in typed]
    try:
        save_answers(
            response=response, changes=changes, now=clock.now(), delegation=door.delegation
        )
    except InvalidInput as error:
        errors = _by_item(error, typed)
        shown = form.as_typed(typed)
        return _area_page(request, door, areas, index, shown, errors=errors, status=400)
    except AnswerConflict as conflict:
        stored = {question.item_id: question for question in questions}
        both = {item: stored[item] for item in conflict.stored}
        shown = form.as_typed(typed)
        return _area_page(request, door, areas, index, shown, conflicts=both, status=409)
    return redirect(_onward(door, areas, index, request.POST.get("go", "")))


def _onward(door: Door, areas: Sheet, index: int, go: str) -> str:
    codes = [area.code for area in areas.areas]
    if go.startswith("area-") and go.removeprefix("area-") in codes:
        return door.url("fill_area", go.removeprefix("area-"))
    if go == "previous" and index > 0:
        return door.url("fill_area", codes[index - 1])
    if go == "next" and index + 1 < len(codes):
        return door.url("fill_area", codes[index + 1])
    return door.url("fill_area", codes[index]) if go == "stay" else door.url("fill_review")


def _by_item(error: InvalidInput, typed: list[Typed]) -> dict[Any, list[str]]:
    """`answers[3].comment` -> the question that stood fourth in the call."""
    found: dict[Any, list[str]] = {}
    for index, row in enumerate(typed):
        prefix = f"answers[{index}]."
        for name, sentences in error.fields.items():
            if name.startswith(prefix):
                found.setdefault(row.item_id, []).extend(sentences)
    return found


def _area_page(
    request: HttpRequest,
    door: Door,
    areas: Sheet,
    index: int,
    questions: list[AskedQuestion],
    *,
    errors: dict[Any, list[str]] | None = None,
    conflicts: dict[Any, AskedQuestion] | None = None,
    status: int = 200,
) -> HttpResponse:
    step = areas.areas[index]
    last = len(areas.areas) - 1
    begun_with = begun(door).begun_number
    context = {
        "areas": areas,
        "step": step,
        "step_number": index + 1,
        "is_first": index == 0,
        "is_last": index == last,
        "previous_url": door.url("fill_area", areas.areas[index - 1].code) if index else "",
        "next_url": door.url("fill_area", areas.areas[index + 1].code)
        if index < last
        else door.url("fill_review"),
        "cards": written_cards(questions, begun_with, errors or {}, conflicts or {}),
        "meanings": meanings(questions),
        "is_skipped": all(question.is_skipped for question in questions),
        "is_changed": any(question.since > begun_with for question in questions),
        "has_errors": bool(errors),
        "has_conflicts": bool(conflicts),
    }
    return door_page(request, door, "fill", step.title, context, status=status)


def _review(request: HttpRequest, door: Door) -> HttpResponse:
    """What is unanswered, and the button that hands in for good."""
    if door.has_handed_in:
        return redirect(door.url("fill_done"))
    response = begun(door)
    if request.method == "POST":
        if door.delegation is None:
            submit_response(actor=door.actor, response=response, now=clock.now())
        else:
            finish_parts(actor=door.actor, delegation=door.delegation, now=clock.now())
        return redirect(door.url("fill_done"))
    policies.check_can_answer(response, door.assessment)
    own = OwnSheet(response)
    areas = areas_of(door, own)
    questions = [q for q in own.questions() if not q.is_skipped]
    open_areas: list[tuple[AreaStep, list[AskedQuestion]]] = [
        (area, [q for q in questions if q.area_code == area.code and not q.choice])
        for area in areas.areas
    ]
    context = {
        "areas": areas,
        "open_areas": [
            (area, rows, door.url("fill_area", area.code)) for area, rows in open_areas if rows
        ],
        "resume_url": _resume(door, areas),
        "missing": areas.progress.total - areas.progress.answered,
    }
    return door_page(request, door, "review", _("Review and submit"), context)


def _done(request: HttpRequest, door: Door) -> HttpResponse:
    """Thank you, and the way to one's own answers, and to new questions since submitting."""
    is_finished = door.delegation is not None and door.delegation.finished_at is not None
    if not door.has_handed_in and not is_finished and not door.is_asked_more:
        return redirect(door.url("fill"))
    new = 0
    if door.is_asked_more:
        new = areas_of(door, OwnSheet(begun(door), is_led=False)).progress.total
    context = {"new_questions": new}
    return door_page(request, door, "done", _("Thank you"), context)


def _answers(request: HttpRequest, door: Door) -> HttpResponse:
    """One's own answers, to read."""
    if door.response is None and door.has_handed_in:
        return redirect(door.url("fill_done"))
    response = begun(door)
    found = own_areas(response)
    shown = {
        area.code for area in parts_of(Sheet(tuple(a for a, _ in found)), door.delegation).areas
    }
    names = answered_by(response)
    groups = [
        (area, [(q, names.get(q.item_id, "")) for q in questions])
        for area, questions in found
        if area.code in shown
    ]
    context = {"groups": groups, "is_shared": bool(names) or door.delegation is not None}
    return door_page(request, door, "own_answers", _("My answers"), context)


def areas_of(door: Door, own: OwnSheet) -> Sheet:
    """The parts that stand behind this door: all, or those handed to a colleague."""
    return parts_of(own.areas(), door.delegation)


def begun(door: Door) -> Response:
    """The response that was begun; WrongState before that."""
    if door.response is None:
        raise WrongState(_("Open the first page of the questionnaire to begin."))
    return door.response


def door_page(
    request: HttpRequest,
    door: Door,
    template: str,
    title: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Render a page of the questionnaire in the frame of its door."""
    common = {
        "door": door,
        "base": door.base,
        "assessment": door.assessment,
        "response": door.response,
        "program": door.assessment.program,
        "page_title": title,
        "breadcrumbs": [],
        "mode_label": mode_label(door.assessment),
        "mode_words": mode_words(door.assessment),
        "may_delegate": door.delegation is None
        and allowed(policies.check_can_delegate, door.participant, door.assessment),
        "urls": {
            name: door.url(f"fill_{name}" if name else "fill")
            for name in (
                "review",
                "done",
                "answers",
                "save",
                "delegate",
                "sheet",
                "summary",
                "summary_pdf",
            )
        }
        | {"start": door.url("fill")},
    }
    return render(request, f"assessments/fill/{template}.html", common | context, status=status)


welcome = account_door(_welcome)
area = account_door(_area)
review = account_door(_review)
done = account_door(_done)
answers = account_door(_answers)

link_welcome = link_door(_welcome)
link_area = link_door(_area)
link_review = link_door(_review)
link_done = link_door(_done)
link_answers = link_door(_answers)
