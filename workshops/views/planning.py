"""The program's workshops; plan one and change it."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cip.access.actor import Actor, granted
from cip.access.check import allowed
from cip.access.permissions import Permission
from cip.kernel import clock
from cip.programs.models import CITeam
from cip.programs.views.frame import Step, inside, load_program, status_of
from cip.web.links import org_url
from cip.web.lists import list_file, wanted
from cip.web.loading import ActorRequest
from workshops import policies
from workshops.forms import WorkshopFilterForm, WorkshopForm
from workshops.models import Agreement, Workshop
from workshops.queries.people import member_choices, plannable_teams, teams_of
from workshops.queries.workshops import SORTS, WorkshopRow, workshop_page
from workshops.services import workshops as services
from workshops.views.frame import inside_workshop, load_workshop, try_service


def list_(request: ActorRequest, organization: str, program_id: UUID) -> HttpResponseBase:
    """The program's workshops."""
    program = load_program(request, program_id)
    team_ids = [team.pk for team in teams_of(program)]
    filters = WorkshopFilterForm(request.GET)
    asked = wanted(request, SORTS, filters)
    page = workshop_page(
        program,
        clock.today(),
        search=asked.values.get("q", ""),
        stage=asked.values.get("stage", ""),
        state=asked.values.get("state", ""),
        sort=asked.sort,
        page=asked.number,
    )
    if asked.is_export:
        return _workshops_file(page)
    context = inside(request, program, _("Workshops")) | {
        "page": page,
        "filters": filters,
        "is_filtered": asked.is_filtered,
        "can_plan": allowed(policies.check_can_plan_somewhere, request.actor, program, team_ids),
    }
    return render(request, "workshops/list.html", context)


def _workshops_file(rows: Iterable[WorkshopRow]) -> StreamingHttpResponse:
    head = [
        _("Workshop"),
        _("Stage"),
        _("Date"),
        _("CI teams"),
        _("State"),
        _("Agreement"),
        _("Actions"),
        _("Past their dates"),
    ]
    lines = (
        (
            r.title,
            r.stage_label,
            r.held_on,
            ", ".join(r.teams),
            r.state_label,
            Agreement.State(r.agreement_state).label if r.agreement_state else "",
            r.actions,
            r.overdue,
        )
        for r in rows
    )
    return list_file("workshops", head, lines)


def create(request: ActorRequest, organization: str, program_id: UUID) -> HttpResponse:
    """Plan a workshop; its agenda comes from the guide."""
    actor = request.actor
    program = load_program(request, program_id)
    teams = teams_of(program)
    policies.check_can_plan_somewhere(actor, program, [team.pk for team in teams])
    form = WorkshopForm(
        request.POST or None,
        initial={"stage": _asked_stage(request)},
        teams=plannable_teams(actor, teams),
        members=member_choices(actor.organization_id),
        stages=_stages_for(actor),
    )
    if request.method == "POST" and form.is_valid():
        made = try_service(
            form,
            lambda: services.plan_workshop(
                actor=actor, program=program, team_ids=form.cleaned_data["teams"], **form.values()
            ),
        )
        if made is not None:
            messages.success(
                request, _("Planned. The agenda holds every section of the guide; tailor it now.")
            )
            return redirect(org_url(actor, "workshops:detail", made.pk))
    step: Step = (_("Workshops"), org_url(actor, "workshops:list", program.pk))
    context = inside(request, program, _("Plan a workshop"), step) | {
        "form": form,
        "back_url": step[1],
    }
    return render(request, "workshops/form.html", context, status=status_of(form))


def edit(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Title, goals, teams, date, place, facilitator."""
    actor = request.actor
    workshop = load_workshop(request, pk)
    policies.check_can_edit_workshop(actor, workshop)
    form = WorkshopForm(
        request.POST or None,
        initial=_initial(workshop),
        teams=_teams_to_offer(actor, workshop),
        members=member_choices(actor.organization_id, also=[workshop.facilitator_id]),
    )
    if request.method == "POST" and form.is_valid():
        saved = try_service(
            form,
            lambda: services.edit_workshop(
                actor=actor,
                workshop=workshop,
                expected_version=form.cleaned_data["expected_version"],
                values=form.values(),
                team_ids=form.cleaned_data["teams"],
            ),
        )
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect(org_url(actor, "workshops:detail", workshop.pk))
    context = inside_workshop(request, workshop, _("Edit workshop")) | {
        "form": form,
        "back_url": org_url(actor, "workshops:detail", workshop.pk),
        "can_discard": allowed(policies.check_can_discard_workshop, actor, workshop),
    }
    return render(request, "workshops/form.html", context, status=status_of(form))


@require_POST
def discard(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Remove a workshop that was only planned."""
    workshop = load_workshop(request, pk)
    title, program_id = workshop.title, workshop.program_id
    services.discard_workshop(actor=request.actor, workshop=workshop)
    messages.success(request, _("“%(title)s” is discarded.") % {"title": title})
    return redirect(org_url(request.actor, "workshops:list", program_id))


def _initial(workshop: Workshop) -> dict[str, object]:
    names = ("title", "goals", "held_on", "starts_at", "available_minutes", "location")
    return {name: getattr(workshop, name) for name in names} | {
        "facilitator_id": workshop.facilitator_id,
        "teams": [str(team.pk) for team in workshop.teams.all()],
        "expected_version": workshop.version,
    }


def _teams_to_offer(actor: Actor, workshop: Workshop) -> list[CITeam]:
    chosen = {team.pk for team in workshop.teams.all()}
    teams = teams_of(workshop.program)
    plannable = {team.pk for team in plannable_teams(actor, teams)}
    return [team for team in teams if team.pk in chosen | plannable]


def _stages_for(actor: Actor) -> list[int]:
    """A team lead plans Stage 1 only."""
    if granted(actor, Permission.PLAN_WORKSHOP):
        return [Workshop.Stage.TEAM.value, Workshop.Stage.PROGRAM.value]
    return [Workshop.Stage.TEAM.value]


def _asked_stage(request: ActorRequest) -> int:
    return 2 if request.GET.get("stage") == "2" else 1
