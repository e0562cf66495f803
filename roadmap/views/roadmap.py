"""The program roadmap and what is there to take into it."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cip.access.actor import Actor
from cip.access.check import allowed
from cip.db.ordering import natural
from cip.db.paging import WHOLE, both_ways
from cip.kernel import clock
from cip.programs.models import CITeam, Program
from cip.web.links import org_url
from cip.web.lists import wanted
from cip.web.loading import ActorRequest, get_visible
from roadmap import policies
from roadmap.charts import gantt, width_for
from roadmap.forms import RoadmapFilterForm, SourceFilterForm
from roadmap.queries.revision import roadmap_revision
from roadmap.queries.roadmap import Roadmap, RoadmapLink, roadmap_view
from roadmap.queries.selection import selected
from roadmap.queries.sources import (
    SOURCE_KINDS,
    SOURCE_ORDERS,
    chosen_sources,
    teams_to_plan_for,
)
from roadmap.services.workplans import start_workplan as start_workplan_service
from roadmap.views.files import sources_file
from roadmap.views.frame import enter, load_program, program_frame

MOST_BROKEN = 20  # of the broken dependencies, the worst; each initiative's page shows its own


@require_safe
def roadmap(request: ActorRequest, organization: str, program_id: UUID) -> HttpResponse:
    """All visible workplans as one Gantt chart; 304 while nothing has changed."""
    enter(request, program_id)
    revision = roadmap_revision(request.actor, program_id)
    if revision is None:
        raise Http404
    etag = page_etag(request, revision)
    bare = HttpResponse(headers={"ETag": etag, "Cache-Control": "private, no-cache"})
    answer = get_conditional_response(request, etag=etag, response=bare)
    if answer is not bare and not messages.get_messages(request):
        return answer  # type: ignore[return-value]
    response = _page(request, load_program(request, program_id))
    for name in ("ETag", "Cache-Control"):
        response[name] = bare[name]
    return response


def page_etag(request: ActorRequest, revision: str) -> str:
    """Changes with the roadmap, the day, the language, the address, and the session behind it.

    The session is part of it because the page holds forms that are bound to it.
    """
    session = request.session.session_key or ""
    parts = (
        revision,
        clock.today().isoformat(),
        get_language() or "",
        request.get_full_path(),
        request.actor.organization_name,
        session,
    )
    return quote_etag(sha256(repr(parts).encode()).hexdigest()[:32])


def _page(request: ActorRequest, program: Program) -> HttpResponse:
    teams = (
        CITeam.objects.visible_to(request.actor)
        .filter(program=program)
        .order_by(natural("name"), "pk")
    )
    form = RoadmapFilterForm(request.GET, teams=teams)
    selection = form.selection()
    whole = roadmap_view(request.actor, program.pk)
    shown = selected(whole, selection)
    chart = gantt(
        shown,
        title=_("Roadmap of %s") % program.name,
        today=clock.today(),
        bar_link=_links_to(request.actor, "roadmap:initiative"),
        milestone_link=lambda key: f"#milestone-{key}",
    )
    started = {lane.team_id for lane in whole.lanes}
    broken = shown.violations
    context = program_frame(request, program, _("Roadmap")) | {
        "roadmap": shown,
        "whole": whole,
        "chart": chart,
        "chart_width": width_for(shown, form.zoom_level()),
        "form": form,
        "zoom": form.zoom_level(),
        "is_narrow": selection.is_narrow,
        "broken": _broken(shown, broken[:MOST_BROKEN]),
        "broken_count": len(broken),
        "startable": [
            team for team in teams_to_plan_for(request.actor, program.pk) if team.pk not in started
        ],
        "today": clock.today(),
        "can_take": allowed(policies.check_can_take, request.actor),
    }
    return render(request, "roadmap/roadmap.html", context)


def _links_to(actor: Actor, name: str) -> Callable[[UUID], str]:
    """Addresses of thousands of rows, taken from that of none."""
    nobody = UUID(int=0)
    before, after = org_url(actor, name, nobody).split(str(nobody))
    return lambda key: f"{before}{key}{after}"


def _broken(roadmap: Roadmap, links: Sequence[RoadmapLink]) -> list[dict[str, object]]:
    bars = {bar.id: bar for bar in roadmap.bars}
    return [
        {
            "days": link.days_too_early,
            "predecessor": bars[link.predecessor_id],
            "successor": bars[link.successor_id],
        }
        for link in links
    ]


@require_safe
def sources(request: ActorRequest, organization: str, program_id: UUID) -> HttpResponseBase:
    """Weaknesses and agreed actions not yet taken; by htmx only the list."""
    program = load_program(request, program_id)
    form = SourceFilterForm(request.GET)
    asked = wanted(request, both_ways(SOURCE_ORDERS), form)
    first, second, third = (
        WHOLE if asked.is_export else request.GET.get(name, "1") for name in SOURCE_KINDS
    )
    found = chosen_sources(
        request.actor,
        program.pk,
        search=asked.values.get("q", ""),
        kind=asked.values.get("kind", ""),
        sort=asked.sort,
        numbers=(first, second, third),
    )
    if asked.is_export:
        return sources_file([*found.findings, *found.action_items, *found.outcomes])
    context = program_frame(request, program, _("To take into a workplan"), (_("To take"), None))
    context |= {
        "sources": found,
        "form": form,
        "is_filtered": asked.is_filtered,
        "can_take": allowed(policies.check_can_take, request.actor),
    }
    is_part = request.headers.get("HX-Request")
    name = "roadmap/sources_list.html" if is_part else "roadmap/sources.html"
    return render(request, name, context)


@require_POST
def start_workplan(request: ActorRequest, organization: str, team_id: UUID) -> HttpResponse:
    """The team's workplan, made as a draft when there is none yet."""
    team = get_visible(CITeam.objects.all(), request.actor, team_id)
    workplan = start_workplan_service(actor=request.actor, team=team)
    messages.success(request, _("Workplan started as a draft. Add the team's goals and work."))
    return redirect(org_url(request.actor, "roadmap:workplan", workplan.pk))
