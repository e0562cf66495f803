"""The two doors through which an actor comes: a page's address and an API token (roof)."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.http import Http404, HttpRequest, HttpResponse
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from cip.access.actor import Actor, ActorKind
from cip.access.roles import Role, TeamRole
from cip.accounts.models import ApiToken, User
from cip.accounts.services.tokens import usable_token
from cip.kernel import clock

_ORGANIZATION = re.compile(r"^/o/(?P<slug>[-\w]+)/")

# Asked by every request: who it is, and in which organizations with which roles. Written out,
# because building this statement from querysets takes longer than all the rest of the door.
_PERSON = """
SELECT person.*, (
    SELECT jsonb_agg(jsonb_build_object(
             'id', o.id, 'slug', o.slug, 'name', o.name, 'roles', m.roles,
             'team_roles', (
               SELECT jsonb_object_agg(tm.team_id, tm.role)
                 FROM programs_teammembership tm
                 JOIN programs_citeam t ON t.id = tm.team_id
                 JOIN programs_program p ON p.id = t.program_id
                WHERE tm.user_id = m.user_id AND p.organization_id = m.organization_id)
           ) ORDER BY o.name, o.slug)
      FROM accounts_membership m JOIN accounts_organization o ON o.id = m.organization_id
     WHERE m.user_id = person.id AND (m.ends_on IS NULL OR m.ends_on >= %s)
  ) AS places_json
  FROM accounts_user person WHERE person.id = %s
"""


@dataclass(frozen=True)
class Place:
    """A person's current membership in an organization, with the roles in its CI teams."""

    organization_id: UUID
    slug: str
    name: str
    roles: frozenset[Role]
    team_roles: dict[UUID, TeamRole]


class PersonBackend(AuthenticationBackend):
    """Checks passwords as allauth does; a signed-in person comes with all places in one query."""

    def get_user(self, user_id: UUID) -> User | None:
        """The person if active, with `places`."""
        person = _load_person(user_id)
        return person if person is not None and self.user_can_authenticate(person) else None


def places_of(user: User) -> tuple[Place, ...]:
    """The person's current memberships by name; no query for who came through `PersonBackend`."""
    person = user if hasattr(user, "places") else _load_person(user.pk)
    return () if person is None else person.places


def actor_in(slug: str, user: User) -> Actor | None:
    """The person acting in the organization with that slug; None when not a current member."""
    place = next((each for each in places_of(user) if each.slug == slug), None)
    return None if place is None else _actor(place, user)


def actor_through(token: ApiToken, user: User) -> Actor | None:
    """The token's person acting through it; None when the membership has ended."""
    places = (each for each in places_of(user) if each.organization_id == token.organization_id)
    place = next(places, None)
    return None if place is None else _actor(place, user, token)


def _load_person(user_id: UUID) -> User | None:
    person = next(iter(User.objects.raw(_PERSON, [clock.today(), user_id])), None)
    if person is not None:
        found = json.loads(person.places_json or "[]")  # type: ignore[attr-defined]
        person.places = tuple(map(_place, found))  # type: ignore[attr-defined]
    return person


def _place(row: dict[str, Any]) -> Place:
    team_roles = row["team_roles"] or {}
    return Place(
        organization_id=UUID(row["id"]),
        slug=row["slug"],
        name=row["name"],
        roles=frozenset(map(Role, row["roles"])),
        team_roles={UUID(team): TeamRole(role) for team, role in team_roles.items()},
    )


def _actor(place: Place, user: User, token: ApiToken | None = None) -> Actor:
    return Actor(
        kind=ActorKind.PERSON if token is None else ActorKind.TOKEN,
        label=str(user) if token is None else f"{user} ({token.name})",
        organization_id=place.organization_id,
        organization_slug=place.slug,
        organization_name=place.name,
        user_id=user.pk,
        roles=place.roles,
        team_roles=place.team_roles,
        scopes=None if token is None else frozenset(token.scopes),
    )


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
        actor = actor_in(found["slug"], request.user)
        if actor is None:
            raise Http404
        request.actor = actor  # type: ignore[attr-defined]


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
        person = None if token is None else _load_person(token.user_id)
        actor = None if token is None or person is None else actor_through(token, person)
        if token is None or person is None or actor is None:
            raise AuthenticationFailed("This token is unknown, expired or revoked.")
        request.actor = actor  # type: ignore[attr-defined]
        return person, token

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
