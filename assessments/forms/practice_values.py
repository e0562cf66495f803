"""The form of one practice: its value at every instance, and the team's choice for the unit."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Characterization, Instance
from assessments.queries.appraisal import Cell, PracticeState
from cip.kernel import texts
from cip.web.forms import TextField

MOST_VERSION = 2_000_000_000
NOTHING = ("", gettext_lazy("No value yet"))


class ValueForm(forms.Form):
    """One value with its weakness or, for the unit, its reason; version 0 where there is none."""

    value = forms.ChoiceField(label=gettext_lazy("Value"), required=False)
    note = TextField(label=gettext_lazy("Weakness"), limit=texts.LONG, is_long=True, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST_VERSION)

    def __init__(
        self, data: Any, prefix: str, title: str, cell: Cell, choices: Iterable[tuple[str, str]]
    ) -> None:
        initial = {"value": cell.value, "note": cell.note, "version": cell.version}
        if data is not None and f"{prefix}-version" not in data:
            data = None  # it was not on the page that was sent
        super().__init__(data, prefix=prefix, initial=initial)
        self.title, self.cell = title, cell
        self.fields["value"].choices = [NOTHING, *choices]  # type: ignore[attr-defined]

    @property
    def is_changed(self) -> bool:
        """Whether the person changed value or words."""
        stored = (self.cell.value, self.cell.note)
        return (self.cleaned_data["value"], self.cleaned_data["note"]) != stored


def value_forms(data: Any, state: PracticeState, instances: Sequence[Instance]) -> list[ValueForm]:
    """A form for each instance and, where the team has a choice or made one, for the unit."""
    every = [(str(value), f"{value} {label}") for value, label in Characterization.Value.choices]
    found = [
        ValueForm(data, f"at-{each.pk}", each.name, cell, every)
        for each, cell in zip(instances, state.cells, strict=True)
    ]
    if state.unit.needs_choice or state.choice.value:
        allowed = {value.value for value in state.unit.allowed} | {state.choice.value}
        choices = [each for each in every if each[0] in allowed]
        unit = ValueForm(data, "unit", _("Whole unit"), state.choice, choices)
        unit.fields["note"].label = _("Why the team chose this")
        found.append(unit)
    return found
