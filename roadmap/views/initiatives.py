"""Initiatives: look, make, edit, report progress, remove."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cip.access.check import allowed
from cip.kernel import clock
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.loading import ActorRequest
from roadmap import policies
from roadmap.forms import InitiativeForm, ProgressForm
from roadmap.models import Initiative, WorkItem
from roadmap.queries.initiative import initiative_page
from roadmap.services import initiatives as services
from roadmap.views.frame import (
    form_page,
    initiative_frame,
    load_initiative,
    load_workplan,
    saved,
    submitted,
    workplan_frame,
)


@require_safe
def initiative(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The initiative, what it waits for and allows, and the thread it hangs on."""
    return _page(request, load_initiative(request, pk))


def _page(
    request: ActorRequest, row: Initiative, *, progress_form: ProgressForm | None = None
) -> HttpResponse:
    actor = request.actor
    initial = {"state": row.state, "progress": row.progress, "expected_version": row.version}
    context = initiative_frame(request, row, row.title) | {
        "page": initiative_page(actor, row),
        "today": clock.today(),
        "work_states": WorkItem.State.choices,
        "can_report": allowed(
            policies.check_can_report_progress, actor, row.workplan, row.owner_id
        ),
        "new_item_url": f"{org_url(actor, 'roadmap:work_item_new', row.workplan_id)}"
        f"?initiative={row.pk}",
        "progress_form": progress_form or ProgressForm(initial=initial),
    }
    context["breadcrumbs"][2:] = [
        (
            _("Workplan of %s") % row.workplan.team.name,
            org_url(actor, "roadmap:workplan", row.workplan_id),
        ),
        (row.title, None),
    ]
    status = 400 if progress_form is not None else 200
    return render(request, "roadmap/initiative.html", context, status=status)


@require_http_methods(["GET", "POST"])
def initiative_new(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """A new bar of the workplan."""
    workplan = load_workplan(request, pk)
    policies.check_can_edit_workplan(request.actor, workplan)
    form = InitiativeForm(submitted(request), actor=request.actor, is_new=True)
    if request.method == "POST" and form.is_valid():
        made = run_service(
            form,
            lambda: services.create_initiative(
                actor=request.actor, workplan=workplan, **form.values()
            ),
        )
        if made:
            messages.success(request, _("Initiative added. Say what it waits for and costs."))
            return redirect(org_url(request.actor, "roadmap:initiative", made.pk))
    title = _("New initiative")
    context = workplan_frame(request, workplan, title, (title, None))
    cancel = org_url(request.actor, "roadmap:workplan", workplan.pk)
    return _form_page(request, context, form, _("Add initiative"), cancel)


@require_http_methods(["GET", "POST"])
def initiative_edit(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Change an initiative."""
    row = load_initiative(request, pk)
    policies.check_can_edit_workplan(request.actor, row.workplan)
    form = InitiativeForm(submitted(request), actor=request.actor, initial=_initial(row))
    here = org_url(request.actor, "roadmap:initiative", row.pk)
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(
            form,
            lambda: services.edit_initiative(
                actor=request.actor,
                initiative=row,
                expected_version=form.cleaned_data["expected_version"],
                values=form.values(),
            ),
        )
    ):
        messages.success(request, _("Initiative saved."))
        return redirect(here)
    context = initiative_frame(request, row, _("Edit the initiative"), (_("Edit"), None))
    return _form_page(request, context, form, _("Save"), here)


@require_POST
def initiative_progress(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """How far it is: by its owner, the team's lead or the program lead."""
    row = load_initiative(request, pk)
    policies.check_can_report_progress(request.actor, row.workplan, row.owner_id)
    form = ProgressForm(request.POST)
    if form.is_valid() and saved(
        form,
        lambda: services.edit_initiative(
            actor=request.actor,
            initiative=row,
            expected_version=form.cleaned_data["expected_version"],
            values={name: form.cleaned_data[name] for name in ("state", "progress")},
        ),
    ):
        messages.success(request, _("Progress saved."))
        return redirect(org_url(request.actor, "roadmap:initiative", row.pk))
    return _page(request, load_initiative(request, pk), progress_form=form)


@require_POST
def initiative_remove(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Remove a bar made by mistake."""
    row = load_initiative(request, pk)
    workplan_id = row.workplan_id
    services.remove_initiative(actor=request.actor, initiative=row)
    messages.success(request, _("Initiative removed; its work items stay in the workplan."))
    return redirect(org_url(request.actor, "roadmap:workplan", workplan_id))


def _initial(row: Initiative) -> dict[str, Any]:
    names = ("title", "description", "starts_on", "due_on", "effort_days", "state", "progress")
    found = {name: getattr(row, name) for name in names}
    return found | {"owner": row.owner_id, "expected_version": row.version}


def _form_page(
    request: ActorRequest, context: dict[str, Any], form: InitiativeForm, submit: str, cancel: str
) -> HttpResponse:
    return form_page(
        request,
        context,
        form,
        submit=submit,
        cancel=cancel,
        template="roadmap/initiative_form.html",
    )
