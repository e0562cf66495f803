"""Who is asked: add people, invite again, withdraw; who has answered, never what."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from assessments import policies
from assessments.forms.lists import ParticipantFilterForm
from assessments.forms.participants import ListForm, MembersForm, PersonForm
from assessments.models import Assessment, Participant
from assessments.queries.progress import (
    PARTICIPANT_ORDERS,
    ParticipantRow,
    chosen_participants,
    collection,
)
from assessments.services import participants as services
from assessments.services.participants import NewPerson
from assessments.views.setup import load, page
from cip.access.check import allowed
from cip.db.paging import both_ways, page_of
from cip.kernel import clock
from cip.kernel.errors import InvalidInput
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.lists import list_file, wanted
from cip.web.loading import ActorRequest, get_visible

PAGE = 100
_INDEX = re.compile(r"^people\[(\d+)\]")


def list_(request: ActorRequest, organization: str, pk: UUID) -> HttpResponseBase:
    """Everybody asked, how far they are, and the response rate."""
    assessment = load(request, pk)
    policies.check_can_see_progress(request.actor)
    found = collection(assessment)
    form = ParticipantFilterForm(request.GET, units=sorted({row.unit for row in found.rows}))
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
        _("State"),
        _("Answered"),
        _("Questions"),
        _("Submitted at (UTC)"),
    ]
    lines = (
        (
            row.name,
            row.email,
            row.unit,
            row.state_label,
            row.progress.answered,
            row.progress.total,
            row.submitted_at and row.submitted_at.isoformat(timespec="seconds"),
        )
        for row in rows
    )
    return list_file("participants", head, lines)


@never_cache
def add(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Add one person, a list, or members; `kind` says which form was sent."""
    assessment = load(request, pk)
    policies.check_can_manage_participants(request.actor, assessment)
    kind = request.POST.get("kind", "")
    taken = set(
        Participant.objects.filter(assessment=assessment, user__isnull=False).values_list(
            "user_id", flat=True
        )
    )
    forms = {
        "person": PersonForm(request.POST if kind == "person" else None, prefix="person"),
        "list": ListForm(request.POST if kind == "list" else None, prefix="list"),
        "members": MembersForm(
            request.POST if kind == "members" else None,
            prefix="members",
            actor=request.actor,
            today=clock.today(),
            taken=taken,
        ),
    }
    form = forms.get(kind)
    if form is not None and form.is_valid():
        people = _people(kind, form.cleaned_data)
        lines = [person.line for person in form.cleaned_data.get("people", ())]
        made = run_service(
            form,
            lambda: _added(request, assessment, kind, people, lines),
        )
        if made is not None:
            return _after_adding(request, assessment, made)
    context = {"forms": forms, "kind": kind, "current": "participants"}
    status = 400 if form is not None and form.errors else 200
    return page(
        request, assessment, "participants_add", _("Add participants"), context, status=status
    )


def _added(
    request: ActorRequest,
    assessment: Assessment,
    kind: str,
    people: list[NewPerson],
    lines: list[int],
) -> list[Participant]:
    """Add all; what is wrong is told by the field, or by the line of the pasted list."""
    now = clock.now()
    if kind == "person":
        return [
            services.add_participant(
                actor=request.actor, assessment=assessment, person=people[0], now=now
            )
        ]
    try:
        return services.add_participants(
            actor=request.actor, assessment=assessment, people=people, now=now
        )
    except InvalidInput as error:
        field = "people" if kind == "list" else "members"
        found = []
        for name, sentences in error.fields.items():
            place = _INDEX.match(name)
            line = lines[int(place[1])] if place and kind == "list" else 0
            prefix = _("Line %(line)s: ") % {"line": line} if line else ""
            found += [f"{prefix}{text}" for text in sentences]
        raise InvalidInput(fields={field: found}) from error


def _people(kind: str, data: dict[str, Any]) -> list[NewPerson]:
    if kind == "person":
        return [NewPerson(data["name"], data["email"], data["unit"])]
    if kind == "members":
        return [NewPerson(unit=data["unit"], user_id=user.pk) for user in data["members"]]
    return [NewPerson(p.name, p.email, p.unit) for p in data["people"]]


def _after_adding(
    request: ActorRequest, assessment: Assessment, made: list[Participant]
) -> HttpResponse:
    count = len(made)
    messages.success(
        request,
        ngettext("%(n)s person was added.", "%(n)s people were added.", count) % {"n": count},
    )
    return redirect(org_url(request.actor, "assessments:participants", assessment.pk))


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
        messages.success(
            request, _("The invitation is on its way to %(email)s.") % {"email": participant.email}
        )
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
