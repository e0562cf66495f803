"""The gallery: every component in every state, for page authors and for automated checks."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cip.access.check import Allowed
from cip.web.components.actions import KINDS
from cip.web.components.data import LEVELS
from cip.web.components.icons import ICONS
from cip.web.components.markup import TONES
from cip.web.gallery_charts import chart_samples, gantt_sample

ANSWERS = [
    ("yes", gettext_lazy("Yes")),
    ("no", gettext_lazy("No")),
    ("not_applicable", gettext_lazy("Does not apply")),
    ("dont_know", gettext_lazy("Don't know")),
]


class SampleForm(forms.Form):
    """One field of each shape."""

    name = forms.CharField(label=gettext_lazy("Name of the workshop"), max_length=200)
    starts_on = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Stage 1 comes before Stage 2."),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Duration"), min_value=15, max_value=480, initial=90
    )
    team = forms.ChoiceField(
        label=gettext_lazy("CI team"),
        choices=[("", "–"), ("desk", "Service desk"), ("change", "Change")],
    )
    goals = forms.CharField(
        label=gettext_lazy("Goals"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    stage = forms.ChoiceField(
        label=gettext_lazy("Stage"),
        widget=forms.RadioSelect,
        choices=[
            ("1", gettext_lazy("Stage 1: one CI team")),
            ("2", gettext_lazy("Stage 2: the program")),
        ],
    )
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("Key process areas"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("sc", "Service commitment"), ("sd", "Service delivery"), ("cm", "Configuration")],
    )
    notify = forms.BooleanField(
        label=gettext_lazy("Tell the participants by e-mail"),
        required=False,
        help_text=gettext_lazy("Each gets one message with the agenda."),
    )
    paper = forms.FileField(label=gettext_lazy("Preparation paper"), required=False)


def sample_context() -> dict[str, Any]:
    """Everything the gallery's template shows."""
    unsent = SampleForm(initial={"stage": "1"})
    refused = SampleForm(
        {"name": "", "starts_on": "0000-13-01", "minutes": "9000", "stage": "", "areas": ["sc"]}
    )
    return {
        "page_title": _("Component gallery"),
        "breadcrumbs": [(_("Start"), "/"), (_("Look"), None), (_("Component gallery"), None)],
        "kinds": KINDS,
        "tones": TONES,
        "levels": LEVELS,
        "icons": sorted(ICONS),
        "unsent": unsent,
        "refused": refused,
        "answers": ANSWERS,
        "page": Paginator(range(1, 241), 20).page(4),
        "yes": Allowed(True),
        "no": Allowed(False, _("Only the lead of this CI team can close the workplan.")),
        "charts": chart_samples(),
        "gantt": gantt_sample(),
    }


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state; public, because it holds nothing of anybody."""
    return render(request, "gallery.html", sample_context())
