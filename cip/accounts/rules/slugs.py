"""The address part of an organization, made from its name."""

import re
import unicodedata
from collections.abc import Iterator

LIMIT = 60
FALLBACK = "organization"
_OTHER = re.compile(r"[^a-z0-9]+")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def slug_of(name: str) -> str:
    """Lower-case letters, digits and single hyphens, at most 60; FALLBACK when none is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _OTHER.sub("-", plain).strip("-")[:LIMIT].strip("-") or FALLBACK


def is_slug(text: str) -> bool:
    """Whether the text can stand in an address as it is."""
    return len(text) <= LIMIT and _SLUG.fullmatch(text) is not None


def slug_candidates(name: str) -> Iterator[str]:
    """The slug of the name, then the same with -2, -3 and so on; each within the limit."""
    slug = slug_of(name)
    yield slug
    number = 2
    while True:
        suffix = f"-{number}"
        yield slug[: LIMIT - len(suffix)].rstrip("-") + suffix
        number += 1
