"""Pages about reports: history, request, one run, download, preview."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import models
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cip.access.check import allowed
from cip.kernel import clock
from cip.kernel.errors import InvalidInput
from cip.reports import policies, queries, services
from cip.reports.forms import FilterForm, RequestForm
from cip.reports.models import ReportRun
from cip.reports.registry import report_kind, report_kinds
from cip.reports.sheets import render_sheet
from cip.web.links import org_url
from cip.web.lists import list_file, wanted
from cip.web.loading import ActorRequest, get_visible


def list_(request: ActorRequest, organization: str, program_id: UUID) -> HttpResponseBase:
    """History of a program's reports, with the form to request one."""
    program = _program(request, program_id)
    filters = FilterForm(request.GET, kinds=[(k.code, str(k.title)) for k in report_kinds()])
    asked = wanted(request, queries.ORDERS, filters)
    page = queries.program_runs(
        request.actor,
        program_id,
        kind=asked.values.get("kind", ""),
        state=asked.values.get("state", ""),
        sort=asked.sort,
        page=asked.number,
    )
    if asked.is_export:
        return _runs_file(page)
    context = {
        "program": program,
        "page_title": _("Reports"),
        "breadcrumbs": _trail(request, program),
        "filters": filters,
        "is_filtered": asked.is_filtered,
        "page": page,
        "poll": settings.LIVE_POLL_SECONDS,
        "choices": queries.report_choices(request.actor, program_id),
        "can_request": allowed(policies.check_can_request_report, request.actor),
    }
    return render(request, "reports/list.html", context)


def _runs_file(rows: Iterable[queries.RunRow]) -> StreamingHttpResponse:
    head = [
        _("Report"),
        _("About"),
        _("Requested by"),
        _("Requested at (UTC)"),
        _("State"),
        _("Finished at (UTC)"),
        _("Pages"),
        _("Size in bytes"),
        _("SHA-256"),
        _("Problem"),
    ]
    lines = (
        (
            r.kind_title,
            r.subject_label,
            r.requested_by,
            r.requested_at.isoformat(timespec="seconds"),
            r.state_label,
            r.finished_at and r.finished_at.isoformat(timespec="seconds"),
            r.pages,
            r.size,
            r.checksum,
            r.error,
        )
        for r in rows
    )
    return list_file("reports", head, lines)


@require_POST
def request_report(request: ActorRequest, organization: str) -> HttpResponse:
    """Queue the report and show its run."""
    form = RequestForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(
            fields={name: [str(e) for e in errors] for name, errors in form.errors.items()}
        )
    run = services.request_report(
        actor=request.actor,
        kind=form.cleaned_data["kind"],
        subject_id=form.cleaned_data["subject_id"],
        parameters=form.parameters(),
    )
    return redirect(org_url(request.actor, "reports:run", run.pk))


def run(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """One run; htmx asks for its panel, or with `?part=row` for its row in the list."""
    row = queries.run_row(request.actor, _run(request, pk))
    if request.htmx:  # type: ignore[attr-defined]
        return _fragment(request, row)
    program = _program(request, row.program_id) if row.program_id else None
    context = {
        "program": program,
        "page_title": f"{row.kind_title}: {row.subject_label}",
        "breadcrumbs": [
            *_trail(request, program, row.kind, row.subject_id),
            (row.kind_title, None),
        ],
        "run": row,
        "poll": settings.LIVE_POLL_SECONDS,
    }
    return render(request, "reports/run.html", context)


def download(request: ActorRequest, organization: str, pk: UUID) -> FileResponse:
    """The finished file, if the actor may see its subject now."""
    found = _run(request, pk)
    file = services.open_report(actor=request.actor, run=found)
    return FileResponse(
        file,
        as_attachment=True,
        filename=queries.file_name(found),
        content_type=report_kind(found.kind).format.media_type,
    )


@require_POST
def cancel(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Stop it."""
    found = services.cancel_report(actor=request.actor, run=_run(request, pk), now=clock.now())
    return _after_change(request, found, _("The report is canceled."))


@require_POST
def retry(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Make it again."""
    found = services.retry_report(actor=request.actor, run=_run(request, pk))
    return _after_change(request, found, _("The report is being made again."))


def preview(request: ActorRequest, organization: str, kind: str, subject_id: UUID) -> HttpResponse:
    """The report as a page: the same sheet that is printed."""
    shown = services.preview_report(actor=request.actor, kind=kind, subject_id=subject_id)
    program_id = shown.subject.program_id
    program = _program(request, program_id) if program_id else None
    context = {
        "program": program,
        "page_title": shown.document.title,
        "breadcrumbs": [*_trail(request, program, kind, subject_id), (_("Preview"), None)],
        "sheet": render_sheet(shown.document),
        "kind": kind,
        "format": report_kind(kind).format,
        "subject_id": subject_id,
        "can_request": allowed(policies.check_can_request_report, request.actor),
    }
    return render(request, "reports/preview.html", context)


def _run(request: ActorRequest, pk: UUID) -> ReportRun:
    return get_visible(queries.with_jobs(ReportRun.objects.all()), request.actor, pk)


def _program(request: ActorRequest, program_id: UUID) -> models.Model:
    """The visible program (Http404 otherwise); puts the page into its frame."""
    program: models.Model = import_string(settings.REPORT_PROGRAM)(request.actor, program_id)
    request.program_id = program_id  # type: ignore[attr-defined]
    return program


def _trail(
    request: ActorRequest,
    program: models.Model | None,
    kind: str = "",
    subject_id: UUID | None = None,
) -> list[tuple[str, str | None]]:
    if program is None:
        known = next((each for each in report_kinds() if each.code == kind), None)
        trail = known.trail(request.actor, subject_id) if known and subject_id else ()
        return [*trail] or [(_("Programs"), org_url(request.actor, "programs:list"))]
    url = org_url(request.actor, "reports:list", program.pk)
    return [
        (str(program), org_url(request.actor, "home:program", program.pk)),
        (_("Reports"), None if url == request.path else url),
    ]


def _fragment(request: HttpRequest, row: queries.RunRow) -> HttpResponse:
    part = "row" if request.GET.get("part") == "row" else "panel"
    context = {"run": row, "poll": settings.LIVE_POLL_SECONDS}
    return render(request, f"reports/run_{part}.html", context)


def _after_change(request: ActorRequest, found: ReportRun, sentence: str) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return _fragment(request, queries.run_row(request.actor, found))
    messages.success(request, sentence)
    return redirect(org_url(request.actor, "reports:run", found.pk))
