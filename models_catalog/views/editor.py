"""The editor of a draft: its tree, the form of one node, moving, undoing."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cip.kernel.errors import WrongState
from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible
from models_catalog import policies
from models_catalog.forms.nodes import (
    LinkRows,
    NewNodeForm,
    NodeForm,
    QuestionRows,
    fits_under,
    initial_of,
    plain_rows,
)
from models_catalog.models import ModelVersion
from models_catalog.queries.document import document_of
from models_catalog.queries.editor import (
    first_match,
    history,
    moved,
    new_code,
    next_steps,
    node_to_edit,
    place_behind,
)
from models_catalog.queries.editor_tree import editor_tree
from models_catalog.queries.former import gone_nodes, unknown_codes
from models_catalog.rules.document import ModelDocument, Node
from models_catalog.rules.editing.content import own_content
from models_catalog.rules.editing.edits import AddNode, ChangeNode, Edit, RemoveNode
from models_catalog.rules.editing.tree import placed_in
from models_catalog.rules.plain import Plain
from models_catalog.rules.structure import completeness
from models_catalog.services.editing import redo_step, undo_step
from models_catalog.views.crumbs import crumbs
from models_catalog.views.editor_saving import is_made, make_or_tell

MOST_GAPS = 200
MOVES = ("up", "down", "in", "out", "before", "after", "inside")


def load_draft(request: ActorRequest, pk: UUID) -> ModelVersion:
    """The draft, if the person may edit it."""
    row = get_visible(ModelVersion.objects.select_related("model"), request.actor, pk)
    policies.check_can_edit(request.actor, row)
    return row


def editor_page(
    request: ActorRequest, row: ModelVersion, template: str, tab: str, **context: Any
) -> HttpResponse:
    """A page of the editor, with its tabs and the buttons that undo and redo."""
    home = org_url(request.actor, "catalog:version", row.pk)
    response = render(
        request,
        f"catalog/editor/{template}.html",
        {
            "page_title": _("Edit %(name)s") % {"name": row.header.get("name", row.model.name)},
            "breadcrumbs": crumbs(request, (row.model.name, home), (_("Edit"), None)),
            "version": row,
            "tab": tab,
            "steps": next_steps(row),
            "is_part": "HX-Request" in request.headers,
            **context,
        },
    )
    if request.headers.get("HX-Request") and request.method == "GET":
        node = request.GET.get("node")
        response["HX-Push-Url"] = request.path + (f"?{urlencode({'node': node})}" if node else "")
    return response


def back_to(request: ActorRequest, row: ModelVersion, code: str = "") -> HttpResponse:
    """To the tree with a node selected and what was open still open."""
    query = {key: value for key, value in (("node", code), ("open", _open(request))) if value}
    target = org_url(request.actor, "catalog:edit", row.pk)
    return redirect(f"{target}?{urlencode(query)}" if query else target)


def _open(request: ActorRequest) -> str:
    return request.POST.get("open", "") or request.GET.get("open", "")


def _codes(request: ActorRequest) -> list[str]:
    return [code for code in _open(request).replace("\0", "").split(",") if code]


def _at(request: ActorRequest) -> tuple[str, int] | None:
    """The branch that was paged, and to which page: `at=CODE:2`."""
    code, _colon, page = request.GET.get("at", "").replace("\0", "").rpartition(":")
    return (code, max(1, int(page))) if page.isdecimal() and len(page) < 6 else None


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The tree, and the form of the selected node; POST saves that node."""
    row = load_draft(request, pk)
    code = request.GET.get("node", "").replace("\0", "")
    words = request.GET.get("find", "").replace("\0", "").strip()
    if words:
        found = first_match(row, words)
        if found is None:
            messages.info(request, _("No node has “%(words)s” in it.") % {"words": words})
        return back_to(request, row, found or code)
    document = node_to_edit(row, code) if code else None
    placed = placed_in(document, code) if document else None
    if document is None or placed is None:
        if request.method == "POST":
            raise Http404
        return _tree(request, row, "")
    parent = placed.parent.type if placed.parent else ""
    forms = _node_forms(request, row, document, placed.node, parent)
    if request.method == "POST" and all(each.is_valid() for each in forms.values()):
        stored = own_content(document, placed.node)
        changes = _changes(forms, stored)
        is_known = _are_known(row, forms["form"], changes, stored)
        if is_known and is_made(request, row, ChangeNode(code, changes), forms):
            return back_to(request, row, changes.get("code") or code)
    below = [each for each in document.node_types if fits_under(each, placed.node.type)]
    gone, more_gone = gone_nodes(row)
    context = {"node": placed.node, "below": below, "gone": gone, "more_gone": more_gone}
    return _tree(request, row, code, **forms, **context)


