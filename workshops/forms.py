"""Forms about workshops. They turn text into values; services decide."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cip.kernel import texts
from cip.programs.models import CITeam
from cip.web.forms import DayField, TextField, VersionField
from workshops.models import Attendance, Outcome, Workshop
from workshops.queries.people import Choices
from workshops.rules.agenda import LONGEST, SHORTEST

NEW_SECTION = ""


class IdField(forms.TypedChoiceField):
    """A select whose values are ids; nothing chosen is None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(coerce=UUID, empty_value=None, **kwargs)

    def offer(self, choices: Choices, empty_label: Any) -> None:
        """What can be chosen."""
        self.choices = [("", empty_label), *choices]


class MinutesField(forms.IntegerField):
    """A duration."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=SHORTEST, max_value=LONGEST, **kwargs)


class WorkshopForm(forms.Form):
    """A workshop as planned. Without `stages` the stage is fixed (an existing workshop)."""

    stage = forms.TypedChoiceField(label=_("Stage"), widget=forms.RadioSelect, coerce=int)
    title = TextField(label=_("Title"))
    teams = forms.TypedMultipleChoiceField(
        label=_("CI teams"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        coerce=UUID,
        help_text=_("Stage 1 mobilizes at least one team; Stage 2 brings the teams together."),
    )
    goals = TextField(
        label=_("Goals"),
        limit=texts.LONG,
        is_long=True,
        required=False,
        help_text=_("What is different when the day is over. The sponsor agrees to this."),
    )
    held_on = DayField(label=_("Date"), required=False)
    starts_at = forms.TimeField(
        label=_("Starts at"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    available_minutes = MinutesField(
        label=_("Available time"), initial=480, help_text=_("480 minutes are one working day.")
    )
    location = TextField(label=_("Place or link"), limit=300, required=False)
    facilitator_id = IdField(label=_("Facilitator"))
    expected_version = VersionField(required=False)

    def __init__(
        self,
        *args: Any,
        teams: Sequence[CITeam],
        members: Choices,
        stages: Sequence[int] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teams"].choices = [(str(t.pk), t.name) for t in teams]  # type: ignore[attr-defined]
        self.fields["facilitator_id"].offer(members, _("Not yet named"))  # type: ignore[attr-defined]
        if stages:
            labels = dict(Workshop.Stage.choices)
            self.fields["stage"].choices = [(s, labels[s]) for s in stages]  # type: ignore[attr-defined]
            del self.fields["expected_version"]
        else:
            del self.fields["stage"]
            self.fields["expected_version"].required = True

    def values(self) -> dict[str, Any]:
        """What services take, without teams and version."""
        left_out = {"teams", "expected_version"}
        return {name: v for name, v in self.cleaned_data.items() if name not in left_out}


class WorkshopFilterForm(forms.Form):
    """What to show of a program's workshops."""

    q = TextField(label=_("Title"), required=False)
    stage = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[("", _("Both")), *Workshop.Stage.choices]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *Workshop.State.choices]
    )


