"""Personal links and the mails that carry them. Only a link's hash is stored."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from assessments.models import Assessment, Participant
from cip.access.actor import Actor
from cip.accounts.mail import queue_mail
from cip.kernel.secrets import new_secret, secret_hash

LINK_LIFETIME = timedelta(days=90)


def new_link(participant: Participant, now: datetime) -> str:
    """Set a fresh secret on the row (not saved); any former link of the person stops working."""
    secret = new_secret()
    participant.secret_hash = secret_hash(secret)
    participant.link_expires_at = now + LINK_LIFETIME
    return secret


def link_url(secret: str) -> str:
    """The address behind a personal link."""
    return settings.BASE_URL + reverse("links:fill", args=[secret])


def invite_all(
    actor: Actor, assessment: Assessment, people: Iterable[Participant], now: datetime
) -> None:
    """Mail everybody who has an address; the rows are saved in bulk."""
    changed = []
    for participant in people:
        if participant.email:
            mail_invitation(actor, assessment, participant, now)
            changed.append(participant)
    Participant.objects.bulk_update(
        changed, ["secret_hash", "link_expires_at", "invited_at"], batch_size=500
    )


def mail_invitation(
    actor: Actor, assessment: Assessment, participant: Participant, now: datetime
) -> None:
    """Queue the mail and set the link and `invited_at` on the row (not saved).

    A person with an account gets the page's address, anybody else a new personal link. A second
    press within the same minute sends nothing more.
    """
    if participant.user_id is None:
        url = link_url(new_link(participant, now))
    else:
        path = reverse("assessments:fill", args=[actor.organization_slug, assessment.pk])
        url = settings.BASE_URL + path
    participant.invited_at = now
    queue_mail(
        participant.email,
        template="questionnaire",
        context={
            "name": participant.name,
            "assessment": assessment,
            "program": assessment.program,
            "organization": actor.organization_name,
            "inviter": actor.label,
            "url": url,
            "has_account": participant.user_id is not None,
            "expires_at": participant.link_expires_at,
        },
        dedupe_key=f"questionnaire:{participant.pk}:{now:%Y%m%d%H%M}",
    )
