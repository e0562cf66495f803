"""One click from a weakness, a gap or an agreed action to a team's workplan."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.models import ActionItem, Assessment, Finding
from assessments.policies import check_can_see_results
from assessments.queries.findings import visible_action_items, visible_findings
from assessments.queries.gaps import GapRow, gap_of, visible_targets
from assessments.rules.naming import without_names
from assessments.rules.ordinal import LevelRange
from cip.kernel import clock
from cip.programs.models import CITeam
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible
from roadmap import policies
from roadmap.forms import TakeForm
from roadmap.models import Initiative, WorkItem
from roadmap.queries.sources import (
    Taken,
    gap_initiatives,
    released_names,
    teams_to_plan_for,
    where_taken,
)
from roadmap.services import taking
from roadmap.services.sources import Source, shortened
from roadmap.views.frame import enter, form_page, program_frame, submitted
from workshops.models import Outcome

USUAL_DAYS = 90  # length of an initiative until somebody says otherwise


@require_http_methods(["GET", "POST"])
def from_finding(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """A finding becomes an initiative; it may lead to several."""
    rows = visible_findings(request.actor).select_related("assessment__program", "node")
    finding = rows.filter(pk=pk).first()
    if finding is None:
        raise Http404
    names = released_names(request.actor)
    taken = where_taken(request.actor, finding=finding)
    preset = {
        "title": shortened(without_names(finding.title, names), 200),
        "description": without_names(finding.solution_direction, names),
    }
    return _take(request, Source(finding=finding), preset, taken, origin=finding.assessment.title)


@require_http_methods(["GET", "POST"])
def from_gap(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """A gap becomes an initiative that is due when its target is; it may lead to several."""
    target = visible_targets(request.actor).filter(pk=pk).first()
    if target is None:
        raise Http404
    assessment = target.profile.assessment
    taken = where_taken(request.actor, gap=target)
    found = gap_of(target)
    preset = {
        "title": shortened(_("Close the gap: {area}").format(area=target.node.title), 200),
        "description": target.reason,
        "due_on": max(target.due_on, clock.today()),
    }
    said = gap_in_words(found) if found is not None else target.node.title
    return _take(request, Source(gap=target), preset, taken, origin=assessment.title, said=said)


@require_GET
def of_gaps(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The initiatives that close gaps of an assessment; a part of its page of gaps."""
    rows = Assessment.objects.select_related("program")
    assessment: Assessment = get_visible(rows, request.actor, pk)
    check_can_see_results(request.actor, assessment)
    context = {"rows": gap_initiatives(request.actor, assessment.pk)}
    return render(request, "roadmap/gap_initiatives.html", context)


