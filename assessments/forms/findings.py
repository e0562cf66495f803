"""Forms of findings, evidence and action items."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, Evidence, Finding, QuestionnaireItem
from assessments.queries.asked_items import latest_items
from assessments.queries.findings import current_members, needs_finding, nodes_to_speak_of
from cip.access.actor import Actor
from cip.accounts.models import User
from cip.kernel import texts
from cip.programs.models import ArtefactVersion
from cip.web.forms import DayField, TextField, VersionField
from models_catalog.models import Node


class NodeChoice(forms.ModelChoiceField):
    """A node of the model, indented by its depth."""

    def label_from_instance(self, obj: Node) -> str:
        """Code and title under their area."""
        return f"{'  ' * max(obj.depth - 1, 0)}{obj.code} {obj.title}"


class ItemChoice(forms.ModelChoiceField):
    """A question of the questionnaire."""

    def label_from_instance(self, obj: QuestionnaireItem) -> str:
        """Its code and text."""
        return f"{obj.code}: {obj.text}"


class DocumentChoice(forms.ModelChoiceField):
    """A version of an artefact."""

    def label_from_instance(self, obj: ArtefactVersion) -> str:
        """The artefact's title and the version."""
        return f"{obj.artefact.title} · v{obj.number}"


class FindingForm(forms.Form):
    """A finding's text; `expected_version` only when editing.

    `names`: of people that its texts seem to hold, for a warning before it is saved.
    """

    names: list[str]

    kind = forms.ChoiceField(
        label=_("Kind"), choices=Finding.Kind.choices, widget=forms.RadioSelect
    )
    node = NodeChoice(label=_("About"), queryset=Node.objects.none())
    title = TextField(label=_("In one line"), help_text=_("What is so, not what to do."))
    text = TextField(
        label=_("Finding"),
        limit=texts.LONG,
        is_long=True,
        required=False,
        help_text=_("Say what was found, not who said it: a finding names nobody."),
    )
    solution_direction = TextField(
        label=_("Direction for a solution"), limit=texts.LONG, is_long=True, required=False
    )
    expected_version = VersionField(required=False)
    names_seen = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = []
        self.fields["node"].queryset = nodes_to_speak_of(assessment)  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """A reason for a step, with the version it was decided on."""

    reason = TextField(label=_("Reason"), limit=texts.LONG, is_long=True, required=False)
    expected_version = VersionField()


class ConfirmForm(ReasonForm):
    """Confirming, where need be as uncorroborated."""

    as_uncorroborated = forms.BooleanField(
        label=_("Confirm it as uncorroborated"),
        required=False,
        help_text=_("It keeps this label wherever it is shown, with your reason."),
    )


class EvidenceForm(forms.Form):
    """What a finding rests on."""

    source = forms.ChoiceField(label=_("Kind of source"), choices=Evidence.Source.choices)
    polarity = forms.ChoiceField(
        label=_("It"), choices=Evidence.Polarity.choices, widget=forms.RadioSelect
    )
    item = ItemChoice(
        label=_("Question"),
        queryset=QuestionnaireItem.objects.none(),
        required=False,
        help_text=_("For the questionnaire."),
    )
    artefact_version = DocumentChoice(
        label=_("Document"),
        queryset=ArtefactVersion.objects.none(),
        required=False,
        help_text=_("For a document among the program's artefacts."),
    )
    origin = TextField(
        label=_("Origin"),
        required=False,
        help_text=_("Which interview, meeting, place or paper. Only the team sees this."),
    )
    note = TextField(label=_("Note"), limit=texts.LONG, is_long=True, required=False)

    def __init__(self, *args: Any, actor: Actor, finding: Finding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = _items(finding)  # type: ignore[attr-defined]
        self.fields["artefact_version"].queryset = (  # type: ignore[attr-defined]
            ArtefactVersion.objects.visible_to(actor)
            .citable(finding.assessment.program_id)
            .select_related("artefact")
            .order_by("artefact__title", "-number")
        )


class ActionForm(forms.Form):
    """An action with its owner and day."""

    text = TextField(label=_("Action"), limit=500)
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none())
    due_on = DayField(label=_("Due on"))
    expected_version = VersionField(required=False)

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = current_members(assessment.program.organization_id)
        self.fields["owner"].queryset = members  # type: ignore[attr-defined]


class AboutActionForm(ActionForm):
    """An action about one of these findings, or about none where the method lets it stand alone."""

    finding = forms.ModelChoiceField(label=_("About"), queryset=Finding.objects.none())

    def __init__(
        self, *args: Any, assessment: Assessment, findings: QuerySet[Finding], **kwargs: Any
    ) -> None:
        super().__init__(*args, assessment=assessment, **kwargs)
        field = self.fields["finding"]
        field.queryset = findings  # type: ignore[attr-defined]
        field.required = needs_finding(assessment)


def _items(finding: Finding) -> QuerySet[QuestionnaireItem]:
    return latest_items(finding.assessment_id).order_by("questionnaire__number", "position")
