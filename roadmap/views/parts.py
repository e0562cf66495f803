"""Parts of an initiative: budget lines and dependencies."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible
from roadmap import policies
from roadmap.forms import BudgetLineForm, DependencyForm
from roadmap.models import BudgetLine, Dependency
from roadmap.services import budget, dependencies
from roadmap.views.frame import (
    enter,
    form_page,
    initiative_frame,
    load_initiative,
    saved,
    submitted,
)


def _load_line(request: ActorRequest, pk: UUID) -> BudgetLine:
    rows = BudgetLine.objects.select_related(
        "initiative__workplan__team", "initiative__workplan__program"
    )
    line: BudgetLine = get_visible(rows, request.actor, pk)
    enter(request, line.initiative.workplan.program_id)
    return line


def _initiative_page(request: ActorRequest, initiative_id: UUID, part: str) -> str:
    return f"{org_url(request.actor, 'roadmap:initiative', initiative_id)}#{part}"


@require_http_methods(["GET", "POST"])
def budget_line_new(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Money for the initiative."""
    initiative = load_initiative(request, pk)
    policies.check_can_edit_workplan(request.actor, initiative.workplan)
    form = BudgetLineForm(submitted(request), is_new=True, initial={"kind": "opex"})
    back = _initiative_page(request, initiative.pk, "budget")
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(
            form,
            lambda: budget.add_budget_line(
                actor=request.actor, initiative=initiative, **form.values()
            ),
        )
    ):
        messages.success(request, _("Budget line added."))
        return redirect(back)
    title = _("New budget line")
    context = initiative_frame(request, initiative, title, (title, None))
    return form_page(
        request,
        context,
        form,
        submit=_("Add budget line"),
        cancel=back,
        template="roadmap/budget_line_form.html",
    )


@require_http_methods(["GET", "POST"])
def budget_line_edit(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Change a budget line."""
    line = _load_line(request, pk)
    policies.check_can_edit_workplan(request.actor, line.initiative.workplan)
    initial = {name: getattr(line, name) for name in ("kind", "label", "amount")}
    initial["expected_version"] = line.version
    form = BudgetLineForm(submitted(request), initial=initial)
    back = _initiative_page(request, line.initiative_id, "budget")
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(
            form,
            lambda: budget.edit_budget_line(
                actor=request.actor,
                line=line,
                expected_version=form.cleaned_data["expected_version"],
                values=form.values(),
            ),
        )
    ):
        messages.success(request, _("Budget line saved."))
        return redirect(back)
    context = initiative_frame(
        request, line.initiative, _("Edit the budget line"), (line.label, None)
    )
    context |= {
        "remove_url": org_url(request.actor, "roadmap:budget_line_remove", line.pk),
        "remove_ask": _("Remove this budget line?"),
    }
    return form_page(
        request,
        context,
        form,
        submit=_("Save"),
        cancel=back,
        template="roadmap/budget_line_form.html",
    )


@require_POST
def budget_line_remove(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Remove a budget line."""
    line = _load_line(request, pk)
    budget.remove_budget_line(actor=request.actor, line=line)
    messages.success(request, _("Budget line removed."))
    return redirect(_initiative_page(request, line.initiative_id, "budget"))


@require_http_methods(["GET", "POST"])
def dependency_new(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Say what the initiative waits for; a circle is refused with its path."""
    initiative = load_initiative(request, pk)
    policies.check_can_edit_workplan(request.actor, initiative.workplan)
    form = DependencyForm(submitted(request), actor=request.actor, successor=initiative)
    back = _initiative_page(request, initiative.pk, "dependencies")
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(
            form,
            lambda: dependencies.add_dependency(
                actor=request.actor,
                predecessor=form.cleaned_data["predecessor"],
                successor=initiative,
                lag_days=form.cleaned_data["lag_days"],
            ),
        )
    ):
        messages.success(request, _("Dependency added."))
        return redirect(back)
    title = _("New dependency")
    context = initiative_frame(request, initiative, title, (title, None))
    return form_page(request, context, form, submit=_("Add dependency"), cancel=back)


@require_POST
def dependency_remove(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The successor waits no longer."""
    rows = Dependency.objects.select_related(
        "predecessor__workplan__program", "successor__workplan__program"
    )
    row = get_visible(rows, request.actor, pk)
    enter(request, row.successor.workplan.program_id)
    dependencies.remove_dependency(actor=request.actor, dependency=row)
    messages.success(request, _("Dependency removed."))
    return redirect(_initiative_page(request, row.successor_id, "dependencies"))
