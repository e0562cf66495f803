"""Addresses inside the current organization."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cip.access.actor import Actor


def org_url(actor: Actor, name: str, *args: object) -> str:
    """The path of a page of the actor's organization; the slug is always the first argument."""
    return reverse(name, args=[actor.organization_slug, *args])


def lead_on(request: HttpRequest, address: str) -> HttpResponse:
    """Go to another page, whether the browser asked for a page or htmx for a part of one."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)
