"""Pages of crosswalks: what one model tells of another."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cip.access.check import allowed
from cip.web.links import lead_on, org_url
from cip.web.loading import ActorRequest, get_visible
from models_catalog import policies
from models_catalog.forms import CrosswalkFileForm, CrosswalkViewForm
from models_catalog.models import Crosswalk
from models_catalog.queries.crosswalks import crosswalk_document, crosswalk_list, crosswalk_page
from models_catalog.rules.crosswalk_file import write_crosswalk
from models_catalog.services.crosswalks import (
    ImportedCrosswalk,
    delete_crosswalk,
    import_crosswalk,
)
from models_catalog.services.results import plain_report
from models_catalog.views.crumbs import crumbs


def _load(request: ActorRequest, pk: UUID) -> Crosswalk:
    rows = Crosswalk.objects.select_related("source__model", "target__model")
    return get_visible(rows, request.actor, pk)


@require_GET
def list_(request: ActorRequest, organization: str) -> HttpResponse:
    """All crosswalks that the organization can use."""
    actor = request.actor
    return render(
        request,
        "catalog/crosswalks.html",
        {
            "page_title": _("Crosswalks"),
            "breadcrumbs": crumbs(request, (_("Crosswalks"), None)),
            "page": crosswalk_list(actor, request.GET.get("page")),
            "can_import": allowed(policies.check_can_import, actor, actor.organization_id),
        },
    )


@require_GET
def detail(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Two versions side by side, from either end; what a level of the one tells of the other."""
    row = _load(request, pk)
    form = CrosswalkViewForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = crosswalk_page(
        row, is_turned=asked.get("side") == "to", up_to=asked.get("up_to") or None
    )
    actor = request.actor
    home = org_url(actor, "catalog:crosswalks")
    return render(
        request,
        "catalog/crosswalk.html",
        {
            "page_title": found.name,
            "breadcrumbs": crumbs(request, (_("Crosswalks"), home), (found.name, None)),
            "found": found,
            "can_delete": allowed(policies.check_can_import, actor, row.organization_id),
        },
    )


@require_GET
def download(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The crosswalk as a file."""
    row = _load(request, pk)
    return HttpResponse(
        write_crosswalk(crosswalk_document(row)),
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{row.code}.yaml"'},
    )


@require_http_methods(["GET", "POST"])
def import_(request: ActorRequest, organization: str) -> HttpResponse:
    """Check a crosswalk file, or check it and store it."""
    actor = request.actor
    policies.check_can_import(actor, actor.organization_id)
    if request.method == "GET":
        return _import_page(request, CrosswalkFileForm())
    form = CrosswalkFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _import_page(request, form)
    is_dry_run = request.POST.get("action") != "store"
    result = import_crosswalk(
        actor=actor,
        data=form.cleaned_data["document"].read(),
        organization_id=actor.organization_id,
        is_dry_run=is_dry_run,
    )
    if result.crosswalk is None:
        return _import_page(request, form, result)
    messages.success(request, _("The crosswalk is stored."))
    target = org_url(actor, "catalog:crosswalk", result.crosswalk.pk)
    return lead_on(request, target)


def _import_page(
    request: ActorRequest, form: CrosswalkFileForm, result: ImportedCrosswalk | None = None
) -> HttpResponse:
    is_part = bool(request.headers.get("HX-Request"))
    home = org_url(request.actor, "catalog:crosswalks")
    return render(
        request,
        "catalog/_crosswalk_result.html" if is_part else "catalog/crosswalk_import.html",
        {
            "page_title": _("Import a crosswalk"),
            "breadcrumbs": crumbs(
                request, (_("Crosswalks"), home), (_("Import a crosswalk"), None)
            ),
            "form": form,
            "result": result,
            "report": plain_report(result.report) if result else None,
            "is_part": is_part,
        },
    )


@require_POST
def delete(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Remove a crosswalk."""
    delete_crosswalk(actor=request.actor, crosswalk=_load(request, pk))
    messages.success(request, _("The crosswalk is gone."))
    return redirect(org_url(request.actor, "catalog:crosswalks"))
