"""Fill in one's own questionnaire, page by page, with scripts or without."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assessments import policies
from assessments.queries.delegations import answered_by, parts_of
from assessments.queries.own_summary import own_areas
from assessments.queries.questionnaire import AreaStep, AskedQuestion, OwnSheet, Sheet
from assessments.services.answers import start_response, submit_response
from assessments.services.delegations import finish_parts
from assessments.views.doors import Door, account_door, link_door
from assessments.views.fill_form import FormPage, may_fill_at_once
from assessments.views.fill_frame import areas_of, begun, door_page
from cip.access.check import allowed
from cip.kernel import clock


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
    page = FormPage(request, door, areas, (step,), questions)
    if request.method == "POST":
        return page.not_saved() or redirect(_onward(door, areas, index, request.POST.get("go", "")))
    return page.shown()


def _whole(request: HttpRequest, door: Door) -> HttpResponse:
    """All questions on one page, part by part, to read through or to answer.

    Forms of more fields than a browser may send are left to the pages of the parts.
    """
    if door.has_handed_in:
        return redirect(door.url("fill_done"))
    response = begun(door)
    policies.check_can_answer(response, door.assessment)
    own = OwnSheet(response)
    areas = areas_of(door, own)
    if not may_fill_at_once(areas):
        return redirect(door.url("fill"))
    codes = {area.code for area in areas.areas}
    questions = [question for question in own.questions() if question.area_code in codes]
    page = FormPage(request, door, areas, areas.areas, questions)
    if request.method == "POST":
        return page.not_saved() or redirect(door.url("fill_review"))
    return page.shown()


def _onward(door: Door, areas: Sheet, index: int, go: str) -> str:
    codes = [area.code for area in areas.areas]
    if go.startswith("area-") and go.removeprefix("area-") in codes:
        return door.url("fill_area", go.removeprefix("area-"))
    if go == "previous" and index > 0:
        return door.url("fill_area", codes[index - 1])
    if go == "next" and index + 1 < len(codes):
        return door.url("fill_area", codes[index + 1])
    return door.url("fill_area", codes[index]) if go == "stay" else door.url("fill_review")


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


welcome = account_door(_welcome)
area = account_door(_area)
whole = account_door(_whole)
review = account_door(_review)
done = account_door(_done)
answers = account_door(_answers)

link_welcome = link_door(_welcome)
link_area = link_door(_area)
link_whole = link_door(_whole)
link_review = link_door(_review)
link_done = link_door(_done)
link_answers = link_door(_answers)
