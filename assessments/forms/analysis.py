"""Filters of the analysis."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.queries.analysis_lists import PROBE, SPLIT

ONLY = [
    ("", _("All")),
    (SPLIT, _("Only where people are split")),
    (PROBE, _("Only what to ask again")),
]


class AnalysisFilterForm(forms.Form):
    """Which areas to show."""

    level = forms.ChoiceField(label=_("Level"), required=False)
    only = forms.ChoiceField(label=_("Questions"), required=False, choices=ONLY)

    def __init__(self, *args: Any, levels: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("All levels")), *((str(level), str(level)) for level in levels)]
        self.fields["level"].choices = choices  # type: ignore[attr-defined]


class AreaFilterForm(forms.Form):
    """Which questions of an area to show, and whose answers."""

    unit = forms.ChoiceField(label=_("Whose answers"), required=False)
    only = forms.ChoiceField(label=_("Questions"), required=False, choices=ONLY)

    def __init__(self, *args: Any, units: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Everybody")), *((unit, unit) for unit in units if unit)]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]
