"""The page of a questionnaire saves each answer by itself: JSON in, JSON out."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from assessments import policies
from assessments.forms.fill import read_answer
from assessments.services.answers import (
    AnswerChange,
    AnswerConflict,
    Saved,
    save_answers,
    save_own_answers,
)
from assessments.services.draft_rows import OwnDraft, draft_behind, own_draft
from assessments.views.doors import Door, account_door, link_door
from assessments.views.fill_frame import begun
from cip.kernel import clock
from cip.kernel.errors import InvalidInput, WrongState
from cip.kernel.secrets import secret_hash
from cip.web.loading import ActorRequest

REFUSALS = (InvalidInput, AnswerConflict, WrongState)


@require_POST
def _save(request: HttpRequest, door: Door) -> JsonResponse:
    """Autosave by the ordinary door, which says why a draft cannot be saved."""
    try:
        if door.response is None:
            policies.check_can_start(door.participant, door.assessment)
        saved = save_answers(
            response=begun(door),
            changes=[_change(request)],
            now=clock.now(),
            delegation=door.delegation,
        )
    except REFUSALS as refusal:
        return _refused(refusal)
    return _told(saved)


def _save_at_once(request: HttpRequest, draft: OwnDraft) -> JsonResponse | None:
    """Autosave of somebody's own open draft; None where the ordinary door has to say why not."""
    if request.method != "POST":
        return None
    try:
        change = _change(request)
    except InvalidInput:
        return None
    try:
        saved = save_own_answers(draft=draft, changes=[change], now=clock.now())
    except REFUSALS as refusal:
        return _refused(refusal)
    return None if saved is None else _told(saved)


def _change(request: HttpRequest) -> AnswerChange:
    form = read_answer(request.body)
    if not form.is_valid():
        found = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
        raise InvalidInput(fields=found)
    data = form.cleaned_data
    return AnswerChange(
        data["item"], data["choice"], data["comment"], data["version"], data["evidence"]
    )


def _refused(refusal: InvalidInput | AnswerConflict | WrongState) -> JsonResponse:
    if isinstance(refusal, InvalidInput):
        fields = {name.rpartition(".")[2]: found for name, found in refusal.fields.items()}
        return JsonResponse({"error": "invalid", "fields": fields}, status=400)
    if isinstance(refusal, WrongState):
        return JsonResponse({"error": "state", "message": refusal.message}, status=409)
    (theirs,) = refusal.stored.values()
    body = {
        "error": "conflict",
        "message": refusal.message,
        "stored": {
            "choice": theirs.choice,
            "comment": theirs.comment,
            "evidence": theirs.evidence,
            "version": theirs.version,
        },
    }
    return JsonResponse(body, status=409)


def _told(saved: Saved) -> JsonResponse:
    (answer,) = saved.answers
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
    at_once = _save_at_once(request, own_draft(request.actor, pk))
    return at_once or _save_by_account(request, organization, pk=pk)


@login_not_required
@never_cache
def link_save(request: HttpRequest, secret: str) -> HttpResponse:
    """Autosave of the one whose secret stands in the address."""
    at_once = _save_at_once(request, draft_behind(secret_hash(secret), clock.now()))
    return at_once or _save_by_link(request, secret)
