"""The audit trail: read, filter, export."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from cip.accounts import policies
from cip.accounts.forms import AuditFilterForm
from cip.audit import queries
from cip.web.lists import list_file, wanted
from cip.web.loading import ActorRequest


def audit(request: ActorRequest, organization: str) -> HttpResponseBase:
    """Who did what when, newest first; as a file, read in pieces so that a long trail fits."""
    actor = request.actor
    policies.check_can_view_audit(actor)
    form = AuditFilterForm(
        request.GET, actions=queries.audit_actions(actor), actors=queries.audit_actors(actor)
    )
    asked = wanted(request, queries.ORDERS, form)
    chosen = _filter(asked.values)
    if asked.is_export:
        head = [_("At (UTC)"), _("Who"), _("As"), _("Action"), _("Kind"), _("What"), _("Changes")]
        lines = queries.audit_lines(actor, chosen, asked.sort)
        return list_file(f"audit-{actor.organization_slug}", head, lines)
    context = {
        "page_title": _("Audit trail"),
        "form": form,
        "is_filtered": asked.is_filtered,
        "page": queries.audit_page(actor, chosen, asked.number, asked.sort),
    }
    return render(request, "accounts/audit.html", context)


def _filter(values: Mapping[str, Any]) -> queries.AuditFilter:
    actor_id = values.get("actor")
    return queries.AuditFilter(
        action=values.get("action", ""),
        actor_id=UUID(actor_id) if actor_id else None,
        since=values.get("since"),
        until=values.get("until"),
        search=values.get("q", ""),
    )
