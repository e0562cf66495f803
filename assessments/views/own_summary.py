"""One's own answers as a summary to print or keep: for the one who gave them, and nobody else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _

from assessments.own_report import own_report
from assessments.views.doors import Door, account_door, link_door
from assessments.views.fill_frame import begun, door_page
from cip.kernel import clock
from cip.kernel.errors import NotAllowed
from cip.reports.direct import print_now
from cip.reports.document import PDF, ReportDocument
from cip.reports.sheets import render_sheet


def _summary(request: HttpRequest, door: Door) -> HttpResponse:
    """On the screen, ready for the browser's printer."""
    if _is_cut_off(door):
        return redirect(door.url("fill_done"))
    context = {"sheet": render_sheet(_document(door))}
    return door_page(request, door, "own_summary", _("My answers, to keep"), context)


def _summary_pdf(request: HttpRequest, door: Door) -> HttpResponse:
    """As PDF, printed at once; nothing of it is stored."""
    if _is_cut_off(door):
        return redirect(door.url("fill_done"))
    answer = HttpResponse(print_now(_document(door)).content, content_type=PDF.media_type)
    stem = slugify(door.assessment.title)[:60].strip("-")
    name = "-".join(filter(None, ("my-answers", stem, f"{clock.today():%Y-%m-%d}")))
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


def _is_cut_off(door: Door) -> bool:
    """Handed in anonymously: nothing leads to the answers any more."""
    return door.response is None and door.has_handed_in


def _document(door: Door) -> ReportDocument:
    if door.delegation is not None:
        raise NotAllowed(_("Only the person who was asked can keep a summary of all answers."))
    return own_report(begun(door), door.participant, door.assessment)


summary = account_door(_summary)
summary_pdf = account_door(_summary_pdf)
link_summary = link_door(_summary)
link_summary_pdf = link_door(_summary_pdf)
