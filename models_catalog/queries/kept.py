"""What published content gives is worked out once: it never changes (ADR 0003)."""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import caches
from django.utils.translation import get_language

from models_catalog.models import ModelVersion

T = TypeVar("T")


def kept(version: ModelVersion, name: str, make: Callable[[], T]) -> T:
    """What `make` gives for the version, by name and language; for a draft worked out each time.

    Kept in this process only, the last few hundred of them. What depends on more than the
    version's content must not be kept, or say so in its name.
    """
    if version.state == ModelVersion.State.DRAFT:
        return make()
    cache, key = caches["published"], f"{version.pk}:{get_language()}:{name}"
    found: T | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, None)
    return found