@require_http_methods(["GET", "POST"])
def from_action_item(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """An action of an assessment becomes an initiative or a work item, once."""
    rows = visible_action_items(request.actor).select_related("assessment__program", "owner")
    item: ActionItem | None = rows.filter(pk=pk).first()
    if item is None:
        raise Http404
    taken = where_taken(request.actor, action_item=item)
    preset = {"owner": item.owner_id, "due_on": item.due_on}
    return _take(request, Source(action_item=item), preset, taken, origin=item.assessment.title)


@require_http_methods(["GET", "POST"])
def take_outcome(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """An agreed action of a workshop becomes an initiative or a work item, once."""
    rows = Outcome.objects.visible_to(request.actor).select_related("workshop__program", "owner")
    outcome = rows.filter(pk=pk, kind=Outcome.Kind.ACTION).first()
    if outcome is None:
        raise Http404
    taken = where_taken(request.actor, outcome=outcome)
    preset = {"owner": outcome.owner_id, "due_on": outcome.due_on, "team": outcome.team_id}
    return _take(request, Source(outcome=outcome), preset, taken, origin=outcome.workshop.title)


def _take(
    request: ActorRequest,
    source: Source,
    preset: dict[str, Any],
    taken: Taken,
    *,
    origin: str,
    said: str = "",
) -> HttpResponse:
    enter(request, source.program_id)
    policies.check_can_take(request.actor)
    is_action = source.is_action
    if is_action and taken.anywhere:
        return _show_where(request, source, taken)
    teams = teams_to_plan_for(request.actor, source.program_id)
    form = TakeForm(
        submitted(request),
        actor=request.actor,
        teams=teams,
        is_action=is_action,
        initial=_initial(source, preset, teams),
    )
    if request.method == "POST" and form.is_valid():
        made = run_service(form, lambda: _make(request, form, source))
        if made:
            messages.success(request, _("Taken into the workplan."))
            return redirect(_page_of(request, made))
    title = _("Make an initiative") if not is_action else _("Take into a workplan")
    context = program_frame(request, _program(source), title, (title, None)) | {
        "source_text": said or (source.text if is_action else preset["title"]),
        "source_kind": _kind(source),
        "origin": origin,
        "taken": taken,
        "has_teams": teams.exists(),
    }
    return form_page(
        request,
        context,
        form,
        submit=title,
        cancel=org_url(request.actor, "roadmap:roadmap", source.program_id),
        template="roadmap/take.html",
    )


def _initial(source: Source, preset: dict[str, Any], teams: QuerySet[CITeam]) -> dict[str, Any]:
    today = clock.today()
    due_on: date = preset.get("due_on") or today + timedelta(days=USUAL_DAYS)
    only = list(teams[:2])
    found = {
        "title": source.title,
        "starts_on": min(today, due_on),
        "due_on": due_on,
        "team": only[0].pk if len(only) == 1 else None,
    }
    if source.text != source.title:
        found["description"] = source.text
    return found | {name: value for name, value in preset.items() if value}


def _make(request: ActorRequest, form: TakeForm, source: Source) -> Initiative | WorkItem:
    data = form.cleaned_data
    if form.is_initiative:
        return taking.take_as_initiative(
            actor=request.actor,
            team=data["team"],
            source=source,
            title=data["title"],
            starts_on=data["starts_on"],
            due_on=data["due_on"],
            values=form.extra(),
        )
    values = form.extra() | {"title": data["title"], "due_on": data["due_on"]}
    return taking.take_as_work_item(
        actor=request.actor, team=data["team"], source=source, values=values
    )


def _page_of(request: ActorRequest, made: Initiative | WorkItem) -> str:
    if isinstance(made, Initiative):
        return org_url(request.actor, "roadmap:initiative", made.pk)
    return f"{org_url(request.actor, 'roadmap:workplan', made.workplan_id)}#work-items"


def _show_where(request: ActorRequest, source: Source, taken: Taken) -> HttpResponse:
    """The second click: to where the action went."""
    if taken.is_hidden:
        messages.info(request, _("This action is already in the draft workplan of another team."))
        return redirect(org_url(request.actor, "roadmap:roadmap", source.program_id))
    messages.info(request, _("This action was already taken into a workplan: here it is."))
    if taken.initiatives:
        return redirect(org_url(request.actor, "roadmap:initiative", taken.initiatives[0][0]))
    page = org_url(request.actor, "roadmap:workplan", taken.work_items[0][0])
    return redirect(f"{page}#work-items")


def gap_in_words(row: GapRow) -> str:
    """Where the area stands and where it should be."""
    words = {
        "area": row.standing.title,
        "level": row.level,
        "n": row.standing.goals,
        "day": date_format(row.due_on, "j M Y"),
    }
    current = row.standing.current
    if row.standing.names and current is not None:
        return _named_gap_in_words(row, current)
    if row.standing.steps:
        return _level_gap_in_words(row)
    if current is None:
        return _("{area}: {level} of {n} goals by {day}; not rated yet.").format(**words)
    if current.is_single:
        return _("{area}: {level} of {n} goals by {day}; {now} today.").format(
            now=current.lower, **words
        )
    return _("{area}: {level} of {n} goals by {day}; {least} to {most} today.").format(
        least=current.lower, most=current.upper, **words
    )


def _named_gap_in_words(row: GapRow, current: LevelRange) -> str:
    """Of a model without levels: its own words in place of numbers."""
    names = row.standing.names
    ends = dict.fromkeys(names[end] for end in (current.lower, current.upper))
    return _("{area}: {wanted} by {day}; {now} today.").format(
        area=row.standing.title,
        wanted=names[row.level],
        day=date_format(row.due_on, "j M Y"),
        now="–".join(ends),
    )


def _level_gap_in_words(row: GapRow) -> str:
    words = {
        "area": row.standing.title,
        "level": row.level,
        "day": date_format(row.due_on, "j M Y"),
    }
    current = row.standing.current
    if current is None:
        return _("{area}: level {level} by {day}; not rated yet.").format(**words)
    if current.is_single:
        return _("{area}: level {level} by {day}; level {now} today.").format(
            now=current.lower, **words
        )
    return _("{area}: level {level} by {day}; level {least} to {most} today.").format(
        least=current.lower, most=current.upper, **words
    )


def _kind(source: Source) -> str:
    if source.is_action:
        return _("Agreed action")
    return _("Weakness") if source.gap is None else _("Gap")


def _program(source: Source) -> Any:
    if source.gap is not None:
        return source.gap.profile.assessment.program
    if source.outcome is not None:
        return source.outcome.workshop.program
    thing: Finding | ActionItem = source.finding or source.action_item  # type: ignore[assignment]
    return thing.assessment.program
