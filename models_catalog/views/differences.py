"""The page that says what changed from one version to another."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible
from models_catalog.forms import DifferenceForm
from models_catalog.models import ModelVersion
from models_catalog.queries.difference import (
    comparable_versions,
    difference_page,
    usual_comparison,
)
from models_catalog.views.crumbs import crumbs


@require_GET
def difference(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """From a chosen version to this one, in numbers and by branch of the tree."""
    actor = request.actor
    rows = ModelVersion.objects.select_related("model", "based_on")
    after = get_visible(rows, actor, pk)
    others = comparable_versions(actor, after)
    form = DifferenceForm(request.GET, versions=[after, *others])
    if not form.is_valid():
        raise Http404
    asked = form.cleaned_data
    if asked["to"] and asked["to"] != after.pk:
        address = org_url(actor, "catalog:difference", asked["to"])
        return redirect(f"{address}?from={asked['from'] or after.pk}")
    known = {row.pk: row for row in others}
    before = known.get(asked["from"]) or usual_comparison(after, others)
    found = before and difference_page(
        before,
        after,
        kind=asked["kind"],
        branch=asked["branch"],
        number=request.GET.get("page"),
    )
    home = org_url(actor, "catalog:version", after.pk)
    return render(
        request,
        "catalog/difference.html",
        {
            "page_title": _("What changed"),
            "breadcrumbs": crumbs(request, (after.model.name, home), (_("What changed"), None)),
            "version": after,
            "versions": [after, *others],
            "found": found,
            "asked": asked,
        },
    )
