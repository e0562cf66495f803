"""CI teams and who is in them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cip.access.check import allowed
from cip.programs import policies
from cip.programs.forms import (
    EditTeamForm,
    TeamFilterForm,
    TeamForm,
    TeamMemberForm,
    TeamRoleForm,
)
from cip.programs.models import CITeam, TeamMembership
from cip.programs.models.team import TEAM_ROLE_CHOICES
from cip.programs.queries import artefacts as artefact_queries
from cip.programs.queries import teams as queries
from cip.programs.services import teams as services
from cip.programs.views.frame import Step, inside, load_program, status_of
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.lists import list_file, wanted
from cip.web.loading import ActorRequest, get_visible


def teams(request: ActorRequest, organization: str, program_id: UUID) -> HttpResponseBase:
    """The program's CI teams."""
    program = load_program(request, program_id)
    form = TeamFilterForm(request.GET)
    asked = wanted(request, queries.ORDERS, form)
    page = queries.team_page(
        program,
        request.actor,
        search=asked.values.get("q", ""),
        mine=asked.values.get("mine", False),
        sort=asked.sort,
        number=asked.number,
    )
    if asked.is_export:
        head = [_("Team"), _("Theme"), _("Lead"), _("Members"), _("Advisors"), _("Artefacts")]
        rows = ((r.name, r.theme, r.lead, r.members, r.advisors, r.artefacts) for r in page)
        return list_file("ci-teams", head, rows)
    context = inside(request, program, _("CI teams")) | {
        "form": form,
        "page": page,
        "is_filtered": asked.is_filtered,
        "can_manage": allowed(policies.check_can_manage_teams, request.actor, program),
    }
    return render(request, "programs/teams.html", context)


def create(request: ActorRequest, organization: str, program_id: UUID) -> HttpResponse:
    """A new CI team."""
    actor = request.actor
    program = load_program(request, program_id)
    policies.check_can_manage_teams(actor, program)
    form = TeamForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        team = run_service(
            form, lambda: services.create_team(actor=actor, program=program, **form.values())
        )
        if team is not None:
            messages.success(request, _("The team is set up. Now add its members."))
            return redirect(org_url(actor, "programs:team", team.pk))
    step: Step = (_("CI teams"), org_url(actor, "programs:teams", program.pk))
    context = inside(request, program, _("New CI team"), step) | {"form": form}
    return render(request, "programs/team_form.html", context, status=status_of(form))


def team(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """One team: purpose, people, artefacts."""
    return _team_page(request, _team(request, pk))


def edit(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Change name, theme and purpose."""
    actor = request.actor
    row = _team(request, pk)
    policies.check_can_manage_teams(actor, row.program)
    initial = {
        "name": row.name,
        "theme": row.theme,
        "purpose": row.purpose,
        "expected_version": row.version,
    }
    form = EditTeamForm(request.POST or None, initial=initial, actor=actor)
    if request.method == "POST" and form.is_valid():
        saved = run_service(
            form,
            lambda: services.edit_team(
                actor=actor,
                team=row,
                expected_version=form.cleaned_data["expected_version"],
                values=form.values(),
            ),
        )
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect(org_url(actor, "programs:team", row.pk))
    steps: list[Step] = [
        (_("CI teams"), org_url(actor, "programs:teams", row.program_id)),
        (row.name, org_url(actor, "programs:team", row.pk)),
    ]
    context = inside(request, row.program, _("Edit team"), *steps) | {"form": form, "team": row}
    return render(request, "programs/team_form.html", context, status=status_of(form))


@require_POST
def add_member(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Put a person into the team."""
    row = _team(request, pk)
    form = TeamMemberForm(request.POST, actor=request.actor)
    if form.is_valid():
        added = run_service(
            form, lambda: services.add_member(actor=request.actor, team=row, **form.values())
        )
        if added is not None:
            messages.success(request, _("%(name)s is in the team.") % {"name": added.user})
            return redirect(org_url(request.actor, "programs:team", row.pk))
    return _team_page(request, row, form=form)


@require_POST
def change_role(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Make a person lead, member or advisor of the team."""
    row = _membership(request, pk)
    form = TeamRoleForm(request.POST)
    if form.is_valid():
        saved = run_service(
            form,
            lambda: services.change_role(
                actor=request.actor, membership=row, role=form.cleaned_data["role"]
            ),
        )
        if saved is not None:
            messages.success(request, _("Saved."))
    for errors in form.errors.values():
        messages.error(request, " ".join(map(str, errors)))
    return redirect(org_url(request.actor, "programs:team", row.team_id))


@require_POST
def remove_member(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Take a person out of the team."""
    row = _membership(request, pk)
    services.remove_member(actor=request.actor, membership=row)
    messages.success(request, _("%(name)s is no longer in the team.") % {"name": row.user})
    return redirect(org_url(request.actor, "programs:team", row.team_id))


def _team(request: ActorRequest, pk: UUID) -> CITeam:
    return get_visible(CITeam.objects.select_related("program"), request.actor, pk)


def _membership(request: ActorRequest, pk: UUID) -> TeamMembership:
    rows = TeamMembership.objects.select_related("team__program", "user")
    return get_visible(rows, request.actor, pk)


def _team_page(request: ActorRequest, row: CITeam, *, form: Any = None) -> HttpResponse:
    actor = request.actor
    step: Step = (_("CI teams"), org_url(actor, "programs:teams", row.program_id))
    members = queries.members_of(row, actor)
    can_manage = allowed(policies.check_can_manage_teams, actor, row.program)
    context = inside(request, row.program, row.name, step) | {
        "team": row,
        "members": members,
        "has_lead": any(member.role == "lead" for member in members),
        "role_choices": TEAM_ROLE_CHOICES,
        "artefacts": artefact_queries.artefact_page(
            row.program, actor, team=row.pk, sort="-changed"
        ),
        "can_manage": can_manage,
        "can_upload": allowed(policies.check_can_upload, actor, row.program, row.pk),
        "form": form or (TeamMemberForm(actor=actor) if can_manage else None),
    }
    status = 200 if form is None else status_of(form)
    return render(request, "programs/team.html", context, status=status)
