"""The page of a questionnaire saves each answer by itself: JSON in, JSON out."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from assessments import policies
from assessments.forms.fill import read_answer
from assessments.models import Delegation, Response
from assessments.queries.own_drafts import draft_behind, own_draft
from assessments.services.answers import AnswerChange, AnswerConflict, save_answers
from assessments.views.doors import Door, account_door, link_door
from assessments.views.fill_frame import begun
from cip.kernel import clock
from cip.kernel.errors import InvalidInput, WrongState
from cip.kernel.secrets import secret_hash
from cip.web.loading import ActorRequest


@require_POST
def _save(request: HttpRequest, door: Door) -> JsonResponse:
    """Autosave by the ordinary door, which says why a draft cannot be saved."""
    try:
        if door.response is None:
            policies.check_can_start(door.participant, door.assessment)
        response = begun(door)
    except WrongState as refusal:
        return _refused(refusal)
    return _stored(request, response, door.delegation)


def _refused(refusal: WrongState) -> JsonResponse:
    return JsonResponse({"error": "state", "message": refusal.message}, status=409)


def _stored(
    request: HttpRequest, response: Response, delegation: Delegation | None = None
) -> JsonResponse:
    """Autosave of one answer: JSON in, JSON out."""
    try:
        form = read_answer(request.body)
        if not form.is_valid():
            fields = {name: [str(text) for text in found] for name, found in form.errors.items()}
            return JsonResponse({"error": "invalid", "fields": fields}, status=400)
        data = form.cleaned_data
        change = AnswerChange(
            data["item"], data["choice"], data["comment"], data["version"], data["evidence"]
        )
        saved = save_answers(
            response=response, changes=[change], now=clock.now(), delegation=delegation
        )
    except InvalidInput as error:
        fields = {name.rpartition(".")[2]: found for name, found in error.fields.items()}
        return JsonResponse({"error": "invalid", "fields": fields}, status=400)
    except AnswerConflict as conflict:
        theirs = conflict.stored[change.item_id]
        body = {
            "error": "conflict",
            "message": conflict.message,
            "stored": {
                "choice": theirs.choice,
                "comment": theirs.comment,
                "evidence": theirs.evidence,
                "version": theirs.version,
            },
        }
        return JsonResponse(body, status=409)
    except WrongState as refusal:
        return _refused(refusal)
    answer = saved.answers[0]
    stored: dict[str, Any] = {
        "item": str(answer.item_id),
        "version": answer.version,
        "saved_at": saved.saved_at.isoformat(),
        "progress": {"answered": saved.answered, "total": saved.total},
    }
    if saved.skipped is not None:
        stored["skipped"] = [str(item_id) for item_id in saved.skipped]
    return JsonResponse(stored)


_save_by_account = account_door(_save)
_save_by_link = link_door(_save)


@never_cache
def save(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Autosave of a signed-in person."""
    draft = own_draft(request.actor, pk) if request.method == "POST" else None
    if draft is None:
        return _save_by_account(request, organization, pk=pk)
    return _stored(request, draft)


@login_not_required
@never_cache
def link_save(request: HttpRequest, secret: str) -> HttpResponse:
    """Autosave of the one whose secret stands in the address."""
    is_post = request.method == "POST"
    draft = draft_behind(secret_hash(secret), clock.now()) if is_post else None
    return _save_by_link(request, secret) if draft is None else _stored(request, draft)
