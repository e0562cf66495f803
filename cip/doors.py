"""The two doors through which an actor comes: a page's address and an API token (roof)."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from cip.access.actor import Actor
from cip.accounts.actors import actor_for, actor_for_token
from cip.accounts.models import ApiToken, User
from cip.accounts.services.tokens import usable_token
from cip.kernel import clock
from cip.programs.queries import team_roles

_ORGANIZATION = re.compile(r"^/o/(?P<slug>[-\w]+)/")


def with_team_roles(actor: Actor) -> Actor:
    """The actor with the roles held in CI teams of the organization."""
    if actor.user_id is None:
        return actor
    return replace(actor, team_roles=team_roles(actor.organization_id, actor.user_id))


class ActorMiddleware:
    """Sets `request.actor` below `/o/<organization>/`; a person who is no member gets 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> None:
        """Load the actor once the person is known to be signed in."""
        found = _ORGANIZATION.match(request.path_info)
        if found is None or not request.user.is_authenticated:
            return
        actor = actor_for(request.user, found["slug"])
        if actor is None:
            raise Http404
        request.actor = with_team_roles(actor)  # type: ignore[attr-defined]


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer cip_...`; puts the token's actor on the request."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The person and the token, or None without the header."""
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != b"bearer":
            return None
        if len(parts) != 2:
            raise AuthenticationFailed("Send 'Authorization: Bearer <token>'.")
        token = usable_token(parts[1].decode("latin-1"), clock.now())
        actor = None if token is None else actor_for_token(token)
        if token is None or actor is None:
            raise AuthenticationFailed("This token is unknown, expired or revoked.")
        request.actor = with_team_roles(actor)  # type: ignore[attr-defined]
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Makes a missing token 401."""
        return 'Bearer realm="cip"'


class TokenScheme(OpenApiAuthenticationExtension):
    """Describes the token in the OpenAPI document."""

    target_class = "cip.doors.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A bearer token."""
        return {"type": "http", "scheme": "bearer"}
