"""Form of an agreed level."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.queries.leveled_model import Step
from cip.kernel import texts
from cip.web.forms import TextField


class AgreedLevelForm(forms.Form):
    """The level of a part, or from which to which, with the reason; version 0: nothing recorded."""

    lower = forms.TypedChoiceField(label=_("Level"), coerce=int, empty_value=None, required=False)
    upper = forms.TypedChoiceField(
        label=_("Possibly up to, where unsure"),
        coerce=int,
        empty_value=None,
        required=False,
    )
    reason = TextField(
        label=_("Reason"),
        limit=texts.LONG,
        is_long=True,
        help_text=_("What convinced the team, or why there is no level."),
    )
    agreed_by = TextField(label=_("Agreed by"), limit=500, required=False)
    expected_version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000
    )

    def __init__(
        self, *args: Any, steps: Sequence[Step], is_ladder: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(s.value, f"{s.value} {s.name}" if is_ladder else s.name) for s in steps]
        none = _("No level") if is_ladder else _("Not judged")
        self.fields["lower"].choices = [("", none), *named]  # type: ignore[attr-defined]
        self.fields["upper"].choices = [("", _("The same")), *named]  # type: ignore[attr-defined]
        if not is_ladder:
            self.fields["lower"].label = _("What is there")
            self.fields["reason"].help_text = _("What convinced the team, or why it cannot tell.")
