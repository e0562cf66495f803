"""Forms of workplans. They give typed values; services decide."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.queries.findings import current_members
from cip.access.actor import Actor
from cip.accounts.models import User
from cip.db.ordering import natural
from cip.kernel import texts
from cip.programs.models import CITeam
from cip.web.forms import DayField, TextField, VersionField
from roadmap.models import BudgetLine, Initiative, WorkItem, Workplan
from roadmap.queries.selection import Selection


class OwnerForm(forms.Form):
    """Base of forms with an owner among the current members; who owns it already may stay."""

    keeps_owner = True

    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), required=False, empty_label=_("Nobody yet")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = current_members(actor.organization_id)
        if self.keeps_owner and self.initial.get("owner"):
            rows = rows | User.objects.filter(pk=self.initial["owner"]).order_by("name")
        self.fields["owner"].queryset = rows  # type: ignore[attr-defined]

    def owner_id(self) -> UUID | None:
        """The chosen person's id."""
        owner = self.cleaned_data["owner"]
        return None if owner is None else owner.pk


def effort_field() -> forms.DecimalField:
    """Person-days with one decimal."""
    return forms.DecimalField(
        label=_("Effort"),
        required=False,
        min_value=0,
        max_digits=8,
        decimal_places=1,
        help_text=_("Person-days."),
    )


class GoalsForm(forms.Form):
    """What the team wants to reach."""

    goals = TextField(
        label=_("Goals"),
        limit=texts.LONG,
        is_long=True,
        required=False,
        help_text=_("What this team wants to reach, and how one will see it."),
    )
    expected_version = VersionField()


class InitiativeForm(OwnerForm):
    """An initiative; state, progress and `expected_version` only when editing."""

    title = TextField(label=_("Initiative"), help_text=_("What will be different, in one line."))
    description = TextField(label=_("Description"), limit=texts.LONG, is_long=True, required=False)
    starts_on = DayField(label=_("Starts on"))
    due_on = DayField(label=_("Due on"))
    effort_days = effort_field()
    state = forms.ChoiceField(label=_("State"), choices=Initiative.State.choices)
    progress = forms.IntegerField(
        label=_("Progress"), min_value=0, max_value=100, help_text=_("Percent.")
    )
    expected_version = VersionField()

    field_order = ("title", "description", "owner", "starts_on", "due_on", "effort_days")

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            for name in ("state", "progress", "expected_version"):
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """Values for the services."""
        names = ("title", "description", "starts_on", "due_on", "effort_days", "state", "progress")
        found = {name: self.cleaned_data[name] for name in names if name in self.fields}
        return found | {"owner_id": self.owner_id()}


class ProgressForm(forms.Form):
    """How far an initiative is, by its owner."""

    state = forms.ChoiceField(label=_("State"), choices=Initiative.State.choices)
    progress = forms.IntegerField(
        label=_("Progress"), min_value=0, max_value=100, help_text=_("Percent.")
    )
    expected_version = VersionField()


