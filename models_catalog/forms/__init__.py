"""What people type or choose in the catalog."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cip.kernel.texts import LONG
from cip.web.forms import TextField, up_to
from models_catalog.models import ModelVersion
from models_catalog.models.model import CODE, LABEL
from models_catalog.queries.search import SearchedModel
from models_catalog.queries.values import LevelRef, TypeCount
from models_catalog.rules.account import Kind
from models_catalog.rules.foreign.detecting import FileForm
from models_catalog.rules.foreign.naming import LONGEST_TEXT, LONGEST_TITLE
from models_catalog.rules.foreign.report import Told
from models_catalog.rules.numbering import CODE_PATTERN
from models_catalog.rules.numbering import LONGEST as NUMBER
from models_catalog.rules.reading import LARGEST
from models_catalog.rules.search import LONGEST


class _FileForm(forms.Form):
    """A file; too large a one is refused before it is read."""

    document = forms.FileField(
        help_text=_("YAML, UTF-8, at most %(size)s MB.") % {"size": LARGEST // 1_000_000},
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml,text/yaml"} | up_to(LARGEST)),
        allow_empty_file=True,
    )

    def clean_document(self) -> UploadedFile:
        """The file, if its size allows reading it."""
        file: UploadedFile = self.cleaned_data["document"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(
                _("The file has %(size).1f MB; at most %(most)s MB are read.")
                % {"size": (file.size or 0) / 1_000_000, "most": LARGEST // 1_000_000}
            )
        return file


FORMS = {
    FileForm.OWN: _("Our own format (YAML or JSON)"),
    FileForm.XLSX: _("Our own spreadsheet (XLSX)"),
    FileForm.CISO: _("CISO Assistant library (YAML)"),
    FileForm.SAMM: _("OWASP SAMM (zip of YAML files)"),
    FileForm.DSOMM: _("DSOMM model (YAML)"),
    FileForm.OSCAL: _("OSCAL catalog (JSON)"),
}
"""What people call the formats that can be brought in."""


class ModelFileForm(_FileForm):
    """A model file of any known format, and what the person says about a foreign model."""

    form = forms.TypedChoiceField(
        label=_("Format"),
        required=False,
        coerce=FileForm,
        empty_value=None,
        choices=[
            ("", _("As its content says")),
            *((key.value, name) for key, name in FORMS.items()),
        ],
    )
    owner = TextField(
        label=_("Whose model it is"),
        required=False,
        limit=LONGEST_TITLE,
        help_text=_("For other people's formats: in place of what the file says."),
    )
    attribution = TextField(
        label=_("Attribution and licence"),
        required=False,
        limit=LONGEST_TEXT,
        is_long=True,
        help_text=_("Shown on the model's page. Empty: as the file says."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document = self.fields["document"]
        document.label = _("Model file")
        document.help_text = _("YAML, XLSX, JSON or zip, at most %(size)s MB.") % {
            "size": LARGEST // 1_000_000
        }
        document.widget.attrs["accept"] = ".yaml,.yml,.xlsx,.json,.zip"

    @property
    def told(self) -> Told:
        """What the person says about the model."""
        return Told(
            " ".join(self.cleaned_data["owner"].split()), self.cleaned_data["attribution"].strip()
        )


class CrosswalkFileForm(_FileForm):
    """A crosswalk file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].label = _("Crosswalk file")


class CrosswalkViewForm(forms.Form):
    """From which side a crosswalk is read, and up to which level."""

    side = forms.ChoiceField(required=False, choices=[("from", "from"), ("to", "to")])
    up_to = forms.IntegerField(required=False, min_value=-1000, max_value=1000)


class NodeFilterForm(forms.Form):
    """Filters of the list of nodes."""

    q = TextField(label=_("Words in code, title or text"), required=False)
    type = forms.ChoiceField(label=_("Type"), required=False)
    level = forms.TypedChoiceField(label=_("Level"), required=False, coerce=int, empty_value=None)
    parent = TextField(label=_("Under"), required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any, *, types: Iterable[TypeCount], levels: Iterable[LevelRef]
    ) -> None:
        super().__init__(data)
        self.fields["type"].choices = [  # type: ignore[attr-defined]
            ("", _("All types")),
            *((each.code, f"{each.name} ({each.count})") for each in types),
        ]
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            ("", _("All levels")),
            *((str(each.value), f"{each.value} {each.name}") for each in levels),
        ]


class PublishForm(forms.Form):
    """What changed since the version before."""

    notes = TextField(
        label=_("What changed"),
        required=False,
        is_long=True,
        limit=LONG,
        help_text=_("Markdown. Everybody reads it who meets this version."),
    )


class RetireForm(forms.Form):
    """Why nobody should start with a version any more."""

    reason = TextField(
        label=_("Reason"),
        is_long=True,
        limit=LONG,
        help_text=_("Everybody reads it who opens this version."),
    )


class NumberForm(forms.Form):
    """The number of a new version."""

    number = forms.RegexField(
        label=_("Version number"),
        regex=CODE_PATTERN,
        max_length=NUMBER,
        strip=True,
        help_text=_("Letters, digits, dot, hyphen, underscore; no other version may have it."),
    )


class TailorForm(forms.Form):
    """Name and code of a variant."""

    name = TextField(label=_("Name of your variant"), limit=LABEL)
    code = forms.RegexField(
        label=_("Code"),
        regex=CODE_PATTERN,
        max_length=CODE,
        help_text=_("Letters, digits, dot, hyphen, underscore; it never changes."),
    )


class DifferenceForm(forms.Form):
    """Which two versions to compare, and which of the changes to show."""

    kind = forms.ChoiceField(
        required=False, choices=[("", ""), *((k.value, k.value) for k in Kind)]
    )
    branch = TextField(required=False)

    def __init__(self, data: Any, *, versions: Iterable[ModelVersion]) -> None:
        super().__init__(data)
        choices = [(str(row.pk), str(row)) for row in versions]
        for name in ("from", "to"):
            self.fields[name] = forms.TypedChoiceField(
                required=False, coerce=UUID, empty_value=None, choices=choices
            )


class SearchForm(forms.Form):
    """Words to look for in all models, or in one."""

    q = TextField(
        label=_("Words"),
        required=False,
        limit=LONGEST,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    model = forms.TypedChoiceField(label=_("Model"), required=False, coerce=UUID, empty_value=None)

    def __init__(self, data: Any, *, models: Iterable[SearchedModel]) -> None:
        super().__init__(data)
        self.fields["model"].choices = [  # type: ignore[attr-defined]
            ("", _("All models")),
            *((str(each.id), each.name) for each in models),
        ]
