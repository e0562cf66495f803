"""The map of a model, walked from any of its nodes."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible
from models_catalog.models import ModelVersion
from models_catalog.queries.map import model_map
from models_catalog.queries.vocabulary import Vocabulary, type_uses, vocabulary_of, with_vocabulary
from models_catalog.rules.shape import MapShape, TypeUse, map_shape
from models_catalog.views.crumbs import crumbs


def shape_of(words: Vocabulary, uses: dict[str, TypeUse]) -> MapShape | None:
    """The shape of the version's map, None when it has no map."""
    return map_shape(tuple(words.types.values()), tuple(words.kinds.values()), uses)


def is_on_map(version: ModelVersion, words: Vocabulary, type_name: str) -> bool:
    """Whether the version has a map with a column of that type. A query if it may have one."""
    many = {each.code: TypeUse(2) for each in words.types.values()}
    shape = shape_of(words, many) and shape_of(words, type_uses(version))
    return shape is not None and any(each.name == type_name for each in shape.columns)


@require_GET
def map_page(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The map with the path of `?at=CODE`; only the map when htmx asks for it."""
    rows = with_vocabulary(ModelVersion.objects.select_related("model"))
    row = get_visible(rows, request.actor, pk)
    words = vocabulary_of(row)
    shape = shape_of(words, type_uses(row))
    if shape is None:
        raise Http404
    is_part = request.headers.get("HX-Target") == "map"
    home = org_url(request.actor, "catalog:version", row.pk)
    return render(
        request,
        "catalog/_map.html" if is_part else "catalog/map.html",
        {
            "page_title": _("Map"),
            "breadcrumbs": crumbs(request, (row.model.name, home), (_("Map"), None)),
            "version": row,
            "map": model_map(row, words, shape, request.GET.get("at", "")),
        },
    )
