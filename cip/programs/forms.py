"""Forms about programs."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cip.access.actor import Actor
from cip.accounts.forms import PersonField
from cip.db.ordering import natural
from cip.kernel import texts
from cip.programs.models import Activity, CITeam, Deliverable, Program
from cip.programs.models.team import TEAM_ROLE_CHOICES
from cip.programs.queries.teams import teams_to_upload
from cip.programs.rules.files import ACCEPT
from cip.web.forms import DayField, TextField, VersionField, up_to


class ActorForm(forms.Form):
    """A form that offers people of the actor's organization."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.for_actor(actor)

    def values(self) -> dict[str, Any]:
        """Cleaned values with ids for people, without the version: what services take."""
        return {
            name: PersonField.id_of(value) if isinstance(self.fields[name], PersonField) else value
            for name, value in self.cleaned_data.items()
            if name != "expected_version"
        }


class ProgramForm(ActorForm):
    """A program."""

    name = TextField(label=_("Name"))
    statement = TextField(
        label=_("Program statement"),
        limit=texts.LONG,
        is_long=True,
        required=False,
        help_text=_("Why this program, for whom, towards what. It can be written later, too."),
    )
    lead = PersonField(label=_("Program lead"))
    sponsor = PersonField(
        label=_("Executive sponsor"), required=False, empty_label=_("Not yet named")
    )
    starts_on = DayField(label=_("Starts on"))
    ends_on = DayField(label=_("Ends on"), required=False)
    currency = TextField(
        label=_("Currency"), limit=3, initial="EUR", help_text=_("Three letters, for example EUR.")
    )

    def clean_currency(self) -> str:
        """Capital letters, whatever was typed."""
        return str(self.cleaned_data["currency"]).upper()


class EditProgramForm(ProgramForm):
    """A program that exists."""

    expected_version = VersionField()


class ActivityForm(ActorForm):
    """How an activity stands."""

    state = forms.ChoiceField(label=_("State"), choices=Activity.State.choices)
    owner = PersonField(label=_("Owner"), required=False, empty_label=_("Nobody yet"))
    starts_on = DayField(label=_("Starts on"), required=False)
    due_on = DayField(label=_("Due on"), required=False)
    note = TextField(label=_("Note"), limit=texts.LONG, is_long=True, required=False)
    expected_version = VersionField()


class DeliverableForm(forms.Form):
    """How far a deliverable is."""

    state = forms.ChoiceField(label=_("State"), choices=Deliverable.State.choices)
    expected_version = VersionField()


class PhaseForm(forms.Form):
    """When a phase runs."""

    starts_on = DayField(label=_("Starts on"), required=False)
    ends_on = DayField(label=_("Ends on"), required=False)
    expected_version = VersionField()


class GateForm(forms.Form):
    """Passing a gate."""

    note = TextField(label=_("What was decided"), limit=texts.LONG, is_long=True, required=False)
    expected_version = VersionField()


class ReopenForm(forms.Form):
    """Taking a passed gate back."""

    reason = TextField(label=_("Reason"), limit=texts.LONG, is_long=True)
    expected_version = VersionField()


class TeamForm(ActorForm):
    """A new CI team."""

    name = TextField(label=_("Name"))
    theme = TextField(
        label=_("Capability or theme"), required=False, help_text=_("What this team improves.")
    )
    purpose = TextField(label=_("Purpose"), limit=texts.LONG, is_long=True, required=False)
    lead = PersonField(label=_("CI team lead"), required=False, empty_label=_("Not yet named"))


class EditTeamForm(ActorForm):
    """A CI team that exists."""

    name = TextField(label=_("Name"))
    theme = TextField(label=_("Capability or theme"), required=False)
    purpose = TextField(label=_("Purpose"), limit=texts.LONG, is_long=True, required=False)
    expected_version = VersionField()


class TeamMemberForm(ActorForm):
    """Whom to put into a team."""

    user = PersonField(label=_("Person"), empty_label=_("Choose a person"))
    role = forms.ChoiceField(
        label=_("Role in the team"), choices=TEAM_ROLE_CHOICES, initial="member"
    )


class TeamRoleForm(forms.Form):
    """What a person is in the team."""

    role = forms.ChoiceField(label=_("Role in the team"), choices=TEAM_ROLE_CHOICES)


class FileField(forms.FileField):
    """An artefact's file; the service looks at the content."""

    widget = forms.FileInput(attrs={"accept": ACCEPT})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, **kwargs)
        self.widget.attrs |= up_to(settings.ARTEFACT_MAX_BYTES)


class _TeamChoice(forms.Form):
    """Offers the teams for which the actor may store artefacts."""

    team = forms.ModelChoiceField(
        label=_("CI team"), queryset=CITeam.objects.none(), required=False
    )

    def __init__(self, *args: Any, program: Program, actor: Actor, is_any: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["team"]
        field.queryset = teams_to_upload(program, actor)  # type: ignore[attr-defined]
        field.required = not is_any
        field.empty_label = (  # type: ignore[attr-defined]
            _("The program as a whole") if is_any else _("Choose your team")
        )

    def team_id(self) -> UUID | None:
        """The chosen team's id, None for the program as a whole."""
        team = self.cleaned_data["team"]
        return None if team is None else team.pk


class ArtefactForm(_TeamChoice):
    """A new artefact with its first file."""

    title = TextField(label=_("Title"))
    file = FileField(label=_("File"))
    description = TextField(label=_("Description"), limit=texts.LONG, is_long=True, required=False)
    field_order = ["title", "file", "team", "description"]


class EditArtefactForm(_TeamChoice):
    """What an artefact is called and where it belongs."""

    title = TextField(label=_("Title"))
    description = TextField(label=_("Description"), limit=texts.LONG, is_long=True, required=False)
    expected_version = VersionField()
    field_order = ["title", "team", "description"]


class ArtefactVersionForm(forms.Form):
    """The next file of an artefact."""

    file = FileField(label=_("File"))
    note = TextField(label=_("What changed"), limit=500, required=False)


class CommentForm(forms.Form):
    """A comment."""

    text = TextField(label=_("Comment"), limit=texts.LONG, is_long=True)


class ProgramFilterForm(forms.Form):
    """Which programs to show."""

    q = TextField(label=_("Name or statement"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Running")), ("archived", _("Archived"))]
    )


class TeamFilterForm(forms.Form):
    """Which CI teams to show."""

    q = TextField(label=_("Name or theme"), required=False)
    mine = forms.BooleanField(label=_("Only my teams"), required=False)


class ArtefactFilterForm(forms.Form):
    """Which artefacts to show."""

    q = TextField(label=_("Title or description"), required=False)
    team = forms.ModelChoiceField(
        label=_("CI team"), queryset=CITeam.objects.none(), required=False, empty_label=_("All")
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Current")), ("withdrawn", _("Withdrawn"))],
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = CITeam.objects.filter(program=program).order_by(natural("name"), "pk")
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
