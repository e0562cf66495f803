"""The assessments of a program."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments import policies
from assessments.forms.lists import AssessmentFilterForm
from assessments.models import Assessment
from assessments.queries.assessment_list import ListedAssessment, listed
from assessments.queries.counted import ORDERS, assessment_page
from assessments.queries.step_pages import NextTurn
from assessments.views.setup import way_to
from cip.access.check import allowed
from cip.kernel import clock
from cip.programs.views.frame import load_program
from cip.web.kept_parts import kept_part
from cip.web.lists import list_file, wanted
from cip.web.loading import ActorRequest


def list_(request: ActorRequest, organization: str, program_id: UUID) -> HttpResponseBase:
    """A program's assessments."""
    program = load_program(request, program_id)
    request.program_id = program.pk  # type: ignore[attr-defined]
    form = AssessmentFilterForm(request.GET)
    asked = wanted(request, ORDERS, form)
    rows = assessment_page(
        program,
        request.actor,
        search=asked.values.get("q", ""),
        state=asked.values.get("state", ""),
        sort=asked.sort,
        number=asked.number,
    )
    rows.object_list = listed(list(rows.object_list), request.actor, clock.today())
    if asked.is_export:
        return _assessments_file(rows)
    context = {
        "program": program,
        "page": rows,
        "lines": [_line(line, organization) for line in rows],
        "form": form,
        "is_filtered": asked.is_filtered,
        "may_create": allowed(policies.check_can_create_assessment, request.actor),
        "page_title": _("Assessments"),
        "breadcrumbs": way_to(request, program),
    }
    return render(request, "assessments/list.html", context)


def _line(line: ListedAssessment, organization: str) -> SafeString:
    """A row of the table: with the same values it need not be written again."""
    row: Any = line.row
    return kept_part(
        "assessments/list_line.html",
        organization=organization,
        pk=row.pk,
        title=row.title,
        model=f"{row.model_version.model.name} {row.model_version.number}",
        state=row.state,
        state_label=str(Assessment.State(row.state).label),
        step=line.next,
        lead=str(row.lead),
        closes_on=row.closes_on,
        is_late=line.is_late,
        done=row.submitted,
        all=row.invited,
        percent=line.percent,
    )


def _assessments_file(rows: Iterable[ListedAssessment]) -> StreamingHttpResponse:
    head = [
        _("Assessment"),
        _("State"),
        _("Maturity model"),
        _("Version"),
        _("Lead assessor"),
        _("Answers until"),
        _("Asked"),
        _("Submitted"),
        _("Next step"),
        _("Turn"),
    ]
    lines = ((*_cells(line.row), *_next_cells(line.next)) for line in rows)
    return list_file("assessments", head, lines)


def _cells(row: Any) -> tuple[object, ...]:
    return (
        row.title,
        row.get_state_display(),
        row.model_version.model.name,
        row.model_version.number,
        row.lead,
        row.closes_on,
        row.invited,
        row.submitted,
    )


def _next_cells(step: NextTurn | None) -> tuple[str, str]:
    return ("", "") if step is None else (f"{step.code} {step.name}", ", ".join(step.turn))
