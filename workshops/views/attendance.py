"""Who takes part: the list, invitations, presence."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cip.access.check import allowed
from cip.kernel import clock
from cip.kernel.errors import InvalidInput
from cip.programs.views.frame import status_of
from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible
from workshops import policies
from workshops.forms import EditAttendanceForm, InviteForm, WalkInForm
from workshops.models import Attendance, Workshop
from workshops.queries.people import member_choices
from workshops.queries.workshops import attendance_rows, people_of
from workshops.services import attendance as services
from workshops.views.frame import inside_workshop, load_workshop, to_fields, try_service


def attendance(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The people of the workshop; putting somebody on the list posts here."""
    actor = request.actor
    workshop = load_workshop(request, pk)
    if request.method != "POST":
        return _attendance_page(request, workshop)
    policies.check_can_invite(actor, workshop)
    form = InviteForm(request.POST, members=member_choices(actor.organization_id))
    if form.is_valid():
        made = try_service(
            form,
            lambda: services.invite_person(actor=actor, workshop=workshop, **form.cleaned_data),
        )
        if made is not None:
            messages.success(request, _("%(name)s is on the list.") % {"name": made.name})
            return redirect(org_url(actor, "workshops:attendance", workshop.pk))
    return _attendance_page(request, workshop, form=form)


def edit(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """What a person takes part as and prepares."""
    actor = request.actor
    row = _row(request, pk)
    policies.check_can_invite(actor, row.workshop)
    initial = {name: getattr(row, name) for name in ("name", "part", "preparation")}
    form = EditAttendanceForm(
        request.POST or None,
        initial=initial | {"expected_version": row.version},
        is_member=row.user_id is not None,
    )
    page = org_url(actor, "workshops:attendance", row.workshop_id)
    if request.method == "POST" and form.is_valid():
        saved = try_service(
            form,
            lambda: services.edit_attendance(
                actor=actor,
                attendance=row,
                expected_version=form.cleaned_data["expected_version"],
                values=form.values(),
            ),
        )
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect(page)
    context = inside_workshop(request, row.workshop, row.name, (_("Participants"), page))
    context |= {"form": form, "back_url": page}
    return render(request, "workshops/attendance_edit.html", context, status=status_of(form))


@require_POST
def remove(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Take a person off the list."""
    row = _row(request, pk)
    services.remove_attendance(actor=request.actor, attendance=row)
    messages.success(request, _("%(name)s is off the list.") % {"name": row.name})
    return redirect(org_url(request.actor, "workshops:attendance", row.workshop_id))


@require_POST
def send(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Mail to everybody who does not know the current plan."""
    workshop = load_workshop(request, pk)
    try:
        count = services.send_invitations(actor=request.actor, workshop=workshop, now=clock.now())
    except InvalidInput as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _sent(count))
    return redirect(org_url(request.actor, "workshops:attendance", workshop.pk))


def _sent(count: int) -> str:
    if not count:
        return _("Everybody already knows; no mail was sent.")
    text = ngettext(
        "%(count)s invitation is on its way.", "%(count)s invitations are on their way.", count
    )
    return text % {"count": count}


@require_POST
def presence(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Who is there: ticked boxes of the listed people; untouched ones of others stay."""
    workshop = load_workshop(request, pk)
    listed, ticked = _ids(request, "listed"), _ids(request, "present")
    was = _ids(request, "was")
    unrecorded = _ids(request, "unrecorded")
    services.record_presence(
        actor=request.actor,
        workshop=workshop,
        present=ticked - was,
        absent=(listed - ticked) & (was | unrecorded),
    )
    messages.success(request, _("Attendance is recorded."))
    return redirect(org_url(request.actor, "workshops:hold", workshop.pk) + "#attendance")


@require_POST
def walk_in(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Somebody came who was not on the list."""
    actor = request.actor
    workshop = load_workshop(request, pk)
    form = WalkInForm(request.POST, members=member_choices(actor.organization_id))
    if form.is_valid():
        try:
            services.record_walk_in(actor=actor, workshop=workshop, **form.cleaned_data)
        except InvalidInput as error:
            to_fields(form, error)
    for sentences in form.errors.values():
        messages.error(request, " ".join(str(text) for text in sentences))
    if not form.errors:
        messages.success(request, _("Added as present."))
    return redirect(org_url(actor, "workshops:hold", workshop.pk) + "#attendance")


def _ids(request: ActorRequest, name: str) -> set[UUID]:
    found = set()
    for text in request.POST.getlist(name):
        try:
            found.add(UUID(text))
        except ValueError as error:
            raise InvalidInput(_("This form was damaged; reload the page.")) from error
    return found


def _row(request: ActorRequest, pk: UUID) -> Attendance:
    rows = Attendance.objects.select_related("workshop__program", "workshop__facilitator")
    return get_visible(rows.prefetch_related("workshop__teams"), request.actor, pk)


def _attendance_page(
    request: ActorRequest, workshop: Workshop, *, form: Any = None
) -> HttpResponse:
    actor = request.actor
    people = people_of(workshop)
    invited = {str(row.user_id) for row in people}
    can_invite = allowed(policies.check_can_invite, actor, workshop)
    if form is None and can_invite:
        choices = member_choices(actor.organization_id)
        form = InviteForm(members=[c for c in choices if c[0] not in invited])
    members = [row for row in people if row.user_id is not None]
    context = inside_workshop(request, workshop, _("Participants"), tab="people") | {
        "people": attendance_rows(people),
        "form": form,
        "can_invite": can_invite,
        "untold": sum(row.told_at is None for row in members),
        "stale": sum(_is_stale(workshop, row) for row in members),
        "show_presence": workshop.state != Workshop.State.PLANNED,
    }
    status = status_of(form) if form is not None and form.is_bound else 200
    return render(request, "workshops/attendance.html", context, status=status)


def _is_stale(workshop: Workshop, row: Attendance) -> bool:
    return row.told_at is not None and row.told_hash != services.invitation_hash(workshop, row)
