"""What the answers say: by key process area and by question. For the assessment team."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments import policies
from assessments.analysis_sheets import questions_sheet
from assessments.answer_charts import areas_figures, items_figures
from assessments.forms.analysis import AnalysisFilterForm, AreaFilterForm
from assessments.models import Assessment
from assessments.queries.analysis import Analysis, AreaResult
from assessments.queries.analysis import analysis as analysis_of
from assessments.queries.analysis_lists import (
    AREA_ORDERS,
    ITEM_ORDERS,
    ItemLine,
    area_lines,
    chosen_areas,
    chosen_items,
    goal_sets,
    level_sets,
)
from assessments.queries.interview_probes import goals_of_practices, probes_of
from assessments.queries.model_words import model_words
from assessments.queries.rated_model import rated_model
from assessments.queries.remarks import remarks
from assessments.queries.set_results import SetResult
from assessments.queries.unit_results import unit_answers
from assessments.views.result_frame import frame, load_assessment
from cip.access.check import allowed
from cip.db.paging import both_ways
from cip.web.links import org_url
from cip.web.lists import EXPORT, Wanted, list_file, wanted
from cip.web.loading import ActorRequest

FIRST_PROBES = 5


def analysis(request: ActorRequest, organization: str, pk: UUID) -> HttpResponseBase:
    """All key process areas: distribution, agreement, splits, and what to ask again first."""
    row = load_assessment(request, pk)
    policies.check_can_see_analysis(request.actor, row)
    is_file = EXPORT in request.GET  # a file travels: it keeps to the smallest group
    found = analysis_of(row, for_team=not is_file)
    if is_file:
        _asked(request, found)  # refuses what it does not know
        sheet = questions_sheet(found, model_words(row.model_version))
        return list_file("analysis", sheet.head, sheet.rows)
    context = frame(request, row, _("Analysis of answers"), (_("Analysis"), None))
    context |= {"analysis": found, "body": _body(request, row, found) if found.areas else ""}
    return render(request, "assessments/analysis.html", context)


def _body(request: ActorRequest, row: Assessment, found: Analysis) -> SafeString:
    """The areas with chart and probes; as long as nobody filters, written once for a release.

    It says the same to everybody who may see it; `people` enter the statistics of sets.
    """
    if request.GET:
        return _written(request, row, found)
    slug, people = request.actor.organization_slug, found.participation.submitted
    return found.kept(f"page:{slug}:{people}", lambda: _written(request, row, found))


def _asked(request: ActorRequest, found: Analysis) -> tuple[AnalysisFilterForm, Wanted]:
    levels = sorted({area.level for area in found.areas if area.level is not None})
    form = AnalysisFilterForm(request.GET, levels=levels)
    return form, wanted(request, both_ways(AREA_ORDERS), form)


def _written(request: ActorRequest, row: Assessment, found: Analysis) -> SafeString:
    form, asked = _asked(request, found)
    lines = chosen_areas(area_lines(row, found), sort=asked.sort, **asked.values)
    words = model_words(row.model_version)
    figures = areas_figures(
        [line.area for line in lines],
        {line.area.id: line.sets for line in lines},
        words.area,
        href=lambda area: org_url(request.actor, "assessments:analysis_area", row.pk, area.id),
    )
    proposed = found.proposals(per_area=len(found.items))
    context = {
        "words": words,
        "assessment": row,
        "analysis": found,
        "lines": lines,
        "levels": level_sets(found),
        "figures": figures,
        "form": form,
        "is_filtered": asked.is_filtered,
        "probes": probes_of(found, proposed[:FIRST_PROBES]),
    }
    return render_to_string("assessments/analysis_body.html", context, request)


def analysis_area(
    request: ActorRequest, organization: str, pk: UUID, area_id: UUID
) -> HttpResponse:
    """One area: its questions, of everybody or of a unit, its goals, remarks as far as shown."""
    row = load_assessment(request, pk)
    policies.check_can_see_analysis(request.actor, row)
    found = analysis_of(row, for_team=True)
    area = next((area for area in found.areas if area.id == area_id), None)
    if area is None:
        raise Http404
    units = unit_answers(row, found, area_id=area_id)
    form = AreaFilterForm(request.GET, units=units.shown)
    asked = wanted(request, both_ways(ITEM_ORDERS), form)
    unit = asked.values.get("unit", "")
    said = {} if unit else remarks(row, (*area.items, *area.wishes))
    lines = chosen_items(area, units, sort=asked.sort, **asked.values)
    wishes = [] if unit else [ItemLine(item, item.statistics) for item in area.wishes]
    of_unit = {line.item.id: line.statistics for line in lines if line.statistics}
    steps = (_("Analysis"), org_url(request.actor, "assessments:analysis", pk)), (area.title, None)
    context = frame(request, row, area.title, *steps) | {
        "analysis": found,
        "can_collect": allowed(policies.check_can_collect_evidence, request.actor, row),
        "area": area,
        "figures": items_figures(area, of_unit),
        "form": form,
        "unit": unit,
        "is_filtered": asked.is_filtered,
        "has_gaps": any(one.skipped or one.not_reached for one in of_unit.values()),
        "goals": _goals(row, area, found),
        "wishes": [(line, said.get(line.item.root)) for line in wishes],
        "lines": [(line, said.get(line.item.root)) for line in lines],
    }
    return render(request, "assessments/analysis_area.html", context)


def _goals(
    row: Assessment, area: AreaResult, found: Analysis
) -> list[tuple[Any, tuple[SetResult, ...]]]:
    """The area's goals with the statistics of the questions that support them."""
    model = rated_model(row)
    sets = goal_sets(area, goals_of_practices(model), found.participation.submitted)
    goals = next((one.goals for one in model.in_scope if one.id == area.id), ())
    return [(goal, sets.get(goal.id, ())) for goal in goals]
