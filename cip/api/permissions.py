"""A token and its scope; everything finer is decided by the scoped queryset and the service."""

from typing import Any

from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from cip.access.scopes import scope_covers


class ScopedTokenRequired(BasePermission):
    """Demands a token whose scopes cover the view's `area` (read, or write for unsafe methods)."""

    message = "The token's scopes do not cover this call."

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the token may call this view at all."""
        actor = getattr(request, "actor", None)
        if actor is None or actor.scopes is None:
            raise NotAuthenticated("Send 'Authorization: Bearer <token>'.")
        return scope_covers(actor.scopes, view.area, writing=request.method not in SAFE_METHODS)
