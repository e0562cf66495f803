"""The page of one practice: its values by form, where the grid's script does not run."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments import policies
from assessments.forms.practice_values import ValueForm, value_forms
from assessments.models import Assessment
from assessments.queries.appraisal import AreaState, PracticeState
from assessments.services.characterizing import CellChange, characterize
from assessments.services.gates import GatesBlock
from assessments.views.appraisal_frame import appraisal_frame, load_appraisal
from assessments.views.naming import warn_of_names
from assessments.views.result_frame import submitted
from cip.kernel.errors import InvalidInput, StaleWrite
from cip.web.links import org_url
from cip.web.loading import ActorRequest


@require_http_methods(["GET", "POST"])
def practice(
    request: ActorRequest, organization: str, pk: UUID, code: str, practice: str
) -> HttpResponse:
    """Values of one practice at all instances; saving goes on to the next practice."""
    row, found = load_appraisal(request, pk)
    policies.check_can_characterize(request.actor, row)
    area = found.area(code)
    state = next((p for p in area.practices if p.node.code == practice), None) if area else None
    if area is None or state is None or not area.in_scope:
        raise Http404
    forms = value_forms(submitted(request), state, found.instances)
    status = 200
    if request.method == "POST":
        status = _save(request, row, area, state, forms)
        if not status:
            notes = [form.cleaned_data["note"] for form in forms if form.is_bound]
            warn_of_names(request, row, notes)
            return redirect(_next(request, row, area, state, forms))
    steps = (code, org_url(request.actor, "assessments:appraisal_area", pk, code)), (practice, None)
    context = appraisal_frame(request, row, state.node.title, *steps) | {
        "area": area,
        "practice": state,
        "forms": forms,
    }
    return render(request, "assessments/appraisal_practice.html", context, status=status)


def _save(
    request: ActorRequest,
    row: Assessment,
    area: AreaState,
    state: PracticeState,
    forms: list[ValueForm],
) -> int:
    """Save what was changed: 0, or the status of the page that shows what stands in the way."""
    forms = [form for form in forms if form.is_bound]
    if not all([form.is_valid() for form in forms]):  # every form says what is wrong with it
        return 400
    changed = [form for form in forms if form.is_changed]
    changes = [
        CellChange(area.node.id, state.node.id, form.cell.instance_id, **form.cleaned_data)
        for form in changed
    ]
    try:
        characterize(actor=request.actor, assessment=row, changes=changes)
    except InvalidInput as error:
        for name, problems in error.fields.items():
            form = changed[int(name.removeprefix("changes."))]
            for problem in problems:
                form.add_error(None, problem)
        return 400
    except GatesBlock as refusal:
        changed[0].add_error(None, refusal.message)
        return 409
    except StaleWrite:
        for form in changed:
            _show_conflict(form)
        return 409
    return 0


def _show_conflict(form: ValueForm) -> None:
    """What is stored now stands beside what was typed; saving again means it was seen."""
    cell = form.cell
    if cell.version == form.cleaned_data["version"]:
        return
    stored = f"{cell.value}: {cell.note}" if cell.note else cell.value or _("no value")
    form.add_error(None, _("Somebody else saved in the meantime: %s") % stored)
    form.data = {**form.data.dict(), form.add_prefix("version"): str(cell.version)}  # type: ignore[attr-defined]


def _next(
    request: ActorRequest,
    row: Assessment,
    area: AreaState,
    state: PracticeState,
    forms: list[ValueForm],
) -> str:
    """The next practice; the same one again where the team now has a choice to make."""
    _row, found = load_appraisal(request, row.pk)
    now = next(a for a in found.areas if a.node.id == area.node.id)
    codes = [each.node.code for each in now.practices]
    number = codes.index(state.node.code)
    saved = now.practices[number]
    page = "assessments:appraisal_practice"
    if saved.unit.needs_choice and saved.value is None:
        messages.info(request, _("Saved. The rules leave the value for the whole unit to you."))
        return org_url(request.actor, page, row.pk, area.node.code, state.node.code)
    messages.success(request, _("Values of %s saved.") % state.node.code)
    if number + 1 < len(codes):
        return org_url(request.actor, page, row.pk, area.node.code, codes[number + 1])
    return org_url(request.actor, "assessments:appraisal_area", row.pk, area.node.code)
