"""Rating goals, agreeing, taking up again, and the results for everybody."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments import policies
from assessments.answer_charts import areas_figures
from assessments.forms.ratings import AgreeForm, RateForm, TakeUpForm
from assessments.models import Assessment, Characterization
from assessments.queries.appraised_model import AppraisedPractice
from assessments.queries.findings import action_items
from assessments.queries.leveled_model import says_leveled
from assessments.queries.model_words import model_words
from assessments.queries.names_found import names_found
from assessments.queries.outcome import AreaOutcome, GoalResult, Outcome, outcome
from assessments.queries.set_results import area_sets
from assessments.queries.signatures import signatures
from assessments.queries.unsafe_passages import unsafe_passages
from assessments.result_charts import Figure, ladder_figure, level_note, profile_figure
from assessments.rules import lifecycle
from assessments.services.gates import GatesBlock, agreeing_waits_for, rating_waits_for
from assessments.services.ratings import agree_ratings, before_agreeing, rate_goal, take_up_again
from assessments.views.agreed_levels import level_result, level_results
from assessments.views.gated import run_gated
from assessments.views.naming import warn_of_names
from assessments.views.result_frame import frame, load_assessment, submitted
from assessments.views.steps import to_steps
from cip.access.check import allowed
from cip.kernel import clock
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.loading import ActorRequest

HALF = 460.0  # width of a chart that shares a row with another, in CSS pixels


def ratings(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Every goal in scope with what speaks for and against it, and the level that follows."""
    row = load_assessment(request, pk)
    policies.check_can_see_analysis(request.actor, row)
    return _rating_page(request, row)


@require_POST
def rate(request: ActorRequest, organization: str, pk: UUID, goal_id: UUID) -> HttpResponse:
    """Save the judgement of one goal; by htmx only what changed comes back."""
    row = load_assessment(request, pk)
    policies.check_can_rate(request.actor, row)
    form = RateForm(request.POST, auto_id=f"id_{goal_id}_%s")
    is_saved = (
        form.is_valid()
        and run_gated(
            form,
            lambda: rate_goal(
                actor=request.actor, assessment=row, goal_id=goal_id, **form.cleaned_data
            ),
        )
        is not None
    )
    if is_saved and not getattr(request, "htmx", False):
        warn_of_names(request, row, [form.cleaned_data["reason"]])
        messages.success(request, _("Rating saved."))
        page = org_url(request.actor, "assessments:ratings", pk)
        return redirect(f"{page}#goal-{goal_id}")
    broken = {} if is_saved else {goal_id: form}
    if getattr(request, "htmx", False):
        return _rating_fragment(request, row, goal_id, broken)
    return _rating_page(request, row, broken, status=400)


