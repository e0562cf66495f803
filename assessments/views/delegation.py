"""Hand parts of one's own questionnaire to a colleague, see how far they are, take them back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments import policies
from assessments.forms.delegation import DelegationForm
from assessments.models import Delegation
from assessments.queries.delegations import handed_on
from assessments.queries.questionnaire import OwnSheet
from assessments.services.delegations import delegate_parts, take_back
from assessments.views.doors import Door, account_door, link_door
from assessments.views.fill_frame import begun, door_page
from cip.access.check import allowed
from cip.kernel import clock
from cip.kernel.errors import NotAllowed
from cip.web.forms import run_service


def _delegate(request: HttpRequest, door: Door) -> HttpResponse:
    """Who has which parts, and a form to hand on more."""
    _only_the_participant(door)
    areas = OwnSheet(begun(door), is_led=False).areas()
    parts = handed_on(door.participant, areas)
    taken = {area.node_id for one in parts if one.taken_back_at is None for area in one.areas}
    free = [area for area in areas.areas if area.node_id not in taken]
    may = allowed(policies.check_can_delegate, door.participant, door.assessment)
    form = DelegationForm(request.POST or None, areas=free)
    if request.method == "POST":
        policies.check_can_delegate(door.participant, door.assessment)
        if form.is_valid():
            made = run_service(
                form,
                lambda: delegate_parts(
                    actor=door.actor,
                    participant=door.participant,
                    name=form.cleaned_data["name"],
                    email=form.cleaned_data["email"],
                    area_ids=form.area_ids,
                    now=clock.now(),
                ),
            )
            if made is not None:
                said = _("%(name)s gets a link for these parts by mail.") % {"name": made.name}
                messages.success(request, said)
                return redirect(door.url("fill_delegate"))
    context = {
        "form": form,
        "parts": [(one, door.url("fill_take_back", one.id)) for one in parts],
        "has_free": bool(free),
        "may": may,
    }
    status = 400 if form.is_bound and form.errors else 200
    title = _("Hand parts to a colleague")
    return door_page(request, door, "delegate", title, context, status=status)


def _take_back(request: HttpRequest, door: Door, delegation_id: UUID) -> HttpResponse:
    """The colleague's link stops working; what was answered stays."""
    _only_the_participant(door)
    rows = Delegation.objects.filter(participant=door.participant)
    delegation = rows.filter(pk=delegation_id).first()
    if delegation is None:
        raise Http404
    take_back(actor=door.actor, delegation=delegation, now=clock.now())
    messages.success(
        request, _("The parts of %(name)s are yours again.") % {"name": delegation.name}
    )
    return redirect(door.url("fill_delegate"))


def _only_the_participant(door: Door) -> None:
    if door.delegation is not None:
        raise NotAllowed(_("Parts that were handed to you cannot be handed on."))


delegate = account_door(_delegate)
take_back_parts = require_POST(account_door(_take_back))
link_delegate = link_door(_delegate)
link_take_back_parts = link_door(require_POST(_take_back))
