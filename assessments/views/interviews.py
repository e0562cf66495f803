"""Interviews and their notes: the assessment team's own pages."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments import policies
from assessments.forms.findings import ReasonForm
from assessments.forms.interviews import (
    ConsentForm,
    HoldInterviewForm,
    InterviewFilterForm,
    InterviewForm,
    NoteForm,
)
from assessments.models import Assessment, Interview, InterviewNote
from assessments.queries import interviews as queries
from assessments.services import interviews as services
from assessments.services.practice_evidence import use_note
from assessments.views.result_frame import frame, load_assessment, submitted
from cip.access.check import allowed
from cip.db.paging import both_ways, page_of
from cip.kernel import clock
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.lists import list_file, wanted
from cip.web.loading import ActorRequest, get_visible


def interviews(request: ActorRequest, organization: str, pk: UUID) -> HttpResponseBase:
    """All interviews of the assessment; as a file without names and words."""
    row = load_assessment(request, pk)
    policies.check_can_see_interviews(request.actor)
    form = InterviewFilterForm(request.GET)
    asked = wanted(request, both_ways(queries.ORDERS), form)
    found = queries.interviews(
        row,
        search=asked.values.get("q", ""),
        state=asked.values.get("state", ""),
        sort=asked.sort,
    )
    if asked.is_export:
        return _file(found)
    context = frame(request, row, _("Interviews"), (_("Interviews"), None)) | {
        "page": page_of(found, asked.number, lambda each: each),
        "counts": queries.interview_counts(row),
        "form": form,
        "is_filtered": asked.is_filtered,
        "can_hold": allowed(policies.check_can_hold_interviews, request.actor, row),
    }
    return render(request, "assessments/interviews.html", context)


def _file(rows: Iterable[queries.InterviewRow]) -> StreamingHttpResponse:
    head = [_("Kind"), _("State"), _("Planned on"), _("Held on"), _("Consent"), _("Notes")]
    lines = (
        (
            row.kind_label,
            row.state_label,
            row.planned_on,
            row.held_on,
            _("yes") if row.has_consent else _("no"),
            row.note_count,
        )
        for row in rows
    )
    return list_file("interviews", head, lines)


@require_http_methods(["GET", "POST"])
def interview_new(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Plan an interview."""
    row = load_assessment(request, pk)
    policies.check_can_hold_interviews(request.actor, row)
    form = InterviewForm(
        submitted(request), assessment=row, initial={"kind": "single", "planned_on": clock.today()}
    )
    if request.method == "POST" and form.is_valid():
        made = run_service(
            form,
            lambda: services.plan_interview(actor=request.actor, assessment=row, **_values(form)),
        )
        if made is not None:
            messages.success(request, _("Interview planned."))
            return redirect(org_url(request.actor, "assessments:interview", made.pk))
    return _form_page(request, row, form, _("Plan an interview"), _step(request, row))


