"""The evidence matrix, and the pieces about one practice."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments import policies
from assessments.forms.interviews import PracticeEvidenceForm, TakeInForm
from assessments.models import Assessment, Finding, PracticeEvidence
from assessments.queries.analysis import ItemResult, analysis
from assessments.queries.evidence_matrix import (
    Cell,
    MatrixArea,
    MatrixRow,
    evidence_rows,
    findings_to_rest_on_it,
    matrix,
)
from assessments.queries.findings import nodes_to_speak_of
from assessments.queries.model_words import model_words
from assessments.queries.remarks import Remark, remarks
from assessments.services import practice_evidence as services
from assessments.views.result_frame import frame, load_assessment
from cip.access.check import allowed
from cip.kernel import clock, texts
from cip.kernel.errors import InvalidInput
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible
from cip.web.xlsx_export import xlsx_response
from models_catalog.models import Node


def evidence(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The areas in scope with how much is known about their practices."""
    row = _load(request, pk)
    areas = matrix(row, today=clock.today())
    if request.GET.get("export") == "xlsx":
        return _file(row, areas)
    context = frame(request, row, _("Evidence"), (_("Evidence"), None)) | {"areas": areas}
    return render(request, "assessments/evidence.html", context)


def evidence_area(
    request: ActorRequest, organization: str, pk: UUID, area_id: UUID
) -> HttpResponse:
    """The matrix of one area: practices as rows, kinds of sources side by side."""
    row = _load(request, pk)
    areas = matrix(row, today=clock.today())
    area = next((each for each in areas if each.id == area_id), None)
    if area is None:
        raise Http404
    if request.GET.get("export") == "xlsx":
        return _file(row, [area])
    context = frame(request, row, area.title, _step(request, row), (area.title, None)) | {
        "area": area,
        "areas": areas,
    }
    return render(request, "assessments/evidence_area.html", context)


def evidence_node(
    request: ActorRequest, organization: str, pk: UUID, node_id: UUID
) -> HttpResponse:
    """All pieces about one practice, and a form for the next.

    `?named=` fills the form with what somebody named beside an answer.
    """
    row = _load(request, pk)
    return _node_page(request, row, _node(row, node_id))


@require_POST
def practice_evidence_add(
    request: ActorRequest, organization: str, pk: UUID, node_id: UUID
) -> HttpResponse:
    """Add a piece."""
    row = _load(request, pk)
    policies.check_can_collect_evidence(request.actor, row)
    node = _node(row, node_id)
    form = PracticeEvidenceForm(request.POST, actor=request.actor, assessment=row, node=node)
    if form.is_valid():
        data = form.cleaned_data
        made = run_service(
            form,
            lambda: services.collect_evidence(
                actor=request.actor,
                assessment=row,
                node_id=node.pk,
                source=data["source"],
                says=data["says"],
                dated_on=data["dated_on"],
                today=clock.today(),
                item_id=data["item"] and data["item"].pk,
                artefact_version_id=data["artefact_version"] and data["artefact_version"].pk,
                origin=data["origin"],
                note=data["note"],
            ),
        )
        if made is not None:
            return _back(request, row, node.pk, _("Evidence added."))
    return _node_page(request, row, node, form=form, status=400)


