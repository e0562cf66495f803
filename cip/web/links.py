"""Addresses inside the current organization."""

from django.urls import reverse

from cip.access.actor import Actor


def org_url(actor: Actor, name: str, *args: object) -> str:
    """The path of a page of the actor's organization; the slug is always the first argument."""
    return reverse(name, args=[actor.organization_slug, *args])
