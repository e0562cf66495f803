"""Who is asked: invite again, withdraw; who has answered, never what."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from assessments import policies
from assessments.forms.lists import ParticipantFilterForm
from assessments.models import Participant
from assessments.queries.progress import (
    PARTICIPANT_ORDERS,
    ParticipantRow,
    chosen_participants,
    collection,
)
from assessments.queries.rates import response_rates
from assessments.services import participants as services
from assessments.views.setup import load, page
from cip.access.check import allowed
from cip.db.paging import both_ways, page_of
from cip.kernel import clock
from cip.kernel.texts import natural_key
from cip.web.links import org_url
from cip.web.lists import list_file, wanted
from cip.web.loading import ActorRequest, get_visible

PAGE = 100


def list_(request: ActorRequest, organization: str, pk: UUID) -> HttpResponseBase:
    """Everybody asked, how far they are, and the response rate."""
    assessment = load(request, pk)
    policies.check_can_see_progress(request.actor)
    found = collection(assessment)
    form = ParticipantFilterForm(
        request.GET, units=sorted({row.unit for row in found.rows}, key=natural_key)
    )
    asked = wanted(request, both_ways(PARTICIPANT_ORDERS), form)
    rows = chosen_participants(
        found.rows,
        search=asked.values.get("q", ""),
        unit=asked.values.get("unit", ""),
        state=asked.values.get("state", ""),
        sort=asked.sort,
    )
    if asked.is_export:
        return _participants_file(rows)
    context = {
        "collection": found,
        "people": page_of(rows, asked.number, lambda row: row, size=PAGE),
        "form": form,
        "is_filtered": asked.is_filtered,
        "may_invite": allowed(policies.check_can_manage_participants, request.actor, assessment),
        "current": "participants",
    }
    return page(request, assessment, "participants", _("Participants"), context)


def _participants_file(rows: Iterable[ParticipantRow]) -> StreamingHttpResponse:
    """How far people are; what they answered is in no file."""
    head = [
        _("Person"),
        _("E-mail"),
        _("Unit"),
        _("Role"),
        _("State"),
        _("Answered"),
        _("Questions"),
        _("Submitted on"),
        _("What is known"),
    ]
    lines = (
        (
            row.name,
            row.email,
            row.unit,
            row.role,
            row.state_label,
            row.progress.answered if row.progress.total else "",
            row.progress.total or "",
            row.responded_on or (row.submitted_at and row.submitted_at.date()),
            row.event_label,
        )
        for row in rows
    )
    return list_file("participants", head, lines)


def rates(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Response rates by their names, by unit and, once collecting has ended, by area."""
    assessment = load(request, pk)
    policies.check_can_see_progress(request.actor)
    found = response_rates(assessment, collection(assessment))
    context = {"rates": found, "current": "participants"}
    return page(request, assessment, "response_rates", _("Response rates"), context)


@require_POST
@never_cache
def renew(request: ActorRequest, organization: str, pk: UUID, participant_id: UUID) -> HttpResponse:
    """Invite again; a link to hand over is shown on the page that answers, once."""
    assessment = load(request, pk)
    participant = _of(request, assessment.pk, participant_id)
    url = services.renew_link(
        actor=request.actor,
        participant=participant,
        discard_draft=request.POST.get("discard_draft") == "yes",
        now=clock.now(),
    )
    if url is None:
        told = _("The mail is on its way to %(email)s.") % {"email": participant.email}
        messages.success(request, told)
        return redirect(org_url(request.actor, "assessments:participants", pk))
    context = {"participant": participant, "link": url, "current": "participants"}
    return page(request, assessment, "link_shown", _("Link to hand over"), context)


@require_POST
def revoke(
    request: ActorRequest, organization: str, pk: UUID, participant_id: UUID
) -> HttpResponse:
    """Withdraw somebody; inviting again undoes it."""
    assessment = load(request, pk)
    participant = _of(request, assessment.pk, participant_id)
    services.revoke_participant(actor=request.actor, participant=participant, now=clock.now())
    messages.success(request, _("%(name)s was withdrawn.") % {"name": participant.name})
    return redirect(org_url(request.actor, "assessments:participants", pk))


def _of(request: ActorRequest, assessment_id: UUID, participant_id: UUID) -> Participant:
    rows = Participant.objects.filter(assessment_id=assessment_id)
    return get_visible(rows, request.actor, participant_id)