@require_POST
def practice_evidence_withdraw(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Take a piece away."""
    found = _piece(request, pk)
    services.withdraw_practice_evidence(actor=request.actor, evidence=found)
    return _back(request, found.assessment, found.node_id, _("Evidence withdrawn."))


@require_POST
def practice_evidence_take_in(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Let a finding rest on it."""
    found = _piece(request, pk)
    form = TakeInForm(request.POST, assessment=found.assessment)
    if not form.is_valid():
        raise InvalidInput(fields={"finding": [_("Choose a finding of this assessment.")]})
    finding: Finding = form.cleaned_data["finding"]
    finding.assessment = found.assessment
    services.take_in(actor=request.actor, finding=finding, evidence=found)
    messages.success(request, _("The finding rests on it now."))
    return redirect(org_url(request.actor, "assessments:finding", finding.pk))


def _load(request: ActorRequest, pk: UUID) -> Assessment:
    row = load_assessment(request, pk)
    policies.check_can_see_evidence(request.actor)
    return row


def _piece(request: ActorRequest, pk: UUID) -> PracticeEvidence:
    rows = PracticeEvidence.objects.select_related(
        "assessment__program", "interview_note__interview", "item", "artefact_version"
    )
    row: PracticeEvidence = get_visible(rows, request.actor, pk)
    policies.check_can_see_evidence(request.actor)
    return row


def _node(assessment: Assessment, node_id: UUID) -> Node:
    found = nodes_to_speak_of(assessment).filter(pk=node_id).first()
    if found is None:
        raise Http404
    return found


def _node_page(
    request: ActorRequest,
    row: Assessment,
    node: Node,
    *,
    form: PracticeEvidenceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = clock.today()
    said = _said(request, row, node)
    taken = _taken(said, request.GET.get("named", ""))
    initial = {"source": "document", "says": "done", "dated_on": today} | taken
    title = f"{node.code} {node.title}"
    context = frame(request, row, title, _step(request, row), (title, None)) | {
        "node": node,
        "evidence": evidence_rows(row, today=today, node_id=node.pk),
        "can_collect": allowed(policies.check_can_collect_evidence, request.actor, row),
        "findings": findings_to_rest_on_it(row),
        "form": form
        or PracticeEvidenceForm(actor=request.actor, assessment=row, node=node, initial=initial),
        "said": said,
        "is_filled": form is not None or bool(taken),
    }
    return render(request, "assessments/evidence_node.html", context, status=status)


def _said(
    request: ActorRequest, row: Assessment, node: Node
) -> list[tuple[ItemResult, tuple[Remark, ...]]]:
    """What answers about it name as evidence, for those who may read what stands beside answers."""
    if not allowed(policies.check_can_see_analysis, request.actor, row):
        return []
    asked = analysis(row, for_team=True).by_node().get(node.pk, [])
    found = remarks(row, asked)
    return [(item, found[item.root].evidence) for item in asked if item.root in found]


def _taken(said: Iterable[tuple[ItemResult, tuple[Remark, ...]]], mark: str) -> dict[str, Any]:
    """What the form begins with: the first line says where from; what is longer is the note."""
    text = next((one.text for _item, rows in said for one in rows if one.mark == mark), "")
    origin = text.split("\n")[0][: texts.SHORT]
    return {"origin": origin, "note": "" if text == origin else text} if text else {}


def _step(request: ActorRequest, row: Assessment) -> tuple[str, str]:
    return _("Evidence"), org_url(request.actor, "assessments:evidence", row.pk)


def _back(request: ActorRequest, row: Assessment, node_id: UUID, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect(org_url(request.actor, "assessments:evidence_node", row.pk, node_id))


def _file(assessment: Assessment, areas: list[MatrixArea]) -> HttpResponse:
    """Counts and verdicts only: no notes, origins or names leave the team's pages."""
    asked = model_words(assessment.model_version).asked.one
    head = [
        _("%s (code)") % asked,
        asked,
        _("Questionnaire: yes"),
        _("Questionnaire: no"),
        _("Questionnaire: don't know"),
        _("Questionnaire: answers that name evidence"),
        _("Interviews: done"),
        _("Interviews: not done"),
        _("Documents: done"),
        _("Documents: not done"),
        _("Observations: done"),
        _("Observations: not done"),
        _("Old pieces"),
        _("Verdict"),
    ]
    sheets = [(area.code, head, [_line(row) for row in area.rows]) for area in areas]
    name = f"evidence-{clock.today():%Y-%m-%d}.xlsx"
    return xlsx_response(name, sheets or [(_("Evidence"), head, [])])


def _line(row: MatrixRow) -> list[Any]:
    tally = row.items[0].tally if len(row.items) == 1 else None
    answers = (tally.yes, tally.no, tally.dont_know) if tally else (None, None, None)
    cells: tuple[Cell, ...] = (row.interviews, row.documents, row.observations)
    counts = [n for cell in cells for n in (cell.done, cell.not_done)]
    stale = sum(cell.stale for cell in cells)
    return [row.code, row.title, *answers, row.named, *counts, stale, row.verdict_label]
