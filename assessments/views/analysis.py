"""What the answers say: by key process area and by question. For the assessment team."""

from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from assessments import policies
from assessments.queries.analysis import Analysis, ItemResult, comments
from assessments.queries.analysis import analysis as analysis_of
from assessments.result_charts import areas_figure, items_figure
from assessments.rules.analysis import Tally, strongest_first
from assessments.views.result_frame import frame, load_assessment
from cip.web.links import org_url
from cip.web.lists import list_file, wanted
from cip.web.loading import ActorRequest

STRONGEST = "strongest"


def analysis(request: ActorRequest, organization: str, pk: UUID) -> HttpResponseBase:
    """All key process areas: distribution, don't-know share, response rate, interview probes."""
    row = load_assessment(request, pk)
    policies.check_can_see_analysis(request.actor, row)
    if wanted(request, ()).is_export:
        return _analysis_file(analysis_of(row, for_team=False))
    found = analysis_of(row, for_team=True)
    areas = list(found.areas)
    is_sorted = request.GET.get("order") == STRONGEST
    if is_sorted:
        order = strongest_first([(str(a.id), a.summed.tally or Tally()) for a in areas])
        areas.sort(key=lambda area: order.index(str(area.id)))
    figure = areas_figure(
        areas, href=lambda area: org_url(request.actor, "assessments:analysis_area", pk, area.id)
    )
    context = frame(request, row, _("Analysis of answers"), (_("Analysis"), None)) | {
        "analysis": found,
        "areas": areas,
        "figure": figure,
        "is_sorted": is_sorted,
        "probes": found.to_probe(),
    }
    return render(request, "assessments/analysis.html", context)


def _analysis_file(found: Analysis) -> StreamingHttpResponse:
    """Counts by question. A file travels: it keeps to the smallest group in every mode."""
    head = [
        _("Key process area"),
        _("Number"),
        _("Code"),
        _("Question"),
        _("Yes"),
        _("No"),
        _("Does not apply"),
        _("Don't know"),
        _("Left blank"),
        _("Note"),
    ]
    return list_file("analysis", head, (_analysis_line(item) for item in found.items))


def _analysis_line(item: ItemResult) -> tuple[object, ...]:
    tally = item.tally
    what = (item.area_title, item.number, item.code, item.text)
    if tally is None:
        return (*what, "", "", "", "", "", _("too few answers to show"))
    counts = (tally.yes, tally.no, tally.not_applicable, tally.dont_know, tally.blank)
    return (*what, *counts, "")


def analysis_area(
    request: ActorRequest, organization: str, pk: UUID, area_id: UUID
) -> HttpResponse:
    """One key process area: every question, and its comments where they may be shown."""
    row = load_assessment(request, pk)
    policies.check_can_see_analysis(request.actor, row)
    found = analysis_of(row, for_team=True)
    area = next((area for area in found.areas if area.id == area_id), None)
    if area is None:
        raise Http404
    said = comments(row, area)
    steps = (_("Analysis"), org_url(request.actor, "assessments:analysis", pk)), (area.title, None)
    context = frame(request, row, area.title, *steps) | {
        "analysis": found,
        "area": area,
        "figure": items_figure(area),
        "items": [(item, said.get(item.id, [])) for item in area.items],
    }
    return render(request, "assessments/analysis_area.html", context)
