"""The page of a model as a whole: its versions, variants and booklets."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible
from models_catalog.models import MaturityModel
from models_catalog.queries.model_page import model_page
from models_catalog.views.crumbs import crumbs


@require_GET
def model(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """All versions, any two to compare; variants that one may see; booklets made of it."""
    actor = request.actor
    row = get_visible(MaturityModel.objects.all(), actor, pk)
    found = model_page(
        actor, row, page=request.GET.get("page"), booklets=request.GET.get("booklets_page")
    )
    home = org_url(actor, "catalog:version", found.current.id) if found.current else None
    title = _("Versions and booklets")
    return render(
        request,
        "catalog/model.html",
        {
            "page_title": title,
            "breadcrumbs": crumbs(request, (found.name, home), (title, None)),
            "found": found,
            "poll": settings.LIVE_POLL_SECONDS,
        },
    )
