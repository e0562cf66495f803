"""Form fields, error summary, the bar with the save button, one question of a questionnaire."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.forms import BaseForm, BoundField, CheckboxInput
from django.template import Library
from django.utils.safestring import SafeString

from cip.web.components.markup import one_of, render

register = Library()


@register.simple_tag
def field(
    bound: BoundField,
    *,
    label: str = "",
    help: str | None = None,
    hide_label: bool = False,
    width: str = "",
    suffix: str = "",
) -> SafeString:
    """A bound form field with label, help and errors tied together for assistive technology.

    `help` replaces the field's own help text; "" takes it away. `width`: "" (full), "short" (a
    number), "medium" (a date, a code). `suffix`: a unit after the control.
    """
    one_of("field", "width", width, ("", "short", "medium"))
    if not isinstance(bound, BoundField):
        raise TypeError(f"field: expected a bound form field, got {bound!r}")
    if bound.is_hidden:
        return bound.as_hidden()
    widget = bound.field.widget
    if help is not None:
        bound.help_text = help  # Django ties it to the control
    return render(
        "field",
        field=bound,
        label=label or bound.label,
        help=bound.help_text,
        help_id=f"{bound.auto_id}_helptext",
        error_id=f"{bound.auto_id}_error",
        hide_label=hide_label,
        width=width,
        suffix=suffix,
        shape=_shape(bound, widget),
        control=_control(bound),
    )


def _shape(bound: BoundField, widget: Any) -> str:
    if bound.use_fieldset:
        return "group"
    return "checkbox" if isinstance(widget, CheckboxInput) else "line"


def _control(bound: BoundField) -> SafeString | None:
    """The control's HTML; None for a group, whose choices the template writes itself."""
    if bound.use_fieldset and hasattr(bound.field.widget, "choices"):
        return None
    described = [f"{bound.auto_id}_helptext"] if bound.help_text else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    own = bound.field.widget.attrs.get("aria-describedby", "")
    text = " ".join([*([own] if own else []), *described])
    return bound.as_widget(attrs={"aria-describedby": text} if text else None)


@register.simple_tag
def form_errors(form: BaseForm, *, title: str = "") -> SafeString:
    """What is wrong with a submitted form: each line links to its field; nothing if all is well."""
    lines: list[tuple[Any, Any, Any]] = [(None, None, text) for text in form.non_field_errors()]
    for bound in form:
        target = bound.id_for_label or bound.auto_id
        lines += [(target, None if bound.is_hidden else bound.label, text) for text in bound.errors]
    return render("form_errors", lines=lines, title=title)


@register.simple_block_tag
def submit_bar(content: str, *, status: str = "", status_id: str = "") -> SafeString:
    """The bar with the form's buttons; it stays in sight at the bottom of a long form."""
    return render("submit_bar", content=content, status=status, status_id=status_id)


@register.simple_block_tag
def question(
    content: str,
    text: str,
    *,
    name: str,
    choices: Iterable[tuple[str, str]],
    value: Any = None,
    number: str = "",
    help: str = "",
    comment_name: str = "",
    comment: str = "",
    evidence_name: str = "",
    evidence: str = "",
    error: str = "",
    key: str = "",
    readonly: bool = False,
    meanings: Mapping[str, str] | None = None,
) -> SafeString:
    """One question: large radio buttons, a comment that unfolds, and what the block adds below.

    With `evidence_name`, what shows the answer has a place beside the comment.
    `choices` are (value, label) pairs; `value` is the given answer or None. `key` goes to
    `data-question`, for autosave. `meanings` says by value what stands below each label.
    """
    meanings = meanings or {}
    return render(
        "question",
        content=content,
        text=text,
        name=name,
        choices=[
            (
                code,
                label,
                value is not None and str(code) == str(value),
                meanings.get(code, ""),
            )
            for code, label in choices
        ],
        has_meanings=bool(meanings),
        number=number,
        help=help,
        comment_name=comment_name,
        comment=comment,
        evidence_name=evidence_name,
        evidence=evidence,
        error=error,
        key=key or name,
        readonly=readonly,
    )
