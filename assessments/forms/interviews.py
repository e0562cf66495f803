"""Forms of interviews, their notes, and evidence about practices."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.forms.findings import DocumentChoice, ItemChoice, NodeChoice
from assessments.models import (
    Assessment,
    Evidence,
    Finding,
    Interview,
    InterviewNote,
    QuestionnaireItem,
    Says,
)
from assessments.queries.asked_items import latest_items
from assessments.queries.findings import nodes_to_speak_of
from cip.access.actor import Actor
from cip.kernel import texts
from cip.programs.models import ArtefactVersion
from cip.web.forms import DayField, TextField, VersionField
from models_catalog.models import Node


class NodesChoice(NodeChoice, forms.ModelMultipleChoiceField):
    """Several nodes of the model, indented by their depth."""


class InterviewChoice(forms.ModelChoiceField):
    """An interview of the assessment."""

    def label_from_instance(self, obj: Interview) -> str:
        """The role asked and the day."""
        return f"{obj.role_asked} · {obj.held_on or obj.planned_on}"


class InterviewFilterForm(forms.Form):
    """Which interviews to show."""

    q = TextField(label=_("Role asked"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *Interview.State.choices]
    )


class InterviewForm(forms.Form):
    """Who is asked, when, and by whom."""

    role_asked = TextField(
        label=_("Role asked"),
        help_text=_("The role, not the person: service desk manager, ward managers."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Interview.Kind.choices, widget=forms.RadioSelect
    )
    follows = InterviewChoice(
        label=_("Follow-up of"),
        queryset=Interview.objects.none(),
        required=False,
        help_text=_(
            "For a follow-up. It counts as the same source, because it is the same people."
        ),
    )
    planned_on = DayField(label=_("Planned on"))
    interviewers = TextField(
        label=_("Interviewers"),
        limit=500,
        required=False,
        help_text=_("Best two: one asks, one writes."),
    )
    people_present = TextField(
        label=_("People present"),
        limit=2000,
        is_long=True,
        required=False,
        help_text=_("Only the assessment team sees this; no report and no file holds it."),
    )
    expected_version = VersionField(required=False)

    def __init__(
        self, *args: Any, assessment: Assessment, own_id: UUID | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        first = Interview.objects.filter(assessment=assessment, follows__isnull=True)
        if own_id is not None:
            first = first.exclude(pk=own_id)
        self.fields["follows"].queryset = first.order_by("planned_on", "created_at")  # type: ignore[attr-defined]


class HoldInterviewForm(forms.Form):
    """That it took place."""

    held_on = DayField(label=_("Held on"))
    people_present = TextField(
        label=_("People present"),
        limit=2000,
        is_long=True,
        required=False,
        help_text=_("Only the assessment team sees this. Left empty, it stays as planned."),
    )
    expected_version = VersionField()


class ConsentForm(forms.Form):
    """That those who spoke agree, how and when."""

    consent_how = forms.ChoiceField(
        label=_("How it was given"), choices=Interview.Consent.choices, widget=forms.RadioSelect
    )
    consent_on = DayField(label=_("Given on"))
    expected_version = VersionField()


class NoteForm(forms.Form):
    """What was said, and what it is about."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=InterviewNote.Kind.choices, widget=forms.RadioSelect
    )
    text = TextField(
        label=_("Note"),
        limit=texts.LONG,
        is_long=True,
        help_text=_("What was said and seen, without names. Quotes word by word."),
    )
    nodes = NodesChoice(
        label=_("About"),
        queryset=Node.objects.none(),
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("One or more parts of the model."),
    )
    says = forms.ChoiceField(
        label=_("What it says"),
        choices=[("", _("Neither")), *Says.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Only a note that says one or the other can be used as evidence."),
    )
    expected_version = VersionField(required=False)

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nodes"].queryset = nodes_to_speak_of(assessment)  # type: ignore[attr-defined]


COLLECTED = [choice for choice in Evidence.Source.choices if choice[0] != Evidence.Source.INTERVIEW]


class PracticeEvidenceForm(forms.Form):
    """A document, something seen, or an answer, as evidence about one practice."""

    source = forms.ChoiceField(label=_("Kind of source"), choices=COLLECTED)
    says = forms.ChoiceField(
        label=_("What it says"), choices=Says.choices, widget=forms.RadioSelect
    )
    dated_on = DayField(
        label=_("Of"), help_text=_("The day of the document, or the day it was seen.")
    )
    artefact_version = DocumentChoice(
        label=_("Document"),
        queryset=ArtefactVersion.objects.none(),
        required=False,
        help_text=_("Among the program's artefacts."),
    )
    item = ItemChoice(
        label=_("Question"),
        queryset=QuestionnaireItem.objects.none(),
        required=False,
        help_text=_("For the questionnaire."),
    )
    origin = TextField(
        label=_("Origin"),
        required=False,
        help_text=_("Which place, meeting or paper. Only the team sees this."),
    )
    note = TextField(label=_("Note"), limit=texts.LONG, is_long=True, required=False)

    def __init__(
        self, *args: Any, actor: Actor, assessment: Assessment, node: Node, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        items = latest_items(assessment.pk).filter(question__node=node).order_by("position")
        self.fields["item"].queryset = items  # type: ignore[attr-defined]
        self.fields["artefact_version"].queryset = (  # type: ignore[attr-defined]
            ArtefactVersion.objects.visible_to(actor)
            .citable(assessment.program_id)
            .select_related("artefact")
            .order_by("artefact__title", "-number")
        )


class TakeInForm(forms.Form):
    """Which finding rests on it."""

    finding = forms.ModelChoiceField(label=_("Finding"), queryset=Finding.objects.none())

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Finding.objects.filter(assessment=assessment).exclude(state=Finding.State.DROPPED)
        self.fields["finding"].queryset = rows  # type: ignore[attr-defined]
