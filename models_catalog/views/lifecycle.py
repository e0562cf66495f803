"""Pages that take a version on: publish, retire, the next version, a variant."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cip.access.actor import Actor
from cip.access.check import allowed
from cip.kernel import clock
from cip.kernel.errors import WrongState
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible
from models_catalog import policies
from models_catalog.forms import NumberForm, PublishForm, RetireForm, TailorForm
from models_catalog.models import ModelVersion
from models_catalog.queries.lifecycle import needs_of, proposed_code, proposed_number
from models_catalog.services import versions
from models_catalog.services.tailoring import next_version, tailor_version
from models_catalog.views.crumbs import crumbs


def lifecycle_checks(actor: Actor, version: ModelVersion) -> dict[str, Any]:
    """What the person may do with the version; steps that its state rules out are left out."""
    is_own = version.model.organization_id is not None
    steps: dict[str, list[tuple[str, Callable[..., None]]]] = {
        ModelVersion.State.DRAFT: [
            ("edit", policies.check_can_edit),
            ("publish", policies.check_can_publish),
            ("discard", policies.check_can_discard),
        ],
        ModelVersion.State.PUBLISHED: [
            ("retire", policies.check_can_retire),
            ("next", policies.check_can_continue),
        ],
        ModelVersion.State.RETIRED: [("next", policies.check_can_continue)],
    }
    checks = {name: allowed(check, actor, version) for name, check in steps[version.state]}
    found: dict[str, Any] = checks if is_own else {}
    if version.state == ModelVersion.State.PUBLISHED:
        found["tailor"] = allowed(policies.check_can_tailor, actor, version)
    if is_own and version.based_on_id is not None:
        found["upgrade"] = allowed(policies.check_can_upgrade, actor, version)
    return found


def _load(request: ActorRequest, pk: UUID) -> ModelVersion:
    rows = ModelVersion.objects.select_related("model", "based_on__model")
    return get_visible(rows, request.actor, pk)


@require_http_methods(["GET", "POST"])
def publish(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """What is missing for publishing, the notes on what changed, and the step itself."""
    row = _load(request, pk)
    if row.state != ModelVersion.State.DRAFT:
        return _refused(request, row, _("Only a draft can be published."))
    policies.check_can_publish(request.actor, row)
    form = PublishForm(_posted(request), initial={"notes": row.notes})
    if request.method == "POST" and form.is_valid():
        notes = form.cleaned_data["notes"] if "notes" in request.POST else None
        answer = _done(
            request,
            form,
            lambda: versions.publish_version(
                actor=request.actor, version=row, now=clock.now(), notes=notes
            ),
            _("Published. Its content can no longer change."),
        )
        if answer is not None:
            return answer
    context = {"needs": needs_of(row), "has_earlier": versions.has_earlier(row)}
    return _page(request, row, form, template="publish", title=_("Publish"), more=context)


@require_http_methods(["GET", "POST"])
def retire(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Why, and the step itself."""
    row = _load(request, pk)
    if row.state != ModelVersion.State.PUBLISHED:
        return _refused(request, row, _("Only a published version can be retired."))
    policies.check_can_retire(request.actor, row)
    form = RetireForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        answer = _done(
            request,
            form,
            lambda: versions.retire_version(
                actor=request.actor, version=row, reason=form.cleaned_data["reason"]
            ),
            _("Retired. Assessments that use it stay; new ones cannot choose it."),
        )
        if answer is not None:
            return answer
    return _page(request, row, form, title=_("Retire"), more={"step": "retire"})


@require_http_methods(["GET", "POST"])
def next_(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """The number of the next version, and making its draft."""
    row = _load(request, pk)
    policies.check_can_continue(request.actor, row)
    form = NumberForm(_posted(request), initial={"number": proposed_number(row)})
    if request.method == "POST" and form.is_valid():
        answer = _done(
            request,
            form,
            lambda: next_version(
                actor=request.actor, version=row, number=form.cleaned_data["number"]
            ),
            _("A draft with the same content is made. Change it, then publish it."),
        )
        if answer is not None:
            return answer
    return _page(request, row, form, title=_("Next version"), more={"step": "next"})


@require_http_methods(["GET", "POST"])
def tailor(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Name and code of a variant, and making its draft."""
    row = _load(request, pk)
    policies.check_can_tailor(request.actor, row)
    name = _("%(model)s, our variant") % {"model": row.model.name}
    initial = {"name": name, "code": proposed_code(request.actor, row)}
    form = TailorForm(_posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        answer = _done(
            request,
            form,
            lambda: tailor_version(actor=request.actor, version=row, **form.cleaned_data),
            _("Your variant is a draft. Leave out, add and reword, then publish it."),
        )
        if answer is not None:
            return answer
    return _page(request, row, form, title=_("Make our variant"), more={"step": "tailor"})


def _posted(request: ActorRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _done(
    request: ActorRequest, form: forms.Form, service: Callable[[], ModelVersion], said: str
) -> HttpResponse | None:
    """Run the service and show the version; None when the form has errors now."""
    try:
        row = run_service(form, service)
    except WrongState as error:
        form.add_error(None, error.message)
        return None
    if row is None:
        return None
    messages.success(request, said)
    return redirect(org_url(request.actor, "catalog:version", row.pk))


def _refused(request: ActorRequest, row: ModelVersion, reason: str) -> HttpResponse:
    """Back to the version, with the reason; people without the right are refused first."""
    policies.check_can_import(request.actor, row.model.organization_id)
    messages.error(request, reason)
    return redirect(org_url(request.actor, "catalog:version", row.pk))


def _page(
    request: ActorRequest,
    row: ModelVersion,
    form: forms.Form,
    *,
    title: str,
    more: dict[str, Any],
    template: str = "version_step",
) -> HttpResponse:
    home = org_url(request.actor, "catalog:version", row.pk)
    return render(
        request,
        f"catalog/{template}.html",
        {
            "page_title": title,
            "breadcrumbs": crumbs(request, (row.model.name, home), (title, None)),
            "version": row,
            "form": form,
            "home": home,
            **more,
        },
    )
