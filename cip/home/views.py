"""Start page, my work, program overview."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessments.queries.counted import assessments_of
from cip.access.check import allowed
from cip.accounts.forms import OrganizationForm
from cip.accounts.models import User
from cip.accounts.queries import organizations_of
from cip.accounts.services.organizations import create_organization
from cip.home import queries
from cip.home.next_steps import next_step_of
from cip.home.rules.next_step import Standing
from cip.home.work import my_work as work_of
from cip.home.work import work_in
from cip.kernel import clock
from cip.programs import policies
from cip.programs.queries.plan import plan_of
from cip.programs.queries.programs import has_programs, running_programs
from cip.programs.views.frame import inside, load_program
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.loading import ActorRequest

WAITING = 10  # so many lines of what waits; the rest stands in My work


def start(request: HttpRequest) -> HttpResponse:
    """After signing in: the only organization at once, otherwise (or with ?choose=1) the choice."""
    organizations = organizations_of(_person(request))
    if len(organizations) == 1 and "choose" not in request.GET:
        return redirect("home:my_work", organizations[0].slug)
    context = {
        "page_title": _("Your organizations") if organizations else _("Welcome"),
        "choices": organizations,
        "form": OrganizationForm(),
    }
    return render(request, "home/start.html", context)


def new_organization(request: HttpRequest) -> HttpResponse:
    """Any signed-in person can set up an organization and becomes its admin."""
    form = OrganizationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = run_service(
            form,
            lambda: create_organization(name=form.cleaned_data["name"], admin=_person(request)),
        )
        if made is not None:
            messages.success(
                request,
                _("%(name)s is set up; you are its admin and program lead.") % {"name": made.name},
            )
            return redirect("home:my_work", made.slug)
    context = {
        "page_title": _("New organization"),
        "choices": organizations_of(_person(request)),
        "form": form,
    }
    return render(request, "home/start.html", context, status=400 if form.errors else 200)


def _person(request: HttpRequest) -> User:
    """The signed-in person; these pages are behind the sign-in."""
    return cast(User, request.user)


def my_work(request: ActorRequest, organization: str) -> HttpResponse:
    """What waits for me, by when."""
    actor = request.actor
    sections = work_of(actor, clock.today())
    programs = running_programs(actor)
    context = {
        "page_title": _("My work"),
        "sections": sections,
        "programs": programs,
        "has_programs": bool(programs) or has_programs(actor),
        "can_create": allowed(policies.check_can_create_program, actor),
    }
    return render(request, "home/my_work.html", context)


def program(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Phases, what waits for me here, and the state of assessments, teams and roadmap."""
    actor = request.actor
    row = load_program(request, pk)
    today = clock.today()
    plan = plan_of(row, actor, today)
    assessments = assessments_of(row, actor)
    teams, roadmap = queries.teams_and_roadmap(row, actor, today)
    standing = Standing(
        assessments=len(assessments),
        teams=len(teams),
        initiatives=roadmap.total,
        is_gate_ready=plan.current is not None and not plan.current.open_points,
        is_archived=row.archived_at is not None,
    )
    context: dict[str, Any] = inside(request, row, row.name) | {
        "breadcrumbs": [(_("Programs"), org_url(actor, "programs:list")), (row.name, None)],
        "plan": plan,
        "waiting": work_in(row, assessments, actor, today, WAITING),
        "assessments": queries.assessment_lines(assessments, actor),
        "assessment_count": len(assessments),
        "teams": teams,
        "roadmap": roadmap,
        "reports": queries.report_lines(row, actor),
        "about": queries.about(row),
        "next_step": next_step_of(actor, row, plan, standing),
        "can_edit": allowed(policies.check_can_edit_program, actor, row),
        "can_restore": allowed(policies.check_can_restore_program, actor, row),
        "today": today,
    }
    return render(request, "home/program.html", context)
