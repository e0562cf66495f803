"""What to set beside another: two units, or a crosswalk."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.result_labels import unit_name


class UnitPairForm(forms.Form):
    """Two of the units that are shown."""

    first = forms.ChoiceField(required=False, label=_("First unit"))
    second = forms.ChoiceField(required=False, label=_("Second unit"))

    def __init__(self, units: Sequence[str], first: str, second: str) -> None:
        super().__init__(initial={"first": first, "second": second})
        for name in ("first", "second"):
            field: Any = self.fields[name]
            field.choices = [(unit, unit_name(unit)) for unit in units]


class CrosswalkForm(forms.Form):
    """One of the crosswalks between two versions."""

    crosswalk = forms.ChoiceField(required=False, label=_("Crosswalk"))

    def __init__(self, offered: Iterable[tuple[UUID, str]], chosen: UUID) -> None:
        super().__init__(initial={"crosswalk": chosen})
        field: Any = self.fields["crosswalk"]
        field.choices = list(offered)
