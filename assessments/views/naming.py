"""The warning where somebody may be named in what others will read."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from assessments.models import Assessment
from assessments.queries.names_found import names_found


def warn_of_names(request: HttpRequest, assessment: Assessment, texts: Iterable[str]) -> None:
    """After saving: say which names the texts seem to hold."""
    names = names_found(assessment, texts)
    if names:
        text = _("The text may name somebody (%(names)s). Others will read it; reword it.")
        messages.warning(request, text % {"names": ", ".join(names)})
