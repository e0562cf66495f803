"""Units compared, what to ask again in interviews, and all statistics as a file."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from assessments import policies
from assessments.analysis_sheets import sheets
from assessments.answer_charts import units_figure
from assessments.queries.analysis import analysis
from assessments.queries.interview_probes import by_ground, interview_probes
from assessments.queries.model_words import model_words
from assessments.queries.unit_results import UnitBoard, UnitQuestion, unit_board
from assessments.result_labels import SIZES, middle
from assessments.rules.difference import LEAST_PEOPLE
from assessments.views.result_frame import frame, load_assessment
from cip.kernel import clock
from cip.web.links import org_url
from cip.web.loading import ActorRequest
from cip.web.xlsx_export import xlsx_response

MOST_DIFFERENT = 20
PER_AREA = 5


def units(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """A table of units by areas, and the questions in which units differ most."""
    row = load_assessment(request, pk)
    policies.check_can_see_analysis(request.actor, row)
    found = analysis(row, for_team=True)
    board = unit_board(row, found)
    figure = units_figure(
        board,
        model_words(row.model_version).area,
        href=lambda area: org_url(request.actor, "assessments:analysis_area", pk, area.id),
    )
    differing = board.differing
    context = frame(request, row, _("Units compared"), _step(request, pk), (_("Units"), None)) | {
        "analysis": found,
        "board": board,
        "figure": figure,
        "questions": [_line(one, board) for one in differing[:MOST_DIFFERENT]],
        "question_count": len(differing),
        "least": LEAST_PEOPLE,
    }
    return render(request, "assessments/analysis_units.html", context)


def _line(one: UnitQuestion, board: UnitBoard) -> dict[str, Any]:
    """A question with each unit's middle; empty where it may not be shown."""
    found = one.difference
    cells = [one.units.get(unit) for unit in board.answers.shown]
    return {
        "item": one.item,
        "cells": [middle(cell, one.item.scale) if cell else "" for cell in cells],
        "size": found.size if found else None,
        "word": SIZES[found.strength] if found else "",
        "chance": found.chance if found else None,
    }


def probes(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Proposals for interviews with their reasons, most urgent first; made to be printed."""
    row = load_assessment(request, pk)
    policies.check_can_see_analysis(request.actor, row)
    found = analysis(row, for_team=True)
    proposed = interview_probes(row, found, per_area=PER_AREA)
    title = _("Worth asking in interviews")
    context = frame(request, row, title, _step(request, pk), (title, None)) | {
        "groups": by_ground(proposed),
        "per_area": PER_AREA,
    }
    return render(request, "assessments/analysis_probes.html", context)


def workbook(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """All statistics as XLSX."""
    row = load_assessment(request, pk)
    policies.check_can_see_analysis(request.actor, row)
    tables = [(sheet.title, sheet.head, sheet.rows) for sheet in sheets(row)]
    return xlsx_response(f"analysis-{clock.today():%Y-%m-%d}.xlsx", tables)


def _step(request: ActorRequest, pk: UUID) -> tuple[str, str]:
    return _("Analysis"), org_url(request.actor, "assessments:analysis", pk)
