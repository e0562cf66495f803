"""The form of a node in the editor: its own fields, what its type adds, questions and links."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from cip.web.forms import TextField
from models_catalog.rules.document import Attribute, Form, ModelDocument, NodeType
from models_catalog.rules.plain import Plain
from models_catalog.rules.scale import Use

LONG = 20_000
NOTHING = ("", "–")


class RevisionField(forms.IntegerField):
    """Hidden: the revision of the draft that the person has seen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.HiddenInput, min_value=0, **kwargs)


@dataclass(frozen=True)
class Cell:
    """Where a level is described, in a dimension (None: as a whole)."""

    name: str
    level: int
    dimension: str | None


class NewNodeForm(forms.Form):
    """A new node: what it is called and what it is; the rest follows in its own form."""

    title = TextField(label=_("Title"), limit=300)
    type = forms.ChoiceField(label=_("Type"))
    code = TextField(
        label=_("Code"),
        limit=64,
        help_text=_("Its identity in this and all later versions: letters, digits, . - _"),
    )
    expected = RevisionField()

    def __init__(self, *args: Any, types: Iterable[NodeType], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = [(each.code, each.name) for each in types]  # type: ignore[attr-defined]


class NodeForm(forms.Form):
    """A node's own fields, the attributes of its type, and what each level looks like."""

    title = TextField(label=_("Title"), limit=300)
    code = TextField(label=_("Code"), limit=64)
    type = forms.ChoiceField(label=_("Type"))
    level = forms.TypedChoiceField(label=_("Level"), required=False, coerce=int, empty_value=None)
    dimension = forms.ChoiceField(label=_("Dimension"), required=False)
    optional = forms.BooleanField(
        label=_("Optional"),
        required=False,
        help_text=_("Each organization decides whether it is in scope."),
    )
    may_not_apply = forms.BooleanField(
        label=_("May be declared not applicable"),
        required=False,
        help_text=_(
            "An organization may say that it does not apply, with a reason; it then stands in the "
            "way of no level. As soon as one node is marked, no other may be declared so."
        ),
    )
    text = TextField(
        label=_("Text"),
        limit=LONG,
        is_long=True,
        required=False,
        help_text=_("What it is for. Markdown."),
    )
    replaces = TextField(
        label=_("Replaces"),
        limit=LONG,
        required=False,
        help_text=_(
            "Codes of nodes of an earlier version, or of the version that this variant was made "
            "from, whose place it takes; with commas. Answers and ratings find their way by them."
        ),
    )
    expected = RevisionField()

    def __init__(
        self, *args: Any, document: ModelDocument, raw: Plain, parent: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        node_type = next(each for each in document.node_types if each.code == raw["type"])
        fitting = [each for each in document.node_types if fits_under(each, parent)]
        self._choose("type", [(each.code, each.name) for each in fitting])
        scale = document.scale(node_type.level_scale or "")
        steps = scale.ordered if scale else ()
        self._choose("level", [NOTHING, *((str(s.value), f"{s.value} {s.name}") for s in steps)])
        dimensions = [(each.code, each.name) for each in document.dimensions]
        self._choose("dimension", [NOTHING, *dimensions])
        for name, is_used in (("level", steps), ("dimension", dimensions)):
            if not is_used:
                del self.fields[name]
        self.attributes = {f"attribute-{each.code}": each for each in node_type.attributes}
        for name, attribute in self.attributes.items():
            self.fields[name] = attribute_field(attribute)
        self.cells = cells_of(document, node_type, raw)
        for cell in self.cells:
            self.fields[cell.name] = TextField(
                label=_cell_label(document, node_type, cell),
                limit=LONG,
                is_long=True,
                required=False,
            )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_replaces(self) -> list[str]:
        """The codes, however they are separated."""
        return re.findall(r"[^\s,;]+", self.cleaned_data["replaces"])

    def plain(self) -> Plain:
        """The valid form as keys of a node; None for what is empty."""
        values = self.cleaned_data
        own = ("title", "code", "type", "level", "dimension", "text", "replaces")
        attributes = {
            attribute.code: attribute_value(attribute, values[name])
            for name, attribute in self.attributes.items()
        }
        return {
            **{name: values[name] for name in own if name in self.fields},
            "optional": values["optional"] or None,
            "may_not_apply": values["may_not_apply"] or None,
            "attributes": {code: value for code, value in attributes.items() if value is not None},
            "descriptors": [
                {"level": cell.level, "dimension": cell.dimension, "text": values[cell.name]}
                if cell.dimension
                else {"level": cell.level, "text": values[cell.name]}
                for cell in self.filled_cells
            ],
        }

    @property
    def filled_cells(self) -> list[Cell]:
        """Where something is written."""
        return [cell for cell in self.cells if self.cleaned_data[cell.name].strip()]

    @property
    def attribute_fields(self) -> list[forms.BoundField]:
        """The fields that the type adds."""
        return [self[name] for name in self.attributes]

    @property
    def level_fields(self) -> list[forms.BoundField]:
        """What each level looks like."""
        return [self[cell.name] for cell in self.cells]


def initial_of(raw: Plain) -> dict[str, Any]:
    """A node's explicit plain value as initial values of its form."""
    attributes = {
        f"attribute-{code}": _shown(value) for code, value in raw.get("attributes", {}).items()
    }
    described = {
        _cell(each["level"], each.get("dimension")).name: each["text"]
        for each in raw.get("descriptors", ())
    }
    return {**raw, **attributes, **described, "replaces": ", ".join(raw.get("replaces", ()))}


def _shown(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "\n".join(value) if isinstance(value, list) else value


def _cell(level: int, dimension: str | None) -> Cell:
    return Cell(f"level-{level}-{dimension or ''}", level, dimension)


def cells_of(document: ModelDocument, node_type: NodeType, raw: Plain) -> tuple[Cell, ...]:
    """Every level of the rating scale as a whole and in each dimension that counts here: all when
    the type is rated by dimension, else those in which something is described.
    """
    scale = document.scale(node_type.rating_scale or "")
    used = {each.get("dimension") for each in raw.get("descriptors", ())}
    if scale is None or not (node_type.rateable or used):
        return ()
    dimensions = [
        each.code for each in document.dimensions if node_type.by_dimension or each.code in used
    ]
    return tuple(
        _cell(step.value or 0, dimension)
        for dimension in (None, *dimensions)
        for step in scale.ordered
    )


def _cell_label(document: ModelDocument, node_type: NodeType, cell: Cell) -> str:
    scale = document.scale(node_type.rating_scale or "")
    step = f"{cell.level} {scale.label(cell.level)}" if scale else str(cell.level)
    names = {each.code: each.name for each in document.dimensions}
    return f"{names[cell.dimension]} · {step}" if cell.dimension else step


def fits_under(node_type: NodeType, parent: str) -> bool:
    """Whether nodes of the type may stand under nodes of another (empty: at the top)."""
    return parent in node_type.parents if parent else not node_type.parents


def attribute_field(attribute: Attribute) -> forms.Field:
    """The field for an attribute's form."""
    if attribute.form is Form.FLAG:
        choices = [NOTHING, ("yes", _("Yes")), ("no", _("No"))]
        return forms.ChoiceField(label=attribute.name, required=False, choices=choices)
    if attribute.form is Form.NUMBER:
        return forms.FloatField(label=attribute.name, required=False)
    return TextField(
        label=attribute.name,
        limit=LONG,
        is_long=True,
        required=False,
        help_text=_("One on each line.") if attribute.form is Form.LIST else "",
    )


def attribute_value(attribute: Attribute, value: Any) -> Any:
    """The typed value of an attribute's field; None when it is empty."""
    if attribute.form is Form.FLAG:
        return {"yes": True, "no": False}.get(value)
    if attribute.form is Form.NUMBER:
        return int(value) if value is not None and value == int(value) else value
    if attribute.form is Form.LIST:
        return [line.strip() for line in value.splitlines() if line.strip()] or None
    return value if value.strip() else None


class QuestionForm(forms.Form):
    """A question about a node; without a code the only one gets the node's."""

    text = TextField(label=_("Question"), limit=2_000, is_long=True)
    help = TextField(label=_("Help"), limit=LONG, is_long=True, required=False)
    code = TextField(label=_("Code"), limit=80, required=False)
    response_set = forms.ChoiceField(label=_("Answers"), required=False)
    dimension = forms.ChoiceField(label=_("Dimension"), required=False)

    def __init__(self, *args: Any, document: ModelDocument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sets = [(each.code, each.name) for each in document.scales if each.use is Use.ANSWER]
        self.fields["response_set"].choices = sets  # type: ignore[attr-defined]
        dimensions = [(each.code, each.name) for each in document.dimensions]
        self.fields["dimension"].choices = [NOTHING, *dimensions]  # type: ignore[attr-defined]
        if not dimensions:
            del self.fields["dimension"]


class LinkForm(forms.Form):
    """A link to another node."""

    kind = forms.ChoiceField(label=_("Link"))
    to = TextField(label=_("To the node with code"), limit=64)

    def __init__(self, *args: Any, document: ModelDocument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(each.code, each.name) for each in document.link_kinds]
        self.fields["kind"].choices = [NOTHING, *kinds]  # type: ignore[attr-defined]


def rows_of(form: type[forms.Form], extra: int = 1) -> type[BaseFormSet]:
    """A list of such forms that people fill, order and shorten."""
    return formset_factory(form, extra=extra, can_order=True, can_delete=True, max_num=100)


QuestionRows = rows_of(QuestionForm)
LinkRows = rows_of(LinkForm)


def kept_rows(rows: BaseFormSet) -> list[forms.Form]:
    """The filled rows of a valid list in the order that people gave them."""
    filled = [
        (form.cleaned_data.get("ORDER") or 10_000, number, form)
        for number, form in enumerate(rows.forms)
        if form.has_changed() or number < rows.initial_form_count()
    ]
    kept = [each for each in filled if not each[2].cleaned_data.get("DELETE")]
    return [form for _order, _number, form in sorted(kept, key=lambda each: each[:2])]


_DEFAULTS = {"meaning": "value", "form": "text"}


def plain_rows(rows: BaseFormSet) -> list[Plain]:
    """The rows as entries of a file; what is empty is left out."""
    return [
        {
            key: value
            for key, value in form.cleaned_data.items()
            if key not in ("ORDER", "DELETE") and value not in (None, "", _DEFAULTS.get(key))
        }
        for form in kept_rows(rows)
    ]
