"""The page that upgrades a variant: first what would happen, then the new draft."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cip.kernel.errors import WrongState
from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible
from models_catalog import policies
from models_catalog.models import ModelVersion
from models_catalog.queries.lifecycle import newer_versions
from models_catalog.queries.upgrades import upgrade_page
from models_catalog.rules.threeway import Side
from models_catalog.services.tailoring import preview_upgrade, upgrade_version
from models_catalog.views.crumbs import crumbs

CHOICE = "choice:"


@require_http_methods(["GET", "POST"])
def upgrade(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """What an upgrade does and what is to be chosen; posted, it makes the draft."""
    actor = request.actor
    rows = ModelVersion.objects.select_related("model", "based_on__model")
    row = get_visible(rows, actor, pk)
    policies.check_can_upgrade(actor, row)
    newer = newer_versions(actor, row)
    asked = request.POST.get("to") or request.GET.get("to") or ""
    target = _target(newer, asked)
    if request.method == "POST" and target is not None:
        try:
            made = upgrade_version(
                actor=actor, version=row, target=target, choices=choices_of(request.POST)
            )
        except WrongState as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("The upgraded draft is made. Look through it."))
            return redirect(org_url(actor, "catalog:version", made.pk))
    found = target and preview_upgrade(actor=actor, version=row, target=target)
    home = org_url(actor, "catalog:version", row.pk)
    return render(
        request,
        "catalog/upgrade.html",
        {
            "page_title": _("Upgrade"),
            "breadcrumbs": crumbs(request, (row.model.name, home), (_("Upgrade"), None)),
            "version": row,
            "target": target,
            "newer": newer,
            "found": upgrade_page(found) if found else None,
        },
    )


def _target(newer: list[ModelVersion], asked: str) -> ModelVersion | None:
    if not asked:
        return newer[0] if newer else None
    found = next((row for row in newer if str(row.pk) == asked), None)
    if found is None:
        raise Http404
    return found


def choices_of(posted: QueryDict) -> dict[str, Side]:
    """Whose text is taken, by key; anything but "theirs" is ours."""
    return {
        name.removeprefix(CHOICE): Side.THEIRS if value == Side.THEIRS else Side.OURS
        for name, value in posted.items()
        if name.startswith(CHOICE)
    }
