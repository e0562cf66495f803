"""Forms of ratings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import AgreedRating
from cip.kernel import texts
from cip.web.forms import TextField


class RateForm(forms.Form):
    """The team's judgement of one goal; version 0 means that it had none."""

    value = forms.ChoiceField(
        label=_("Rating"), choices=AgreedRating.Value.choices, widget=forms.RadioSelect
    )
    reason = TextField(
        label=_("Reason"),
        limit=texts.LONG,
        is_long=True,
        required=False,
        help_text=_("What convinced the team: findings, documents, interviews."),
    )
    agreed_by = TextField(label=_("Agreed by"), limit=500, required=False)
    expected_version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000
    )


class AgreeForm(forms.Form):
    """Who agreed all ratings."""

    agreed_by = TextField(
        label=_("Agreed by"),
        limit=2000,
        is_long=True,
        help_text=_("The names of all in the team: the ratings are a consensus."),
    )


class TakeUpForm(forms.Form):
    """Why agreed ratings are opened again."""

    reason = TextField(label=_("Reason"), limit=texts.LONG, is_long=True)
