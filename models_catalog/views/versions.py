"""Pages of models, their versions and nodes."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
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
from models_catalog.queries.catalog import (
    models_list,
    node_counts,
)
from models_catalog.queries.crosswalks import mappings_of
from models_catalog.queries.lifecycle import line_of
from models_catalog.queries.nodes import NODE_ORDERS, NodeRow, level_choices, node_list
from models_catalog.services import versions
from models_catalog.views.crumbs import crumbs
from models_catalog.views.lifecycle import lifecycle_checks
from models_catalog.views.parts import Parts


def _load(request: ActorRequest, pk: UUID) -> ModelVersion:
    return get_visible(ModelVersion.objects.select_related("model"), request.actor, pk)


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
    parts, actor = Parts(request, pk), request.actor
    stand = parts.stand
    return render(
        request,
        "catalog/version.html",
        {
            "page_title": parts.title,
            "breadcrumbs": SimpleLazyObject(lambda: crumbs(request, (parts.title, None))),
            "overview": SimpleLazyObject(lambda: parts.overview),
            "version": stand,
            "has_map": parts.has_map,
            "map": SimpleLazyObject(lambda: parts.map),
            "tree": SimpleLazyObject(lambda: parts.tree),
            "reading": "continuous" if request.GET.get("reading") == "continuous" else "staged",
            "checks": SimpleLazyObject(lambda: lifecycle_checks(actor, stand.version)),
            "roles": ",".join(sorted(actor.roles)),
            "line": line_of(actor, stand.version) if stand.is_variant else None,
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
    """One node with what stands around it; what the page keeps is not worked out again."""
    parts = Parts(request, pk, code)
    stand = parts.stand
    return render(
        request,
        "catalog/node.html",
        {
            "page_title": parts.node_title,
            "breadcrumbs": SimpleLazyObject(lambda: _crumbs_of(request, parts)),
            "version": stand,
            "code": code,
            "found": SimpleLazyObject(lambda: parts.found),
            "mappings": SimpleLazyObject(lambda: mappings_of(request.actor, parts.found.node.id)),
            "on_map": SimpleLazyObject(lambda: parts.on_map),
        },
    )


def _crumbs_of(request: ActorRequest, parts: Parts) -> list[tuple[str, str | None]]:
    actor, version, found = request.actor, parts.stand.version, parts.found
    home = org_url(actor, "catalog:version", version.pk)
    above = [
        (each.title, org_url(actor, "catalog:node", version.pk, each.code)) for each in found.crumbs
    ]
    return crumbs(request, (version.model.name, home), *above, (found.node.title, None))


@require_POST
def discard(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Delete a draft."""
    row = _load(request, pk)
    versions.discard_draft(actor=request.actor, version=row)
    messages.success(request, _("The draft is gone."))
    return redirect(org_url(request.actor, "catalog:list"))
