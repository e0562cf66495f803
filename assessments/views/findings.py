"""Findings and what they rest on."""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments import policies
from assessments.action_columns import action_columns
from assessments.columns import csv_of
from assessments.finding_columns import finding_columns
from assessments.forms.findings import ConfirmForm, EvidenceForm, FindingForm, ReasonForm
from assessments.forms.lists import FindingFilterForm
from assessments.models import Assessment, Evidence, Finding
from assessments.queries.analysis import analysis
from assessments.queries.findings import (
    ACTION_ORDERS,
    FINDING_ORDERS,
    action_items,
    actions_of_finding,
    chosen_actions,
    chosen_findings,
    finding_rows,
    people_names,
    sees_all_findings,
)
from assessments.queries.findings import (
    findings as findings_of,
)
from assessments.queries.results import EvidenceLink, evidence_links
from assessments.queries.unsafe_passages import unsafe_findings
from assessments.services import evidence, finding_states
from assessments.services import findings as services
from assessments.services.actions import check_carries_actions
from assessments.views.gated import run_gated
from assessments.views.result_frame import (
    findings_step,
    frame,
    load_assessment,
    load_finding,
    submitted,
)
from cip.access.check import allowed
from cip.db.paging import both_ways, page_of
from cip.web.links import org_url
from cip.web.lists import wanted
from cip.web.loading import ActorRequest, get_visible

ACTIONS = "actions"


def findings(request: ActorRequest, organization: str, pk: UUID) -> HttpResponseBase:
    """All findings by kind and state, and the action items."""
    row = load_assessment(request, pk)
    policies.check_can_see_results(request.actor, row)
    for_team = sees_all_findings(request.actor)
    actions = action_items(row)
    owners = sorted({(str(each.owner_id), each.owner) for each in actions}, key=itemgetter(1))
    form = FindingFilterForm(request.GET, owners=owners)
    asked = wanted(request, both_ways(FINDING_ORDERS), form, others=[ACTIONS])
    asked_actions = wanted(request, both_ways(ACTION_ORDERS), form, name=ACTIONS)
    chosen = asked.values
    words = chosen.get("q", "")
    found = chosen_findings(
        findings_of(
            row, for_team=for_team, kind=chosen.get("kind", ""), state=chosen.get("state", "")
        ),
        search=words,
        sort=asked.sort,
    )
    if asked.is_export:
        return csv_of("findings", finding_columns(), found)
    actions = chosen_actions(
        actions,
        search=words,
        state=chosen.get("action_state", ""),
        owner=chosen.get("owner", ""),
        sort=asked_actions.sort,
    )
    if asked_actions.is_export:
        visible = findings_of(row, for_team=for_team)
        return csv_of("actions", action_columns(visible), actions)
    context = frame(request, row, _("Findings and actions"), (_("Findings"), None)) | {
        "findings": page_of(found, asked.number, lambda each: each),
        "actions": page_of(actions, asked_actions.number, lambda each: each),
        "form": form,
        "is_filtered": asked.is_filtered,
        "unsafe_findings": unsafe_findings(row) if for_team else 0,
        "can_see_preliminary": allowed(
            policies.check_can_see_preliminary_findings, request.actor, row
        ),
    }
    return render(request, "assessments/findings.html", context)


