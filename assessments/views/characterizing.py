"""The page of one process area: its practices at every instance, and the goals that follow."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments import policies
from assessments.appraisal_words import AREA_VALUES, GOAL_VALUES, goal_reasons
from assessments.forms.appraisal import JudgeForm, SentCell, read_cell
from assessments.models import Assessment, Characterization
from assessments.queries.appraisal import Appraisal, AreaState, GoalState, appraisal
from assessments.services.characterizing import CellChange, characterize
from assessments.services.gates import rating_waits_for
from assessments.services.judging import judge_goal
from assessments.views.appraisal_frame import appraisal_frame, load_appraisal
from assessments.views.gated import run_gated
from assessments.views.naming import warn_of_names
from assessments.views.result_frame import load_assessment
from cip.kernel import clock
from cip.kernel.errors import InvalidInput, StaleWrite, WrongState
from cip.web.links import org_url
from cip.web.loading import ActorRequest

UNIT = "assessments/appraisal_unit.html"
SUGGESTED = "assessments/appraisal_suggested.html"


def area(request: ActorRequest, organization: str, pk: UUID, code: str) -> HttpResponse:
    """The grid of one area and its goals."""
    row, found = load_appraisal(request, pk)
    return _page(request, row, found, code)


@require_POST
def characterize_cell(request: ActorRequest, organization: str, pk: UUID) -> JsonResponse:
    """Autosave of one value: JSON in, JSON out with what follows for the unit and its goal."""
    row = load_assessment(request, pk)
    policies.check_can_characterize(request.actor, row)
    try:
        sent = read_cell(request.body)
        (saved,) = characterize(actor=request.actor, assessment=row, changes=[_change(sent)])
    except InvalidInput as error:
        texts = [text for found in error.fields.values() for text in found]
        return JsonResponse({"error": "invalid", "message": " ".join(texts)}, status=400)
    except StaleWrite as error:
        body = {"error": "conflict", "message": error.message, "stored": _stored(row, sent)}
        return JsonResponse(body, status=409)
    except WrongState as refusal:
        return JsonResponse({"error": "state", "message": refusal.message}, status=409)
    return JsonResponse({"version": saved.version} | _consequences(request, row, sent))


@require_POST
def judge(
    request: ActorRequest, organization: str, pk: UUID, code: str, goal_id: UUID
) -> HttpResponse:
    """Save the judgement of one goal in this area."""
    row, found = load_appraisal(request, pk)
    policies.check_can_rate(request.actor, row)
    place = found.area(code)
    goal = place.node.goal(goal_id) if place else None
    if place is None or goal is None or not place.in_scope:
        raise Http404
    form = JudgeForm(request.POST, auto_id=f"id_{goal.code}_%s")
    saved = form.is_valid() and run_gated(
        form,
        lambda: bool(
            judge_goal(
                actor=request.actor,
                assessment=row,
                area_id=place.node.id,
                goal_id=goal_id,
                **form.cleaned_data,
            )
        ),
    )
    if saved:
        messages.success(request, _("Judgement of %s saved.") % goal.code)
        warn_of_names(request, row, [form.cleaned_data["reason"]])
        page = org_url(request.actor, "assessments:appraisal_area", pk, code)
        return redirect(f"{page}#goal-{goal.code}")
    return _page(request, row, found, code, {goal_id: form}, status=400)


def _change(sent: SentCell) -> CellChange:
    return CellChange(sent.area, sent.practice, sent.instance, sent.value, sent.note, sent.version)


def _stored(row: Assessment, sent: SentCell) -> dict[str, Any]:
    found = Characterization.objects.filter(
        assessment=row, area=sent.area, practice=sent.practice, instance=sent.instance
    ).first()
    if found is None:
        return {"value": "", "note": "", "version": 0}
    return {"value": found.value, "note": found.note, "version": found.version}


def _consequences(request: ActorRequest, row: Assessment, sent: SentCell) -> dict[str, Any]:
    """The unit's value and the suggestion for the goal, as pieces of the page."""
    found = appraisal(row, for_team=True)
    areas = found.areas if found else ()
    place = next(area for area in areas if area.node.id == sent.area)
    for goal in place.goals:
        for practice in goal.practices:
            if practice.node.id == sent.practice:
                context = {"practice": practice, "can_characterize": True, "choices": _choices()}
                return {
                    "practice": str(practice.node.id),
                    "unit": render_to_string(UNIT, context, request),
                    "goal": goal.node.code,
                    "suggested": render_to_string(SUGGESTED, _goal(goal), request),
                }
    return {}


def _page(
    request: ActorRequest,
    row: Assessment,
    found: Appraisal,
    code: str,
    broken: dict[UUID, JudgeForm] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    place = found.area(code)
    if place is None:
        raise Http404
    context = appraisal_frame(request, row, place.node.title, (place.node.code, None)) | {
        "appraisal": found,
        "area": place,
        "value_label": AREA_VALUES[place.result.value_for(place.node.level)],
        "choices": _choices(),
        "goals": [_goal(goal, (broken or {}).get(goal.node.id)) for goal in place.goals],
        "neighbours": _neighbours(found, place),
    }
    context["waits_for"] = rating_waits_for(row, clock.now()) if context["can_rate"] else ""
    return render(request, "assessments/appraisal_area.html", context, status=status)


def _choices() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in Characterization.Value.choices]


def _goal(goal: GoalState, form: JudgeForm | None = None) -> dict[str, Any]:
    return {
        "goal": goal,
        "suggested_label": GOAL_VALUES[goal.suggested.value],
        "counted_label": GOAL_VALUES[goal.counted.value],
        "reasons": goal_reasons(goal.suggested),
        "form": form or _form(goal),
    }


def _form(goal: GoalState) -> JudgeForm:
    initial = {
        "value": goal.rating,
        "reason": goal.reason,
        "agreed_by": goal.agreed_by,
        "expected_version": goal.version,
    }
    return JudgeForm(initial=initial, auto_id=f"id_{goal.node.code}_%s")


def _neighbours(found: Appraisal, place: AreaState) -> dict[str, AreaState | None]:
    """The areas in scope before and after this one."""
    areas = list(found.in_scope)
    number = areas.index(place) if place in areas else None
    if number is None:
        return {"before": None, "after": None}
    return {
        "before": areas[number - 1] if number else None,
        "after": areas[number + 1] if number + 1 < len(areas) else None,
    }
