"""Discussions of areas: which are planned, held or left out, and what came of the findings."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments import policies
from assessments.forms.discussions import (
    HoldDiscussionForm,
    OutcomeForm,
    PlanAgainForm,
    PlanDiscussionForm,
    SkipAreaForm,
)
from assessments.forms.findings import AboutActionForm, ReasonForm
from assessments.models import Assessment, Discussion
from assessments.queries.discussions import (
    AreaDiscussions,
    DiscussedFinding,
    actions_of_discussion,
    area_discussions,
    discussed_findings,
    findings_about,
)
from assessments.services import discussions as services
from assessments.views.gated import run_gated
from assessments.views.naming import warn_of_names
from assessments.views.result_frame import frame, load_assessment
from cip.access.check import allowed
from cip.kernel import clock
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible


def discussions(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The areas in scope and their sessions."""
    row = load_assessment(request, pk)
    policies.check_can_see_discussions(request.actor)
    return _list_page(request, row)


@require_POST
def discussion_new(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Plan a session about an area."""
    row = load_assessment(request, pk)
    form = PlanDiscussionForm(request.POST)
    if form.is_valid():
        made = run_service(
            form,
            lambda: services.plan_discussion(
                actor=request.actor,
                assessment=row,
                node_id=form.cleaned_data["node"],
                planned_on=form.cleaned_data["planned_on"],
            ),
        )
        if made is not None:
            return _back(request, made, _("Discussion planned."))
    return _list_page(request, row, plan_form=form, status=400)


@require_POST
def discussion_skip_area(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Leave an area out, with a reason."""
    row = load_assessment(request, pk)
    form = SkipAreaForm(request.POST)
    if form.is_valid():
        made = run_service(
            form,
            lambda: services.skip_area(
                actor=request.actor,
                assessment=row,
                node_id=form.cleaned_data["node"],
                reason=form.cleaned_data["reason"],
            ),
        )
        if made is not None:
            messages.success(request, _("The area is left out."))
            return redirect(org_url(request.actor, "assessments:discussions", row.pk))
    return _list_page(request, row, skip_form=form, status=400)


def discussion(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """One session: attendance, outcomes, actions."""
    return _page(request, _load(request, pk))


@require_POST
def discussion_hold(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """It took place."""
    row, form = _load(request, pk), HoldDiscussionForm(request.POST)
    return _moved(
        request,
        row,
        {"hold_form": form},
        lambda: services.hold_discussion(
            actor=request.actor, discussion=row, today=clock.today(), **form.cleaned_data
        ),
        _("Discussion held. Record what became of each finding."),
    )


@require_POST
def discussion_skip(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """It will not take place."""
    row, form = _load(request, pk), ReasonForm(request.POST)
    return _moved(
        request,
        row,
        {"skip_form": form},
        lambda: services.skip_discussion(actor=request.actor, discussion=row, **form.cleaned_data),
        _("Discussion left out."),
    )


@require_POST
def discussion_again(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Another day."""
    row, form = _load(request, pk), PlanAgainForm(request.POST)
    return _moved(
        request,
        row,
        {"again_form": form},
        lambda: services.plan_discussion_again(
            actor=request.actor, discussion=row, **form.cleaned_data
        ),
        _("Discussion planned."),
    )


@require_http_methods(["GET", "POST"])
def discussion_outcome(
    request: ActorRequest, organization: str, pk: UUID, finding_id: UUID
) -> HttpResponse:
    """What became of one finding."""
    row = _load(request, pk)
    policies.check_can_record_outcome(request.actor, row)
    found = next((f for f in discussed_findings(row) if f.finding.id == finding_id), None)
    if found is None:
        raise Http404
    form = OutcomeForm(request.POST or None, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        made = run_gated(
            form,
            lambda: services.record_outcome(
                actor=request.actor, discussion=row, finding_id=finding_id, **form.cleaned_data
            ),
        )
        if made is not None:
            names = ("title", "text", "solution_direction", "reason")
            texts = [form.cleaned_data.get(name) or "" for name in names]
            warn_of_names(request, row.assessment, texts)
            return _back(request, row, _("Outcome recorded."))
    context = frame(request, row.assessment, found.finding.title, *_steps(request, row)) | {
        "row": row,
        "found": found,
        "form": form,
    }
    context["breadcrumbs"].append((_("Outcome"), None))
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "assessments/discussion_outcome.html", context, status=status)


@require_POST
def discussion_action(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """An action agreed there."""
    row = _load(request, pk)
    form = AboutActionForm(request.POST, assessment=row.assessment, findings=findings_about(row))
    return _moved(
        request,
        row,
        {"action_form": form},
        lambda: services.agree_action_in(
            actor=request.actor,
            discussion=row,
            text=form.cleaned_data["text"],
            owner_id=form.cleaned_data["owner"].pk,
            due_on=form.cleaned_data["due_on"],
            finding_id=form.cleaned_data["finding"] and form.cleaned_data["finding"].pk,
        ),
        _("Action agreed."),
    )


def _load(request: ActorRequest, pk: UUID) -> Discussion:
    rows = Discussion.objects.select_related(
        "assessment__program", "assessment__model_version", "assessment__method_version", "node"
    ).defer("assessment__method_version__document")
    row: Discussion = get_visible(rows, request.actor, pk)
    policies.check_can_see_discussions(request.actor)
    request.program_id = row.assessment.program_id  # type: ignore[attr-defined]
    return row


def _moved(
    request: ActorRequest,
    row: Discussion,
    given: dict[str, forms.Form],
    service: Callable[[], Any],
    message: str,
) -> HttpResponse:
    """One step by the one form given; the page again with its errors when it fails."""
    (form,) = given.values()
    if form.is_valid() and run_service(form, service) is not None:
        told = [form.cleaned_data.get(name) or "" for name in ("text", "reason")]
        warn_of_names(request, row.assessment, told)
        return _back(request, row, message)
    return _page(request, row, status=400, **given)


def _list_page(
    request: ActorRequest, row: Assessment, *, status: int = 200, **given: Any
) -> HttpResponse:
    context = frame(request, row, _("Discussions"), (_("Discussions"), None)) | {
        "cards": [_card(request, area, given) for area in area_discussions(row)],
    }
    return render(request, "assessments/discussions.html", context, status=status)


def _card(request: ActorRequest, area: AreaDiscussions, given: dict[str, Any]) -> dict[str, Any]:
    """An area with its own forms; the one that failed stands open with its errors."""
    failed = given if request.POST.get("node") == str(area.node_id) else {}
    auto_id = f"{area.code}-%s"
    initial = {"planned_on": clock.today()}
    return {
        "area": area,
        "plan_form": failed.get("plan_form")
        or PlanDiscussionForm(initial=initial, auto_id=auto_id),
        "skip_form": failed.get("skip_form") or SkipAreaForm(auto_id=auto_id),
        "plan_failed": "plan_form" in failed,
        "skip_failed": "skip_form" in failed,
    }


def _page(
    request: ActorRequest, row: Discussion, *, status: int = 200, **given: Any
) -> HttpResponse:
    version, today = {"expected_version": row.version}, clock.today()
    findings = discussed_findings(row)
    held = {
        "held_on": row.held_on or min(today, row.planned_on or today),
        "attendee_count": row.attendee_count,
        "attendee_roles": row.attendee_roles,
    }
    context = frame(request, row.assessment, row.node.title, *_steps(request, row)[:1]) | {
        "row": row,
        "findings": findings,
        "actions": actions_of_discussion(row),
        "can_record": allowed(policies.check_can_record_outcome, request.actor, row),
        "hold_form": HoldDiscussionForm(initial=version | held, auto_id="hold_%s"),
        "skip_form": ReasonForm(initial=version, auto_id="skip_%s"),
        "again_form": PlanAgainForm(
            initial=version | {"planned_on": row.planned_on or today}, auto_id="again_%s"
        ),
        "action_form": AboutActionForm(assessment=row.assessment, findings=findings_about(row)),
        "failed": next(iter(given), ""),
    }
    context["breadcrumbs"].append((row.node.title, None))
    return render(request, "assessments/discussion.html", context | given, status=status)


def _steps(request: ActorRequest, row: Discussion) -> tuple[tuple[str, str], tuple[str, str]]:
    actor = request.actor
    return (
        (_("Discussions"), org_url(actor, "assessments:discussions", row.assessment_id)),
        (row.node.title, org_url(actor, "assessments:discussion", row.pk)),
    )


def _initial(found: DiscussedFinding) -> dict[str, Any]:
    finding = found.finding
    return {
        "kind": found.outcome or "agreed",
        "title": finding.title,
        "text": finding.text,
        "solution_direction": finding.solution_direction,
        "reason": found.reason,
        "expected_version": found.version,
    }


def _back(request: ActorRequest, row: Discussion, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect(org_url(request.actor, "assessments:discussion", row.pk))