@require_http_methods(["GET", "POST"])
def finding_new(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Write a finding."""
    row = load_assessment(request, pk)
    policies.check_can_write_findings(request.actor, row)
    initial = {"node": request.GET.get("node", ""), "kind": request.GET.get("kind", "weakness")}
    form = FindingForm(submitted(request), assessment=row, initial=initial)
    if request.method == "POST" and form.is_valid() and not _warned(request, form, row):
        values = _finding_values(form)
        made = run_gated(
            form,
            lambda: services.write_finding(actor=request.actor, assessment=row, **values),
        )
        if made:
            messages.success(request, _("Finding written. Add what it rests on."))
            return redirect(org_url(request.actor, "assessments:finding", made.pk))
    return _form_page(request, row, form, _("Write a finding"))


def finding(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """A finding, what it rests on, its actions; notes and origins for the team only."""
    row = load_finding(request, pk)
    return _finding_page(request, row)


@require_http_methods(["GET", "POST"])
def finding_edit(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Change a finding's text."""
    row = load_finding(request, pk)
    policies.check_can_write_findings(request.actor, row.assessment)
    initial = {
        "kind": row.kind,
        "node": row.node_id,
        "title": row.title,
        "text": row.text,
        "solution_direction": row.solution_direction,
        "expected_version": row.version,
    }
    form = FindingForm(submitted(request), assessment=row.assessment, initial=initial)
    if request.method == "POST" and form.is_valid() and not _warned(request, form, row.assessment):
        values = _finding_values(form)
        version = form.cleaned_data["expected_version"] or 0
        if (
            run_gated(
                form,
                lambda: services.edit_finding(
                    actor=request.actor, finding=row, expected_version=version, values=values
                ),
            )
            is not None
        ):
            messages.success(request, _("Finding saved."))
            return redirect(org_url(request.actor, "assessments:finding", row.pk))
    return _form_page(request, row.assessment, form, _("Edit the finding"))


@require_POST
def finding_confirm(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The team confirms the finding."""
    row, form = load_finding(request, pk), ConfirmForm(request.POST)
    return _moved(
        request,
        row,
        {"confirm_form": form},
        lambda: finding_states.confirm_finding(
            actor=request.actor, finding=row, **form.cleaned_data
        ),
        _("Finding confirmed."),
    )


@require_POST
def finding_drop(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The team drops the finding."""
    row, form = load_finding(request, pk), ReasonForm(request.POST)
    return _moved(
        request,
        row,
        {"drop_form": form},
        lambda: finding_states.drop_finding(actor=request.actor, finding=row, **form.cleaned_data),
        _("Finding dropped."),
    )


@require_POST
def finding_reopen(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Back to preliminary."""
    row, form = load_finding(request, pk), ReasonForm(request.POST)
    return _moved(
        request,
        row,
        {"drop_form": form},
        lambda: finding_states.reopen_finding(
            actor=request.actor,
            finding=row,
            expected_version=form.cleaned_data["expected_version"],
        ),
        _("The finding is preliminary again."),
    )


@require_POST
def evidence_add(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Add what the finding rests on."""
    row = load_finding(request, pk)
    form = EvidenceForm(request.POST, actor=request.actor, finding=row)
    if form.is_valid():
        data = form.cleaned_data
        values = {
            "source": data["source"],
            "polarity": data["polarity"],
            "item_id": data["item"].pk if data["item"] else None,
            "artefact_version_id": data["artefact_version"].pk
            if data["artefact_version"]
            else None,
            "origin": data["origin"],
            "note": data["note"],
        }
        if (
            run_gated(
                form, lambda: evidence.add_evidence(actor=request.actor, finding=row, **values)
            )
            is not None
        ):
            return _back(request, row, _("Evidence added."))
    return _finding_page(request, row, evidence_form=form, status=400)


@require_POST
def evidence_withdraw(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Take evidence away."""
    rows = Evidence.objects.select_related("finding__assessment__program")
    row: Evidence = get_visible(rows, request.actor, pk)
    found = evidence.withdraw_evidence(actor=request.actor, evidence=row)
    return _back(request, found, _("Evidence withdrawn."))


def _finding_page(
    request: ActorRequest, row: Finding, *, status: int = 200, **forms: Any
) -> HttpResponse:
    for_team = sees_all_findings(request.actor)
    names = () if for_team else people_names(row.assessment)
    shown = finding_rows(Finding.objects.filter(pk=row.pk).select_related("node"), names)[0]
    items = {item.id: item for item in analysis(row.assessment, for_team=for_team).items}
    evidence = evidence_links(row, items)
    notes = list(row.evidence.order_by("created_at")) if for_team else [None] * len(evidence)
    version = {"expected_version": row.version}
    steps = (findings_step(request, row.assessment), (_("Finding"), None))
    context = frame(request, row.assessment, shown.title, *steps) | {
        "finding": shown,
        "row": row,
        "for_team": for_team,
        "evidence": _evidence_lines(evidence, notes),
        "piece_count": len(evidence),
        "actions": actions_of_finding(row),
        "names": services.names_mentioned(row) if for_team else [],
        "confirm_form": forms.get("confirm_form") or ConfirmForm(initial=version),
        "drop_form": forms.get("drop_form") or ReasonForm(initial=version),
        "evidence_form": forms.get("evidence_form")
        or EvidenceForm(
            actor=request.actor, finding=row, initial={"polarity": Evidence.Polarity.SUPPORTS}
        ),
        "can_act": allowed(check_carries_actions, row),
        "failed": next(iter(forms), ""),
    }
    return render(request, "assessments/finding.html", context, status=status)


def _evidence_lines(
    links: Sequence[EvidenceLink], notes: Sequence[Evidence | None]
) -> list[tuple[EvidenceLink, Evidence | None, int]]:
    """Each piece with its note; for readers without notes those that read the same as one line."""
    lines: list[tuple[EvidenceLink, Evidence | None, int]] = []
    for link, note in zip(links, notes, strict=True):
        is_bare = note is None and link.item is None and not link.document
        if is_bare and lines and lines[-1][0] == link:
            lines[-1] = (link, None, lines[-1][2] + 1)
        else:
            lines.append((link, note, 1))
    return lines


def _form_page(
    request: ActorRequest, assessment: Assessment, form: FindingForm, title: str
) -> HttpResponse:
    steps = (findings_step(request, assessment), (title, None))
    context = frame(request, assessment, title, *steps) | {"form": form}
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "assessments/finding_form.html", context, status=status)


def _warned(request: ActorRequest, form: FindingForm, assessment: Assessment) -> bool:
    """Once before saving: the text may name somebody. Saving it again means it was seen."""
    if form.cleaned_data["names_seen"]:
        return False
    form.names = services.names_in_texts(assessment, _texts(form))
    form.data = data = request.POST.copy()
    data["names_seen"] = "on"
    return bool(form.names)


def _texts(form: FindingForm) -> list[str]:
    return [form.cleaned_data[name] for name in ("title", "text", "solution_direction")]


def _moved(
    request: ActorRequest,
    row: Finding,
    given: dict[str, forms.Form],
    service: Callable[[], Any],
    message: str,
) -> HttpResponse:
    """One step by the one form given; the page again with its errors when it fails."""
    (form,) = given.values()
    if form.is_valid() and run_gated(form, service) is not None:
        return _back(request, row, message)
    return _finding_page(request, row, status=400, **given)


def _back(request: ActorRequest, finding: Finding, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect(org_url(request.actor, "assessments:finding", finding.pk))


def _finding_values(form: FindingForm) -> dict[str, Any]:
    names = ("kind", "title", "text", "solution_direction")
    return {name: form.cleaned_data[name] for name in names} | {
        "node_id": form.cleaned_data["node"].pk
    }
