"""Pages of large model files that a worker reads."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cip.kernel import clock
from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible
from models_catalog import policies
from models_catalog.forms import FORMS
from models_catalog.models import ImportRun
from models_catalog.queries.import_runs import import_row, result_of, with_jobs
from models_catalog.rules.foreign.detecting import FileForm
from models_catalog.services import import_runs as services
from models_catalog.views.crumbs import crumbs


def _run(request: ActorRequest, pk: UUID) -> ImportRun:
    run = get_visible(with_jobs(ImportRun.objects.all()), request.actor, pk)
    policies.check_can_import(request.actor, run.organization_id)
    return run


@require_GET
def run(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Progress, then what was found, then where it is stored; htmx asks for the panel alone."""
    return _page(request, _run(request, pk))


@require_POST
def store(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Store what was seen."""
    found = services.store_import(actor=request.actor, run=_run(request, pk), now=clock.now())
    return _after(request, found)


@require_POST
def cancel(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Stop it."""
    found = services.cancel_import(actor=request.actor, run=_run(request, pk), now=clock.now())
    return _after(request, found)


@require_POST
def retry(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Try again after a failure."""
    return _after(request, services.retry_import(actor=request.actor, run=_run(request, pk)))


@require_POST
def discard(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Forget the file now."""
    services.discard_import(actor=request.actor, run=_run(request, pk))
    messages.success(request, _("The file is discarded."))
    return redirect(org_url(request.actor, "catalog:import"))


def _after(request: ActorRequest, run: ImportRun) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return _page(request, _run(request, run.pk))
    return redirect(org_url(request.actor, "catalog:import_run", run.pk))


def _page(request: ActorRequest, run: ImportRun) -> HttpResponse:
    found = result_of(run)
    home = org_url(request.actor, "catalog:import")
    context = {
        "page_title": run.file_name,
        "breadcrumbs": crumbs(request, (_("Import a model"), home), (run.file_name, None)),
        "run": import_row(request.actor, run),
        "result": found,
        "form_name": FORMS[FileForm(found["form"])] if found else "",
        "poll": settings.LIVE_POLL_SECONDS,
    }
    part = "catalog/_import_panel.html" if request.htmx else "catalog/import_run.html"  # type: ignore[attr-defined]
    return render(request, part, context)
