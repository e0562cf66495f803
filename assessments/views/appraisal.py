"""The profile of an appraisal: levels, what blocks them, signatures."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments import policies
from assessments.appraisal_words import AREA_VALUES, BlockLine, block_lines
from assessments.queries.appraisal import Appraisal, AreaState
from assessments.queries.levels import appraised_level
from assessments.queries.signatures import signatures
from assessments.result_charts import ladder_figure, level_sentence
from assessments.rules.cmmi.area_rating import AreaScope
from assessments.rules.cmmi.blocking import BlockKind
from assessments.services.appraisals import begin_appraisal
from assessments.services.gates import GatesBlock, begin_waits_for, rating_waits_for
from assessments.services.signing import sign_ratings, withdraw_signature
from assessments.views.appraisal_frame import appraisal_frame, load_appraisal
from assessments.views.result_frame import load_assessment
from assessments.views.steps import to_steps
from cip.access.check import allowed
from cip.kernel import clock
from cip.web.links import org_url
from cip.web.loading import ActorRequest

LADDER = 476.0  # width of the steps of maturity, which share a row, in CSS pixels


def profile(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Maturity level, capability levels, what blocks a level, and who signed."""
    row, found = load_appraisal(request, pk)
    level = appraised_level(found)
    is_rated = found.judged_count > 0
    aimed_at = _aimed_at(request, found)
    signed = signatures(row)
    context = appraisal_frame(request, row, _("Appraisal")) | {
        "appraisal": found,
        "level": level,
        "sentence": level_sentence(level, is_rated=is_rated),
        "ladder": ladder_figure(level, is_rated=is_rated, width=LADDER),
        "aimed_at": aimed_at,
        "levels": [number for number, _name in level.levels if 1 < number <= found.highest],
        **_blocks(found, aimed_at),
        "areas": [_area(area, aimed_at) for area in _shown(found)],
        "left_out": [area for area in found.areas if area not in _shown(found)],
        "signatures": signed,
        "has_signed": signed.has_signed(request.actor.user_id),
        "can_sign": allowed(policies.check_can_sign_ratings, request.actor, row),
        "can_agree": allowed(policies.check_can_agree, request.actor, row),
        "can_take_up": allowed(policies.check_can_take_up_again, request.actor, row),
        "can_begin": (may_begin := allowed(policies.check_can_begin_appraisal, request.actor, row)),
    }
    if may_begin:
        context["begin_waits_for"] = begin_waits_for(row, clock.now())
    elif context["can_rate"]:
        context["waits_for"] = rating_waits_for(row, clock.now())
    return render(request, "assessments/appraisal.html", context)


@require_POST
def begin(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Fix the scope and begin to characterize."""
    row = load_assessment(request, pk)
    try:
        begin_appraisal(actor=request.actor, assessment=row, now=clock.now())
    except GatesBlock as refusal:
        return to_steps(request, pk, refusal)
    messages.success(request, _("The appraisal has begun: choose instances, then characterize."))
    return redirect(org_url(request.actor, "assessments:appraisal", pk))


@require_POST
def sign(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Agree to all ratings as they stand."""
    row = load_assessment(request, pk)
    checksum = request.POST.get("checksum", "")
    try:
        sign_ratings(actor=request.actor, assessment=row, checksum=checksum, now=clock.now())
    except GatesBlock as refusal:
        return to_steps(request, pk, refusal)
    messages.success(request, _("You have signed the ratings."))
    return redirect(f"{org_url(request.actor, 'assessments:ratings', pk)}#signatures")


@require_POST
def withdraw(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Take the own signature back."""
    row = load_assessment(request, pk)
    withdraw_signature(actor=request.actor, assessment=row)
    messages.success(request, _("Your signature is withdrawn."))
    return redirect(f"{org_url(request.actor, 'assessments:ratings', pk)}#signatures")


def _aimed_at(request: ActorRequest, found: Appraisal) -> int:
    """The maturity level asked for in the address, else the next one."""
    asked = request.GET.get("level", "")
    if asked.isascii() and asked.isdigit() and 1 < int(asked[:2]) <= found.highest:
        return int(asked[:2])
    return found.next_level or found.highest


def _blocks(found: Appraisal, level: int) -> dict[str, list[Any]]:
    """What is missing in the areas looked at, area by area, and the areas not looked at."""
    areas: dict[str, list[BlockLine]] = {}
    lines = block_lines(found, level)
    for line in lines:
        if line.kind != BlockKind.AREA_OUT_OF_SCOPE:
            areas.setdefault(line.area_code, []).append(line)
    return {
        "blocks": [{"first": some[0], "lines": some} for some in areas.values()],
        "not_looked_at": [line for line in lines if line.kind == BlockKind.AREA_OUT_OF_SCOPE],
    }


def _shown(found: Appraisal) -> list[AreaState]:
    """Areas that the appraisal speaks about, by maturity level."""
    shown = [area for area in found.areas if area.node.scope != AreaScope.OUT_OF_SCOPE]
    return sorted(shown, key=lambda area: area.node.level)


def _area(area: AreaState, level: int) -> dict[str, Any]:
    value = area.result.value_for(max(level, area.node.level))
    return {"state": area, "value": value.value, "value_label": AREA_VALUES[value]}
