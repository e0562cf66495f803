"""The frame of all pages of one's own questionnaire."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import Response
from assessments.queries.delegations import parts_of
from assessments.queries.mode import mode_label, mode_words
from assessments.queries.questionnaire import OwnSheet, Sheet
from assessments.views.doors import Door
from cip.access.check import allowed
from cip.kernel.errors import WrongState


def areas_of(door: Door, own: OwnSheet) -> Sheet:
    """The parts that stand behind this door: all, or those handed to a colleague."""
    return parts_of(own.areas(), door.delegation)


def begun(door: Door) -> Response:
    """The response that was begun; WrongState before that."""
    if door.response is None:
        raise WrongState(_("Open the first page of the questionnaire to begin."))
    return door.response


def door_page(
    request: HttpRequest,
    door: Door,
    template: str,
    title: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Render a page of the questionnaire in the frame of its door."""
    common = {
        "door": door,
        "base": door.base,
        "assessment": door.assessment,
        "response": door.response,
        "program": door.assessment.program,
        "page_title": title,
        "breadcrumbs": [],
        "mode_label": mode_label(door.assessment),
        "mode_words": mode_words(door.assessment),
        "may_delegate": door.delegation is None
        and allowed(policies.check_can_delegate, door.participant, door.assessment),
        "urls": {
            name: door.url(f"fill_{name}" if name else "fill")
            for name in (
                "review",
                "whole",
                "done",
                "answers",
                "save",
                "delegate",
                "sheet",
                "summary",
                "summary_pdf",
            )
        }
        | {"start": door.url("fill")},
    }
    return render(request, f"assessments/fill/{template}.html", common | context, status=status)
