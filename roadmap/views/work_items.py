"""Work items and milestones of a workplan."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible
from roadmap import policies
from roadmap.forms import MilestoneForm, WorkItemForm, WorkItemStateForm
from roadmap.models import Milestone, WorkItem
from roadmap.services import milestones, work_items
from roadmap.views.frame import enter, form_page, load_workplan, saved, submitted, workplan_frame

WORK_ITEM = "roadmap/work_item_form.html"


def _load_item(request: ActorRequest, pk: UUID) -> WorkItem:
    rows = WorkItem.objects.select_related("workplan__team", "workplan__program")
    item: WorkItem = get_visible(rows, request.actor, pk)
    enter(request, item.workplan.program_id)
    return item


def _load_milestone(request: ActorRequest, pk: UUID) -> Milestone:
    rows = Milestone.objects.select_related("workplan__team", "workplan__program")
    milestone: Milestone = get_visible(rows, request.actor, pk)
    enter(request, milestone.workplan.program_id)
    return milestone


def _workplan_page(request: ActorRequest, workplan_id: UUID, part: str) -> str:
    return f"{org_url(request.actor, 'roadmap:workplan', workplan_id)}#{part}"


@require_http_methods(["GET", "POST"])
def work_item_new(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """A new work item; `?initiative=` presets the initiative."""
    workplan = load_workplan(request, pk)
    policies.check_can_edit_workplan(request.actor, workplan)
    initial = {"initiative": request.GET.get("initiative", "")}
    form = WorkItemForm(
        submitted(request), actor=request.actor, workplan=workplan, is_new=True, initial=initial
    )
    back = _workplan_page(request, workplan.pk, "work-items")
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(
            form,
            lambda: work_items.create_work_item(
                actor=request.actor, workplan=workplan, **form.values()
            ),
        )
    ):
        messages.success(request, _("Work item added."))
        return redirect(back)
    title = _("New work item")
    context = workplan_frame(request, workplan, title, (title, None))
    return form_page(
        request, context, form, submit=_("Add work item"), cancel=back, template=WORK_ITEM
    )


@require_http_methods(["GET", "POST"])
def work_item_edit(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Change a work item."""
    item = _load_item(request, pk)
    policies.check_can_edit_workplan(request.actor, item.workplan)
    form = WorkItemForm(
        submitted(request), actor=request.actor, workplan=item.workplan, initial=_initial(item)
    )
    back = _workplan_page(request, item.workplan_id, "work-items")
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(
            form,
            lambda: work_items.edit_work_item(
                actor=request.actor,
                item=item,
                expected_version=form.cleaned_data["expected_version"],
                values=form.values(),
            ),
        )
    ):
        messages.success(request, _("Work item saved."))
        return redirect(back)
    title = _("Edit the work item")
    context = workplan_frame(request, item.workplan, title, (item.title, None))
    context |= {
        "remove_url": org_url(request.actor, "roadmap:work_item_remove", item.pk),
        "remove_ask": _("Remove this work item?"),
    }
    return form_page(request, context, form, submit=_("Save"), cancel=back, template=WORK_ITEM)


@require_POST
def work_item_state(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Open, in progress, done or dropped: by the owner, too."""
    item = _load_item(request, pk)
    form = WorkItemStateForm(request.POST)
    back = _workplan_page(request, item.workplan_id, "work-items")
    if form.is_valid() and saved(
        form,
        lambda: work_items.edit_work_item(
            actor=request.actor,
            item=item,
            expected_version=form.cleaned_data["expected_version"],
            values={"state": form.cleaned_data["state"]},
        ),
    ):
        messages.success(request, _("Work item saved."))
        return redirect(back)
    context = workplan_frame(request, item.workplan, item.title, (item.title, None))
    return form_page(request, context, form, submit=_("Save"), cancel=back)


@require_POST
def work_item_remove(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Remove one made by hand."""
    item = _load_item(request, pk)
    work_items.remove_work_item(actor=request.actor, item=item)
    messages.success(request, _("Work item removed."))
    return redirect(_workplan_page(request, item.workplan_id, "work-items"))


@require_http_methods(["GET", "POST"])
def milestone_new(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """A new milestone."""
    workplan = load_workplan(request, pk)
    policies.check_can_edit_workplan(request.actor, workplan)
    initial = {"initiative": request.GET.get("initiative", "")}
    form = MilestoneForm(submitted(request), workplan=workplan, is_new=True, initial=initial)
    back = _workplan_page(request, workplan.pk, "milestones")
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(
            form,
            lambda: milestones.create_milestone(
                actor=request.actor, workplan=workplan, **form.values()
            ),
        )
    ):
        messages.success(request, _("Milestone added."))
        return redirect(back)
    title = _("New milestone")
    context = workplan_frame(request, workplan, title, (title, None))
    return form_page(request, context, form, submit=_("Add milestone"), cancel=back)


@require_http_methods(["GET", "POST"])
def milestone_edit(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Change a milestone, or say when it was reached."""
    row = _load_milestone(request, pk)
    policies.check_can_edit_workplan(request.actor, row.workplan)
    initial = {
        "title": row.title,
        "initiative": row.initiative_id,
        "due_on": row.due_on,
        "reached_on": row.reached_on,
        "expected_version": row.version,
    }
    form = MilestoneForm(submitted(request), workplan=row.workplan, initial=initial)
    back = _workplan_page(request, row.workplan_id, "milestones")
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(
            form,
            lambda: milestones.edit_milestone(
                actor=request.actor,
                milestone=row,
                expected_version=form.cleaned_data["expected_version"],
                values=form.values(),
            ),
        )
    ):
        messages.success(request, _("Milestone saved."))
        return redirect(back)
    context = workplan_frame(request, row.workplan, _("Edit the milestone"), (row.title, None))
    context |= {
        "remove_url": org_url(request.actor, "roadmap:milestone_remove", row.pk),
        "remove_ask": _("Remove this milestone?"),
    }
    return form_page(request, context, form, submit=_("Save"), cancel=back)


@require_POST
def milestone_remove(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Remove a milestone."""
    row = _load_milestone(request, pk)
    milestones.remove_milestone(actor=request.actor, milestone=row)
    messages.success(request, _("Milestone removed."))
    return redirect(_workplan_page(request, row.workplan_id, "milestones"))


def _initial(item: WorkItem) -> dict[str, Any]:
    names = ("title", "description", "due_on", "effort_days", "state")
    found = {name: getattr(item, name) for name in names}
    return found | {
        "owner": item.owner_id,
        "initiative": item.initiative_id,
        "expected_version": item.version,
    }
