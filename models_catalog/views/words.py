"""The vocabulary of a draft in the editor: one page for each list, one form for each entry."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cip.web.links import org_url
from cip.web.loading import ActorRequest
from models_catalog.forms.nodes import plain_rows
from models_catalog.forms.words import FORMS, ROWS, ModelForm
from models_catalog.models import ModelVersion
from models_catalog.queries.document import part_of
from models_catalog.rules.document import ModelDocument
from models_catalog.rules.editing.applying import model_content
from models_catalog.rules.editing.content import explicit_words
from models_catalog.rules.editing.edits import (
    AddEntry,
    ChangeEntry,
    ChangeModel,
    Edit,
    MoveEntry,
    RemoveEntry,
    Section,
)
from models_catalog.rules.plain import Plain
from models_catalog.views.editor import editor_page, load_draft
from models_catalog.views.editor_saving import is_made, make_or_tell

SECTIONS = {section.value.replace("_", "-"): section for section in Section}


def _section(name: str) -> Section:
    if name not in SECTIONS:
        raise Http404
    return SECTIONS[name]


def _words(row: ModelVersion) -> ModelDocument:
    return part_of(row, row.nodes.none())


@require_GET
def words(request: ActorRequest, organization: str, pk: UUID, section: str) -> HttpResponse:
    """The entries of one list."""
    kind = _section(section)
    row = load_draft(request, pk)
    entries = explicit_words(_words(row))[kind]
    return editor_page(request, row, "words", section, section=section, entries=entries)


@require_http_methods(["GET", "POST"])
def word_add(request: ActorRequest, organization: str, pk: UUID, section: str) -> HttpResponse:
    """A new entry."""
    kind = _section(section)
    row = load_draft(request, pk)
    forms = _forms(request, row, kind, _words(row), None)
    if request.method == "POST" and all(each.is_valid() for each in forms.values()):
        entry = {key: value for key, value in _plain(forms, kind).items() if value is not None}
        if is_made(request, row, AddEntry(kind, None, entry), forms):
            return redirect(org_url(request.actor, "catalog:edit_words", row.pk, section))
    return editor_page(request, row, "word", section, section=section, **forms)


@require_http_methods(["GET", "POST"])
def word(
    request: ActorRequest, organization: str, pk: UUID, section: str, code: str
) -> HttpResponse:
    """One entry."""
    kind = _section(section)
    row = load_draft(request, pk)
    document = _words(row)
    stored = next((x for x in explicit_words(document)[kind] if x["code"] == code), None)
    if stored is None:
        raise Http404
    forms = _forms(request, row, kind, document, stored)
    if request.method == "POST" and all(each.is_valid() for each in forms.values()):
        values = _plain(forms, kind)
        changes = {key: value for key, value in values.items() if value != stored.get(key)}
        if is_made(request, row, ChangeEntry(kind, code, changes), forms):
            return redirect(org_url(request.actor, "catalog:edit_words", row.pk, section))
    return editor_page(request, row, "word", section, section=section, stored=stored, **forms)


@require_POST
def word_act(
    request: ActorRequest, organization: str, pk: UUID, section: str, code: str
) -> HttpResponse:
    """Move an entry up or down, or remove it."""
    kind = _section(section)
    row = load_draft(request, pk)
    codes = [entry["code"] for entry in explicit_words(_words(row))[kind]]
    action = request.POST.get("action", "")
    if code not in codes:
        raise Http404
    steps = {"up": -1, "down": 1}
    edit: Edit = RemoveEntry(kind, code)
    if action in steps:
        edit = MoveEntry(kind, code, max(0, codes.index(code) + steps[action]))
    elif action != "remove":
        raise Http404
    make_or_tell(request, row, edit, row.revision)
    return redirect(org_url(request.actor, "catalog:edit_words", row.pk, section))


@require_http_methods(["GET", "POST"])
def about(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """What the version says about the model."""
    row = load_draft(request, pk)
    stored = model_content(_words(row))
    form = ModelForm(request.POST or None, initial={**stored, "expected": row.revision})
    if request.method == "POST" and form.is_valid():
        changes = {k: v for k, v in form.cleaned_data.items() if k in stored and v != stored[k]}
        if is_made(request, row, ChangeModel(changes), {"form": form}):
            return redirect(org_url(request.actor, "catalog:edit_about", row.pk))
    return editor_page(request, row, "about", "about", form=form)


def _forms(
    request: ActorRequest,
    row: ModelVersion,
    kind: Section,
    document: ModelDocument,
    stored: Plain | None,
) -> dict[str, Any]:
    """The entry's form and, for scales and node types, its rows."""
    sent = request.POST if request.method == "POST" else None
    initial = {**(stored or {}), "expected": row.revision}
    options: dict[str, Any] = {"document": document, "is_stored": stored is not None}
    forms: dict[str, Any] = {"form": FORMS[kind](sent, initial=initial, **options)}
    if kind in ROWS:
        name, rows = ROWS[kind]
        forms[name] = rows(sent, initial=(stored or {}).get(name, []), prefix=name)
    return forms


def _plain(forms: dict[str, Any], kind: Section) -> Plain:
    values: Plain = forms["form"].plain()
    if kind in ROWS:
        name = ROWS[kind][0]
        values[name] = plain_rows(forms[name]) or None
    return values
