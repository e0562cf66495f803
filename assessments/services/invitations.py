"""Personal links. Only a link's hash is stored, in a row that leads to a participant."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from assessments.models import Delegation, Participant, PersonalLink
from cip.kernel.secrets import new_secret, secret_hash

LINK_LIFETIME = timedelta(days=90)


def new_link(participant: Participant, now: datetime) -> str:
    """A fresh secret; any former link of the person stops working. Returned once, never stored."""
    PersonalLink.objects.filter(participant=participant, delegation=None).delete()
    return another_link(participant, now)


def another_link(
    participant: Participant, now: datetime, *, delegation: Delegation | None = None
) -> str:
    """A fresh secret beside those that work already, or the one of a delegation."""
    secret = new_secret()
    PersonalLink.objects.create(
        participant=participant,
        delegation=delegation,
        secret_hash=secret_hash(secret),
        expires_at=now + LINK_LIFETIME,
    )
    return secret


def link_url(secret: str) -> str:
    """The address behind a personal link."""
    return settings.BASE_URL + reverse("links:fill", args=[secret])
