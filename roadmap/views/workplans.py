"""A team's workplan: look, goals, agree, reopen."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cip.access.check import allowed
from cip.db.paging import both_ways, page_of
from cip.kernel import clock
from cip.web.links import org_url
from cip.web.lists import wanted
from cip.web.loading import ActorRequest
from roadmap import policies
from roadmap.charts import gantt
from roadmap.forms import GoalsForm, WorkplanFilterForm
from roadmap.models import WorkItem
from roadmap.queries.selection import Selection, selected
from roadmap.queries.workplan import (
    BAR_ORDERS,
    WORK_ITEM_ORDERS,
    chosen_bars,
    chosen_work_items,
    owners_in,
    workplan_page,
)
from roadmap.services import workplans as services
from roadmap.views.files import initiatives_file, work_items_file
from roadmap.views.frame import form_page, load_workplan, saved, submitted, workplan_frame

WORK = "work_items"


@require_safe
def workplan(request: ActorRequest, organization: str, pk: UUID) -> HttpResponseBase:
    """Goals, initiatives, work items, milestones and money of one team."""
    row = load_workplan(request, pk)
    actor = request.actor
    page = workplan_page(actor, row)
    form = WorkplanFilterForm(request.GET, owners=owners_in(page))
    asked = wanted(request, both_ways(BAR_ORDERS), form, others=[WORK])
    asked_work = wanted(request, both_ways(WORK_ITEM_ORDERS), form, name=WORK)
    words, owner = asked.values.get("q", ""), asked.values.get("owner", "")
    state, work_state = asked.values.get("state", ""), asked.values.get("work_state", "")
    bars = chosen_bars(page.bars, search=words, owner=owner, state=state, sort=asked.sort)
    items = chosen_work_items(
        page.work_items, search=words, owner=owner, state=work_state, sort=asked_work.sort
    )
    if asked.is_export:
        return initiatives_file(bars)
    if asked_work.is_export:
        return work_items_file(items)
    shown = selected(page.roadmap, Selection(team_id=row.team_id))
    chart = gantt(
        shown,
        title=_("Workplan of %s") % row.team.name,
        today=clock.today(),
        bar_link=lambda key: org_url(actor, "roadmap:initiative", key),
        milestone_link=lambda key: f"#milestone-{key}",
    )
    context = workplan_frame(request, row, _("Workplan of %s") % row.team.name) | {
        "page": page,
        "bars": page_of(bars, asked.number, lambda bar: bar),
        "work_items": page_of(items, asked_work.number, lambda item: item),
        "form": form,
        "is_filtered": asked.is_filtered,
        "chart": chart,
        "today": clock.today(),
        "work_states": WorkItem.State.choices,
        "can_agree": allowed(policies.check_can_agree_workplan, actor, row),
        "can_reopen": allowed(policies.check_can_reopen_workplan, actor, row),
        "milestone_initiatives": {bar.id: bar.title for bar in page.bars},
    }
    return render(request, "roadmap/workplan.html", context)


@require_http_methods(["GET", "POST"])
def workplan_edit(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Change the goals."""
    row = load_workplan(request, pk)
    policies.check_can_edit_workplan(request.actor, row)
    initial = {"goals": row.goals, "expected_version": row.version}
    form = GoalsForm(submitted(request), initial=initial)
    here = org_url(request.actor, "roadmap:workplan", row.pk)
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(
            form,
            lambda: services.edit_workplan(
                actor=request.actor,
                workplan=row,
                expected_version=form.cleaned_data["expected_version"],
                values={"goals": form.cleaned_data["goals"]},
            ),
        )
    ):
        messages.success(request, _("Goals saved."))
        return redirect(here)
    context = workplan_frame(request, row, _("Goals of the workplan"), (_("Goals"), None))
    return form_page(request, context, form, submit=_("Save"), cancel=here)


@require_POST
def workplan_agree(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Into the program roadmap."""
    row = load_workplan(request, pk)
    services.agree_workplan(actor=request.actor, workplan=row)
    messages.success(request, _("Agreed: everybody in the program sees this workplan now."))
    return redirect(org_url(request.actor, "roadmap:workplan", row.pk))


@require_POST
def workplan_reopen(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Back to draft."""
    row = load_workplan(request, pk)
    services.reopen_workplan(actor=request.actor, workplan=row)
    messages.success(
        request, _("The workplan is a draft again, seen by the team, its owners and the leads.")
    )
    return redirect(org_url(request.actor, "roadmap:workplan", row.pk))
