"""What can be watched: `<kind>:<id>@<version>`, several separated by commas.

`settings.LIVE_TOPICS` names for each kind a function `f(actor, ids) -> {id: version}` that leaves
out what the actor may not see. Versions of a topic only grow.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from uuid import UUID

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.http import Http404
from django.utils.module_loading import import_string

from cip.access.actor import Actor

Versions = dict[str, int]
VersionsOf = Callable[[Actor, set[UUID]], Mapping[UUID, int]]

MOST = 50
_TOPIC = re.compile(
    r"(?P<topic>[a-z][a-z-]*:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@(?P<version>\d{1,18})"
)


def topic(kind: str, pk: UUID) -> str:
    """The topic's name."""
    return f"{kind}:{pk}"


def written(versions: Mapping[str, int]) -> str:
    """Topics and versions as text."""
    return ",".join(f"{name}@{version}" for name, version in versions.items())


def read(text: str) -> Versions:
    """The reverse of `written`; ValueError for anything else and for more than MOST topics."""
    found: Versions = {}
    for part in text.split(","):
        match = _TOPIC.fullmatch(part)
        if match is None:
            raise ValueError(f"{part[:80]!r} names no topic")
        found[match["topic"]] = int(match["version"])
    if len(found) > MOST:
        raise ValueError(f"more than {MOST} topics")
    return found


def current(actor: Actor, names: set[str]) -> Versions:
    """The version of each topic now, in one query a kind. Http404 if any is not visible."""
    keys: dict[str, set[UUID]] = defaultdict(set)
    for name in names:
        kind, _colon, pk = name.partition(":")
        keys[kind].add(UUID(pk))
    found: Versions = {}
    for kind, pks in keys.items():
        found |= {
            topic(kind, pk): version for pk, version in _versions_of(kind)(actor, pks).items()
        }
    if set(found) != names:
        raise Http404
    return found


def _versions_of(kind: str) -> VersionsOf:
    path = settings.LIVE_TOPICS.get(kind)
    if path is None:
        raise Http404
    function: VersionsOf = import_string(path)
    return function


@register()
def check_registry(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """System check: every kind of topic can be loaded."""
    problems: list[CheckMessage] = []
    for kind, path in settings.LIVE_TOPICS.items():
        try:
            import_string(path)
        except ImportError as error:
            problems.append(Error(f"Kind of topic {kind!r}: {error}.", id="live.E001"))
    return problems
