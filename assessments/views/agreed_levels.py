"""Agreeing on the levels of parts, and what everybody sees of them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments import policies
from assessments.forms.agreed_levels import AgreedLevelForm
from assessments.level_charts import area_head, levels_title, profile_figure, way_figure
from assessments.models import Assessment
from assessments.queries.evidence_matrix import MatrixRow, matrix
from assessments.queries.findings import action_items
from assessments.queries.leveled import AreaState, Cell, Leveled, PartState, leveled
from assessments.queries.signatures import signatures
from assessments.queries.unsafe_passages import unsafe_passages
from assessments.rules import lifecycle
from assessments.services.agreed_levels import agree_level
from assessments.services.gates import rating_waits_for
from assessments.views.gated import run_gated
from assessments.views.naming import warn_of_names
from assessments.views.result_frame import frame, load_assessment, submitted
from cip.access.check import allowed
from cip.kernel import clock
from cip.web.links import org_url
from cip.web.loading import ActorRequest


def levels(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Every part in scope with what the survey says, what is agreed, and what is in the way."""
    row = load_assessment(request, pk)
    policies.check_can_see_analysis(request.actor, row)
    found = _found(row, for_team=True)
    title = levels_title(found)
    context = frame(request, row, title, (title, None)) | {
        "found": found,
        "next_cell": found.next_open(),
        "profile": profile_figure(found),
        "signatures": (signed := signatures(row)),
        "waits_for": _waits_for(request, row),
        "has_signed": signed.has_signed(request.actor.user_id),
        "can_sign": allowed(policies.check_can_sign_ratings, request.actor, row),
        "can_agree": allowed(policies.check_can_agree, request.actor, row),
        "can_take_up": allowed(policies.check_can_take_up_again, request.actor, row),
    }
    return render(request, "assessments/levels.html", context)


@require_http_methods(["GET", "POST"])
def level(request: ActorRequest, organization: str, pk: UUID, node_id: UUID) -> HttpResponse:
    """One part: survey, evidence, what the levels look like there, and the level agreed."""
    row = load_assessment(request, pk)
    policies.check_can_see_analysis(request.actor, row)
    found = _found(row, for_team=True)
    area, part = _part(found, node_id)
    broken: dict[str, AgreedLevelForm] = {}
    if request.method == "POST":
        policies.check_can_rate(request.actor, row)
        cell = next((c for c in part.cells if c.side.code == request.POST.get("side", "")), None)
        if cell is None:
            raise Http404
        form = _form(found, cell, request)
        if form.is_valid() and _save(request, row, cell, form):
            return redirect(_onward(request, row, found, cell))
        broken[cell.key] = form
    above = org_url(request.actor, "assessments:levels", pk)
    steps = (levels_title(found), above), (part.part.code, None)
    context = frame(request, row, part.part.title, *steps) | {
        "found": found,
        "area": area,
        "part": part,
        "waits_for": _waits_for(request, row),
        "cells": [
            (c, found.model.steps_of(c.part, c.side), *_shown(found, c, broken)) for c in part.cells
        ],
        "evidence": _evidence(request, row, node_id),
    }
    return render(request, "assessments/level.html", context, status=400 if broken else 200)


def level_results(request: ActorRequest, row: Assessment) -> HttpResponse:
    """Results for everybody: per part, area and group, with what blocks the next level."""
    found = _found(row, for_team=False)
    context = frame(request, row, _("Results"), (_("Results"), None))
    context |= {
        "found": found,
        "area_head": area_head(found, context["words"]),
        "way": way_figure(found, [each for each in found.areas if each.area.is_applicable]),
        "profile": profile_figure(found),
        "actions": action_items(row),
        "unsafe_passages": unsafe_passages(row, found.names)
        if allowed(policies.check_can_write_findings, request.actor, row)
        else 0,
        "is_agreed": row.state in (lifecycle.AGREED, lifecycle.CLOSED),
        "can_take_up": allowed(policies.check_can_take_up_again, request.actor, row),
    }
    return render(request, "assessments/level_results.html", context)


def level_result(request: ActorRequest, row: Assessment, node_id: UUID) -> HttpResponse:
    """One part as everybody sees it: agreed level, reason, answers, findings."""
    found = _found(row, for_team=False)
    area, part = _part(found, node_id)
    results = (_("Results"), org_url(request.actor, "assessments:results", row.pk))
    context = frame(request, row, part.part.title, results, (part.part.code, None)) | {
        "found": found,
        "area": area,
        "part": part,
    }
    return render(request, "assessments/level_result.html", context)


def _found(row: Assessment, *, for_team: bool) -> Leveled:
    found = leveled(row, for_team=for_team)
    if found is None:
        raise Http404
    return found


def _waits_for(request: ActorRequest, row: Assessment) -> str:
    """What stands between now and agreeing on levels, for those who may."""
    may_rate = allowed(policies.check_can_rate, request.actor, row)
    return rating_waits_for(row, clock.now()) if may_rate else ""


def _part(found: Leveled, node_id: UUID) -> tuple[AreaState, PartState]:
    for area in found.areas:
        for part in area.parts if area.area.is_applicable else ():
            if part.part.id == node_id:
                return area, part
    raise Http404


def _form(found: Leveled, cell: Cell, request: ActorRequest | None = None) -> AgreedLevelForm:
    agreed = cell.agreed
    initial: dict[str, Any] = {
        "reason": agreed.reason,
        "agreed_by": agreed.agreed_by,
        "expected_version": agreed.version,
    }
    if agreed.level is not None:
        is_range = not agreed.level.is_single
        initial |= {"lower": agreed.level.lower, "upper": agreed.level.upper if is_range else None}
    return AgreedLevelForm(
        submitted(request) if request else None,
        steps=found.model.steps,
        is_ladder=found.model.is_ladder,
        initial=initial,
        auto_id=f"id_{cell.anchor}_%s",
    )


def _shown(
    found: Leveled, cell: Cell, broken: dict[str, AgreedLevelForm]
) -> tuple[AgreedLevelForm, bool]:
    """The form and whether it stands open: with an error, or where nothing is recorded."""
    form = broken.get(cell.key) or _form(found, cell)
    return form, cell.key in broken or not cell.agreed.is_recorded


def _save(request: ActorRequest, row: Assessment, cell: Cell, form: AgreedLevelForm) -> bool:
    done = run_gated(
        form,
        lambda: agree_level(
            actor=request.actor,
            assessment=row,
            node_id=cell.part.id,
            dimension_id=cell.side.id,
            **form.cleaned_data,
        ),
    )
    if done is None:
        return False
    warn_of_names(request, row, [form.cleaned_data["reason"]])
    messages.success(request, _("The level of “%(part)s” is recorded.") % {"part": cell.title})
    return True


def _onward(request: ActorRequest, row: Assessment, found: Leveled, cell: Cell) -> str:
    """The next part to agree on, or where one came from."""
    following = found.next_open(cell.key) if request.POST.get("go") == "next" else None
    if following is not None and following.key == cell.key:
        following = None
    target = following or cell
    page = org_url(request.actor, "assessments:level", row.pk, target.part.id)
    if request.POST.get("go") == "next" and following is None:
        return org_url(request.actor, "assessments:levels", row.pk)
    return f"{page}#{target.anchor}"


def _evidence(request: ActorRequest, row: Assessment, node_id: UUID) -> MatrixRow | None:
    """What interviews, documents and observations say, for those who may see it."""
    if not allowed(policies.check_can_see_evidence, request.actor):
        return None
    areas = matrix(row, today=clock.today())
    return next((each for area in areas for each in area.rows if each.node_id == node_id), None)
