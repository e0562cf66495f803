"""Forms about mail to participants."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import MOST_REMINDERS
from assessments.rules.mail_text import problems_in
from cip.kernel import texts
from cip.web.forms import DayField, TextField


class RemindersForm(forms.Form):
    """The days of the reminders still to come; an empty day means none."""

    def __init__(self, *args: Any, days: list[Any], begun: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(begun + 1, MOST_REMINDERS + 1):
            index = number - begun - 1
            self.fields[f"day{number}"] = DayField(
                label=_("Reminder %(number)s") % {"number": number},
                required=False,
                initial=days[index] if index < len(days) else None,
            )

    @property
    def days(self) -> list[Any]:
        """The days that were filled in."""
        return [day for day in self.cleaned_data.values() if day is not None]


class MailTextForm(forms.Form):
    """Subject and text with placeholders."""

    subject = TextField(label=_("Subject"))
    body = TextField(
        label=_("Text"),
        limit=texts.LONG,
        is_long=True,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "{name}, {assessment}, {program}, {organization}, {inviter}, {deadline} and {link} are "
            "filled in for each person. An empty line begins a paragraph."
        ),
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean(self) -> dict[str, Any]:
        """The same checks as the service."""
        data = super().clean() or {}
        if not self.errors:
            for name, told in problems_in(data["subject"], data["body"]).items():
                for text in told:
                    self.add_error(name, text)
        return data
