"""What the pages of this app share: loading, frame, and the one form page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from cip.access.check import allowed
from cip.programs.models import Program
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible
from roadmap import policies
from roadmap.models import Initiative, Workplan

Steps = tuple[tuple[str, str | None], ...]


def load_program(request: ActorRequest, program_id: UUID) -> Program:
    """The visible program; the page stands inside it."""
    program = get_visible(Program.objects.all(), request.actor, program_id)
    enter(request, program.pk)
    return program


def load_workplan(request: ActorRequest, pk: UUID) -> Workplan:
    """The visible workplan with its team and program."""
    workplan: Workplan = get_visible(
        Workplan.objects.select_related("team", "program"), request.actor, pk
    )
    enter(request, workplan.program_id)
    return workplan


def load_initiative(request: ActorRequest, pk: UUID) -> Initiative:
    """The visible initiative with its workplan, team and program."""
    rows = Initiative.objects.select_related("workplan__team", "workplan__program", "owner")
    initiative: Initiative = get_visible(rows, request.actor, pk)
    enter(request, initiative.workplan.program_id)
    return initiative


def enter(request: ActorRequest, program_id: UUID) -> None:
    """The frame shows this program's navigation; the roadmap must be in the actor's roles."""
    policies.check_can_view_roadmap(request.actor)
    request.program_id = program_id  # type: ignore[attr-defined]


def submitted(request: ActorRequest) -> QueryDict | None:
    """What was sent with a POST, even when it is empty; None otherwise."""
    return request.POST if request.method == "POST" else None


def saved(form: forms.Form, service: Callable[[], object]) -> bool:
    """Whether the service went through; otherwise its InvalidInput stands in the form."""
    return run_service(form, service) is not None


def program_frame(
    request: ActorRequest, program: Program, title: str, *steps: tuple[str, str | None]
) -> dict[str, Any]:
    """Title and breadcrumbs: program, roadmap, then `steps`."""
    actor = request.actor
    return {
        "program": program,
        "page_title": title,
        "breadcrumbs": [
            (program.name, org_url(actor, "home:program", program.pk)),
            (_("Roadmap"), org_url(actor, "roadmap:roadmap", program.pk) if steps else None),
            *steps,
        ],
    }


def workplan_frame(
    request: ActorRequest, workplan: Workplan, title: str, *steps: tuple[str, str | None]
) -> dict[str, Any]:
    """The same below a team's workplan, with what may be done to it."""
    actor = request.actor
    here = org_url(actor, "roadmap:workplan", workplan.pk) if steps else None
    name = _("Workplan of %s") % workplan.team.name
    context = program_frame(request, workplan.program, title, (name, here), *steps)
    return context | {
        "workplan": workplan,
        "can_edit": allowed(policies.check_can_edit_workplan, actor, workplan),
    }


def initiative_frame(
    request: ActorRequest, initiative: Initiative, title: str, *steps: tuple[str, str | None]
) -> dict[str, Any]:
    """The same below an initiative."""
    here = org_url(request.actor, "roadmap:initiative", initiative.pk) if steps else None
    first = (initiative.title, here)
    context = workplan_frame(request, initiative.workplan, title, first, *steps)
    return context | {"initiative": initiative}


def form_page(
    request: ActorRequest,
    context: dict[str, Any],
    form: forms.Form,
    *,
    submit: str,
    cancel: str,
    template: str = "roadmap/form.html",
) -> HttpResponse:
    """The page of one form; 400 when it came back with errors."""
    status = 400 if form.is_bound and form.errors else 200
    context = context | {"form": form, "submit": submit, "cancel": cancel}
    return render(request, template, context, status=status)
