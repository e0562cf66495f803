"""The plan: activities, deliverables, phases and gates."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cip.access.check import allowed
from cip.kernel import clock
from cip.programs import policies
from cip.programs.forms import ActivityForm, DeliverableForm, GateForm, PhaseForm, ReopenForm
from cip.programs.models import Activity, Deliverable, Phase
from cip.programs.queries.plan import plan_of
from cip.programs.services import plan as services
from cip.programs.views.frame import Step, inside, load_program, status_of
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible


def plan(request: ActorRequest, organization: str, program_id: UUID) -> HttpResponse:
    """Phases with their activities, deliverables and gates."""
    program = load_program(request, program_id)
    context = inside(request, program, _("Plan")) | {
        "plan": plan_of(program, request.actor, clock.today()),
        "can_edit": allowed(policies.check_can_edit_program, request.actor, program),
    }
    return render(request, "programs/plan.html", context)


def activity(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """How one activity stands; its owner and the program lead report on it."""
    actor = request.actor
    row = get_visible(Activity.objects.select_related("phase__program", "owner"), actor, pk)
    program = row.phase.program
    can_edit = allowed(policies.check_can_edit_activity, actor, program, row)
    names = ("state", "owner", "starts_on", "due_on", "note")
    initial = {name: getattr(row, name) for name in names}
    form = ActivityForm(
        request.POST or None, initial=initial | {"expected_version": row.version}, actor=actor
    )
    if request.method == "POST" and form.is_valid():
        saved = run_service(
            form,
            lambda: services.edit_activity(
                actor=actor,
                activity=row,
                expected_version=form.cleaned_data["expected_version"],
                values=form.values(),
            ),
        )
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect(_plan_url(request, program.pk))
    step: Step = (_("Plan"), _plan_url(request, program.pk))
    context = inside(request, program, str(row), step) | {
        "activity": row,
        "form": form,
        "can_edit": can_edit,
        "deliverables": list(row.deliverables.order_by("position")),
        "deliverable_states": Deliverable.State.choices,
    }
    return render(request, "programs/activity.html", context, status=status_of(form))


@require_POST
def deliverable(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Say how far a deliverable is."""
    rows = Deliverable.objects.select_related("activity__phase__program")
    row = get_visible(rows, request.actor, pk)
    form = DeliverableForm(request.POST)
    if form.is_valid():
        services.edit_deliverable(
            actor=request.actor,
            deliverable=row,
            expected_version=form.cleaned_data["expected_version"],
            values={"state": form.cleaned_data["state"]},
        )
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Choose one of the listed states."))
    return redirect(org_url(request.actor, "programs:activity", row.activity_id))


def phase(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """A phase: its dates and its gate."""
    row = _phase(request, pk)
    initial = {
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "expected_version": row.version,
    }
    form = PhaseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("starts_on", "ends_on")}
        saved = run_service(
            form,
            lambda: services.edit_phase(
                actor=request.actor,
                phase=row,
                expected_version=form.cleaned_data["expected_version"],
                values=values,
            ),
        )
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect(_plan_url(request, row.program_id))
    return _phase_page(request, row, form=form)


@require_POST
def pass_gate(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Record that the gate was passed."""
    row = _phase(request, pk)
    form = GateForm(request.POST)
    if form.is_valid():
        saved = run_service(
            form,
            lambda: services.pass_gate(
                actor=request.actor,
                phase=row,
                expected_version=form.cleaned_data["expected_version"],
                note=form.cleaned_data["note"],
                now=clock.now(),
            ),
        )
        if saved is not None:
            messages.success(request, _("The gate of %(phase)s is passed.") % {"phase": row})
            return redirect(org_url(request.actor, "home:program", row.program_id))
    return _phase_page(request, row, gate_form=form)


@require_POST
def reopen_gate(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Take a passed gate back."""
    row = _phase(request, pk)
    form = ReopenForm(request.POST)
    if form.is_valid():
        saved = run_service(
            form,
            lambda: services.reopen_gate(
                actor=request.actor,
                phase=row,
                expected_version=form.cleaned_data["expected_version"],
                reason=form.cleaned_data["reason"],
            ),
        )
        if saved is not None:
            messages.success(request, _("The gate of %(phase)s is open again.") % {"phase": row})
            return redirect(org_url(request.actor, "programs:phase", row.pk))
    return _phase_page(request, row, gate_form=form)


def _phase(request: ActorRequest, pk: UUID) -> Phase:
    rows = Phase.objects.select_related("program", "gate_passed_by")
    return get_visible(rows, request.actor, pk)


def _plan_url(request: ActorRequest, program_id: UUID) -> str:
    return org_url(request.actor, "programs:plan", program_id)


def _phase_page(
    request: ActorRequest, row: Phase, *, form: Any = None, gate_form: Any = None
) -> HttpResponse:
    program = row.program
    view = plan_of(program, request.actor, clock.today())
    passed = [item.is_passed for item in view.phases]
    position = [item.id for item in view.phases].index(row.pk)
    check = (
        policies.check_can_reopen_gate
        if row.gate == Phase.Gate.PASSED
        else policies.check_can_pass_gate
    )
    version = {"expected_version": row.version}
    dates = {"starts_on": row.starts_on, "ends_on": row.ends_on}
    empty = ReopenForm if row.gate == Phase.Gate.PASSED else GateForm
    context = inside(request, program, str(row), (_("Plan"), _plan_url(request, program.pk))) | {
        "phase": view.phases[position],
        "form": form or PhaseForm(initial=dates | version),
        "gate_form": gate_form or empty(initial=version, auto_id="gate_%s"),
        "can_edit": allowed(policies.check_can_edit_program, request.actor, program),
        "gate_allowed": allowed(check, request.actor, program, row, passed, position),
    }
    status = max(
        [status_of(found) for found in (form, gate_form) if found is not None], default=200
    )
    return render(request, "programs/phase.html", context, status=status)
