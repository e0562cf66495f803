"""The one who acts: a person in one organization, a token, a personal link or the system (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from cip.access.permissions import Permission
from cip.access.roles import GRANTS, TEAM_GRANTS, Role, TeamRole
from cip.kernel.errors import NotAllowed


class ActorKind(StrEnum):
    """Through which door the actor came."""

    PERSON = "person"
    TOKEN = "token"  # noqa: S105 - a word, not a secret
    LINK = "link"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """Who acts, in which organization, with which roles.

    `user_id` is None for personal links and the system. `team_roles` maps a CI team's id to the
    person's role in it. `scopes` is None except for tokens.
    """

    kind: ActorKind
    label: str
    organization_id: UUID
    organization_slug: str = ""
    organization_name: str = ""
    user_id: UUID | None = None
    roles: frozenset[Role] = frozenset()
    team_roles: Mapping[UUID, TeamRole] = field(default_factory=dict)
    scopes: frozenset[str] | None = None

    @property
    def is_advisor_only(self) -> bool:
        """A guest whose sight ends at the teams guided."""
        return self.roles == frozenset({Role.ADVISOR})


def acting_person(actor: Actor) -> UUID:
    """The id of the person who acts; NotAllowed for personal links and scheduled work."""
    if actor.user_id is None:
        raise NotAllowed("Only a person who has signed in can do this.")
    return actor.user_id


def granted(actor: Actor, permission: Permission, team_id: UUID | None = None) -> bool:
    """Whether a role of the actor, or the actor's role in that team, grants the permission."""
    if any(permission in GRANTS[role] for role in actor.roles):
        return True
    if team_id is not None and team_id in actor.team_roles:
        return permission in TEAM_GRANTS[actor.team_roles[team_id]]
    return False


def granted_in_any_team(actor: Actor, permission: Permission) -> bool:
    """Whether the permission is granted at all: by a role or in at least one team."""
    return granted(actor, permission) or any(
        permission in TEAM_GRANTS[role] for role in actor.team_roles.values()
    )
