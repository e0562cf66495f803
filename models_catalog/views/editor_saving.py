"""Making an edit from a form; what is wrong with it stands at the form's fields."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet, Form

from cip.kernel import clock
from cip.web.loading import ActorRequest
from models_catalog.forms.nodes import NodeForm, kept_rows
from models_catalog.models import ModelVersion
from models_catalog.queries.phrases import said
from models_catalog.rules.editing.check import EditProblem
from models_catalog.rules.editing.edits import Edit
from models_catalog.rules.problems import Path
from models_catalog.services.editing import EditRefused, edit_draft


def is_made(request: ActorRequest, row: ModelVersion, edit: Edit, forms: dict[str, Any]) -> bool:
    """Make the edit of valid forms, or put what is wrong with it to their fields."""
    try:
        _make(request, row, edit, forms["form"].cleaned_data["expected"])
    except EditRefused as error:
        _show_problems(error.problems, forms)
        return False
    return True


def make_or_tell(request: ActorRequest, row: ModelVersion, edit: Edit, expected: int) -> None:
    """Make an edit that has no form; the next page says what is wrong with it."""
    try:
        _make(request, row, edit, expected)
    except EditRefused as error:
        messages.error(request, " ".join(said(each.message) for each in error.problems))


def _make(request: ActorRequest, row: ModelVersion, edit: Edit, expected: int) -> None:
    edit_draft(
        actor=request.actor,
        version=row,
        edits=[edit],
        expected_revision=expected,
        now=clock.now(),
    )


def _show_problems(problems: Iterable[EditProblem], forms: dict[str, Any]) -> None:
    """Put each problem at its field; `forms` has the main `form` and lists of rows by key."""
    for problem in problems:
        path = problem.path[1:] if problem.path[:1] in (("set",), ("node",), ("entry",)) else ()
        _show(path, problem.message, forms)


def _show(path: Path, message: str, forms: dict[str, Any]) -> None:
    form: Form = forms["form"]
    rows = forms.get(str(path[0])) if path else None
    if isinstance(rows, BaseFormSet) and len(path) > 1:
        form = kept_rows(rows)[int(path[1])]
        path = path[2:]
    field = _field(path, form)
    if field in form.fields:
        form.add_error(field, said(message))
    elif message.startswith("'") and message.endswith("' is missing"):
        name = message.split("'")[1]
        form.add_error(name if name in form.fields else None, said(message))
    else:
        form.add_error(None, said(message))


def _field(path: Path, form: Form) -> str:
    """The name of the field for a path inside of what the form holds."""
    if not path:
        return ""
    if path[0] == "attributes" and len(path) > 1:
        return f"attribute-{path[1]}"
    if path[0] == "descriptors" and len(path) > 1 and isinstance(form, NodeForm):
        return form.filled_cells[int(path[1])].name
    return str(path[0])
