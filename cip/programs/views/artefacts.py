"""Artefacts: list, upload, versions, download, comments."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cip.access.check import allowed
from cip.kernel import clock
from cip.programs import policies
from cip.programs.downloads import attachment
from cip.programs.forms import (
    ArtefactFilterForm,
    ArtefactForm,
    ArtefactVersionForm,
    CommentForm,
    EditArtefactForm,
)
from cip.programs.models import Artefact, ArtefactVersion, Program
from cip.programs.queries import artefacts as queries
from cip.programs.services import artefacts as services
from cip.programs.views.frame import Step, inside, load_program, status_of
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.lists import list_file, wanted
from cip.web.loading import ActorRequest, get_visible


def artefacts(request: ActorRequest, organization: str, program_id: UUID) -> HttpResponseBase:
    """The artefacts of the program that one may see."""
    actor = request.actor
    program = load_program(request, program_id)
    form = ArtefactFilterForm(request.GET, program=program)
    asked = wanted(request, queries.ORDERS, form)
    team = asked.values.get("team")
    page = queries.artefact_page(
        program,
        actor,
        search=asked.values.get("q", ""),
        team=None if team is None else team.pk,
        withdrawn=asked.values.get("state") == "withdrawn",
        sort=asked.sort,
        number=asked.number,
    )
    if asked.is_export:
        return _artefacts_file(page)
    context = inside(request, program, _("Artefacts")) | {
        "form": form,
        "page": page,
        "is_filtered": asked.is_filtered,
        "can_upload": allowed(policies.check_can_upload_somewhere, actor, program),
    }
    return render(request, "programs/artefacts.html", context)


def _artefacts_file(rows: Iterable[queries.ArtefactRow]) -> StreamingHttpResponse:
    head = [
        _("Title"),
        _("CI team"),
        _("Latest version"),
        _("File"),
        _("Size in bytes"),
        _("Stored at (UTC)"),
        _("Stored by"),
        _("Comments"),
    ]
    lines = (
        (
            row.title,
            row.team,
            row.number,
            row.file_name,
            row.size,
            row.uploaded_at and row.uploaded_at.isoformat(timespec="seconds"),
            row.uploaded_by,
            row.comments,
        )
        for row in rows
    )
    return list_file("artefacts", head, lines)


def create(request: ActorRequest, organization: str, program_id: UUID) -> HttpResponse:
    """Store a new artefact."""
    actor = request.actor
    program = load_program(request, program_id)
    policies.check_can_upload_somewhere(actor, program)
    form = ArtefactForm(
        request.POST or None,
        request.FILES or None,
        initial={"team": request.GET.get("team")},
        program=program,
        actor=actor,
        is_any=_may_store_anywhere(request, program),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        artefact = run_service(
            form,
            lambda: services.create_artefact(
                actor=actor,
                program=program,
                title=data["title"],
                description=data["description"],
                team=form.team_id(),
                file=data["file"],
            ),
        )
        if artefact is not None:
            messages.success(request, _("The artefact is stored."))
            return redirect(org_url(actor, "programs:artefact", artefact.pk))
    step = _list_step(request, program)
    context = inside(request, program, _("New artefact"), step) | {"form": form}
    return render(request, "programs/artefact_form.html", context, status=status_of(form))


def artefact(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """One artefact: its versions and what people say about it."""
    return _artefact_page(request, _artefact(request, pk))


def edit(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Change title, description, team."""
    actor = request.actor
    row = _artefact(request, pk)
    policies.check_can_edit_artefact(actor, row)
    initial = {
        "title": row.title,
        "description": row.description,
        "team": row.team_id,
        "expected_version": row.version,
    }
    form = EditArtefactForm(
        request.POST or None,
        initial=initial,
        program=row.program,
        actor=actor,
        is_any=_may_store_anywhere(request, row.program),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        values = {
            "title": data["title"],
            "description": data["description"],
            "team": form.team_id(),
        }
        saved = run_service(
            form,
            lambda: services.edit_artefact(
                actor=actor, artefact=row, expected_version=data["expected_version"], values=values
            ),
        )
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect(org_url(actor, "programs:artefact", row.pk))
    here: Step = (row.title, org_url(actor, "programs:artefact", row.pk))
    steps = [_list_step(request, row.program), here]
    context = inside(request, row.program, _("Edit artefact"), *steps) | {
        "form": form,
        "artefact": row,
    }
    return render(request, "programs/artefact_form.html", context, status=status_of(form))


@require_POST
def add_version(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Store the next version."""
    row = _artefact(request, pk)
    form = ArtefactVersionForm(request.POST, request.FILES)
    if form.is_valid():
        version = run_service(
            form,
            lambda: services.add_version(actor=request.actor, artefact=row, **form.cleaned_data),
        )
        if version is not None:
            messages.success(
                request, _("Version %(number)s is stored.") % {"number": version.number}
            )
            return redirect(org_url(request.actor, "programs:artefact", row.pk))
    return _artefact_page(request, row, version_form=form)


@require_POST
def withdraw(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Take the artefact out of the lists."""
    row = _artefact(request, pk)
    services.withdraw_artefact(actor=request.actor, artefact=row, now=clock.now())
    messages.success(
        request, _("“%(title)s” is withdrawn. It can be restored.") % {"title": row.title}
    )
    return redirect(org_url(request.actor, "programs:artefacts", row.program_id))


@require_POST
def restore(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Put it back into the lists."""
    row = _artefact(request, pk)
    services.restore_artefact(actor=request.actor, artefact=row)
    messages.success(request, _("“%(title)s” is back among the artefacts.") % {"title": row.title})
    return redirect(org_url(request.actor, "programs:artefact", row.pk))


@require_POST
def comment(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Say something about the artefact."""
    row = _artefact(request, pk)
    form = CommentForm(request.POST)
    if form.is_valid():
        added = run_service(
            form,
            lambda: services.comment_on_artefact(
                actor=request.actor, artefact=row, text=form.cleaned_data["text"]
            ),
        )
        if added is not None:
            return redirect(org_url(request.actor, "programs:artefact", row.pk) + "#comments")
    return _artefact_page(request, row, comment_form=form)


def download(request: ActorRequest, organization: str, pk: UUID) -> FileResponse:
    """The stored file, as a download and never as a page."""
    version = get_visible(ArtefactVersion.objects.all(), request.actor, pk)
    policies.check_can_download(version)
    response = attachment(version)
    if response is None:
        raise Http404
    return response


def _artefact(request: ActorRequest, pk: UUID) -> Artefact:
    return get_visible(Artefact.objects.select_related("program", "team"), request.actor, pk)


def _may_store_anywhere(request: ActorRequest, program: Program) -> bool:
    return bool(allowed(policies.check_can_upload, request.actor, program, None))


def _list_step(request: ActorRequest, program: Program) -> Step:
    return (_("Artefacts"), org_url(request.actor, "programs:artefacts", program.pk))


def _artefact_page(
    request: ActorRequest, row: Artefact, *, version_form: Any = None, comment_form: Any = None
) -> HttpResponse:
    actor = request.actor
    context = inside(request, row.program, row.title, _list_step(request, row.program)) | {
        "artefact": row,
        "versions": queries.versions_of(row),
        "comments": queries.comments_on(row),
        "can_edit": allowed(policies.check_can_edit_artefact, actor, row),
        "can_restore": allowed(policies.check_can_restore_artefact, actor, row),
        "can_comment": allowed(policies.check_can_comment, actor, row),
        "version_form": version_form or ArtefactVersionForm(auto_id="version_%s"),
        "comment_form": comment_form or CommentForm(auto_id="comment_%s"),
    }
    forms = [form for form in (version_form, comment_form) if form is not None]
    status = max([status_of(form) for form in forms], default=200)
    return render(request, "programs/artefact.html", context, status=status)
