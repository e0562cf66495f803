"""Forms to set up an assessment and its scope."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment
from assessments.queries.methods import fitting_methods
from assessments.queries.overview import (
    ScopeRow,
    choosable_versions,
    current_members,
    possible_leads,
)
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
    method_version = forms.ChoiceField(
        label=_("Method"),
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Its steps and gates lead through the assessment. The version is pinned, too."),
        error_messages={"invalid_choice": _("This method does not fit the model. Choose again.")},
    )
    mode = forms.ChoiceField(
        label=_("Who sees answers"),
        choices=[
            (mode.value, mode.label)
            for mode in (
                Assessment.Mode.CONFIDENTIAL,
                Assessment.Mode.NAMED,
                Assessment.Mode.ANONYMOUS,
            )
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
        is_planned: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        leads = possible_leads(actor, today)
        if assessment is not None:
            leads |= current_members(actor, today).filter(pk=assessment.lead_id)
        self.fields["lead"].queryset = leads  # type: ignore[attr-defined]
        self.is_fixed = assessment is not None and assessment.state != Assessment.State.PLANNED
        self.is_planned = is_planned and not self.is_fixed
        if self.is_fixed:
            del self.fields["mode"]
        if self.is_fixed or self.is_planned:
            del self.fields["model_version"], self.fields["method_version"]
        else:
            self._offer(actor)

    def _offer(self, actor: Actor) -> None:
        """The models, and the methods that fit the one chosen so far."""
        versions = choosable_versions(actor)
        self.fields["model_version"].queryset = versions  # type: ignore[attr-defined]
        given = self.data if self.is_bound else self.initial
        chosen = str(given.get("model_version") or "")
        known = [str(pk) for pk in versions.values_list("pk", flat=True)]
        if chosen not in known and len(known) == 1:
            chosen = known[0]
            self.initial.setdefault("model_version", chosen)
        methods = fitting_methods(UUID(chosen)) if chosen in known else []
        self.fields["method_version"].choices = [  # type: ignore[attr-defined]
            (str(each.pk), f"{each.label}. {each.sentence}") for each in methods
        ]
        if methods:
            self.initial.setdefault("method_version", str(methods[0].pk))

    def values(self) -> dict[str, Any]:
        """Cleaned values as the service takes them."""
        data = dict(self.cleaned_data)
        data.pop("expected_version", None)
        data["lead_id"] = data.pop("lead").pk
        if "model_version" in data:
            data["model_version_id"] = data.pop("model_version").pk
            method = data.pop("method_version")
            if method:
                data["method_version_id"] = UUID(method)
        return data


class ScopeForm(forms.Form):
    """For each key process area: in scope, not in scope, or not applicable with a reason."""

    expected_version = VersionField()

    def __init__(self, *args: Any, rows: Sequence[ScopeRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            place = OUT if not row.is_chosen else IN if row.is_applicable else NOT_APPLICABLE
            may_not_apply = row.area.may_not_apply or place == NOT_APPLICABLE
            code = row.area.code
            self.fields[f"place-{code}"] = forms.ChoiceField(
                label=f"{code} {row.area.title}",
                choices=PLACES if may_not_apply else PLACES[:-1],
                required=False,
                initial=place,
            )
            if not may_not_apply:
                continue
            self.fields[f"reason-{code}"] = TextField(
                label=_("Why %(code)s does not apply") % {"code": code},
                limit=texts.LONG,
                required=False,
                initial=row.reason,
            )

    def bound_rows(self) -> list[tuple[ScopeRow, forms.BoundField, forms.BoundField | None]]:
        """Each row with its place and, where it may not apply, the field for the reason."""
        return [
            (
                row,
                self[f"place-{row.area.code}"],
                self[name] if (name := f"reason-{row.area.code}") in self.fields else None,
            )
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
                reason = self.cleaned_data.get(f"reason-{row.area.code}", "")
                found.append((row, place == IN, reason))
        return found
