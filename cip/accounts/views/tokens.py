"""API tokens: list, create, revoke."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cip.access.check import allowed
from cip.accounts import policies, queries
from cip.accounts.forms import TokenFilterForm, TokenForm
from cip.accounts.models import ApiToken
from cip.accounts.services import tokens as services
from cip.kernel import clock
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.lists import list_file, wanted
from cip.web.loading import ActorRequest, get_visible


def tokens(request: ActorRequest, organization: str) -> HttpResponseBase:
    """One's tokens, and making a new one; its secret is shown in this answer only."""
    actor = request.actor
    policies.check_can_see_tokens(actor)
    form = TokenForm(request.POST or None)
    made: tuple[ApiToken, str] | None = None
    if request.method == "POST" and form.is_valid():
        made = run_service(form, lambda: _create(request, form))
        if made is not None:
            form = TokenForm()
    filters = TokenFilterForm(request.GET, auto_id="filter_%s")
    asked = wanted(request, queries.TOKEN_ORDERS, filters)
    page = queries.token_page(
        actor,
        now=clock.now(),
        search=asked.values.get("q", ""),
        state=asked.values.get("state", ""),
        sort=asked.sort,
        number=asked.number,
    )
    if asked.is_export:
        return _tokens_file(page)
    context = {
        "page_title": _("API tokens"),
        "form": form,
        "made": made[0] if made else None,
        "secret": made[1] if made else "",
        "page": page,
        "filters": filters,
        "is_filtered": asked.is_filtered,
        "is_admin": bool(allowed(policies.check_can_manage_people, actor)),
    }
    response = render(request, "accounts/tokens.html", context, status=400 if form.errors else 200)
    add_never_cache_headers(response)
    return response


def _tokens_file(rows: Iterable[queries.TokenRow]) -> StreamingHttpResponse:
    head = [
        _("Name"),
        _("Begins with"),
        _("Owner"),
        _("Access"),
        _("Created at (UTC)"),
        _("Last used"),
        _("State"),
        _("Usable until (UTC)"),
    ]
    lines = (
        (
            r.name,
            r.prefix,
            r.owner,
            ", ".join(r.scopes),
            r.created_at.isoformat(timespec="seconds"),
            r.last_used_on,
            r.state_label,
            r.expires_at and r.expires_at.isoformat(timespec="seconds"),
        )
        for r in rows
    )
    return list_file("api-tokens", head, lines)


def _create(request: ActorRequest, form: TokenForm) -> tuple[ApiToken, str]:
    day = form.cleaned_data["expires_on"]
    return services.create_token(
        actor=request.actor,
        name=form.cleaned_data["name"],
        scopes=form.scopes(),
        expires_at=None if day is None else datetime.combine(day, time.max, tzinfo=UTC),
    )


@require_POST
def revoke(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Revoke a token at once."""
    token = get_visible(ApiToken.objects.all(), request.actor, pk)
    services.revoke_token(actor=request.actor, token=token, now=clock.now())
    messages.success(request, _("The token “%(name)s” no longer works.") % {"name": token.name})
    return redirect(org_url(request.actor, "accounts:tokens"))
