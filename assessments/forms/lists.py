"""Filters of the lists of assessments, participants, findings and actions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import ActionItem, Assessment, Finding
from assessments.queries.progress import STATE_LABELS
from cip.web.forms import TextField

Choices = Iterable[tuple[str, str]]


class AssessmentFilterForm(forms.Form):
    """Which assessments to show."""

    q = TextField(label=_("Title or purpose"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *Assessment.State.choices]
    )


class ParticipantFilterForm(forms.Form):
    """Which people to show."""

    q = TextField(label=_("Name or address"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *STATE_LABELS.items()]
    )

    def __init__(self, *args: Any, units: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("All")), *((unit, unit) for unit in units if unit)]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]


class FindingFilterForm(forms.Form):
    """Which findings and actions to show."""

    q = TextField(label=_("Words"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *Finding.Kind.choices]
    )
    state = forms.ChoiceField(
        label=_("State of findings"),
        required=False,
        choices=[("", _("All states")), *Finding.State.choices],
    )
    action_state = forms.ChoiceField(
        label=_("State of actions"),
        required=False,
        choices=[("", _("All states")), *ActionItem.State.choices],
    )
    owner = forms.ChoiceField(label=_("Owner of actions"), required=False)

    def __init__(self, *args: Any, owners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", _("Everybody")), *owners]  # type: ignore[attr-defined]
