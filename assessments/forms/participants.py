"""Forms to add participants."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.queries.overview import current_members
from assessments.rules.participants import Person, problems_in, read_list
from cip.access.actor import Actor
from cip.accounts.models import User
from cip.web.forms import TextField

LIST_LIMIT = 1_000_000


class PersonForm(forms.Form):
    """Somebody without an account."""

    name = TextField(label=_("Name"))
    email = TextField(
        label=_("E-mail address"),
        limit=254,
        required=False,
        help_text=_("Without one you get a link to hand over in person."),
        widget=forms.EmailInput(),
    )
    unit = TextField(label=_("Unit"), required=False, help_text=_("For example a department."))

    def clean(self) -> dict[str, Any]:
        """The same checks as for a list."""
        data = super().clean() or {}
        if not self.errors:
            person = Person(1, data["name"], data["email"], data["unit"])
            for name, text in problems_in(person).items():
                self.add_error(name, text)
        return data


class MembersForm(forms.Form):
    """Members of the organization, who answer with their account."""

    members = forms.ModelMultipleChoiceField(
        label=_("Members"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    unit = TextField(
        label=_("Unit"), required=False, help_text=_("Written down for all chosen members.")
    )

    def __init__(
        self, *args: Any, actor: Actor, today: date, taken: set[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = current_members(actor, today).exclude(pk__in=taken)
        self.fields["members"].queryset = rows  # type: ignore[attr-defined]


class ListForm(forms.Form):
    """A pasted list or CSV text; every wrong line is told with its number."""

    people = TextField(
        label=_("One person a line: name, e-mail address, unit"),
        limit=LIST_LIMIT,
        is_long=True,
        help_text=_(
            "Separated by comma, semicolon or tab, as copied from a spreadsheet. Address and unit "
            "may be left out; a head line is recognized."
        ),
    )

    def clean_people(self) -> tuple[Person, ...]:
        """The people; one error for each wrong line."""
        found = read_list(self.cleaned_data["people"])
        if found.errors:
            raise forms.ValidationError(found.sentences)
        if not found.people:
            raise forms.ValidationError(_("Name at least one person."))
        return found.people
