"""Choose another result, and read the two beside one another: as page, file and report."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.comparison_sheets import sheets
from assessments.comparison_tables import crosswalk_table, fate_counts, names_of, part_tables
from assessments.comparison_words import WAYS, maturity_text
from assessments.forms.comparison import CrosswalkForm
from assessments.models import ResultSnapshot
from assessments.queries.comparing import (
    ResultsCompared,
    Way,
    crosswalks_between,
    results_compared,
    way_between,
)
from assessments.queries.snapshots import SnapshotHead, choosable, head_of
from assessments.services.comparisons import request_comparison
from assessments.views.result_frame import frame
from assessments.views.snapshots import load_snapshot, result_steps
from cip.access.actor import granted
from cip.access.permissions import Permission
from cip.kernel import clock
from cip.web.links import org_url
from cip.web.loading import ActorRequest
from cip.web.xlsx_export import xlsx_response


def choose(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Results to compare this one with, the nearest first."""
    row = load_snapshot(request, pk)
    page = choosable(request.actor, row, request.GET.get("page"))
    others: list[ResultSnapshot] = list(page.object_list)
    walks = crosswalks_between(
        request.actor, row.model_version_id, (other.model_version_id for other in others)
    )
    page.object_list = [_choice(request, row, other, walks) for other in others]
    title = _("Compare with another result")
    steps = (*result_steps(request, row), (_("Compare"), None))
    context = frame(request, row.assessment, title, *steps) | {
        "head": head_of(row),
        "page": page,
    }
    return render(request, "assessments/compare_choose.html", context)


def compare(request: ActorRequest, organization: str, pk: UUID, other_id: UUID) -> HttpResponse:
    """From the other result to this one."""
    row, other, found = _compared(request, pk, other_id)
    labels = names_of(found)
    said = (
        _("%(before)s and %(after)s") if found.way is Way.MODELS else _("%(before)s to %(after)s")
    )
    title = said % {"before": labels[0], "after": labels[1]}
    steps = (*result_steps(request, row), (_("Comparison"), None))
    context = frame(request, row.assessment, title, *steps) | {
        "found": found,
        "other": other,
        "labels": labels,
        "way": WAYS[found.way],
        "maturity": [maturity_text(head) for head in (found.before, found.after)],
        "counts": fate_counts(found.parts) if found.way is Way.VERSIONS else (),
        "parts": part_tables(found, labels),
        "crosswalk": crosswalk_table(found.crosswalk) if found.crosswalk else None,
        "crosswalk_form": _crosswalk_form(found),
        "file_url": _file_url(request, found),
        "may_request": granted(request.actor, Permission.REQUEST_REPORT),
    }
    return render(request, "assessments/compare.html", context)


def workbook(request: ActorRequest, organization: str, pk: UUID, other_id: UUID) -> HttpResponse:
    """The comparison as XLSX."""
    _row, _other, found = _compared(request, pk, other_id)
    tables = [(sheet.title, sheet.head, sheet.rows) for sheet in sheets(found, names_of(found))]
    return xlsx_response(f"comparison-{clock.today():%Y-%m-%d}.xlsx", tables)


@require_POST
def report(request: ActorRequest, organization: str, pk: UUID, other_id: UUID) -> HttpResponse:
    """Ask for the comparison as PDF and show its run."""
    row, other, found = _compared(request, pk, other_id)
    run = request_comparison(
        actor=request.actor,
        before=other,
        after=row,
        crosswalk_id=found.crosswalk.id if found.crosswalk else None,
    )
    return redirect(org_url(request.actor, "reports:run", run.pk))


def _crosswalk_form(found: ResultsCompared) -> CrosswalkForm | None:
    """Only where there is a choice."""
    if found.crosswalk is None or len(found.crosswalks) < 2:
        return None
    return CrosswalkForm(found.crosswalks, found.crosswalk.id)


def _file_url(request: ActorRequest, found: ResultsCompared) -> str:
    ids = found.after.id, found.before.id
    address = org_url(request.actor, "assessments:compare_workbook", *ids)
    return f"{address}?crosswalk={found.crosswalk.id}" if found.crosswalk else address


def _compared(
    request: ActorRequest, pk: UUID, other_id: UUID
) -> tuple[ResultSnapshot, ResultSnapshot, ResultsCompared]:
    other = load_snapshot(request, other_id)
    row = load_snapshot(request, pk)
    found = results_compared(request.actor, other, row, _crosswalk(request))
    return row, other, found


def _crosswalk(request: HttpRequest) -> UUID | None:
    """The chosen crosswalk; whatever is no id is none."""
    said = request.POST.get("crosswalk") or request.GET.get("crosswalk") or ""
    try:
        return UUID(said)
    except ValueError:
        return None


Walks = dict[UUID, tuple[tuple[UUID, str], ...]]
Choice = tuple[SnapshotHead, str, str, str]


def _choice(
    request: ActorRequest, row: ResultSnapshot, other: ResultSnapshot, walks: Walks
) -> Choice:
    """The other's head, its level, what lies between, and where the comparison is.

    Over time and versions the earlier one is set before the later one.
    """
    way = way_between(other.model_version, row.model_version)
    said = str(WAYS[way])
    if way is Way.MODELS and other.model_version_id not in walks:
        return head_of(other), maturity_text(head_of(other)), "", ""
    first, last = (row, other) if _is_later(other, row, way) else (other, row)
    address = org_url(request.actor, "assessments:compare", last.pk, first.pk)
    return head_of(other), maturity_text(head_of(other)), said, address


def _is_later(other: ResultSnapshot, row: ResultSnapshot, way: Way) -> bool:
    return way is not Way.MODELS and other.frozen_at > row.frozen_at
