"""Forms of appraisals: instances, values of practices, judgements of goals."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.appraisal_words import GOAL_VALUES
from assessments.models import Instance
from cip.kernel import texts
from cip.kernel.errors import InvalidInput
from cip.web.forms import TextField

MOST_VERSION = 2_000_000_000


class InstanceForm(forms.Form):
    """One sampled piece of work; version 0 for a new one."""

    name = TextField(
        label=gettext_lazy("Name"),
        limit=60,
        help_text=gettext_lazy("A service, project or team; never a person."),
    )
    unit = TextField(label=gettext_lazy("Unit"), required=False)
    reason = TextField(
        label=gettext_lazy("Why it was chosen"),
        limit=texts.LONG,
        is_long=True,
        required=False,
        help_text=gettext_lazy("What it stands for: large or small, old or new, easy or hard."),
    )
    expected_version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=MOST_VERSION
    )

    @classmethod
    def of(cls, row: Instance) -> "InstanceForm":
        """The form with what is stored."""
        return cls(
            initial={
                "name": row.name,
                "unit": row.unit,
                "reason": row.reason,
                "expected_version": row.version,
            }
        )


class JudgeForm(forms.Form):
    """What the team says about a goal in one area; version 0 means that it had said nothing."""

    value = forms.ChoiceField(
        label=gettext_lazy("Judgement"),
        choices=[(value.value, label) for value, label in GOAL_VALUES.items()],
        widget=forms.RadioSelect,
    )
    reason = TextField(
        label=gettext_lazy("Reason"),
        limit=texts.LONG,
        is_long=True,
        required=False,
        help_text=gettext_lazy("Do the weaknesses together keep the goal from being reached? Why?"),
    )
    agreed_by = TextField(label=gettext_lazy("Agreed by"), limit=500, required=False)
    expected_version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=MOST_VERSION
    )


class CellForm(forms.Form):
    """One value as the grid saves it by itself."""

    area = forms.UUIDField()
    practice = forms.UUIDField()
    instance = forms.UUIDField(required=False)
    value = TextField(limit=2, required=False)
    note = TextField(limit=texts.LONG, required=False)
    version = forms.IntegerField(min_value=0, max_value=MOST_VERSION)


@dataclass(frozen=True)
class SentCell:
    """One value as it was sent."""

    area: UUID
    practice: UUID
    instance: UUID | None
    value: str
    note: str
    version: int


def read_cell(body: bytes) -> SentCell:
    """The value in a JSON body. InvalidInput for anything else."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(_("The request is not JSON.")) from error
    if not isinstance(data, dict) or any(isinstance(value, dict | list) for value in data.values()):
        raise InvalidInput(_("The request is not an object with one value."))
    form = CellForm(data)
    if not form.is_valid():
        raise InvalidInput(fields={name: list(map(str, f)) for name, f in form.errors.items()})
    found: dict[str, Any] = form.cleaned_data
    return SentCell(**found)
