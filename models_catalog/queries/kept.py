"""What published content gives is worked out once: it never changes (ADR 0003)."""

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Protocol, TypeVar
from uuid import UUID

from django.core.cache import caches
from django.utils.translation import get_language

from models_catalog.models import ModelVersion

T = TypeVar("T")


class Edition(Protocol):
    """A version, or as much of it as says whether its content may still change."""

    @property
    def pk(self) -> UUID:
        """Its key."""

    @property
    def state(self) -> str:
        """A `ModelVersion.State`."""


def is_draft(version: Edition) -> bool:
    """Whether its content may still change."""
    return version.state == ModelVersion.State.DRAFT


def kept(version: Edition, name: str, make: Callable[[], T]) -> T:
    """What `make` gives for the version, by name and language; for a draft worked out each time.

    Kept in this process only, the last few hundred of them. What depends on more than the
    version's content must not be kept, or say so in its name.
    """
    if is_draft(version):
        return make()
    cache, key = caches["published"], f"{version.pk}:{get_language()}:{name}"
    found: T | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, None)
    return found


def kept_for(version: Edition, name: str, nodes: Iterable[UUID], make: Callable[[], T]) -> T:
    """The same for some nodes of the version, which become part of the name."""
    listed = " ".join(sorted(str(pk) for pk in nodes))
    return kept(version, f"{name}:{sha256(listed.encode()).hexdigest()}", make)
