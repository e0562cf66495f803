"""Forms to set up an assessment and its scope."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment
from assessments.queries.overview import ScopeRow, choosable_versions, current_members
from cip.access.actor import Actor
from cip.accounts.models import User
from cip.kernel import texts
from cip.web.forms import DayField, TextField, VersionField
from models_catalog.models import ModelVersion

OUT, IN, NOT_APPLICABLE = "", "in", "not_applicable"
PLACES = [(OUT, _("Not in scope")), (IN, _("In scope")), (NOT_APPLICABLE, _("Does not apply"))]


class VersionChoice(forms.ModelChoiceField):
    """A published model version by the model's name."""

    def label_from_instance(self, obj: ModelVersion) -> str:
        """Name and number."""
        return f"{obj.model.name} {obj.number}"


class AssessmentForm(forms.Form):
    """Title, purpose, model, mode, threshold, lead, closing day."""

    title = TextField(label=_("Title"))
    purpose = TextField(
        label=_("Purpose"),
        limit=texts.LONG,
        is_long=True,
        required=False,
        help_text=_("Participants read this before they begin."),
    )
    model_version = VersionChoice(
        label=_("Maturity model"),
        queryset=ModelVersion.objects.none(),
        help_text=_("The version is pinned: later changes of the catalog change nothing here."),
    )
    mode = forms.ChoiceField(
        label=_("Who sees answers"),
        choices=[
            (mode.value, mode.label)
            for mode in (Assessment.Mode.CONFIDENTIAL, Assessment.Mode.NAMED)
        ],
        widget=forms.RadioSelect,
        initial=Assessment.Mode.CONFIDENTIAL,
    )
    anonymity_threshold = forms.IntegerField(
        label=_("Smallest group shown"),
        min_value=3,
        max_value=20,
        initial=5,
        help_text=_("Results of fewer answers than this are hidden (3 to 20)."),
    )
    lead = forms.ModelChoiceField(label=_("Lead assessor"), queryset=User.objects.none())
    closes_on = DayField(
        label=_("Answers until"),
        required=False,
        help_text=_("Told to participants. You close collecting yourself."),
    )
    expected_version = VersionField(required=False)

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        today: date,
        assessment: Assessment | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["model_version"].queryset = choosable_versions(actor)  # type: ignore[attr-defined]
        self.fields["lead"].queryset = current_members(actor, today)  # type: ignore[attr-defined]
        self.is_fixed = assessment is not None and assessment.state != Assessment.State.PLANNED
        if self.is_fixed:
            for name in ("model_version", "mode"):
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """Cleaned values as the service takes them."""
        data = dict(self.cleaned_data)
        data.pop("expected_version", None)
        data["lead_id"] = data.pop("lead").pk
        if "model_version" in data:
            data["model_version_id"] = data.pop("model_version").pk
        return data


class ScopeForm(forms.Form):
    """For each key process area: in scope, not in scope, or not applicable with a reason."""

    expected_version = VersionField()

    def __init__(self, *args: Any, rows: Sequence[ScopeRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            place = OUT if not row.is_chosen else IN if row.is_applicable else NOT_APPLICABLE
            code = row.area.code
            self.fields[f"place-{code}"] = forms.ChoiceField(
                label=f"{code} {row.area.title}", choices=PLACES, required=False, initial=place
            )
            self.fields[f"reason-{code}"] = TextField(
                label=_("Why %(code)s does not apply") % {"code": code},
                limit=texts.LONG,
                required=False,
                initial=row.reason,
            )

    def bound_rows(self) -> list[tuple[ScopeRow, forms.BoundField, forms.BoundField]]:
        """Each row with its two fields."""
        return [
            (row, self[f"place-{row.area.code}"], self[f"reason-{row.area.code}"])
            for row in self.rows
        ]

    def clean(self) -> dict[str, Any]:
        """A key process area that does not apply says why."""
        data = super().clean() or {}
        for row in self.rows:
            code = row.area.code
            is_out = data.get(f"place-{code}") == NOT_APPLICABLE
            if is_out and not data.get(f"reason-{code}") and f"reason-{code}" not in self.errors:
                self.add_error(f"reason-{code}", _("Say why it does not apply."))
        return data

    def chosen(self, *, add_level: str = "") -> list[tuple[ScopeRow, bool, str]]:
        """(row, applies, reason) of every chosen area; `add_level` takes in a whole level."""
        found = []
        for row in self.rows:
            place = self.cleaned_data[f"place-{row.area.code}"]
            if add_level and place == OUT and str(row.area.level) == add_level:
                place = IN
            if place != OUT:
                reason = self.cleaned_data[f"reason-{row.area.code}"]
                found.append((row, place == IN, reason))
        return found
