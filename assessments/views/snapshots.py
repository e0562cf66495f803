"""Results as they were agreed: the list, one of them, and its units beside one another."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments import policies
from assessments.comparison_tables import part_table
from assessments.comparison_words import (
    mark,
    maturity_text,
    rated_text,
    rating_text,
    share_text,
)
from assessments.forms.comparison import UnitPairForm
from assessments.models import ResultSnapshot
from assessments.queries.snapshots import (
    FrozenMedian,
    SnapshotHead,
    head_of,
    snapshot_page,
    snapshots_of,
    with_heads,
)
from assessments.queries.trend import ResultTrend, TrendCell, result_trend
from assessments.queries.unit_medians import unit_medians
from assessments.result_labels import unit_name
from assessments.rules.frozen import FrozenRating, Kind
from assessments.rules.snapshot import Rated
from assessments.views.result_frame import frame, load_assessment
from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible

DAY = "j M Y"


def load_snapshot(request: ActorRequest, pk: UUID) -> ResultSnapshot:
    """The visible snapshot with its head; 404 outside, 403 where the results are not released."""
    row: ResultSnapshot = get_visible(with_heads(ResultSnapshot.objects.all()), request.actor, pk)
    policies.check_can_see_results(request.actor, row.assessment)
    request.program_id = row.assessment.program_id  # type: ignore[attr-defined]
    return row


def result_steps(request: ActorRequest, row: ResultSnapshot) -> list[tuple[str, str]]:
    """Breadcrumbs from the assessment to one of its results."""
    pk = row.assessment_id
    return [
        (_("Results"), org_url(request.actor, "assessments:results", pk)),
        (_("As agreed"), org_url(request.actor, "assessments:snapshots", pk)),
        (_("No. %s") % row.number, org_url(request.actor, "assessments:snapshot", row.pk)),
    ]


def snapshots(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Every result of an assessment, and those of its program on the same model over time."""
    row = load_assessment(request, pk)
    policies.check_can_see_results(request.actor, row)
    steps = (_("Results"), org_url(request.actor, "assessments:results", pk))
    heads = snapshots_of(row)
    context = frame(request, row, _("Results as agreed"), steps, (_("As agreed"), None)) | {
        "rows": [(head, maturity_text(head)) for head in heads],
        "has_levels": any(head.maturity for head in heads),
        "trend": _trend(result_trend(request.actor, row.program_id, row.model_version_id)),
    }
    return render(request, "assessments/snapshots.html", context)


def snapshot(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """What stood when."""
    row = load_snapshot(request, pk)
    found = snapshot_page(row)
    day = date_format(row.frozen_at, DAY)
    *steps, last = result_steps(request, row)
    title = _("As agreed on %s") % day
    context = frame(request, row.assessment, title, *steps, (last[0], None)) | {
        "found": found,
        "maturity": maturity_text(found.head),
        "areas": [
            (
                each.area,
                _said(each.area),
                _said(each.capability) if each.capability else "",
                [(goal, _said(goal)) for goal in each.goals],
            )
            for each in found.areas
        ],
        "levels": [(each, _said(each)) for each in found.levels],
        "has_sides": any(each.dimension for each in found.levels),
        "medians": [(each, _median(each)) for each in found.medians],
    }
    return render(request, "assessments/snapshot.html", context)


def units(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Released medians of the units; `first` and `second` choose two to set beside another."""
    row = load_snapshot(request, pk)
    found = unit_medians(row, request.GET.get("first"), request.GET.get("second"))
    labels = (unit_name(found.first or ""), unit_name(found.second or ""))
    context = frame(
        request,
        row.assessment,
        _("Units compared"),
        *result_steps(request, row),
        (_("Units"), None),
    ) | {
        "found": found,
        "head": head_of(row),
        "rows": [
            (each.title, _median(each.whole), [_median(cell) for cell in each.units])
            for each in found.rows
        ],
        "table": part_table(found.part, labels) if found.part else None,
        "form": UnitPairForm(found.units, found.first or "", found.second or ""),
        "labels": labels,
    }
    return render(request, "assessments/snapshot_units.html", context)


def _trend(found: ResultTrend) -> dict[str, Any] | None:
    """Texts for the table; None unless there are at least two results."""
    if len(found.results) < 2:
        return None
    return {
        "results": found.results,
        "rows": [
            (
                f"{each.code} {each.title}".strip(),
                [
                    (_through(head, each.kind, cell), mark(cell.trend))
                    for head, cell in zip(found.results, each.cells, strict=True)
                ],
            )
            for each in found.rows
        ],
    }


def _through(head: SnapshotHead, kind: Kind, cell: TrendCell) -> str:
    return maturity_text(head) if kind is Kind.MATURITY else rated_text(kind, cell.rated)


def _said(row: FrozenRating) -> str:
    return rated_text(row.kind, Rated(row.key, row.rating, row.absence))


def _median(each: FrozenMedian | None) -> str:
    """The median in words; of two values also the share of the higher one."""
    if each is None:
        return "\u2013"
    text = rating_text("", each.rating, each.labels)
    if len(each.labels) == 2 and each.values:
        return share_text(text, each.labels, each.distribution[-1] / each.values)
    return text
