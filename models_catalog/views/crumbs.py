"""The way back to the catalog, above every page of this app."""

from django.utils.translation import gettext as _

from cip.web.links import org_url
from cip.web.loading import ActorRequest


def crumbs(request: ActorRequest, *more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """The catalog, then what is named."""
    return [(_("Catalog"), org_url(request.actor, "catalog:list")), *more]