class InWorkplan(forms.Form):
    """Base of forms that may name an initiative of the same workplan."""

    initiative = forms.ModelChoiceField(
        label=_("Initiative"),
        queryset=Initiative.objects.none(),
        required=False,
        empty_label=_("The workplan as a whole"),
    )

    def __init__(self, *args: Any, workplan: Workplan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Initiative.objects.filter(workplan=workplan).order_by("title", "pk")
        self.fields["initiative"].queryset = rows  # type: ignore[attr-defined]

    def initiative_id(self) -> UUID | None:
        """The chosen initiative's id."""
        chosen = self.cleaned_data["initiative"]
        return None if chosen is None else chosen.pk


class WorkItemForm(InWorkplan, OwnerForm):
    """A work item; state and `expected_version` only when editing."""

    title = TextField(label=_("Work item"), limit=300)
    description = TextField(label=_("Description"), limit=texts.LONG, is_long=True, required=False)
    due_on = DayField(label=_("Due on"), required=False)
    effort_days = effort_field()
    state = forms.ChoiceField(label=_("State"), choices=WorkItem.State.choices)
    expected_version = VersionField()

    field_order = ("title", "description", "initiative", "owner", "due_on", "effort_days")

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            for name in ("state", "expected_version"):
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """Values for the services."""
        names = ("title", "description", "due_on", "effort_days", "state")
        found = {name: self.cleaned_data[name] for name in names if name in self.fields}
        return found | {"owner_id": self.owner_id(), "initiative_id": self.initiative_id()}


class WorkItemStateForm(forms.Form):
    """The state of a work item, by its owner."""

    state = forms.ChoiceField(label=_("State"), choices=WorkItem.State.choices)
    expected_version = VersionField()


class MilestoneForm(InWorkplan):
    """A milestone; `expected_version` only when editing."""

    title = TextField(label=_("Milestone"), help_text=_("What is reached on that day."))
    due_on = DayField(label=_("Due on"))
    reached_on = DayField(label=_("Reached on"), required=False)
    expected_version = VersionField()

    field_order = ("title", "initiative", "due_on", "reached_on")

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            for name in ("reached_on", "expected_version"):
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """Values for the services."""
        names = ("title", "due_on", "reached_on")
        found = {name: self.cleaned_data[name] for name in names if name in self.fields}
        return found | {"initiative_id": self.initiative_id()}


class BudgetLineForm(forms.Form):
    """Money, in the program's currency."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=BudgetLine.Kind.choices, widget=forms.RadioSelect
    )
    label = TextField(label=_("For"))
    amount = forms.DecimalField(label=_("Amount"), min_value=0, max_digits=14, decimal_places=2)
    expected_version = VersionField()

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            del self.fields["expected_version"]

    def values(self) -> dict[str, Any]:
        """Values for the services."""
        return {name: self.cleaned_data[name] for name in ("kind", "label", "amount")}


class InitiativeOfTeam(forms.ModelChoiceField):
    """An initiative under its team's name."""

    def label_from_instance(self, obj: Initiative) -> str:
        """Team, title and last day."""
        return f"{obj.workplan.team.name}: {obj.title} ({obj.due_on.isoformat()})"


class DependencyForm(forms.Form):
    """What an initiative waits for, of any team in the program."""

    predecessor = InitiativeOfTeam(
        label=_("Waits for"),
        queryset=Initiative.objects.none(),
        empty_label=_("Choose an initiative"),
        help_text=_("It must be finished before this one starts."),
    )
    lag_days = forms.IntegerField(
        label=_("Days between"),
        min_value=0,
        max_value=3650,
        initial=0,
        help_text=_("Calendar days between the end of the one and the start of the other."),
    )

    def __init__(self, *args: Any, actor: Actor, successor: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = possible_predecessors(actor, successor)
        self.fields["predecessor"].queryset = rows  # type: ignore[attr-defined]


def possible_predecessors(actor: Actor, successor: Initiative) -> QuerySet[Initiative]:
    """Other visible initiatives of the program that are not dropped."""
    rows: QuerySet[Initiative] = Initiative.objects.visible_to(actor)
    return (
        rows.filter(workplan__program_id=successor.workplan.program_id)
        .exclude(pk=successor.pk)
        .exclude(state=Initiative.State.DROPPED)
        .select_related("workplan__team")
        .order_by(natural("workplan__team__name"), "title", "pk")
    )


class TakeForm(OwnerForm):
    """A weakness or an agreed action becomes work of a team."""

    keeps_owner = False  # an action's owner may have left: somebody else must be chosen

    team = forms.ModelChoiceField(
        label=_("CI team"), queryset=CITeam.objects.none(), empty_label=_("Choose a team")
    )
    target = forms.ChoiceField(
        label=_("It becomes"),
        choices=[
            ("initiative", _("An initiative, with a bar on the roadmap")),
            ("work_item", _("A work item in the workplan")),
        ],
        widget=forms.RadioSelect,
        initial="initiative",
    )
    title = TextField(label=_("Title"))
    description = TextField(label=_("Description"), limit=texts.LONG, is_long=True, required=False)
    starts_on = DayField(label=_("Starts on"), required=False)
    due_on = DayField(label=_("Due on"))
    effort_days = effort_field()

    field_order = ("title", "target", "team", "owner", "starts_on", "due_on", "effort_days")

    def __init__(self, *args: Any, teams: QuerySet[CITeam], is_action: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        if not is_action:
            del self.fields["target"]
            self.fields["starts_on"].required = True

    @property
    def is_initiative(self) -> bool:
        """Whether an initiative is wanted."""
        return bool(self.cleaned_data.get("target", "initiative") == "initiative")

    def clean(self) -> dict[str, Any]:
        """An initiative needs its first day."""
        data = super().clean() or self.cleaned_data
        if self.is_initiative and not data.get("starts_on") and "starts_on" not in self.errors:
            self.add_error("starts_on", _("An initiative needs the day on which it starts."))
        return data

    def extra(self) -> dict[str, Any]:
        """Values that initiative and work item share."""
        names = ("description", "effort_days")
        return {name: self.cleaned_data[name] for name in names} | {"owner_id": self.owner_id()}


class WorkplanFilterForm(forms.Form):
    """Which initiatives and work items of a workplan to list."""

    q = TextField(label=_("Title"), required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    state = forms.ChoiceField(
        label=_("State of initiatives"),
        required=False,
        choices=[("", _("All")), *Initiative.State.choices],
    )
    work_state = forms.ChoiceField(
        label=_("State of work items"),
        required=False,
        choices=[("", _("All")), *WorkItem.State.choices],
    )

    def __init__(self, *args: Any, owners: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", _("Everybody")), *owners]  # type: ignore[attr-defined]


class SourceFilterForm(forms.Form):
    """Which weaknesses and agreed actions to list."""

    q = TextField(label=_("Words"), required=False)
    kind = forms.ChoiceField(
        label=_("What"),
        required=False,
        choices=[
            ("", _("All")),
            ("findings", _("Weaknesses found")),
            ("action_items", _("Actions agreed in assessments")),
            ("outcomes", _("Actions agreed in workshops")),
        ],
    )


class RoadmapFilterForm(forms.Form):
    """What part of the roadmap to show, and how wide a day is."""

    team = forms.ModelChoiceField(
        label=_("Team"), queryset=CITeam.objects.none(), required=False, empty_label=_("All teams")
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All but dropped")), *Initiative.State.choices],
        required=False,
    )
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("To"), required=False)
    critical = forms.BooleanField(label=_("Critical path only"), required=False)
    zoom = forms.ChoiceField(
        label=_("Zoom"),
        choices=[
            ("", _("All at once")),
            ("weeks", _("Weeks")),
            ("months", _("Months")),
            ("quarters", _("Quarters")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, teams: QuerySet[CITeam], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]

    def selection(self) -> Selection:
        """What was chosen; fields with errors count as not chosen."""
        self.is_valid()
        data = self.cleaned_data
        team = data.get("team")
        return Selection(
            team_id=None if team is None else team.pk,
            state=data.get("state", ""),
            critical_only=data.get("critical", False),
            first=data.get("first"),
            last=data.get("last"),
        )

    def zoom_level(self) -> str:
        """weeks, months, quarters, or "" for all at once."""
        return str(self.cleaned_data.get("zoom", ""))
