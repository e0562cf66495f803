"""The sponsor's written agreement: ask, read, sign, compare."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cip.access.check import allowed
from cip.kernel import clock
from cip.kernel.errors import InvalidInput
from cip.programs.views.frame import status_of
from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible
from workshops import policies
from workshops.forms import SignForm
from workshops.models import Agreement, Workshop
from workshops.queries import agreements as queries
from workshops.services import agreements as services
from workshops.views.frame import inside_workshop, load_workshop, try_service


def agreements(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The newest version, or how to ask for the first."""
    workshop = load_workshop(request, pk)
    versions = queries.agreements_of(workshop)
    return _agreement_page(request, workshop, versions, versions[0] if versions else None)


def agreement(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """One version as it was frozen, for ever."""
    row = _agreement(request, pk)
    workshop = row.workshop
    return _agreement_page(request, workshop, queries.agreements_of(workshop), row)


@require_POST
def request_(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Freeze goals and agenda and ask the sponsor."""
    actor = request.actor
    workshop = load_workshop(request, pk)
    try:
        row = services.request_agreement(actor=actor, workshop=workshop, now=clock.now())
    except InvalidInput as error:
        for sentences in error.fields.values():
            messages.error(request, " ".join(sentences))
        return redirect(org_url(actor, "workshops:agreements", workshop.pk))
    messages.success(request, _("The text is frozen and waits for the sponsor's signature."))
    return redirect(org_url(actor, "workshops:agreement", row.pk))


@require_POST
def sign(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Sign by typing one's name."""
    row = _agreement(request, pk)
    policies.check_can_sign_agreement(request.actor, row)
    form = SignForm(request.POST)
    if form.is_valid():
        signed = try_service(
            form,
            lambda: services.sign_agreement(
                actor=request.actor,
                agreement=row,
                signature=form.cleaned_data["signature"],
                now=clock.now(),
            ),
        )
        if signed is not None:
            messages.success(request, _("Signed. The workshop can be held."))
            return redirect(org_url(request.actor, "workshops:agreement", row.pk))
    versions = queries.agreements_of(row.workshop)
    return _agreement_page(request, row.workshop, versions, row, form=form)


def _agreement(request: ActorRequest, pk: UUID) -> Agreement:
    rows = Agreement.objects.select_related(
        "workshop__program", "workshop__facilitator", "requested_by", "signer"
    )
    return get_visible(rows.prefetch_related("workshop__teams"), request.actor, pk)


def _agreement_page(
    request: ActorRequest,
    workshop: Workshop,
    versions: list[Agreement],
    shown: Agreement | None,
    *,
    form: Any = None,
) -> HttpResponse:
    actor = request.actor
    stands = queries.standing(workshop, versions)
    is_newest = shown is not None and bool(versions) and shown.pk == versions[0].pk
    context = inside_workshop(request, workshop, _("Agreement"), tab="agreement") | {
        "standing": stands,
        "is_newest": is_newest,
        "versions": [queries.agreement_row(row) for row in versions],
        "can_request": allowed(policies.check_can_request_agreement, actor, workshop),
    }
    if shown is not None:
        can_sign = allowed(policies.check_can_sign_agreement, actor, shown)
        context |= {
            "agreement": queries.agreement_row(shown),
            "content": queries.content_view(shown.content),
            "is_intact": queries.is_intact(shown),
            "can_sign": can_sign,
            "form": form or (SignForm() if can_sign else None),
            "changed": queries.changed_parts(shown, workshop)
            if is_newest and stands.differing
            else [],
        }
    status = status_of(form) if form is not None else 200
    return render(request, "workshops/agreement.html", context, status=status)
