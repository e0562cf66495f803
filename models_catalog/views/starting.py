"""The small form with which a model of one's own begins."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible
from models_catalog import policies
from models_catalog.forms.words import NewModelForm
from models_catalog.models import ModelVersion
from models_catalog.queries.editor import vocabularies
from models_catalog.services.starting import start_model
from models_catalog.views.crumbs import crumbs


@require_http_methods(["GET", "POST"])
def start(request: ActorRequest, organization: str) -> HttpResponse:
    """Name the model and choose the words it begins with."""
    actor = request.actor
    policies.check_can_import(actor, actor.organization_id)
    form = NewModelForm(request.POST or None, versions=vocabularies(actor))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        pk = values.pop("like")
        like = get_visible(ModelVersion.objects.select_related("model"), actor, pk) if pk else None
        row = run_service(form, lambda: start_model(actor=actor, like=like, **values))
        if row is not None:
            messages.success(request, _("A new draft. Add its first node, or look at its words."))
            return redirect(org_url(actor, "catalog:edit", row.pk))
    context = {
        "page_title": _("Write a model"),
        "breadcrumbs": crumbs(request, (_("Write a model"), None)),
        "form": form,
    }
    return render(request, "catalog/editor/start.html", context)
