"""Scopes of API tokens: what a token may do at most, whatever its person's roles say."""

from collections.abc import Mapping
from enum import StrEnum


class Scope(StrEnum):
    """`<area>:read` or `<area>:write`; write includes read of the same area."""

    PROGRAMS_READ = "programs:read"
    PROGRAMS_WRITE = "programs:write"
    CATALOG_READ = "catalog:read"
    CATALOG_WRITE = "catalog:write"
    ASSESSMENTS_READ = "assessments:read"
    ASSESSMENTS_WRITE = "assessments:write"
    WORKSHOPS_READ = "workshops:read"
    WORKSHOPS_WRITE = "workshops:write"
    ROADMAP_READ = "roadmap:read"
    ROADMAP_WRITE = "roadmap:write"
    REPORTS_READ = "reports:read"
    REPORTS_WRITE = "reports:write"
    PEOPLE_READ = "people:read"
    PEOPLE_WRITE = "people:write"


SCOPE_LABELS: Mapping[str, str] = {
    "programs": "Programs, phases, CI teams, artefacts",
    "catalog": "Maturity models",
    "assessments": "Assessments, answers, ratings, findings",
    "workshops": "Workshops and their outcomes",
    "roadmap": "Workplans and the program roadmap",
    "reports": "Reports",
    "people": "People and invitations",
}


def scope_covers(scopes: frozenset[str], area: str, *, writing: bool) -> bool:
    """Whether the scopes of a token allow reading or writing in an area."""
    if f"{area}:write" in scopes:
        return True
    return not writing and f"{area}:read" in scopes
