"""Form to hand parts to a colleague."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.queries.questionnaire import AreaStep
from cip.web.forms import TextField


class DelegationForm(forms.Form):
    """Which parts, and to whom."""

    areas = forms.MultipleChoiceField(
        label=_("Parts"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one part of this questionnaire.")},
    )
    name = TextField(label=_("Name of the colleague"))
    email = TextField(label=_("E-mail address"), limit=254, widget=forms.EmailInput())

    def __init__(self, *args: Any, areas: Sequence[AreaStep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].choices = [  # type: ignore[attr-defined]
            (str(area.node_id), area.title) for area in areas
        ]

    @property
    def area_ids(self) -> list[UUID]:
        """Keys of the chosen parts."""
        return [UUID(key) for key in self.cleaned_data["areas"]]
