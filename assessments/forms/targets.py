"""Forms of targets and of what counts first."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models.target import CRITERIA
from assessments.queries.standing import Standing
from cip.kernel import texts
from cip.web.forms import DayField, TextField

GRADES = [
    ("", _("Not said")),
    (1, _("1, little")),
    (2, "2"),
    (3, "3"),
    (4, "4"),
    (5, _("5, much")),
]


class TargetForm(forms.Form):
    """How many goals of one area should be satisfied, by when and why; `parts` is their word."""

    level = forms.TypedChoiceField(coerce=int)
    due_on = DayField(label=_("By"))
    reason = TextField(
        label=_("Reason"),
        limit=texts.LONG,
        is_long=True,
        required=False,
        help_text=_("What the organization gains, or why less is enough."),
    )
    importance = forms.TypedChoiceField(
        label=_("Importance"), choices=GRADES, coerce=int, empty_value=None, required=False
    )
    effort = forms.TypedChoiceField(
        label=_("Effort"), choices=GRADES, coerce=int, empty_value=None, required=False
    )
    expected_version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000
    )

    def __init__(self, *args: Any, standing: Standing, parts: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["level"]
        counts = [(n, str(n)) for n in range(standing.goals, -1, -1)]
        steps = [(value, f"{value} {name}".strip()) for value, name in reversed(standing.steps)]
        named = steps if standing.is_ladder else list(reversed(standing.steps))
        field.choices = named or counts  # type: ignore[attr-defined]
        if not standing.is_ladder:
            field.label = _("What should be there")
        else:
            field.label = _("Level to reach") if named else _("%s that should be satisfied") % parts


class LevelForm(forms.Form):
    """A level of the model to aim for with every area that belongs to it."""

    level = forms.TypedChoiceField(label=_("Level"), coerce=int)
    due_on = DayField(label=_("By"))
    reason = TextField(label=_("Reason"), limit=texts.LONG, is_long=True, required=False)

    def __init__(self, *args: Any, levels: tuple[tuple[int, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["level"]
        field.choices = [(value, f"{value} {name}".strip()) for value, name in levels]  # type: ignore[attr-defined]


class DayForm(forms.Form):
    """By when the levels that the survey wants should be reached, and why."""

    due_on = DayField(label=_("By"))
    reason = TextField(label=_("Reason"), limit=texts.LONG, is_long=True, required=False)


class CriteriaForm(forms.Form):
    """What counts first, second, third and fourth."""

    expected_version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = (_("First"), _("Then"), _("Then"), _("Last"))
        for number, label in enumerate(labels):
            self.fields[f"place_{number}"] = forms.ChoiceField(label=label, choices=CRITERIA)
        self.order_fields([f"place_{number}" for number in range(len(labels))])

    @property
    def criteria(self) -> list[str]:
        """The chosen order."""
        return [self.cleaned_data[f"place_{number}"] for number in range(len(CRITERIA))]
