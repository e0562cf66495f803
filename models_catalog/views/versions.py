"""Pages of models, their versions and nodes."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cip.access.check import allowed
from cip.web.links import org_url
from cip.web.lists import list_file, wanted
from cip.web.loading import ActorRequest, get_visible
from models_catalog import policies
from models_catalog.forms import NodeFilterForm
from models_catalog.models import ModelVersion
from models_catalog.queries.catalog import models_list, node_counts, version_overview
from models_catalog.queries.crosswalks import mappings_of
from models_catalog.queries.kept import kept
from models_catalog.queries.lifecycle import line_of
from models_catalog.queries.map import model_map
from models_catalog.queries.node_page import node_page
from models_catalog.queries.nodes import NODE_ORDERS, NodeRow, level_choices, node_list
from models_catalog.queries.tree import tree_top
from models_catalog.queries.vocabulary import (
    Vocabulary,
    type_uses,
    vocabulary_of,
    with_vocabulary,
)
from models_catalog.services import versions
from models_catalog.views.crumbs import crumbs
from models_catalog.views.lifecycle import lifecycle_checks
from models_catalog.views.map import is_on_map, shape_of


def _load(request: ActorRequest, pk: UUID) -> ModelVersion:
    return get_visible(ModelVersion.objects.select_related("model"), request.actor, pk)


def _load_with_words(request: ActorRequest, pk: UUID) -> tuple[ModelVersion, Vocabulary]:
    rows = ModelVersion.objects.select_related("model", "based_on__model")
    row = get_visible(rows, request.actor, pk)
    return row, kept(row, "words", lambda: _words(row))


def _words(version: ModelVersion) -> Vocabulary:
    return vocabulary_of(with_vocabulary(ModelVersion.objects.filter(pk=version.pk)).get())


@require_GET
def list_(request: ActorRequest, organization: str) -> HttpResponse:
    """All maturity models that the organization can use."""
    actor = request.actor
    return render(
        request,
        "catalog/list.html",
        {
            "page_title": _("Catalog"),
            "page": models_list(actor, request.GET.get("page")),
            "can_import": allowed(policies.check_can_import, actor, actor.organization_id),
        },
    )


@require_GET
def version(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """One version: its table or branches, levels, points of view, whose model it is."""
    row, words = _load_with_words(request, pk)
    uses = kept(row, "uses", lambda: type_uses(row))
    shape = shape_of(words, uses)
    columns = [each.code for each in shape.columns] if shape else ()
    overview = version_overview(row, words, uses)
    actor = request.actor
    return render(
        request,
        "catalog/version.html",
        {
            "page_title": overview.name,
            "breadcrumbs": crumbs(request, (overview.name, None)),
            "overview": overview,
            "version": row,
            "has_map": shape is not None,
            "map": SimpleLazyObject(lambda: shape and model_map(row, words, shape)),
            "tree": SimpleLazyObject(lambda: tree_top(row, words, uses, columns)),
            "reading": "continuous" if request.GET.get("reading") == "continuous" else "staged",
            "checks": lifecycle_checks(actor, row),
            "line": line_of(actor, row),
        },
    )


@require_GET
def nodes(request: ActorRequest, organization: str, pk: UUID) -> HttpResponseBase:
    """All nodes of a version, filtered by type, level, parent and words."""
    row = _load(request, pk)
    counts = node_counts([row.pk]).get(row.pk, ())
    form = NodeFilterForm(request.GET, types=counts, levels=level_choices(row))
    asked = wanted(request, NODE_ORDERS, form)
    found = node_list(
        row,
        type_code=asked.values.get("type", ""),
        level=asked.values.get("level"),
        parent=asked.values.get("parent", ""),
        text=asked.values.get("q", ""),
        sort=asked.sort,
        page=asked.number,
    )
    if asked.is_export:
        return _nodes_file(row, found)
    home = org_url(request.actor, "catalog:version", row.pk)
    return render(
        request,
        "catalog/nodes.html",
        {
            "page_title": _("All nodes"),
            "breadcrumbs": crumbs(request, (row.model.name, home), (_("All nodes"), None)),
            "version": row,
            "form": form,
            "page": found,
        },
    )


def _nodes_file(version: ModelVersion, rows: Iterable[NodeRow]) -> StreamingHttpResponse:
    head = [_("Code"), _("Title"), _("Type"), _("Level"), _("Under (code)"), _("Under (title)")]
    lines = (
        (
            row.node.code,
            row.node.title,
            row.node.type_name,
            row.node.level,
            row.parent_code,
            row.parent_title,
        )
        for row in rows
    )
    return list_file(f"{version.model.code}-{version.number}-nodes", head, lines)


@require_GET
def node(request: ActorRequest, organization: str, pk: UUID, code: str) -> HttpResponse:
    """One node with what stands around it."""
    row, words = _load_with_words(request, pk)
    found = kept(row, f"node:{code}", lambda: node_page(row, words, code))
    if found is None:
        raise Http404
    actor = request.actor
    above = [
        (each.title, org_url(actor, "catalog:node", row.pk, each.code)) for each in found.crumbs
    ]
    home = org_url(actor, "catalog:version", row.pk)
    return render(
        request,
        "catalog/node.html",
        {
            "page_title": found.node.title,
            "breadcrumbs": crumbs(
                request, (row.model.name, home), *above, (found.node.title, None)
            ),
            "version": row,
            "found": found,
            "mappings": mappings_of(actor, found.node.id),
            "on_map": kept(
                row, f"on_map:{code}", lambda: is_on_map(row, words, found.node.type_name)
            ),
        },
    )


@require_POST
def discard(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Delete a draft."""
    row = _load(request, pk)
    versions.discard_draft(actor=request.actor, version=row)
    messages.success(request, _("The draft is gone."))
    return redirect(org_url(request.actor, "catalog:list"))
