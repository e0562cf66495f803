"""A workshop's home: where it stands and what comes next."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cip.access.actor import Actor
from cip.access.check import Allowed, allowed
from cip.kernel import clock
from cip.kernel.texts import natural_key
from cip.web.links import org_url
from cip.web.loading import ActorRequest
from workshops import policies
from workshops.models import Agreement, Workshop
from workshops.queries.outcomes import of_kind, outcome_rows
from workshops.queries.workshops import WorkshopHome, workshop_home
from workshops.services import workshops as services
from workshops.views.frame import inside_workshop, load_workshop


@dataclass(frozen=True)
class NextStep:
    """What this person does next, or whom the workshop waits for (then without a link)."""

    title: str
    text: str
    label: str = ""
    url: str = ""
    is_post: bool = False


@dataclass(frozen=True)
class Rights:
    """What this person may do with the workshop."""

    can_edit: Allowed
    can_hold: Allowed
    can_close: Allowed


def detail(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Where the workshop stands, and what comes next for this person."""
    actor = request.actor
    workshop = load_workshop(request, pk)
    home = workshop_home(workshop)
    rights = Rights(
        can_edit=allowed(policies.check_can_edit_workshop, actor, workshop),
        can_hold=allowed(policies.check_can_hold_workshop, actor, workshop),
        can_close=allowed(policies.check_can_close_workshop, actor, workshop),
    )
    outcomes = outcome_rows(workshop, clock.today())
    context = inside_workshop(request, workshop, workshop.title, tab="home") | {
        "home": home,
        "teams": sorted((team.name for team in workshop.teams.all()), key=natural_key),
        "actions_agreed": of_kind(outcomes, "action"),
        "decisions": of_kind(outcomes, "decision"),
        "notes": of_kind(outcomes, "note"),
        "can_edit": rights.can_edit,
        "can_hold": rights.can_hold,
        "next": next_step(actor, workshop, home, rights),
    }
    return render(request, "workshops/detail.html", context)


@require_POST
def close(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Close the record."""
    workshop = load_workshop(request, pk)
    services.close_workshop(actor=request.actor, workshop=workshop)
    messages.success(request, _("The record is closed."))
    return redirect(org_url(request.actor, "workshops:detail", workshop.pk))


def next_step(actor: Actor, workshop: Workshop, home: WorkshopHome, rights: Rights) -> NextStep:
    """What comes next for this person in this state."""
    can_edit, can_hold = rights.can_edit, rights.can_hold
    if workshop.state == Workshop.State.CLOSED:
        return NextStep(
            _("The record is closed"),
            _("Decisions and actions stay readable; actions live on in the workplans."),
            _("Read the outcomes"),
            org_url(actor, "workshops:outcomes", workshop.pk),
        )
    if workshop.state == Workshop.State.HELD:
        return _after_the_day(actor, workshop, can_hold, rights.can_close)
    if home.standing.holds:
        return _before_the_day(actor, workshop, can_hold)
    if home.standing.is_waiting:
        return _waiting(actor, workshop, home, can_edit)
    return _preparing(actor, workshop, home, can_edit)


def _preparing(actor: Actor, workshop: Workshop, home: WorkshopHome, can_edit: Allowed) -> NextStep:
    if not can_edit:
        return NextStep(
            _("The workshop is being prepared"),
            _("Once goals and agenda stand, the sponsor agrees to them in writing."),
        )
    if not workshop.goals or workshop.held_on is None:
        return NextStep(
            _("Write down goals and date"),
            _("The sponsor agrees to goals and agenda in writing; for that both must stand."),
            _("Edit goals and date"),
            org_url(actor, "workshops:edit", workshop.pk),
        )
    if home.standing.is_signed:
        title = _("Ask for a new signature")
        text = _("Changed since the sponsor signed: %(parts)s.") % {
            "parts": ", ".join(home.standing.differing_labels)
        }
    else:
        title = _("Ask the sponsor to agree")
        text = _("This freezes goals and agenda as they stand now and asks for a signature.")
    return NextStep(
        title,
        text,
        _("Ask for the signature"),
        org_url(actor, "workshops:agreement_request", workshop.pk),
        is_post=True,
    )


def _waiting(actor: Actor, workshop: Workshop, home: WorkshopHome, can_edit: Allowed) -> NextStep:
    latest = home.standing.latest
    assert latest is not None  # noqa: S101 - something waits
    page = org_url(actor, "workshops:agreement", latest.id)
    waiting = Agreement(pk=latest.id, workshop=workshop, state=latest.state)
    if allowed(policies.check_can_sign_agreement, actor, waiting):
        return NextStep(
            _("Read and sign the agreement"),
            _("Goals and agenda are ready; with your signature the workshop can be held."),
            _("Read and sign"),
            page,
        )
    if can_edit and home.standing.differing:
        return NextStep(
            _("Ask again with the changes"),
            _("Since you asked, this changed: %(parts)s. The sponsor still sees the older text.")
            % {"parts": ", ".join(home.standing.differing_labels)},
            _("Ask for the signature"),
            org_url(actor, "workshops:agreement_request", workshop.pk),
            is_post=True,
        )
    return NextStep(
        _("The sponsor's signature is awaited"),
        _("An executive sponsor reads goals and agenda and signs them here."),
        _("See what was put forward"),
        page,
    )


def _before_the_day(actor: Actor, workshop: Workshop, can_hold: Allowed) -> NextStep:
    if not can_hold:
        return NextStep(
            _("Agreed and ready"),
            _("The sponsor has signed. You find date, place and agenda below."),
            _("See the agenda"),
            org_url(actor, "workshops:agenda", workshop.pk),
        )
    return NextStep(
        _("Hold the workshop"),
        _("One page for the day: the agenda at its current item, notes, decisions, actions."),
        _("Open the workshop page"),
        org_url(actor, "workshops:hold", workshop.pk),
    )


def _after_the_day(
    actor: Actor, workshop: Workshop, can_hold: Allowed, can_close: Allowed
) -> NextStep:
    if can_hold and not workshop.summary:
        return NextStep(
            _("Sum up the workshop"),
            _("Review outputs and agreed actions and put them into a few sentences."),
            _("Write the summary"),
            org_url(actor, "workshops:outcomes", workshop.pk) + "#summary",
        )
    if can_close:
        return NextStep(
            _("Close the record"),
            _("Once everybody agrees on the outcomes, close it; nothing can be changed after."),
            _("Review the outcomes and close"),
            org_url(actor, "workshops:outcomes", workshop.pk) + "#close",
        )
    return NextStep(
        _("The workshop was held"),
        _("Read what was decided and who does what by when."),
        _("Read the outcomes"),
        org_url(actor, "workshops:outcomes", workshop.pk),
    )