@require_http_methods(["GET", "POST"])
def agree(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """What to look at before agreeing; then freeze the ratings and release the results."""
    row = load_assessment(request, pk)
    policies.check_can_agree(request.actor, row)
    before = before_agreeing(row)
    form = AgreeForm(submitted(request), initial={"agreed_by": ", ".join(before.signed_by)})
    if request.method == "POST" and form.is_valid():
        try:
            done = run_service(
                form,
                lambda: agree_ratings(
                    actor=request.actor,
                    assessment=row,
                    agreed_by=form.cleaned_data["agreed_by"],
                    now=clock.now(),
                ),
            )
        except GatesBlock as refusal:
            return to_steps(request, pk, refusal)
        if done:
            messages.success(request, _("The ratings are agreed; everybody can see the results."))
            return redirect(org_url(request.actor, "assessments:results", pk))
    steps = (_("Ratings"), org_url(request.actor, "assessments:ratings", pk)), (_("Agree"), None)
    context = frame(request, row, _("Agree the ratings"), *steps) | {
        "form": form,
        "before": before,
        "waits_for": agreeing_waits_for(row, clock.now()),
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "assessments/ratings_agree.html", context, status=status)


@require_http_methods(["GET", "POST"])
def take_up(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Open agreed ratings again, with a reason."""
    row = load_assessment(request, pk)
    policies.check_can_take_up_again(request.actor, row)
    form = TakeUpForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if (
            run_service(
                form,
                lambda: take_up_again(
                    actor=request.actor, assessment=row, reason=reason, now=clock.now()
                ),
            )
            is not None
        ):
            messages.success(request, _("The ratings can be changed again."))
            return redirect(org_url(request.actor, "assessments:ratings", pk))
    steps = (_("Results"), org_url(request.actor, "assessments:results", pk)), (_("Again"), None)
    context = frame(request, row, _("Take up the ratings again"), *steps) | {"form": form}
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "assessments/ratings_take_up.html", context, status=status)


def results(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Level, profile, ratings with their thread, findings and actions; texts name nobody."""
    row = load_assessment(request, pk)
    policies.check_can_see_results(request.actor, row)
    context = frame(request, row, _("Results"), (_("Results"), None))
    if row.state in (lifecycle.PLANNED, lifecycle.COLLECTING):
        return render(request, "assessments/results_not_yet.html", context)
    if says_leveled(row):
        return level_results(request, row)
    found = outcome(row, for_team=False)
    words = model_words(row.model_version)
    context |= _level_context(found) | {
        "outcome": found,
        "actions": action_items(row),
        "profile": profile_figure(
            found.areas, words, with_answers=not row.asked_nobody, width=HALF
        ),
        "answers": areas_figures(
            found.analysis.areas, area_sets(found.analysis), words.area, width=HALF
        ),
        "unsafe_passages": unsafe_passages(row, found.names)
        if allowed(policies.check_can_write_findings, request.actor, row)
        else 0,
        "is_agreed": row.state in (lifecycle.AGREED, lifecycle.CLOSED),
        "can_take_up": allowed(policies.check_can_take_up_again, request.actor, row),
    }
    return render(request, "assessments/results.html", context)


def goal(request: ActorRequest, organization: str, pk: UUID, goal_id: UUID) -> HttpResponse:
    """One agreed rating and the thread behind it: practices, questions, answers, findings."""
    row = load_assessment(request, pk)
    policies.check_can_see_results(request.actor, row)
    if says_leveled(row):
        return level_result(request, row, goal_id)
    found = outcome(row, for_team=False)
    place = found.goal(goal_id)
    if place is None:
        raise Http404
    steps = (_("Results"), org_url(request.actor, "assessments:results", pk)), (place[1].code, None)
    context = frame(request, row, place[1].title, *steps) | {
        "area": place[0],
        "goal": place[1],
        "practices": _appraised_practices(found, place[0].id, goal_id),
    }
    return render(request, "assessments/results_goal.html", context)


def _appraised_practices(
    found: Outcome, area_id: UUID, goal_id: UUID
) -> list[tuple[AppraisedPractice, str]]:
    """What the team saw of the practices behind a goal; empty where nobody appraises."""
    if found.appraisal is None:
        return []
    return [
        (row.node, f"{row.value} {Characterization.Value(row.value).label}" if row.value else "–")
        for row in found.appraisal.practices_of(area_id, goal_id)
    ]


Broken = dict[UUID, RateForm]


def _rating_page(
    request: ActorRequest, row: Assessment, broken: Broken | None = None, *, status: int = 200
) -> HttpResponse:
    if says_leveled(row):
        return redirect(org_url(request.actor, "assessments:levels", row.pk))
    found = outcome(row, for_team=True)
    if found.appraisal is not None:
        return redirect(org_url(request.actor, "assessments:appraisal", row.pk))
    context = frame(request, row, _("Ratings"), (_("Ratings"), None)) | _level_context(found)
    context |= {
        "outcome": found,
        "next_goal": found.next_open(),
        "areas": _folds(found, broken or {}),
        "signatures": (signed := signatures(row)),
        "has_signed": signed.has_signed(request.actor.user_id),
        "can_sign": allowed(policies.check_can_sign_ratings, request.actor, row),
        "can_agree": allowed(policies.check_can_agree, request.actor, row),
        "can_take_up": allowed(policies.check_can_take_up_again, request.actor, row),
    }
    context["waits_for"] = rating_waits_for(row, clock.now()) if context["can_rate"] else ""
    return render(request, "assessments/ratings.html", context, status=status)


def _rating_fragment(
    request: ActorRequest, row: Assessment, goal_id: UUID, broken: Broken
) -> HttpResponse:
    found = outcome(row, for_team=True)
    place = found.goal(goal_id)
    if place is None:
        raise Http404
    area, rated = place
    context: dict[str, Any] = _level_context(found) | {
        "assessment": row,
        "words": model_words(row.model_version),
        "outcome": found,
        "area": area,
        "goal": rated,
        "form": _form(rated, broken),
        "is_saved": not broken,
        "names": [] if broken else names_found(row, [rated.reason]),
        "next_goal": found.next_open(goal_id),
        "can_rate": allowed(policies.check_can_rate, request.actor, row),
    }
    return render(request, "assessments/ratings_saved.html", context)


Fold = tuple[AreaOutcome, list[tuple[GoalResult, RateForm]], bool]


def _folds(found: Outcome, broken: Broken) -> list[Fold]:
    """Areas with their forms; open are those with an error and the one to go on with."""
    undecided = found.next_open()
    opened = {*broken, *([undecided.id] if undecided else [])}
    return [
        (
            area,
            [(goal, _form(goal, broken)) for goal in area.goals],
            any(goal.id in opened for goal in area.goals),
        )
        for area in found.areas
    ]


def _form(goal: GoalResult, broken: Broken) -> RateForm:
    if goal.id in broken:
        return broken[goal.id]
    initial = {
        "value": goal.value,
        "reason": goal.reason,
        "agreed_by": goal.agreed_by,
        "expected_version": goal.version,
    }
    return RateForm(initial=initial, auto_id=f"id_{goal.id}_%s")


def _level_context(found: Outcome) -> dict[str, Any]:
    ladder: Figure | None = None
    if found.level is not None:
        ladder = ladder_figure(found.level, is_rated=found.rated_count > 0, width=560)
    return {
        "level": found.level,
        "level_note": level_note(found.level) if found.level else "",
        "ladder": ladder,
    }
