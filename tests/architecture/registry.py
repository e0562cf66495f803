"""Every route that the outsider sweep must visit, and how to make its arguments.

Each app says it in `tests/<app>/routes.py`:

    PAGES = {"<namespace>:<name>": function(victim) -> kwargs without `organization`}
    API   = {"<basename>": function(victim) -> the object a detail address names, or None}
    API_QUERIES = {"<route>": function(victim) -> (kwargs, query)}, where the query names an object

`victim` is the organization in which the function makes the objects.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from cip.accounts.models import Organization

Victim = Organization
MakeKwargs = Callable[[Victim], dict[str, Any]]

# Folder of tests -> top packages and URL namespaces it answers for.
APPS = {
    "home": "home",
    "live": "live",
    "accounts": "accounts",
    "programs": "programs",
    "reports": "reports",
    "models_catalog": "catalog",
    "assessments": "assessments",
    "workshops": "workshops",
    "roadmap": "roadmap",
}


def nothing(victim: Victim) -> dict[str, Any]:
    """For routes that name no object."""
    return {}


@dataclass(frozen=True)
class Route:
    """One address. `methods` and `lookup`, the name of the key, are those of the view set (API)."""

    name: str
    app: str
    params: frozenset[str]
    methods: tuple[str, ...] = ()
    basename: str = ""
    lookup: str = "pk"


def registered(what: str) -> dict[str, Any]:
    """All `PAGES`, all `API` or all `API_QUERIES` of the apps."""
    found: dict[str, Any] = {}
    for app in APPS:
        found |= getattr(import_module(f"tests.{app}.routes"), what, {})
    return found


def pages() -> list[Route]:
    """Every page below /o/<organization>/."""
    app_of = {namespace: app for app, namespace in APPS.items()}
    found = []
    for prefix, namespace, pattern in _walk(get_resolver().url_patterns):
        if not prefix.startswith("o/<slug:organization>/"):
            continue
        params = frozenset(pattern.pattern.converters) - {"organization"}
        app = app_of.get(namespace, namespace)
        found.append(Route(f"{namespace}:{pattern.name}", app, params))
    return found


def outside_organizations() -> set[str]:
    """Names of all addresses that stand neither below an organization nor in the API."""
    found = set()
    for prefix, namespace, pattern in _walk(get_resolver().url_patterns):
        if not prefix.startswith(("o/<slug:organization>/", "api/v1/")):
            found.add(f"{namespace}:{pattern.name}" if namespace else str(pattern.name))
    return found


def api_routes() -> list[Route]:
    """Every address of the API."""
    found = []
    for prefix, _namespace, pattern in _walk(get_resolver().url_patterns):
        if not prefix.startswith("api/v1/") or pattern.name is None:
            continue
        view = pattern.callback.cls
        app = view.__module__.removeprefix("cip.").split(".")[0]
        found.append(
            Route(
                name=pattern.name,
                app=app,
                params=frozenset(pattern.pattern.converters),
                methods=tuple(pattern.callback.actions),
                basename=pattern.callback.initkwargs["basename"],
                lookup=view.lookup_url_kwarg or view.lookup_field,
            )
        )
    return found


def _walk(
    patterns: list[Any], prefix: str = "", namespace: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path, pattern.namespace or namespace)
        else:
            yield path, namespace, pattern
