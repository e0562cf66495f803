"""What the report pages take."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cip.jobs.models import Job
from cip.web.forms import TextField

PARAMETER = "parameter-"


class RequestForm(forms.Form):
    """A kind and a subject; or both in one field, as the list page's choice sends them."""

    kind = TextField(limit=40, required=False)
    subject_id = forms.UUIDField(required=False)
    choice = TextField(limit=100, required=False)

    def clean(self) -> dict[str, object]:
        """Fill kind and subject from the choice."""
        data = super().clean() or {}
        if data.get("choice"):
            data["kind"], _colon, subject = str(data["choice"]).partition(":")
            try:
                data["subject_id"] = UUID(subject)
            except ValueError:
                self.add_error("choice", _("Choose one of the listed reports."))
        elif not (data.get("kind") and data.get("subject_id")) and not self.errors:
            self.add_error("choice", _("Choose a report."))
        return data

    def parameters(self) -> dict[str, str]:
        """Fields named `parameter-...`; the kind of report says which it knows."""
        return {
            str(name).removeprefix(PARAMETER): str(value)
            for name, value in self.data.items()
            if str(name).startswith(PARAMETER)
        }


class FilterForm(forms.Form):
    """Filters of the list."""

    kind = forms.ChoiceField(label=_("Report"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Every state")), *Job.State.choices]
    )

    def __init__(self, *args: object, kinds: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["kind"].choices = [("", _("Every report")), *kinds]  # type: ignore[attr-defined]
