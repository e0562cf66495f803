"""Who is asked what: parts and questions that are put to people with certain roles only.

Roles are compared as people write them, whatever the case and the blanks. Without a word about it a
question is put to everybody.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Roles = tuple[str, ...]


@dataclass(frozen=True)
class AskedOf:
    """The part or question with the code `target` is put to people with these roles only."""

    target: str
    roles: Roles


def role_key(role: str) -> str:
    """A role as it is compared."""
    return " ".join(role.split()).casefold()


def role_keys(roles: Iterable[str]) -> Roles:
    """Roles as they are compared, each once, in the order of the alphabet."""
    return tuple(sorted({key for role in roles if (key := role_key(role))}))


def roles_for(code: str, area: str, asked_of: Iterable[AskedOf]) -> Roles:
    """The roles that a question is put to; empty: everybody. What holds for it goes before what
    holds for its part.
    """
    by_target = {one.target: one.roles for one in asked_of}
    return role_keys(by_target.get(code) or by_target.get(area) or ())


def is_put_to(roles: Roles, role: str) -> bool:
    """Whether a question for these roles is put to somebody with that role."""
    return not roles or role_key(role) in roles


def groups(people: Iterable[str], limited: Iterable[Roles]) -> Mapping[frozenset[Roles], int]:
    """How many people are asked the same, by what they are asked beyond what everybody is.

    `people` are their roles, `limited` the roles of questions that not everybody is asked.
    """
    kinds = frozenset(roles for roles in limited if roles)
    return Counter(frozenset(roles for roles in kinds if is_put_to(roles, role)) for role in people)


def singles_out(people: Iterable[str], limited: Iterable[Roles], threshold: int) -> bool:
    """Whether what somebody is asked tells that it is one of few people."""
    found = groups(people, limited)
    return len(found) > 1 and min(found.values()) < threshold
