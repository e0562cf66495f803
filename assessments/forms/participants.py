"""Forms to add participants."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import Participant
from assessments.queries.overview import current_members
from assessments.queries.people import Team
from assessments.rules.participants import PastedList, Person, problems_in, read_list
from assessments.rules.people_file import MOST_BYTES, BadFile, read_file
from cip.access.actor import Actor
from cip.accounts.models import User
from cip.web.forms import TextField, up_to

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
    role = TextField(
        label=_("Role"), required=False, help_text=_("For example service desk agent.")
    )

    def clean(self) -> dict[str, Any]:
        """The same checks as for a list."""
        data = super().clean() or {}
        if not self.errors:
            person = Person(1, data["name"], data["email"], data["unit"], data["role"])
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
        label=_("One person a line: name, e-mail address, unit, role"),
        limit=LIST_LIMIT,
        is_long=True,
        help_text=_(
            "Separated by comma, semicolon or tab, as copied from a spreadsheet. Address, unit and "
            "role may be left out; a head line is recognized."
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


class FileForm(forms.Form):
    """A CSV or XLSX file; read at once, stored only after the second look."""

    file = forms.FileField(
        label=_("CSV or XLSX file"),
        help_text=_(
            "Columns: name, e-mail, unit, role, in this order or with a head line. Nothing is "
            "stored before you have seen what was read."
        ),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".csv,.txt,.tsv,.xlsx"} | up_to(MOST_BYTES)
        ),
    )

    def clean_file(self) -> PastedList:
        """What the file says; one error for each wrong row."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large for a list of people."))
        try:
            found = read_file(file.read())
        except BadFile as error:
            raise forms.ValidationError(str(error)) from error
        if found.errors:
            raise forms.ValidationError(found.sentences)
        if not found.people:
            raise forms.ValidationError(_("The file names nobody."))
        return found


class TeamForm(forms.Form):
    """All members of a CI team at once."""

    team = forms.ChoiceField(label=_("CI team"))

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = teams
        self.fields["team"].choices = [  # type: ignore[attr-defined]
            (str(team.id), f"{team.name} ({len(team.user_ids)})") for team in teams
        ]


class UnitForm(forms.Form):
    """Everybody who was asked in a unit before."""

    unit = forms.ChoiceField(label=_("Unit"))

    def __init__(self, *args: Any, units: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            (unit, f"{unit} ({people})") for unit, people in units.items()
        ]


class EditParticipantForm(forms.Form):
    """Unit, role and what became known about one person."""

    unit = TextField(label=_("Unit"), required=False)
    role = TextField(label=_("Role"), required=False)
    event = forms.ChoiceField(
        label=_("What is known"),
        required=False,
        choices=[("", _("Nothing special")), *Participant.Event.choices],
        help_text=_("It decides how the response rate counts this person, and stops reminders."),
    )
