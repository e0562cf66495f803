"""Forms of discussions and their outcomes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import DiscussionOutcome
from cip.kernel import texts
from cip.web.forms import DayField, TextField, VersionField


class PlanDiscussionForm(forms.Form):
    """When an area is discussed."""

    node = forms.UUIDField(widget=forms.HiddenInput)
    planned_on = DayField(label=_("Planned on"))


class SkipAreaForm(forms.Form):
    """Why an area is not discussed."""

    node = forms.UUIDField(widget=forms.HiddenInput)
    reason = TextField(label=_("Reason"), limit=texts.LONG, is_long=True, required=False)


class PlanAgainForm(forms.Form):
    """Another day."""

    planned_on = DayField(label=_("Planned on"))
    expected_version = VersionField()


class HoldDiscussionForm(forms.Form):
    """That it took place, and how many came."""

    held_on = DayField(label=_("Held on"))
    attendee_count = forms.IntegerField(label=_("How many attended"), min_value=1, max_value=1000)
    attendee_roles = TextField(
        label=_("Their roles"),
        limit=500,
        required=False,
        help_text=_("Roles, not names: ward managers, desk staff."),
    )
    expected_version = VersionField()


class OutcomeForm(forms.Form):
    """What became of one finding; title and text count when it was changed."""

    kind = forms.ChoiceField(
        label=_("Outcome"), choices=DiscussionOutcome.Kind.choices, widget=forms.RadioSelect
    )
    title = TextField(label=_("In one line"), help_text=_("Counts when it was changed."))
    text = TextField(label=_("Finding"), limit=texts.LONG, is_long=True, required=False)
    solution_direction = TextField(
        label=_("Direction for a solution"), limit=texts.LONG, is_long=True, required=False
    )
    reason = TextField(
        label=_("Reason"),
        limit=texts.LONG,
        is_long=True,
        required=False,
        help_text=_("Needed unless it was agreed as it stands."),
    )
    expected_version = VersionField()
