"""Targets of areas and the gaps to them, the most urgent first."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments import policies
from assessments.columns import csv_of
from assessments.forms.targets import CriteriaForm, DayForm, LevelForm, TargetForm
from assessments.gap_columns import gap_columns, gap_lines
from assessments.models import Assessment, Target
from assessments.queries.capability_gaps import target_for
from assessments.queries.gaps import GapPage, gap_page, standings_now
from assessments.queries.model_words import model_words
from assessments.queries.standing import Standing
from assessments.services import targets as services
from assessments.views.naming import warn_of_names
from assessments.views.result_frame import frame, load_assessment, submitted
from cip.access.check import allowed
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.lists import wanted
from cip.web.loading import ActorRequest, get_visible


@require_GET
def gaps(request: ActorRequest, organization: str, pk: UUID) -> HttpResponseBase:
    """Open gaps in order with the reason for it, reached ones, and areas without a target."""
    row = load_assessment(request, pk)
    policies.check_can_see_results(request.actor, row)
    found = gap_page(row)
    if wanted(request, ()).is_export:
        columns = gap_columns(found, model_words(row.model_version))
        return csv_of("gaps", columns, gap_lines(found))
    return _page(request, row, found)


@require_http_methods(["GET", "POST"])
def target(request: ActorRequest, organization: str, pk: UUID, node_id: UUID) -> HttpResponse:
    """Set or change the target of one area."""
    row = load_assessment(request, pk)
    policies.check_can_set_targets(request.actor, row)
    side = request.GET.get("side", "")
    areas = standings_now(row).areas
    standing = next((e for e in areas if (e.id, e.side_code) == (node_id, side)), None)
    if standing is None:
        raise Http404
    stored = Target.objects.filter(
        profile_id=row.pk, node_id=node_id, dimension=standing.side_id
    ).first()
    form = TargetForm(
        submitted(request),
        standing=standing,
        parts=model_words(row.model_version).part.many,
        initial=_initial(standing, stored),
    )
    if request.method == "POST" and form.is_valid():
        done = run_service(
            form,
            lambda: services.set_target(
                actor=request.actor,
                assessment=row,
                node_id=node_id,
                dimension_id=standing.side_id,
                **form.cleaned_data,
            ),
        )
        if done is not None:
            messages.success(request, _("The target is set."))
            warn_of_names(request, row, [form.cleaned_data["reason"]])
            return redirect(org_url(request.actor, "assessments:gaps", pk))
    steps = (_("Gaps"), org_url(request.actor, "assessments:gaps", pk)), (standing.title, None)
    context = frame(request, row, _("Target for %(area)s") % {"area": standing.title}, *steps) | {
        "form": form,
        "standing": standing,
        "target": stored,
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "assessments/gap_target.html", context, status=status)


@require_POST
def remove(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The area has no target any more."""
    rows = Target.objects.select_related("profile__assessment__program", "node")
    row: Target = get_visible(rows, request.actor, pk)
    services.remove_target(actor=request.actor, target=row)
    messages.success(request, _("The target is gone."))
    return redirect(org_url(request.actor, "assessments:gaps", row.profile_id))


@require_POST
def aim(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Every goal of every area up to a level, for areas that have no target yet."""
    row = load_assessment(request, pk)
    policies.check_can_set_targets(request.actor, row)
    found = gap_page(row)
    form = LevelForm(request.POST, levels=found.levels)
    if form.is_valid():
        added = run_service(
            form,
            lambda: services.aim_for_level(
                actor=request.actor, assessment=row, **form.cleaned_data
            ),
        )
        if added is not None:
            messages.success(request, _added(added))
            return redirect(org_url(request.actor, "assessments:gaps", pk))
    return _page(request, row, found, level_form=form)


@require_POST
def take_over(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The levels that the survey wants, for parts that have no target yet."""
    row = load_assessment(request, pk)
    policies.check_can_set_targets(request.actor, row)
    form = DayForm(request.POST)
    if form.is_valid():
        added = run_service(
            form,
            lambda: services.take_over_targets(
                actor=request.actor, assessment=row, **form.cleaned_data
            ),
        )
        if added is not None:
            messages.success(request, _added(added))
            return redirect(org_url(request.actor, "assessments:gaps", pk))
    return _page(request, row, gap_page(row), day_form=form)


@require_POST
def order(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """What counts first."""
    row = load_assessment(request, pk)
    policies.check_can_set_targets(request.actor, row)
    form = CriteriaForm(request.POST)
    if form.is_valid():
        done = run_service(
            form,
            lambda: services.set_criteria(
                actor=request.actor,
                assessment=row,
                criteria=form.criteria,
                expected_version=form.cleaned_data["expected_version"],
            ),
        )
        if done is not None:
            messages.success(request, _("The gaps are in the new order."))
            return redirect(org_url(request.actor, "assessments:gaps", pk))
    return _page(request, row, gap_page(row), criteria_form=form)


def _page(
    request: ActorRequest,
    assessment: Assessment,
    found: GapPage,
    *,
    level_form: LevelForm | None = None,
    criteria_form: CriteriaForm | None = None,
    day_form: DayForm | None = None,
) -> HttpResponse:
    places = {f"place_{n}": value for n, value in enumerate(found.criteria)}
    forms: dict[str, Any] = {
        "level_form": level_form or (LevelForm(levels=found.levels) if found.levels else None),
        "day_form": day_form or DayForm(),
        "criteria_form": criteria_form
        or CriteriaForm(initial=places | {"expected_version": found.version}),
    }
    context = frame(request, assessment, _("Targets and gaps"), (_("Gaps"), None)) | forms
    context |= {
        "page": found,
        "can_set": allowed(policies.check_can_set_targets, request.actor, assessment),
    }
    status = 400 if level_form or criteria_form or day_form else 200
    return render(request, "assessments/gaps.html", context, status=status)


def _offered(standing: Standing) -> int:
    if standing.wanted:
        return standing.wanted.lower
    return target_for(standing, standing.model_level or standing.goals)


def _initial(standing: Standing, stored: Target | None) -> dict[str, Any]:
    if stored is None:
        return {"level": _offered(standing), "expected_version": services.NEW}
    names = ("level", "due_on", "reason", "importance", "effort")
    return {name: getattr(stored, name) for name in names} | {"expected_version": stored.version}


def _added(count: int) -> str:
    if not count:
        return _("Nothing was left to set a target for.")
    text = ngettext("%(n)s target is set.", "%(n)s targets are set.", count)
    return text % {"n": count}
