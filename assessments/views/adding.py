"""Add participants: one, a pasted list, a file after a second look, members, a team, a unit."""

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from assessments import policies
from assessments.forms.participants import (
    FileForm,
    ListForm,
    MembersForm,
    PersonForm,
    TeamForm,
    UnitForm,
)
from assessments.models import Assessment, Participant
from assessments.queries.overview import current_members
from assessments.queries.people import taken_addresses, teams_to_ask, units_known
from assessments.rules.participants import PastedList
from assessments.rules.people_file import as_lines
from assessments.services import participants as services
from assessments.services.adding import add_team, add_unit
from assessments.services.participants import NewPerson
from assessments.views.setup import load, page
from cip.kernel import clock
from cip.kernel.errors import InvalidInput
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.loading import ActorRequest

KINDS = ("person", "list", "file", "team", "unit", "members")
SHOWN = 200
_INDEX = re.compile(r"^people\[(\d+)\]")


@never_cache
def add(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Add one person, a list, a file, members, a team or a unit; `kind` says which."""
    assessment = load(request, pk)
    policies.check_can_manage_participants(request.actor, assessment)
    kind = request.POST.get("kind", "")
    forms = _forms(request, assessment, kind)
    form = forms.get(kind)
    if form is not None and form.is_valid():
        if kind == "file":
            return _second_look(request, assessment, form.cleaned_data["file"])
        made = run_service(form, lambda: _added(request, assessment, kind, form.cleaned_data))
        if made is not None:
            return _after_adding(request, assessment, made)
    context = {"forms": forms, "kind": kind, "current": "participants"}
    status = 400 if form is not None and form.errors else 200
    return page(
        request, assessment, "participants_add", _("Add participants"), context, status=status
    )


def _added(
    request: ActorRequest, assessment: Assessment, kind: str, data: dict[str, Any]
) -> list[Participant]:
    """Add all; what is wrong is told by the field, or by the line of the pasted list."""
    now, actor = clock.now(), request.actor
    if kind == "team":
        team = UUID(data["team"])
        return add_team(actor=actor, assessment=assessment, team_id=team, now=now)
    if kind == "unit":
        return add_unit(actor=actor, assessment=assessment, unit=data["unit"], now=now)
    people = _people(kind, data)
    lines = [person.line for person in data.get("people", ())]
    if kind == "person":
        return [
            services.add_participant(actor=actor, assessment=assessment, person=people[0], now=now)
        ]
    try:
        return services.add_participants(actor=actor, assessment=assessment, people=people, now=now)
    except InvalidInput as error:
        field = {"list": "people"}.get(kind, kind)
        found = []
        for name, sentences in error.fields.items():
            place = _INDEX.match(name)
            line = lines[int(place[1])] if place and kind == "list" else 0
            prefix = _("Line %(line)s: ") % {"line": line} if line else ""
            found += [f"{prefix}{text}" for text in sentences]
        raise InvalidInput(fields={field: found}) from error


def _people(kind: str, data: dict[str, Any]) -> list[NewPerson]:
    """Whom the sent form names."""
    if kind == "person":
        return [NewPerson(data["name"], data["email"], data["unit"], data["role"])]
    if kind == "members":
        return [NewPerson(unit=data["unit"], user_id=user.pk) for user in data["members"]]
    return [NewPerson(p.name, p.email, p.unit, p.role) for p in data["people"]]


def _forms(request: ActorRequest, assessment: Assessment, kind: str) -> dict[str, Any]:
    """All forms of the page, the sent one bound."""
    actor, today = request.actor, clock.today()
    data = {name: request.POST if kind == name else None for name in KINDS}
    members = set(current_members(actor, today).values_list("pk", flat=True))
    return {
        "person": PersonForm(data["person"], prefix="person"),
        "list": ListForm(data["list"], prefix="list"),
        "file": FileForm(data["file"], request.FILES if data["file"] else None, prefix="file"),
        "team": TeamForm(data["team"], prefix="team", teams=teams_to_ask(assessment, members)),
        "unit": UnitForm(data["unit"], prefix="unit", units=units_known(assessment)),
        "members": MembersForm(
            data["members"],
            prefix="members",
            actor=actor,
            today=today,
            taken=_taken_users(assessment),
        ),
    }


def _taken_users(assessment: Assessment) -> set[UUID | None]:
    rows = Participant.objects.filter(assessment=assessment, user__isnull=False)
    return set(rows.values_list("user_id", flat=True))


def _second_look(request: ActorRequest, assessment: Assessment, found: PastedList) -> HttpResponse:
    """What the file would do; nothing is stored before the list is sent again."""
    there = taken_addresses(assessment)
    context = {
        "people": found.people[:SHOWN],
        "more": max(0, len(found.people) - SHOWN),
        "total": len(found.people),
        "doubles": [p for p in found.people if p.email.lower() in there],
        "lines": as_lines(found),
        "current": "participants",
    }
    return page(request, assessment, "participants_check", _("Check the list"), context)


def _after_adding(
    request: ActorRequest, assessment: Assessment, made: list[Participant]
) -> HttpResponse:
    count = len(made)
    messages.success(
        request,
        ngettext("%(n)s person was added.", "%(n)s people were added.", count) % {"n": count},
    )
    return redirect(org_url(request.actor, "assessments:participants", assessment.pk))
