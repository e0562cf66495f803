"""Pages that bring models in as files and take them out."""

from hashlib import sha256
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cip.kernel import clock
from cip.kernel.errors import WrongState
from cip.web.links import lead_on, org_url
from cip.web.loading import ActorRequest, get_visible
from models_catalog import policies
from models_catalog.forms import FORMS, ModelFileForm
from models_catalog.models import ModelVersion
from models_catalog.queries.exports import exported_file
from models_catalog.queries.import_runs import latest_imports
from models_catalog.rules.exporting import EXPORTS
from models_catalog.rules.model_file import is_foreign, is_large
from models_catalog.services.files import ImportedFile, import_file
from models_catalog.services.import_runs import Upload, request_import
from models_catalog.services.results import plain_result
from models_catalog.views.crumbs import crumbs


@require_GET
def download(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The version as a file; `as` names the format, YAML when it is left out."""
    row = get_visible(ModelVersion.objects.select_related("model"), request.actor, pk)
    form = request.GET.get("as", "yaml")
    if form not in EXPORTS:
        raise Http404
    file = exported_file(row, form)
    return HttpResponse(
        file.content,
        content_type=file.content_type,
        headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
    )


@require_http_methods(["GET", "POST"])
def import_(request: ActorRequest, organization: str) -> HttpResponse:
    """Check a model file, or check it and store it as a draft; a large one by a worker.

    A file of a foreign format is stored only after its report was shown: `seen` is its checksum.
    """
    actor = request.actor
    policies.check_can_import(actor, actor.organization_id)
    if request.method == "GET":
        return _page(request, ModelFileForm())
    form = ModelFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    data = form.cleaned_data["document"].read()
    checksum = sha256(data).hexdigest()
    is_unseen = request.POST.get("seen") != checksum and is_foreign(data, form.cleaned_data["form"])
    is_dry_run = is_unseen or request.POST.get("action") != "store"
    try:
        if is_large(data):
            return _in_background(request, form, data, is_dry_run=is_dry_run)
        result = import_file(
            actor=actor,
            data=data,
            organization_id=actor.organization_id,
            is_dry_run=is_dry_run,
            form=form.cleaned_data["form"],
            told=form.told,
        )
    except WrongState as error:
        form.add_error("document", error.message)
        return _page(request, form)
    if result.version is None:
        return _page(request, form, result, checksum)
    messages.success(request, _("Stored as a draft. Look through it, then publish it."))
    target = org_url(actor, "catalog:version", result.version.pk)
    return lead_on(request, target)


def _in_background(
    request: ActorRequest, form: ModelFileForm, data: bytes, *, is_dry_run: bool
) -> HttpResponse:
    name = form.cleaned_data["document"].name or ""
    run = request_import(
        actor=request.actor,
        upload=Upload(data, name, form.cleaned_data["form"], form.told),
        is_dry_run=is_dry_run,
        now=clock.now(),
    )
    return lead_on(request, org_url(request.actor, "catalog:import_run", run.pk))


def _page(
    request: ActorRequest,
    form: ModelFileForm,
    result: ImportedFile | None = None,
    checksum: str = "",
) -> HttpResponse:
    is_part = bool(request.headers.get("HX-Request"))
    return render(
        request,
        "catalog/_import_result.html" if is_part else "catalog/import.html",
        {
            "page_title": _("Import a model"),
            "breadcrumbs": crumbs(request, (_("Import a model"), None)),
            "form": form,
            "result": plain_result(result) if result else None,
            "imports": () if is_part else latest_imports(request.actor),
            "form_name": FORMS[result.form] if result else "",
            "checksum": checksum,
            "is_part": is_part,
        },
    )
