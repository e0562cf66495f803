"""Set up an assessment and lead it through its states."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from assessments import policies
from assessments.forms.setup import AssessmentForm, ScopeForm
from assessments.models import Assessment
from assessments.queries.additions import additions_to_leave_out
from assessments.queries.appraised_model import marked
from assessments.queries.board import method_board, with_method
from assessments.queries.gates import opening_step, planned_by, unsettled, waiting_before
from assessments.queries.leveled_model import marked_leveled
from assessments.queries.model_words import model_words
from assessments.queries.overview import (
    by_level,
    choosable_versions,
    scope_sheet,
    standing,
)
from assessments.queries.progress import collection
from assessments.queries.step_pages import board_note
from assessments.rules import lifecycle
from assessments.services import assessments as services
from assessments.services.gates import GatesBlock, check_plan_is_open
from assessments.views.report_choices import offered_reports
from assessments.views.steps import places, sees_names, to_steps
from cip.access.check import allowed
from cip.kernel import clock
from cip.programs.models import Program
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible

STATES = (
    (lifecycle.PLANNED, gettext_lazy("Planned")),
    (lifecycle.COLLECTING, gettext_lazy("Collecting answers")),
    (lifecycle.ANALYZING, gettext_lazy("Analyzing")),
    (lifecycle.AGREED, gettext_lazy("Ratings agreed")),
    (lifecycle.CLOSED, gettext_lazy("Closed")),
)


def create(request: ActorRequest, organization: str, program_id: UUID) -> HttpResponse:
    """Set up a new assessment."""
    program: Program = get_visible(Program.objects.all(), request.actor, program_id)
    request.program_id = program.pk  # type: ignore[attr-defined]
    policies.check_can_create_assessment(request.actor)
    today = clock.today()
    form = AssessmentForm(
        request.POST or None,
        actor=request.actor,
        today=today,
        initial={"lead": request.actor.user_id, "mode": Assessment.Mode.CONFIDENTIAL},
    )
    if request.method == "POST" and form.is_valid():
        made = run_service(
            form,
            lambda: services.create_assessment(
                actor=request.actor, program=program, today=today, **form.values()
            ),
        )
        if made is not None:
            messages.success(request, _("The assessment is set up. Next, choose its scope."))
            return redirect(org_url(request.actor, "assessments:scope", made.pk))
    context = {
        "program": program,
        "form": form,
        "has_models": choosable_versions(request.actor).exists(),
        "methods_url": org_url(request.actor, "assessments:method_choices", program.pk),
        "cancel_url": org_url(request.actor, "assessments:list", program.pk),
        "page_title": _("New assessment"),
        "breadcrumbs": [*way_to(request, program, is_here=False), (_("New assessment"), None)],
    }
    return render(request, "assessments/setup.html", context)


def method_choices(request: ActorRequest, organization: str, program_id: UUID) -> HttpResponse:
    """The part of the form that offers methods, for the model chosen just now."""
    get_visible(Program.objects.all(), request.actor, program_id)
    policies.check_can_create_assessment(request.actor)
    form = AssessmentForm(
        actor=request.actor,
        today=clock.today(),
        initial={"model_version": request.GET.get("model_version", "")},
    )
    return render(request, "assessments/setup_methods.html", {"form": form})


def edit(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Change title, purpose, dates; model, mode and a lower threshold only while planned."""
    assessment = load(request, pk)
    policies.check_can_edit_assessment(request.actor, assessment)
    today = clock.today()
    initial = {
        "title": assessment.title,
        "purpose": assessment.purpose,
        "model_version": assessment.model_version_id,
        "method_version": assessment.method_version_id,
        "mode": assessment.mode,
        "anonymity_threshold": assessment.anonymity_threshold,
        "lead": assessment.lead_id,
        "closes_on": assessment.closes_on,
        "expected_version": assessment.version,
    }
    form = AssessmentForm(
        request.POST or None,
        actor=request.actor,
        today=today,
        assessment=assessment,
        is_planned=planned_by(assessment) is not None,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        expected = form.cleaned_data["expected_version"] or 0
        saved = run_service(
            form,
            lambda: services.edit_assessment(
                actor=request.actor,
                assessment=assessment,
                expected_version=expected,
                values=form.values(),
                today=today,
            ),
        )
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect(org_url(request.actor, "assessments:detail", pk))
    context = {
        "form": form,
        "has_models": True,
        "methods_url": org_url(request.actor, "assessments:method_choices", assessment.program_id),
        "cancel_url": org_url(request.actor, "assessments:detail", pk),
        "may_delete": allowed(policies.check_can_delete_assessment, request.actor, assessment),
    }
    return page(request, assessment, "setup", _("Edit assessment"), context)


def detail(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The assessment's home: where it stands, what blocks, what is next."""
    assessment = load(request, pk)
    actor = request.actor
    stands = standing(assessment, actor)
    on_board = method_board(assessment, clock.today())
    sees_progress = allowed(policies.check_can_see_progress, actor)
    context = {
        "standing": stands,
        "steps": steps_of(assessment),
        "board": board_note(
            on_board, for_team=sees_names(actor), mine=policies.parts_in(actor, assessment)
        ),
        "places": places(actor, assessment),
        "may_move": allowed(policies.check_can_move_steps, actor, assessment),
        "before_opening": waiting_before(on_board, opening_step(on_board)),
        "before_closing": unsettled(on_board),
        "collection": collection(assessment) if sees_progress else None,
        "may_edit": allowed(policies.check_can_edit_assessment, actor, assessment),
        "may_scope": allowed(policies.check_can_edit_scope, actor, assessment),
        "may_invite": allowed(policies.check_can_manage_participants, actor, assessment),
        "may_open": allowed(policies.check_can_open, actor, assessment),
        "may_close_collection": allowed(policies.check_can_close_collection, actor, assessment),
        "may_see_results": allowed(policies.check_can_see_results, actor, assessment),
        "may_close": allowed(policies.check_can_close, actor, assessment),
        "may_lead": allowed(policies.check_can_create_assessment, actor),
        "is_late": assessment.closes_on is not None and assessment.closes_on < clock.today(),
        "current": "overview",
        "reports": offered_reports(actor, assessment),
    }
    return page(request, assessment, "detail", assessment.title, context)


def scope(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Choose key process areas."""
    assessment = load(request, pk)
    may_edit = allowed(policies.check_can_edit_scope, request.actor, assessment)
    if may_edit:
        may_edit = allowed(check_plan_is_open, assessment)
    rows = scope_sheet(assessment)
    form = ScopeForm(
        request.POST or None, rows=rows, initial={"expected_version": assessment.version}
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen(add_level=request.POST.get("level", ""))
        choices = [
            services.ScopeChoice(row.area.node_id, applies, reason)
            for row, applies, reason in chosen
        ]
        expected = form.cleaned_data["expected_version"]
        saved = run_service(
            form,
            lambda: services.set_scope(
                actor=request.actor,
                assessment=assessment,
                expected_version=expected,
                choices=choices,
            ),
        )
        if saved is not None:
            messages.success(request, _("The scope is saved."))
            to = "assessments:scope" if "level" in request.POST else "assessments:detail"
            return redirect(org_url(request.actor, to, pk))
    fields = {row.area.code: (row, place, reason) for row, place, reason in form.bound_rows()}
    shown = rows if may_edit else [row for row in rows if row.is_chosen]
    groups = [
        (level, [fields[row.area.code] for row in members], sum(r.area.questions for r in members))
        for level, members in by_level(shown)
    ]
    context = {
        "form": form,
        "groups": groups,
        "may_edit": may_edit,
        "left_out": [] if may_edit else [row.area for row in rows if not row.is_chosen],
        "has_levels": any(row.area.level is not None for row in rows),
        "has_categories": any(row.area.category for row in rows),
        "current": "scope",
    }
    status = 400 if form.is_bound and form.errors else 200
    return page(request, assessment, "scope", _("Scope"), context, status=status)


@require_POST
def open_(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Open the questionnaire and send the invitations."""
    assessment = load(request, pk)
    try:
        services.open_questionnaire(actor=request.actor, assessment=assessment, now=clock.now())
    except GatesBlock as refusal:
        return to_steps(request, pk, refusal)
    messages.success(request, _("The questionnaire is open and the invitations are on their way."))
    return redirect(org_url(request.actor, "assessments:detail", pk))


def close_collection(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Ask, saying how many drafts stay out of the analysis; then close."""
    assessment = load(request, pk)
    policies.check_can_close_collection(request.actor, assessment)
    if request.method == "POST":
        drafts = services.close_collection(
            actor=request.actor, assessment=assessment, now=clock.now()
        )
        messages.success(
            request,
            ngettext(
                "Collecting is closed; %(n)s draft stays out of the analysis.",
                "Collecting is closed; %(n)s drafts stay out of the analysis.",
                drafts,
            )
            % {"n": drafts},
        )
        return redirect(org_url(request.actor, "assessments:detail", pk))
    context = {
        "collection": collection(assessment),
        "standing": standing(assessment, request.actor),
        "additions": additions_to_leave_out(assessment),
    }
    return page(request, assessment, "close_collection", _("Close collecting"), context)


@require_POST
def close(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Close the assessment for good."""
    assessment = load(request, pk)
    try:
        services.close_assessment(actor=request.actor, assessment=assessment, now=clock.now())
    except GatesBlock as refusal:
        return to_steps(request, pk, refusal)
    messages.success(request, _("The assessment is closed."))
    return redirect(org_url(request.actor, "assessments:detail", pk))


@require_POST
def delete(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Delete an assessment that never collected an answer."""
    assessment = load(request, pk)
    services.delete_assessment(actor=request.actor, assessment=assessment)
    messages.success(request, _("The assessment is deleted."))
    return redirect(org_url(request.actor, "assessments:list", assessment.program_id))


def load(request: ActorRequest, pk: UUID) -> Assessment:
    """The assessment with its program and model, or 404; the frame shows the program's rooms."""
    assessment: Assessment = get_visible(marked_leveled(marked(with_method())), request.actor, pk)
    request.program_id = assessment.program_id  # type: ignore[attr-defined]
    return assessment


def page(
    request: ActorRequest,
    assessment: Assessment,
    template: str,
    title: str,
    context: Mapping[str, object],
    *,
    status: int = 200,
) -> HttpResponse:
    """Render a page of one assessment; the way there ends with its title."""
    way = [*way_to(request, assessment.program, is_here=False)]
    if title == assessment.title:
        way.append((assessment.title, None))
    else:
        here = org_url(request.actor, "assessments:detail", assessment.pk)
        way += [(assessment.title, here), (title, None)]
    common = {
        "assessment": assessment,
        "program": assessment.program,
        "words": model_words(assessment.model_version),
        "page_title": title,
        "breadcrumbs": way,
    }
    return render(request, f"assessments/{template}.html", {**common, **context}, status=status)


def steps_of(assessment: Assessment) -> list[tuple[str, str, str]]:
    """(label, done | current | todo, state in words) of each step on the way."""
    state = assessment.state
    order = [name for name, _label in STATES]
    here = order.index(state)
    words = {"done": _("done"), "current": _("now"), "todo": _("to come")}
    found = []
    for index, (name, label) in enumerate(STATES):
        kind = "done" if index < here else "current" if index == here else "todo"
        if state == lifecycle.CLOSED and index == here:
            kind = "done"
        is_left_out = name == lifecycle.COLLECTING and assessment.asked_nobody
        found.append((str(label), kind, _("left out") if is_left_out else words[kind]))
    return found


def way_to(
    request: HttpRequest, program: Program, *, is_here: bool = True
) -> list[tuple[str, str | None]]:
    """Breadcrumbs to the assessments of a program; `is_here`: the page itself is the list."""
    actor = request.actor  # type: ignore[attr-defined]
    return [
        (program.name, org_url(actor, "home:program", program.pk)),
        (_("Assessments"), None if is_here else org_url(actor, "assessments:list", program.pk)),
    ]
