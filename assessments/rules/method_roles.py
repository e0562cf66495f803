"""What the roles that methods name mean here: who somebody is to an assessment."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum


class Part(StrEnum):
    """What a person is to an assessment."""

    SPONSOR = "sponsor"
    ORGANIZATION = "organization"
    LEAD = "lead"
    TEAM = "team"
    OTHER = "other"


_PARTS = {
    "sponsor": Part.SPONSOR,
    "organization": Part.ORGANIZATION,
    "owner": Part.ORGANIZATION,
    "lead": Part.LEAD,
    "facilitator": Part.LEAD,
    "team": Part.TEAM,
    "coordinator": Part.TEAM,
    "researcher": Part.TEAM,
    "note_taker": Part.TEAM,
}
"""Role code -> who plays it. Other roles are those asked or told: participants, employees ..."""

_ACTING = frozenset({Part.ORGANIZATION, Part.LEAD, Part.TEAM})


def part_of(role: str) -> Part:
    """Who plays a role of a method."""
    return _PARTS.get(role, Part.OTHER)


def is_mine(roles: Iterable[str], mine: Collection[Part]) -> bool:
    """Whether one of the roles is played by somebody with these parts."""
    return any(part_of(role) in mine for role in roles)


def may_speak(roles: Collection[str], mine: Collection[Part]) -> bool:
    """Whether somebody with these parts may say what only these roles can bring about.

    The organization, the lead and the team speak for each other and for those who are asked or
    told, but never for the sponsor where the sponsor alone is asked.
    """
    if is_mine(roles, mine):
        return True
    is_sponsors = {part_of(role) for role in roles} == {Part.SPONSOR}
    return not is_sponsors and bool(_ACTING.intersection(mine))
