"""Action items agreed in an assessment."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments import policies
from assessments.forms.findings import AboutActionForm, ActionForm, ReasonForm
from assessments.models import ActionItem, Assessment, Finding
from assessments.queries.findings import findings_to_act_on
from assessments.services import actions
from assessments.views.naming import warn_of_names
from assessments.views.result_frame import (
    findings_step,
    frame,
    load_assessment,
    load_finding,
    submitted,
)
from cip.access.check import allowed
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible


@require_http_methods(["GET", "POST"])
def action_item_new(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Agree an action of the assessment: about a finding, or none where the method lets it."""
    row = load_assessment(request, pk)
    policies.check_can_write_findings(request.actor, row)
    return _new_action(request, row, None)


@require_http_methods(["GET", "POST"])
def finding_action_new(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Agree an action about a finding."""
    row = load_finding(request, pk)
    policies.check_can_write_findings(request.actor, row.assessment)
    actions.check_carries_actions(row)
    return _new_action(request, row.assessment, row)


@require_http_methods(["GET", "POST"])
def action_item(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """An action: change it while it is open, settle it."""
    row = _load_action(request, pk)
    can_edit = allowed(policies.check_can_edit_action_item, request.actor, row)
    initial = {
        "text": row.text,
        "owner": row.owner_id,
        "due_on": row.due_on,
        "expected_version": row.version,
    }
    form = ActionForm(submitted(request), assessment=row.assessment, initial=initial)
    if request.method == "POST":
        policies.check_can_edit_action_item(request.actor, row)
        if (
            form.is_valid()
            and run_service(
                form,
                lambda: actions.edit_action(
                    actor=request.actor,
                    item=row,
                    expected_version=form.cleaned_data["expected_version"] or 0,
                    values=_action_values(form),
                ),
            )
            is not None
        ):
            messages.success(request, _("Action saved."))
            warn_of_names(request, row.assessment, [form.cleaned_data["text"]])
            return redirect(org_url(request.actor, "assessments:action_item", row.pk))
    return _action_page(request, row, form=form if can_edit else None)


@require_POST
def action_item_complete(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The action is done."""
    return _settle(request, pk, "complete")


@require_POST
def action_item_drop(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The action is given up, with a reason."""
    return _settle(request, pk, "drop")


@require_POST
def action_item_reopen(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The action is open again."""
    return _settle(request, pk, "reopen")


def _settle(request: ActorRequest, pk: UUID, step: str) -> HttpResponse:
    row = _load_action(request, pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        version, reason = form.cleaned_data["expected_version"], form.cleaned_data["reason"]
        known = {"actor": request.actor, "item": row, "expected_version": version}
        steps = {
            "complete": lambda: actions.complete_action(**known),
            "drop": lambda: actions.drop_action(reason=reason, **known),
            "reopen": lambda: actions.reopen_action(**known),
        }
        if run_service(form, steps[step]) is not None:
            messages.success(request, _("Action saved."))
            return redirect(org_url(request.actor, "assessments:action_item", row.pk))
    return _action_page(request, row, drop_form=form)


def _load_action(request: ActorRequest, pk: UUID) -> ActionItem:
    rows = ActionItem.objects.select_related("assessment__program", "finding", "owner")
    row: ActionItem = get_visible(rows, request.actor, pk)
    policies.check_can_see_action_item(request.actor, row)
    request.program_id = row.assessment.program_id  # type: ignore[attr-defined]
    return row


def _action_page(
    request: ActorRequest,
    row: ActionItem,
    *,
    form: ActionForm | None = None,
    drop_form: ReasonForm | None = None,
) -> HttpResponse:
    steps = (findings_step(request, row.assessment), (_("Action"), None))
    has_errors = bool((form and form.errors) or (drop_form and drop_form.errors))
    context = frame(request, row.assessment, _("Action"), *steps) | {
        "action": row,
        "form": form,
        "drop_form": drop_form or ReasonForm(initial={"expected_version": row.version}),
        "drop_failed": bool(drop_form),
        "can_settle": allowed(policies.check_can_settle_action_item, request.actor, row),
        "can_see_finding": row.finding is not None
        and allowed(policies.check_can_see_findings, request.actor, row.finding),
    }
    status = 400 if has_errors else 200
    return render(request, "assessments/finding_action.html", context, status=status)


def _new_action(
    request: ActorRequest, assessment: Assessment, about: Finding | None
) -> HttpResponse:
    form = (
        ActionForm(submitted(request), assessment=assessment)
        if about
        else AboutActionForm(
            submitted(request), assessment=assessment, findings=findings_to_act_on(assessment)
        )
    )
    if request.method == "POST" and form.is_valid():
        made = run_service(
            form,
            lambda: actions.agree_action(
                actor=request.actor,
                assessment=assessment,
                finding_id=_about(form, about),
                **_action_values(form),
            ),
        )
        if made:
            messages.success(request, _("Action agreed."))
            warn_of_names(request, assessment, [form.cleaned_data["text"]])
            if about is not None:
                return redirect(org_url(request.actor, "assessments:finding", about.pk))
            page = org_url(request.actor, "assessments:findings", assessment.pk)
            return redirect(f"{page}#actions")
    steps = (findings_step(request, assessment), (_("Agree an action"), None))
    context = frame(request, assessment, _("Agree an action"), *steps)
    context |= {"form": form, "finding": about}
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "assessments/finding_action_new.html", context, status=status)


def _about(form: ActionForm, about: Finding | None) -> UUID | None:
    chosen = about or form.cleaned_data["finding"]
    return None if chosen is None else chosen.pk


def _action_values(form: ActionForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {"text": data["text"], "owner_id": data["owner"].pk, "due_on": data["due_on"]}
