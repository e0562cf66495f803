"""Addresses inside the current organization."""

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import get_script_prefix, reverse

from cip.access.actor import Actor


def org_url(actor: Actor, name: str, *args: object) -> str:
    """The path of a page of the actor's organization; the slug is always the first argument."""
    return _path(get_script_prefix(), name, actor.organization_slug, args)


@lru_cache(maxsize=4096)  # a page names dozens of addresses, many of them again and again
def _path(_prefix: str, name: str, slug: str, args: tuple[object, ...]) -> str:
    return reverse(name, args=[slug, *args])


def lead_on(request: HttpRequest, address: str) -> HttpResponse:
    """Go to another page, whether the browser asked for a page or htmx for a part of one."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)
