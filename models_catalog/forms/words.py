"""Forms of the vocabulary in the editor: scales with levels, dimensions, node types, link kinds."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cip.web.forms import TextField
from models_catalog.forms.nodes import LONG, NOTHING, RevisionField, rows_of
from models_catalog.models import Level, Scale
from models_catalog.rules.document import ModelDocument
from models_catalog.rules.editing.edits import Section
from models_catalog.rules.plain import Plain
from models_catalog.rules.scale import Meaning, Use


class WordForm(forms.Form):
    """What every entry of the vocabulary has. The code of a stored one stays."""

    name = TextField(label=_("Name"), limit=300)
    code = TextField(label=_("Code"), limit=64, help_text=_("Letters, digits, . - _"))
    text = TextField(label=_("Text"), limit=LONG, is_long=True, required=False)
    expected = RevisionField()

    def __init__(self, *args: Any, document: ModelDocument, is_stored: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document = document
        if is_stored:
            self.fields["code"].disabled = True
            self.fields["code"].help_text = _("Nodes and files name it by its code, so it stays.")

    def plain(self) -> Plain:
        """The valid form as keys of an entry; None for what is empty."""
        return {
            name: value if value not in ("", False, []) else None
            for name, value in self.cleaned_data.items()
            if name != "expected"
        }

    def choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        """Set what can be chosen in a field."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class ScaleForm(WordForm):
    """A scale; its levels are rows."""

    use = forms.ChoiceField(label=_("What it is for"), choices=Scale.Use.choices)
    equal_steps = forms.BooleanField(
        label=_("All steps are equally long"),
        required=False,
        help_text=_("Only then a mean of values is shown. Levels of maturity are not."),
    )
    field_order = ("name", "code", "use", "equal_steps", "text")


class DimensionForm(WordForm):
    """A point of view."""


class LinkKindForm(WordForm):
    """What a link says in both directions."""

    text = None  # type: ignore[assignment]
    inverse = TextField(label=_("Read from the other end"), limit=300)
    acyclic = forms.BooleanField(
        label=_("Never leads back"), required=False, help_text=_("No circles of such links.")
    )
    field_order = ("name", "inverse", "code", "acyclic")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = [(each.code, each.name) for each in self.document.node_types]
        for name, label in (("from", _("From these types")), ("to", _("To these types"))):
            self.fields[name] = _several(label, types, _("None chosen: any type."))


class NodeTypeForm(WordForm):
    """A kind of node; its attributes are rows."""

    plural = TextField(label=_("Several of them"), limit=300)
    rateable = forms.BooleanField(label=_("Teams rate such nodes"), required=False)
    askable = forms.BooleanField(label=_("Questionnaires ask about them"), required=False)
    by_dimension = forms.BooleanField(label=_("Rated in each dimension"), required=False)
    level_scale = forms.ChoiceField(label=_("Levels they stand at"), required=False)
    rating_scale = forms.ChoiceField(label=_("Scale they are rated on"), required=False)
    response_set = forms.ChoiceField(label=_("Answers to their questions"), required=False)
    field_order = ("name", "plural", "code", "text", "parents", "rateable", "askable")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = [(each.code, each.name) for each in self.document.node_types]
        self.fields["parents"] = _several(
            _("Stand under"), types, _("None chosen: they stand at the top.")
        )
        for name, uses in (
            ("level_scale", (Use.LEVEL,)),
            ("rating_scale", (Use.LEVEL, Use.RATING)),
            ("response_set", (Use.ANSWER,)),
        ):
            scales = [(each.code, each.name) for each in self.document.scales if each.use in uses]
            self.choose(name, [NOTHING, *scales])
        self.order_fields(self.field_order)


class LevelForm(forms.Form):
    """One step of a scale, or one answer."""

    name = TextField(label=_("Name"), limit=300)
    code = TextField(label=_("Code"), limit=64)
    value = forms.IntegerField(label=_("Value"), required=False, min_value=-1000, max_value=1000)
    meaning = forms.ChoiceField(
        label=_("Meaning"), choices=Level.Meaning.choices, initial=Meaning.VALUE, required=False
    )
    text = TextField(label=_("Text"), limit=LONG, is_long=True, required=False)


class AttributeForm(forms.Form):
    """One further fact of a node type."""

    name = TextField(label=_("Name"), limit=300)
    code = TextField(label=_("Code"), limit=64)
    form = forms.ChoiceField(
        label=_("What it looks like"),
        required=False,
        choices=[
            ("text", _("A text")),
            ("list", _("A list")),
            ("number", _("A number")),
            ("flag", _("Yes or no")),
        ],
    )


class ModelForm(forms.Form):
    """What the version says about the model."""

    name = TextField(label=_("Name"), limit=300)
    owner = TextField(label=_("Owner"), limit=300, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            ("maturity", _("Maturity model: it has levels to climb")),
            ("reference", _("Reference model: it says what there is")),
        ],
    )
    language = TextField(label=_("Language"), limit=35, help_text=_("As in en, nl, pt-BR."))
    home_page = TextField(label=_("Home page"), limit=500, required=False)
    description = TextField(
        label=_("What the model is for"), limit=LONG, is_long=True, required=False
    )
    attribution = TextField(
        label=_("Whose model, whose words"), limit=LONG, is_long=True, required=False
    )
    notes = TextField(label=_("Notes on this version"), limit=LONG, is_long=True, required=False)
    expected = RevisionField()


def _several(label: Any, choices: list[tuple[str, str]], help_text: Any) -> forms.Field:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )


LevelRows = rows_of(LevelForm, extra=2)
AttributeRows = rows_of(AttributeForm)

FORMS: dict[Section, type[WordForm]] = {
    Section.SCALES: ScaleForm,
    Section.DIMENSIONS: DimensionForm,
    Section.NODE_TYPES: NodeTypeForm,
    Section.LINK_KINDS: LinkKindForm,
}
ROWS = {Section.SCALES: ("levels", LevelRows), Section.NODE_TYPES: ("attributes", AttributeRows)}


class NewModelForm(forms.Form):
    """A model of one's own."""

    name = TextField(label=_("Name"), limit=300)
    code = TextField(
        label=_("Code"), limit=64, help_text=_("Short and for good: letters, digits, . - _")
    )
    number = TextField(label=_("Version"), limit=32, initial="1.0")
    like = forms.TypedChoiceField(
        label=_("Begin with"),
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text=_("All of it can be changed afterwards."),
    )

    def __init__(self, *args: Any, versions: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["like"].choices = [  # type: ignore[attr-defined]
            ("", _("Levels 1-5 with areas and practices")),
            *((str(pk), _("The vocabulary of %(name)s") % {"name": name}) for pk, name in versions),
        ]
