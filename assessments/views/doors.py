"""The two doors to one's own questionnaire, an account or a personal link: settle whose it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from assessments.models import Assessment, Delegation, Participant, PersonalLink, Response
from assessments.queries.begun import begun_behind, begun_by
from assessments.rules import lifecycle
from cip.access.actor import Actor, ActorKind, acting_person
from cip.kernel import clock
from cip.kernel.errors import NotAllowed
from cip.kernel.secrets import secret_hash
from cip.web.loading import ActorRequest, get_visible


@dataclass(frozen=True)
class Door:
    """One participant before the own questionnaire."""

    actor: Actor
    participant: Participant
    assessment: Assessment
    response: Response | None
    base: str
    urls: Callable[..., str]
    delegation: Delegation | None = None

    def url(self, name: str, *args: object) -> str:
        """The address of one of the pages behind this door."""
        return self.urls(name, *args)

    @property
    def has_handed_in(self) -> bool:
        """Whether the person has submitted, also where nothing ties the answers to it any more."""
        if self.response is None:
            return self.participant.responded_on is not None
        return self.response.state == Response.State.SUBMITTED

    @property
    def is_asked_more(self) -> bool:
        """Whether questions came since the person submitted, and wait for answers."""
        response = self.response
        return (
            response is not None
            and response.is_addition
            and response.state == Response.State.STARTED
        )


@dataclass(frozen=True)
class ClosedDoor:
    """Why a personal link does not open: status and words."""

    status: int
    title: str
    reason: str


Page = Callable[..., HttpResponse]


def account_door(page: Page) -> Page:
    """The view gets a `Door` for the signed-in person's own questionnaire of the assessment."""

    @wraps(page)
    @never_cache
    def view(request: ActorRequest, organization: str, pk: UUID, **kwargs: Any) -> HttpResponse:
        participant, assessment, response = _own(request.actor, pk)
        request.program_id = assessment.program_id  # type: ignore[attr-defined]

        def urls(name: str, *args: object) -> str:
            return reverse(f"assessments:{name}", args=[organization, pk, *args])

        door = Door(request.actor, participant, assessment, response, "base.html", urls)
        return page(request, door, **kwargs)

    return view


def link_door(page: Page) -> Page:
    """The view gets a `Door` for the one whose secret stands in the address; no account needed."""

    @wraps(page)
    @login_not_required
    @never_cache
    def view(request: HttpRequest, secret: str, **kwargs: Any) -> HttpResponse:
        link, response = _behind(secret)
        closed = closed_door(link, response, clock.now())
        if link is None or closed is not None:
            return closed_page(request, closed)
        participant = link.participant

        def urls(name: str, *args: object) -> str:
            return reverse(f"links:{name}", args=[secret, *args])

        assessment = participant.assessment
        actor = link_actor(participant, link.delegation)
        door = Door(
            actor, participant, assessment, response, "base_public.html", urls, link.delegation
        )
        return page(request, door, **kwargs)

    return view


def _own(actor: Actor, pk: UUID) -> tuple[Participant, Assessment, Response | None]:
    """The actor as participant of the assessment, and the newest response; one query when begun.

    Raises Http404 outside the organization, NotAllowed for who is not or no longer invited.
    """
    response = begun_by(actor, pk)
    if response is not None and response.participant is not None:
        return response.participant, response.questionnaire.assessment, response
    assessment = get_visible(Assessment.objects.select_related("program"), actor, pk)
    participant = Participant.objects.filter(
        assessment=assessment, user_id=acting_person(actor)
    ).first()
    if participant is None:
        raise NotAllowed(_("You are not among the participants of this assessment."))
    if participant.revoked_at is not None:
        raise NotAllowed(_("Your invitation was withdrawn. Ask the one who invited you."))
    return participant, assessment, None


def _behind(secret: str) -> tuple[PersonalLink | None, Response | None]:
    """The link, and its person's newest response; one query when begun."""
    key = secret_hash(secret)
    found = begun_behind(key)
    if found is not None:
        return found
    links = PersonalLink.objects.select_related(
        "participant__assessment__program__organization", "delegation"
    )
    return links.filter(secret_hash=key).first(), None


def closed_door(
    link: PersonalLink | None, response: Response | None, now: datetime
) -> ClosedDoor | None:
    """Why this link does not open now; None when it does.

    Who has submitted may read the own answers as long as the link lives.
    """
    if link is None:
        return ClosedDoor(
            404,
            _("This link is not known"),
            _(
                "Copy the whole address from the mail. If you were sent a newer link, only the "
                "newest one works."
            ),
        )
    participant, delegation = link.participant, link.delegation
    has_submitted = participant.responded_on is not None or (
        response is not None and response.state == Response.State.SUBMITTED
    )
    if delegation is not None and (delegation.taken_back_at is not None or has_submitted):
        return _ended_delegation(participant, delegation)
    if participant.revoked_at is not None or link.expires_at < now:
        return _ended_link(is_withdrawn=participant.revoked_at is not None)
    state = participant.assessment.state
    if state == lifecycle.PLANNED:
        return ClosedDoor(
            409,
            _("This questionnaire is not open yet"),
            _("Your link is right. Come back with it when the questionnaire has been opened."),
        )
    if state != lifecycle.COLLECTING and not has_submitted:
        return ClosedDoor(
            410,
            _("This questionnaire is closed"),
            _("Answers are no longer collected. Thank you for your interest."),
        )
    return None


def _ended_link(*, is_withdrawn: bool) -> ClosedDoor:
    if is_withdrawn:
        return ClosedDoor(
            410,
            _("This link was withdrawn"),
            _("Nothing is expected from you any more. If that is a mistake, ask who invited you."),
        )
    return ClosedDoor(
        410, _("This link has expired"), _("Ask the person who invited you for a new link.")
    )


def _ended_delegation(participant: Participant, delegation: Delegation) -> ClosedDoor:
    """The parts are with the participant again, or handed in with everything else."""
    name = {"name": participant.name}
    if delegation.taken_back_at is not None:
        return ClosedDoor(
            410,
            _("These parts were taken back"),
            _("Nothing is expected from you any more. %(name)s answers them alone.") % name,
        )
    return ClosedDoor(
        410,
        _("This questionnaire is handed in"),
        _("%(name)s has submitted it, your answers included. Thank you.") % name,
    )


def closed_page(request: HttpRequest, closed: ClosedDoor | None) -> HttpResponse:
    """Say in words why the link does not open; JSON to the page's own script."""
    assert closed is not None  # noqa: S101
    if request.content_type == "application/json":
        body = {"error": "closed", "message": f"{closed.title}. {closed.reason}"}
        return JsonResponse(body, status=closed.status)
    context = {"page_title": closed.title, "reason": closed.reason, "status": closed.status}
    return render(request, "assessments/link_closed.html", context, status=closed.status)


def link_actor(participant: Participant, delegation: Delegation | None = None) -> Actor:
    """Whoever holds the personal link: the participant, or the colleague who got parts."""
    organization = participant.assessment.program.organization
    return Actor(
        kind=ActorKind.LINK,
        label=participant.name if delegation is None else delegation.name,
        organization_id=organization.pk,
        organization_slug=organization.slug,
        organization_name=organization.name,
    )