def interview(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """One interview with its notes."""
    return _page(request, _load(request, pk))


@require_http_methods(["GET", "POST"])
def interview_edit(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Change who is asked and when."""
    row = _load(request, pk)
    policies.check_can_hold_interviews(request.actor, row.assessment)
    initial = {
        "role_asked": row.role_asked,
        "kind": row.kind,
        "follows": row.follows_id,
        "planned_on": row.planned_on,
        "interviewers": row.interviewers,
        "people_present": row.people_present,
        "expected_version": row.version,
    }
    form = InterviewForm(
        submitted(request), assessment=row.assessment, own_id=row.pk, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["expected_version"] or 0
        saved = run_service(
            form,
            lambda: services.edit_interview(
                actor=request.actor, interview=row, expected_version=version, values=_values(form)
            ),
        )
        if saved is not None:
            return _back(request, row, _("Interview saved."))
    return _form_page(request, row.assessment, form, _("Edit the interview"), *_steps(request, row))


@require_POST
def interview_hold(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """It took place."""
    row, form = _load(request, pk), HoldInterviewForm(request.POST)
    return _moved(
        request,
        row,
        {"hold_form": form},
        lambda: services.hold_interview(
            actor=request.actor, interview=row, today=clock.today(), **form.cleaned_data
        ),
        _("Interview held. Record the consent, then write the notes."),
    )


@require_POST
def interview_cancel(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """It will not take place."""
    row, form = _load(request, pk), ReasonForm(request.POST)
    return _moved(
        request,
        row,
        {"cancel_form": form},
        lambda: services.cancel_interview(actor=request.actor, interview=row, **form.cleaned_data),
        _("Interview canceled."),
    )


@require_POST
def interview_again(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """A canceled one is planned again."""
    row, form = _load(request, pk), ReasonForm(request.POST)
    return _moved(
        request,
        row,
        {"cancel_form": form},
        lambda: services.plan_again(
            actor=request.actor,
            interview=row,
            expected_version=form.cleaned_data["expected_version"],
        ),
        _("Interview planned again."),
    )


@require_POST
def interview_consent(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Those who spoke agree."""
    row, form = _load(request, pk), ConsentForm(request.POST)
    return _moved(
        request,
        row,
        {"consent_form": form},
        lambda: services.record_consent(
            actor=request.actor,
            interview=row,
            how=form.cleaned_data["consent_how"],
            given_on=form.cleaned_data["consent_on"],
            today=clock.today(),
            expected_version=form.cleaned_data["expected_version"],
        ),
        _("Consent recorded."),
    )


@require_POST
def interview_withdraw_consent(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """They no longer agree; evidence from the notes goes."""
    row, form = _load(request, pk), ReasonForm(request.POST)
    return _moved(
        request,
        row,
        {"consent_form": form},
        lambda: services.withdraw_consent(
            actor=request.actor,
            interview=row,
            expected_version=form.cleaned_data["expected_version"],
        ),
        _("Consent withdrawn. Nothing from these notes is evidence any more."),
    )


@require_POST
def note_new(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Write a note."""
    row = _load(request, pk)
    form = NoteForm(request.POST, assessment=row.assessment)
    return _moved(
        request,
        row,
        {"note_form": form},
        lambda: services.write_note(actor=request.actor, interview=row, **_note_values(form)),
        _("Note written."),
    )


@require_http_methods(["GET", "POST"])
def note_edit(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Change a note."""
    note = _load_note(request, pk)
    row = note.interview
    policies.check_can_note(request.actor, row)
    initial = {
        "kind": note.kind,
        "text": note.text,
        "says": note.says,
        "nodes": list(note.nodes.values_list("pk", flat=True)),
        "expected_version": note.version,
    }
    form = NoteForm(submitted(request), assessment=row.assessment, initial=initial)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["expected_version"] or 0
        saved = run_service(
            form,
            lambda: services.edit_note(
                actor=request.actor, note=note, expected_version=version, **_note_values(form)
            ),
        )
        if saved is not None:
            return _back(request, row, _("Note saved."))
    return _form_page(request, row.assessment, form, _("Edit the note"), *_steps(request, row))


@require_POST
def note_delete(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Take a note away."""
    note = _load_note(request, pk)
    services.delete_note(actor=request.actor, note=note)
    return _back(request, note.interview, _("Note deleted."))


@require_POST
def note_use(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Use a note as evidence."""
    note = _load_note(request, pk)
    use_note(actor=request.actor, note=note)
    return _back(request, note.interview, _("The note is evidence about what it is tied to."))


def _load(request: ActorRequest, pk: UUID) -> Interview:
    rows = Interview.objects.select_related(
        "assessment__program", "assessment__model_version", "follows"
    )
    row: Interview = get_visible(rows, request.actor, pk)
    policies.check_can_see_interviews(request.actor)
    request.program_id = row.assessment.program_id  # type: ignore[attr-defined]
    return row


def _load_note(request: ActorRequest, pk: UUID) -> InterviewNote:
    rows = InterviewNote.objects.select_related(
        "interview__assessment__program", "interview__assessment__model_version"
    )
    row: InterviewNote = get_visible(rows, request.actor, pk)
    policies.check_can_see_interviews(request.actor)
    request.program_id = row.interview.assessment.program_id  # type: ignore[attr-defined]
    return row


def _moved(
    request: ActorRequest,
    row: Interview,
    given: dict[str, forms.Form],
    service: Callable[[], Any],
    message: str,
) -> HttpResponse:
    """One step by the one form given; the page again with its errors when it fails."""
    (form,) = given.values()
    if form.is_valid() and run_service(form, service) is not None:
        return _back(request, row, message)
    return _page(request, row, status=400, **given)


def _page(
    request: ActorRequest, row: Interview, *, status: int = 200, **given: Any
) -> HttpResponse:
    version = {"expected_version": row.version}
    today = clock.today()
    context = frame(request, row.assessment, row.role_asked, *_steps(request, row)[:1]) | {
        "row": row,
        "notes": queries.notes_of(row),
        "can_hold": allowed(policies.check_can_hold_interviews, request.actor, row.assessment),
        "can_note": allowed(policies.check_can_note, request.actor, row),
        "can_use": allowed(policies.check_can_use_as_evidence, request.actor, row),
        "hold_form": HoldInterviewForm(
            initial=version | {"held_on": min(today, row.planned_on)}, auto_id="hold_%s"
        ),
        "cancel_form": ReasonForm(initial=version, auto_id="cancel_%s"),
        "consent_form": ConsentForm(
            initial=version | {"consent_how": "spoken", "consent_on": row.held_on or today},
            auto_id="consent_%s",
        ),
        "note_form": NoteForm(assessment=row.assessment, initial={"kind": "fact", "says": ""}),
        "failed": next(iter(given), ""),
    }
    context["breadcrumbs"].append((row.role_asked, None))
    return render(request, "assessments/interview.html", context | given, status=status)


def _form_page(
    request: ActorRequest,
    assessment: Assessment,
    form: forms.Form,
    title: str,
    *steps: tuple[str, str | None],
) -> HttpResponse:
    context = frame(request, assessment, title, *steps, (title, None)) | {
        "form": form,
        "back": steps[-1][1],
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "assessments/interview_form.html", context, status=status)


def _step(request: ActorRequest, assessment: Assessment) -> tuple[str, str]:
    return _("Interviews"), org_url(request.actor, "assessments:interviews", assessment.pk)


def _steps(request: ActorRequest, row: Interview) -> tuple[tuple[str, str], tuple[str, str]]:
    own = (row.role_asked, org_url(request.actor, "assessments:interview", row.pk))
    return _step(request, row.assessment), own


def _back(request: ActorRequest, row: Interview, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect(org_url(request.actor, "assessments:interview", row.pk))


def _values(form: InterviewForm) -> dict[str, Any]:
    data = form.cleaned_data
    names = ("role_asked", "kind", "planned_on", "interviewers", "people_present")
    follows = data["follows"] if data["kind"] == Interview.Kind.FOLLOW_UP else None
    return {name: data[name] for name in names} | {"follows_id": follows and follows.pk}


def _note_values(form: NoteForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "text": data["text"],
        "kind": data["kind"],
        "says": data["says"],
        "node_ids": [node.pk for node in data["nodes"]],
    }
