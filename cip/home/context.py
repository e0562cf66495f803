"""What every page's frame needs: the person's organizations and the navigation."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cip.access.actor import Actor, granted, granted_in_any_team
from cip.access.permissions import Permission
from cip.accounts.models.organization import ROLE_LABELS
from cip.doors import places_of


@dataclass(frozen=True)
class NavItem:
    """One line of the navigation."""

    label: str
    url: str
    icon: str
    is_current: bool
    group: str


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor. `program` is set by pages that stand inside one program."""
    actor: Actor | None = getattr(request, "actor", None)
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"actor": None, "organizations": [], "nav": [], "frame_key": get_language()}
    organizations = [(place.slug, place.name) for place in places_of(user)]
    return {
        "actor": actor,
        "organizations": organizations,
        "nav": [] if actor is None else SimpleLazyObject(lambda: navigation(request, actor)),
        "frame_key": _frame_key(request, user, actor, organizations),
        "may_edit_workplans": actor is not None
        and granted_in_any_team(actor, Permission.EDIT_WORKPLAN),
        "may_request_reports": actor is not None
        and granted_in_any_team(actor, Permission.REQUEST_REPORT),
        "role_labels": []
        if actor is None
        else [str(ROLE_LABELS[role]) for role in sorted(actor.roles)],
    }


def _frame_key(
    request: HttpRequest, user: Any, actor: Actor | None, organizations: list[tuple[str, str]]
) -> str:
    """All that head and navigation depend on: with the same key they need not be written again."""
    who = [str(user), get_language(), organizations]
    if actor is None:
        return repr(who)
    roles = sorted(actor.roles), actor.is_advisor_only
    where = _current(request), getattr(request, "program_id", None)
    return repr([*who, actor.organization_slug, actor.organization_name, roles, where])


# Which line of the navigation a page belongs to: namespace, or namespace and start of the name.
SECTIONS: tuple[tuple[str, str], ...] = (
    ("home:my_work", "home:my_work"),
    ("home:program", "home:program"),
    ("programs:list", "programs:list"),
    ("programs:create", "programs:list"),
    ("programs:team", "programs:teams"),
    ("programs:artefact", "programs:artefacts"),
    ("programs:plan", "programs:plan"),
    ("programs:activity", "programs:plan"),
    ("programs:deliverable", "programs:plan"),
    ("programs:phase", "programs:plan"),
    ("programs:", "home:program"),
    ("accounts:token", "accounts:tokens"),
    ("accounts:audit", "accounts:audit"),
    ("accounts:", "accounts:people"),
    ("catalog:", "catalog:list"),
    ("assessments:", "assessments:list"),
    ("workshops:", "workshops:list"),
    ("roadmap:", "roadmap:roadmap"),
    ("reports:", "reports:list"),
)


def current_section(view_name: str) -> str:
    """The name of the navigation line for a page; empty when it belongs to none."""
    return next((line for start, line in SECTIONS if view_name.startswith(start)), "")


def _current(request: HttpRequest) -> str:
    match = request.resolver_match
    return current_section(match.view_name) if match else ""


def navigation(request: HttpRequest, actor: Actor) -> list[NavItem]:
    """The left navigation: the program's rooms first when the page stands in one."""
    current = _current(request)
    program_id = getattr(request, "program_id", None)
    lines = _organization_lines(actor)
    if program_id is not None:
        lines = [*_program_lines(program_id), *lines]
    return [
        NavItem(
            label,
            reverse(name, args=[actor.organization_slug, *args]),
            icon,
            name == current,
            group,
        )
        for label, name, args, icon, group in lines
    ]


Line = tuple[str, str, list[Any], str, str]


def _program_lines(program_id: Any) -> list[Line]:
    group = _("Program")
    rooms = (
        (_("Overview"), "home:program", "layout-dashboard"),
        (_("Plan"), "programs:plan", "list-checks"),
        (_("Assessments"), "assessments:list", "clipboard-list"),
        (_("Workshops"), "workshops:list", "presentation"),
        (_("Roadmap"), "roadmap:roadmap", "chart-gantt"),
        (_("CI teams"), "programs:teams", "users"),
        (_("Artefacts"), "programs:artefacts", "file-text"),
        (_("Reports"), "reports:list", "printer"),
    )
    return [(label, name, [program_id], icon, group) for label, name, icon in rooms]


def _organization_lines(actor: Actor) -> list[Line]:
    group = actor.organization_name or _("Organization")
    rooms = [
        (_("My work"), "home:my_work", "inbox"),
        (_("Programs"), "programs:list", "layers"),
        (_("Catalog"), "catalog:list", "library"),
    ]
    if not actor.is_advisor_only:
        rooms.append((_("People"), "accounts:people", "users"))
    if granted(actor, Permission.MANAGE_TOKENS):
        rooms.append((_("API tokens"), "accounts:tokens", "key-round"))
    if granted(actor, Permission.VIEW_AUDIT):
        rooms.append((_("Audit trail"), "accounts:audit", "history"))
    return [(label, name, [], icon, group) for label, name, icon in rooms]