class AgendaItemForm(forms.Form):
    """One agenda item in an existing section or in a new one."""

    title = TextField(label=_("Title"), limit=300)
    section = forms.ChoiceField(label=_("Section"), required=False)
    new_section = TextField(
        label=_("Title of the new section"),
        required=False,
        help_text=_("Only when you chose “New section”."),
    )
    minutes = MinutesField(label=_("Minutes"), initial=15)
    presenter = TextField(label=_("Led by"), required=False)

    def __init__(self, *args: Any, sections: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(title, title) for title in sections]
        self.fields["section"].choices = [*choices, (NEW_SECTION, _("New section"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A new section needs a title."""
        cleaned: dict[str, Any] = super().clean() or {}
        is_nameless = cleaned.get("section") == NEW_SECTION and not cleaned.get("new_section")
        if is_nameless and "new_section" not in self.errors:
            self.add_error("new_section", _("Give the new section a title."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What services take."""
        data = self.cleaned_data
        return {
            "title": data["title"],
            "section": data["section"] or data["new_section"],
            "minutes": data["minutes"],
            "presenter": data["presenter"],
        }


class EditAgendaItemForm(AgendaItemForm):
    """An agenda item that exists."""

    expected_version = VersionField()


class SectionForm(forms.Form):
    """The title of a whole section; `section` is the title that was shown."""

    section = forms.CharField(widget=forms.HiddenInput, strip=False)
    title = TextField(label=_("Title of the section"), limit=200)


class InviteForm(forms.Form):
    """Whom to put on the list."""

    user_id = IdField(label=_("Member"))
    name = TextField(
        label=_("Or a name from outside"),
        required=False,
        help_text=_("Somebody without an account; gets no mail from here."),
    )
    part = forms.ChoiceField(
        label=_("Takes part as"),
        choices=Attendance.Part.choices,
        initial=Attendance.Part.PARTICIPANT,
    )
    preparation = TextField(
        label=_("To prepare"),
        limit=texts.LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, members: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user_id"].offer(members, "–")  # type: ignore[attr-defined]


class WalkInForm(forms.Form):
    """Somebody who came uninvited."""

    user_id = IdField(label=_("Member"))
    name = TextField(label=_("Or a name from outside"), required=False)

    def __init__(self, *args: Any, members: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user_id"].offer(members, "–")  # type: ignore[attr-defined]


class EditAttendanceForm(forms.Form):
    """What a person takes part as and prepares."""

    name = TextField(label=_("Name"))
    part = forms.ChoiceField(label=_("Takes part as"), choices=Attendance.Part.choices)
    preparation = TextField(label=_("To prepare"), limit=texts.LONG, is_long=True, required=False)
    expected_version = VersionField()

    def __init__(self, *args: Any, is_member: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_member:
            del self.fields["name"]

    def values(self) -> dict[str, Any]:
        """What services take."""
        return {name: v for name, v in self.cleaned_data.items() if name != "expected_version"}


class SignForm(forms.Form):
    """The sponsor's signature."""

    has_read = forms.BooleanField(
        label=_("I have read goals and agenda above and agree to them."),
        error_messages={"required": _("Tick this once you have read the text above.")},
    )
    signature = TextField(
        label=_("Your name"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Typing your name signs this version; it can no longer be changed."),
    )


class OutcomeForm(forms.Form):
    """A note, decision or action."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        widget=forms.RadioSelect,
        choices=Outcome.Kind.choices,
        initial=Outcome.Kind.NOTE,
    )
    text = TextField(label=_("Text"), limit=texts.LONG, widget=forms.Textarea(attrs={"rows": 2}))
    owner_id = IdField(label=_("Owner"))
    due_on = DayField(label=_("Due on"), required=False)
    team_id = IdField(label=_("CI team"))
    agenda_item_id = IdField(label=_("Agenda item"))

    def __init__(
        self, *args: Any, members: Choices, teams: Sequence[CITeam], items: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].offer(members, _("Nobody"))  # type: ignore[attr-defined]
        self.fields["team_id"].offer([(str(t.pk), t.name) for t in teams], _("None"))  # type: ignore[attr-defined]
        self.fields["agenda_item_id"].offer(items, _("Outside the agenda"))  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What services take."""
        return {name: v for name, v in self.cleaned_data.items() if name != "expected_version"}


class EditOutcomeForm(OutcomeForm):
    """An outcome that exists; its kind stays."""

    expected_version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["kind"]


class HeldForm(forms.Form):
    """On which day the workshop took place."""

    held_on = DayField(label=_("Held on"))


class SummaryForm(forms.Form):
    """Outputs and agreed actions in writing."""

    summary = TextField(
        label=_("Summary"),
        limit=texts.LONG,
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        help_text=_("Outputs and agreed actions in a few sentences. Markdown works."),
    )
    expected_version = VersionField()
