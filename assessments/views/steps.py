"""The step board of an assessment, and one step: guidance, gates, statements, waivers."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments import policies
from assessments.forms.steps import NoteForm, StateForm, WaiveForm
from assessments.models import Assessment
from assessments.queries.appraised_model import marked
from assessments.queries.board import MethodBoard, method_board, roles_about, with_method
from assessments.queries.step_pages import (
    FactNote,
    board_note,
    facts_to_state,
    guidance,
    step_note,
)
from assessments.rules.board import Mark, StepView
from assessments.services import statements, steps
from assessments.services.gates import GatesBlock
from assessments.services.statements import Words
from assessments.views.result_frame import frame
from cip.access.actor import Actor, granted
from cip.access.check import Allowed, allowed
from cip.access.permissions import Permission
from cip.kernel import clock
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible

ACTS: dict[str, Callable[..., object]] = {
    "begin": steps.begin_step,
    "done": steps.finish_step,
    "skip": steps.skip_step,
    "reopen": steps.reopen_step,
}


def board(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """All steps: where the assessment stands, what blocks, whose turn it is."""
    row = load(request, pk)
    standing = method_board(row, clock.today())
    mine = policies.parts_in(request.actor, row)
    note = board_note(standing, for_team=sees_names(request.actor), mine=mine)
    context = frame(request, row, _("Steps"), (_("Steps"), None)) | {
        "board": note,
        "may_move": allowed(policies.check_can_move_steps, request.actor, row),
        "places": places(request.actor, row),
    }
    return render(request, "assessments/steps.html", context)


def step(request: ActorRequest, organization: str, pk: UUID, code: str) -> HttpResponse:
    """One step."""
    return _step_page(request, load(request, pk), code)


@require_POST
def act(request: ActorRequest, organization: str, pk: UUID, code: str, name: str) -> HttpResponse:
    """Begin, declare done, skip or take up a step again."""
    row = load(request, pk)
    service = ACTS.get(name)
    if service is None:
        raise Http404
    form = NoteForm(request.POST, auto_id=f"id_{name}_%s")
    if name != "done":
        del form.fields["subject"]
    if _done(
        form,
        lambda: service(
            actor=request.actor,
            assessment=row,
            code=code,
            now=clock.now(),
            **form.cleaned_data,
        ),
    ):
        messages.success(request, _("Saved."))
        return _back(request, row, code)
    return _step_page(request, row, code, {name: form})


@require_POST
def state(request: ActorRequest, organization: str, pk: UUID, code: str, fact: str) -> HttpResponse:
    """State a fact."""
    row = load(request, pk)
    notes = {note.name: note for note in facts_to_state(*_at(row, code))}
    if fact not in notes:
        raise Http404
    form = _state_form(request.actor, row, notes[fact], request.POST)
    if _done(
        form,
        lambda: statements.state_fact(
            actor=request.actor,
            assessment=row,
            fact=fact,
            number=form.cleaned_data.get("number"),
            words=_words(form),
            now=clock.now(),
        ),
    ):
        messages.success(request, _("Stated."))
        return _back(request, row, code)
    return _step_page(request, row, code, {fact: form})


@require_POST
def withdraw(
    request: ActorRequest, organization: str, pk: UUID, code: str, fact: str
) -> HttpResponse:
    """Take a statement back."""
    row = load(request, pk)
    statements.withdraw_statement(actor=request.actor, assessment=row, fact=fact, now=clock.now())
    messages.success(request, _("Taken back."))
    return _back(request, row, code)


@require_POST
def waive(request: ActorRequest, organization: str, pk: UUID, code: str, gate: str) -> HttpResponse:
    """Let a gate pass that does not hold."""
    row = load(request, pk)
    form = _waive_form(gate, request.POST)
    if _done(
        form,
        lambda: statements.waive_gate(
            actor=request.actor,
            assessment=row,
            step=code,
            gate=gate,
            reason=form.cleaned_data["reason"],
            now=clock.now(),
        ),
    ):
        messages.success(request, _("The gate is waived."))
        return _back(request, row, code)
    return _step_page(request, row, code, {gate: form})


@require_POST
def unwaive(
    request: ActorRequest, organization: str, pk: UUID, code: str, gate: str
) -> HttpResponse:
    """Take a waiver back."""
    row = load(request, pk)
    statements.withdraw_waiver(
        actor=request.actor, assessment=row, step=code, gate=gate, now=clock.now()
    )
    messages.success(request, _("The waiver is taken back."))
    return _back(request, row, code)


def load(request: ActorRequest, pk: UUID) -> Assessment:
    """The visible assessment with its program, model and method."""
    row: Assessment = get_visible(marked(with_method()), request.actor, pk)
    request.program_id = row.program_id  # type: ignore[attr-defined]
    return row


def sees_names(actor: Actor) -> bool:
    """Whether sentences of gates may name findings and people."""
    return granted(actor, Permission.RATE)


def places(actor: Actor, row: Assessment) -> dict[str, str]:
    """Rooms where gates are mended, for those who may enter them."""
    is_planner = granted(actor, Permission.PLAN_ASSESSMENT)
    rooms = {"detail": True, "scope": True, "participants": is_planner}
    rooms["findings"] = rooms["ratings"] = bool(
        allowed(policies.check_can_see_analysis, actor, row)
    )
    found = {
        name: org_url(actor, f"assessments:{name}", row.pk)
        for name, is_open in rooms.items()
        if is_open
    }
    if granted(actor, Permission.EDIT_PROGRAM):
        found["program"] = org_url(actor, "programs:edit", row.program_id)
    if granted(actor, Permission.MANAGE_PEOPLE):
        found["people"] = org_url(actor, "accounts:people")
    return found


def to_steps(request: ActorRequest, pk: UUID, refusal: GatesBlock) -> HttpResponse:
    """To the step board, with the gates that block in words."""
    messages.error(request, refusal.message)
    return redirect(org_url(request.actor, "assessments:steps", pk))


Broken = dict[str, forms.Form]


def _step_page(
    request: ActorRequest, row: Assessment, code: str, broken: Broken | None = None
) -> HttpResponse:
    broken = broken or {}
    standing, view = _at(row, code)
    actor = request.actor
    note = step_note(standing, view, for_team=sees_names(actor))
    way = (_("Steps"), org_url(actor, "assessments:steps", row.pk)), (code, None)
    may_move = allowed(policies.check_can_move_steps, actor, row)
    may_waive = allowed(policies.check_can_waive, actor, row, standing.method.waived_by)
    context = frame(request, row, f"{code} {view.step.name}", *way) | {
        "step": note,
        "guidance": guidance(standing, view),
        "facts": [
            (
                fact,
                broken.get(fact.name) or _state_form(actor, row, fact),
                allowed(
                    policies.check_can_state, actor, row, roles_about(standing.method, fact.name)
                ),
                fact.name in broken,
            )
            for fact in facts_to_state(standing, view)
        ],
        "gates": [
            (gate, broken.get(gate.code) or _waive_form(gate.code), gate.code in broken)
            for gate in note.gates
        ],
        "acts": _acts(standing, view, may_move),
        "forms": {name: broken.get(name) or NoteForm(auto_id=f"id_{name}_%s") for name in ACTS},
        "broken": set(broken),
        "affects": standing.reopening(code).affects,
        "may_waive": may_waive,
        "sees_notes": bool(policies.parts_in(actor, row)),
        "history": standing.records_of(code),
        "places": places(actor, row),
    }
    return render(request, "assessments/step.html", context, status=400 if broken else 200)


def _acts(standing: MethodBoard, view: StepView, may_move: Allowed) -> dict[str, Allowed]:
    """Which acts stand on the page, and whether they may be done; the rest is not offered."""
    if not may_move or view.waits_for:
        return {}
    found: dict[str, Allowed] = {}
    if view.mark is None:
        found["begin"] = Allowed(True)
    if view.mark in (None, Mark.STARTED):
        met = not view.missing
        found["done"] = Allowed(met, "" if met else _("Gates of this step do not hold yet."))
        if view.step.optional:
            found["skip"] = Allowed(True)
    again = standing.reopening(view.step.code)
    if view.mark in (Mark.DONE, Mark.SKIPPED) and view.step.reopen is not None:
        found["reopen"] = Allowed(again.allowed, " ".join(map(str, again.said)))
    return found


def _at(row: Assessment, code: str) -> tuple[MethodBoard, StepView]:
    standing = method_board(row, clock.today())
    view = standing.step(code)
    if view is None:
        raise Http404
    return standing, view


def _state_form(actor: Actor, row: Assessment, fact: FactNote, data: Any = None) -> StateForm:
    return StateForm(data, actor=actor, program_id=row.program_id, fact=fact)


def _waive_form(gate: str, data: Any = None) -> WaiveForm:
    return WaiveForm(data, auto_id=f"id_waive_{gate}_%s")


def _words(form: StateForm) -> Words:
    document = form.cleaned_data["artefact_version"]
    return Words(
        note=form.cleaned_data["note"],
        happened_on=form.cleaned_data["happened_on"],
        artefact_version_id=document.pk if document else None,
    )


def _done(form: forms.Form, service: Callable[[], object]) -> bool:
    """Whether the form was good and the service did it."""
    return form.is_valid() and run_service(form, lambda: service() or True) is not None


def _back(request: ActorRequest, row: Assessment, code: str) -> HttpResponse:
    return redirect(org_url(request.actor, "assessments:step", row.pk, code))
