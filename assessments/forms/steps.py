"""Forms of steps: how far one is, what holds, and gates let pass."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.queries.step_pages import FactNote
from cip.access.actor import Actor
from cip.kernel import texts
from cip.programs.models import ArtefactVersion
from cip.web.forms import DayField, TextField


class NoteForm(forms.Form):
    """What to keep of an act at a step; the subject is one round of a step that repeats."""

    subject = TextField(label=_("For what"), limit=200, required=False)
    note = TextField(label=_("Note"), limit=texts.LONG, is_long=True, required=False)


class StateForm(forms.Form):
    """That a fact holds: a number where it counts, the day, words, a document."""

    number = forms.IntegerField(label=_("Number"), min_value=0, max_value=1_000_000)
    happened_on = DayField(label=_("On which day"), required=False)
    note = TextField(
        label=_("Note"),
        limit=texts.LONG,
        is_long=True,
        required=False,
        help_text=_("How this is known: who said so, where it is written."),
    )
    artefact_version = forms.ModelChoiceField(
        label=_("Document"), queryset=ArtefactVersion.objects.none(), required=False
    )

    def __init__(
        self, *args: Any, actor: Actor, program_id: UUID, fact: FactNote, **kwargs: Any
    ) -> None:
        kwargs["auto_id"] = f"id_{fact.name}_%s"
        super().__init__(*args, **kwargs)
        if not fact.has_number:
            del self.fields["number"]
        self.fields["artefact_version"].queryset = (  # type: ignore[attr-defined]
            ArtefactVersion.objects.visible_to(actor)
            .citable(program_id)
            .select_related("artefact")
            .order_by("artefact__title", "-number")
        )


class WaiveForm(forms.Form):
    """Why a gate may pass that does not hold."""

    reason = TextField(
        label=_("Reason"),
        limit=texts.LONG,
        is_long=True,
        help_text=_("It stays on the board and goes into the report, with your name and the day."),
    )