def _tree(request: ActorRequest, row: ModelVersion, code: str, **context: Any) -> HttpResponse:
    tree = editor_tree(row, code, _codes(request), _at(request))
    return editor_page(request, row, "tree", "tree", tree=tree, selected=code, **context)


def _node_forms(
    request: ActorRequest, row: ModelVersion, document: ModelDocument, node: Node, parent: str
) -> dict[str, Any]:
    """The node's form, its questions and its links, with what was sent or what is stored."""
    raw = own_content(document, node)
    sent = request.POST if request.method == "POST" else None
    options: dict[str, Any] = {"form_kwargs": {"document": document}}
    node_type = document.node_type(node.type)
    forms: dict[str, Any] = {
        "form": NodeForm(
            sent,
            document=document,
            raw=raw,
            parent=parent,
            initial={**initial_of(raw), "expected": row.revision},
        )
    }
    if node_type and (node_type.askable or node.questions):
        asked = raw.get("questions", [])
        forms["questions"] = QuestionRows(sent, initial=asked, prefix="questions", **options)
    if document.link_kinds:
        links = raw.get("links", [])
        forms["links"] = LinkRows(sent, initial=links, prefix="links", **options)
    return forms


def _changes(forms: dict[str, Any], stored: Plain) -> Plain:
    """The keys whose value is another one now."""
    new = forms["form"].plain()
    for name in ("questions", "links"):
        if name in forms:
            new[name] = plain_rows(forms[name])
    return {key: value for key, value in new.items() if (value or None) != stored.get(key)}


def _are_known(row: ModelVersion, form: NodeForm, changes: Plain, stored: Plain) -> bool:
    """Whether the replaced codes that are new in the form stood in a version before."""
    kept = stored.get("replaces", ())
    new = [code for code in changes.get("replaces") or () if code not in kept]
    unknown = unknown_codes(row, new) if new else []
    for code in unknown:
        form.add_error("replaces", _("No version before has a node %(code)s.") % {"code": code})
    return not unknown


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """A new node under `parent`, behind `after`; the rest is filled in its own form."""
    row = load_draft(request, pk)
    asked = {key: request.GET.get(key, "").replace("\0", "") for key in ("parent", "after")}
    document = node_to_edit(row, asked["parent"] or asked["after"])
    beside = placed_in(document, asked["after"])
    above = placed_in(document, asked["parent"])
    if beside is not None:
        above = placed_in(document, beside.parent.code) if beside.parent else None
    parent = above.node if above else None
    types = [x for x in document.node_types if fits_under(x, parent.type if parent else "")]
    code = new_code(row, parent.code if parent else None)
    initial = {"expected": row.revision, "code": code}
    form = NewNodeForm(request.POST or None, types=types, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        raw = {key: values[key] for key in ("code", "type", "title")}
        place = place_behind(row, beside.node.code) if beside else None
        edit = AddNode(parent.code if parent else None, place, raw)
        if is_made(request, row, edit, {"form": form}):
            return back_to(request, row, values["code"])
    selected = asked["after"] or asked["parent"]
    return _tree(request, row, selected, new_form=form, parent=parent, no_types=not types)


@require_POST
def act(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Undo, redo, move or remove; says so when it is not possible."""
    row = load_draft(request, pk)
    action = request.POST.get("action", "")
    code = request.POST.get("node", "").replace("\0", "")
    if action in ("undo", "redo"):
        return _again(request, row, undo_step if action == "undo" else redo_step, code)
    edit: Edit | None = None
    if action == "remove":
        edit = RemoveNode(code)
    elif action in MOVES:
        edit = moved(row, code, action, request.POST.get("target", "").replace("\0", ""))
    if edit is None:
        messages.info(request, _("It cannot go there."))
        return back_to(request, row, code)
    make_or_tell(request, row, edit, _seen(request, row))
    return back_to(request, row, request.POST.get("next", "") if action == "remove" else code)


def _seen(request: ActorRequest, row: ModelVersion) -> int:
    sent = request.POST.get("expected", "")
    return int(sent) if sent.isdecimal() and len(sent) < 9 else row.revision


def _again(
    request: ActorRequest, row: ModelVersion, service: Callable[..., ModelVersion], code: str
) -> HttpResponse:
    try:
        service(actor=request.actor, version=row)
    except WrongState as error:
        messages.info(request, error.message)
    return back_to(request, row, code)


@require_GET
def steps(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Who did what, newest first."""
    row = load_draft(request, pk)
    page = history(row, request.GET.get("page"))
    return editor_page(request, row, "history", "history", page=page)


@require_GET
def check(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """What the draft still lacks before it can be published, and what would make it better."""
    row = load_draft(request, pk)
    found = completeness(document_of(row))
    return editor_page(
        request,
        row,
        "check",
        "check",
        found=found,
        advised=found.advised[:MOST_GAPS],
        more=max(0, len(found.advised) - MOST_GAPS),
    )
