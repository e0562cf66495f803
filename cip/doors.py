"""The two doors through which an actor comes: a page's address and an API token (roof)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
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
from cip.accounts.services.tokens import note_use
from cip.db.rows import Columns, first_row
from cip.kernel import clock
from cip.kernel.secrets import secret_hash

_ORGANIZATION = re.compile(r"^/o/(?P<slug>[-\w]+)/")

# Asked by every request: who it is, and in which organizations with which roles. Written out,
# because building these statements from querysets takes longer than all the rest of the door.
_USER = Columns(User, "person")
_TOKEN = Columns(
    ApiToken, "token", "id", "organization_id", "name", "scopes", "last_used_on", "user_id"
)
_PLACES = """
  (SELECT json_agg(json_build_array(o.id, o.slug, o.name, m.roles) ORDER BY o.name, o.slug)
     FROM accounts_membership m JOIN accounts_organization o ON o.id = m.organization_id
    WHERE m.user_id = person.id AND (m.ends_on IS NULL OR m.ends_on >= %(today)s)),
  (SELECT json_agg(json_build_array(p.organization_id, tm.team_id, tm.role))
     FROM programs_teammembership tm
     JOIN programs_citeam t ON t.id = tm.team_id
     JOIN programs_program p ON p.id = t.program_id
    WHERE tm.user_id = person.id)
"""
_PERSON = f"""
SELECT {_USER.sql}, {_PLACES} FROM accounts_user person WHERE person.id = %(person)s
"""  # noqa: S608 - own names
# Of a token that is neither revoked nor expired, and whose person is active.
_BEARER = f"""
SELECT {_TOKEN.sql}, {_USER.sql}, {_PLACES}
  FROM accounts_apitoken token JOIN accounts_user person ON person.id = token.user_id
 WHERE token.secret_hash = %(secret)s AND token.revoked_at IS NULL AND person.is_active
   AND (token.expires_at IS NULL OR token.expires_at >= %(now)s)
"""  # noqa: S608 - own names


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


def bearer(secret: str, now: datetime) -> tuple[User, ApiToken] | None:
    """The person and the token with that secret, if it may be used; notes the day of use."""
    values = {"secret": secret_hash(secret), "now": now, "today": now.date()}
    row = first_row(_BEARER, values)
    if row is None:
        return None
    token = _TOKEN.take(row)
    token.user = _person(row)
    note_use(token, now)
    return token.user, token


def _load_person(user_id: UUID) -> User | None:
    row = first_row(_PERSON, {"person": user_id, "today": clock.today()})
    return None if row is None else _person(row)


def _person(row: Iterator[Any]) -> User:
    person = _USER.take(row)
    places, teams = row
    team_roles: dict[str, dict[UUID, TeamRole]] = {}
    for organization, team, role in teams or ():
        team_roles.setdefault(organization, {})[UUID(team)] = TeamRole(role)
    person.places = tuple(  # type: ignore[attr-defined]
        Place(UUID(id_), slug, name, frozenset(map(Role, roles)), team_roles.get(id_, {}))
        for id_, slug, name, roles in places or ()
    )
    return person


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
        found = bearer(parts[1].decode("latin-1"), clock.now())
        actor = None if found is None else actor_through(found[1], found[0])
        if found is None or actor is None:
            raise AuthenticationFailed("This token is unknown, expired or revoked.")
        request.actor = actor  # type: ignore[attr-defined]
        return found

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
