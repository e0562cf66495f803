"""The page that searches all models."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cip.web.loading import ActorRequest
from models_catalog.forms import SearchForm
from models_catalog.queries.search import MOST, search, searched_models
from models_catalog.views.crumbs import crumbs


@require_GET
def search_page(request: ActorRequest, organization: str) -> HttpResponse:
    """What the words find, the best first; only the results while somebody types."""
    models = searched_models(request.actor)
    form = SearchForm(request.GET, models=models)
    form.is_valid()
    asked = form.cleaned_data
    found = search(
        models, asked.get("q") or "", model=asked.get("model"), page=request.GET.get("page")
    )
    is_part = request.headers.get("HX-Target") == "results"
    return render(
        request,
        "catalog/_search_results.html" if is_part else "catalog/search.html",
        {
            "page_title": _("Search the catalog"),
            "breadcrumbs": crumbs(request, (_("Search"), None)),
            "form": form,
            "words": asked.get("q") or "",
            "page": found,
            "is_cut": len(found.paginator.object_list) >= MOST,
        },
    )
