"""The sampled instances of an appraisal."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments import policies
from assessments.forms.appraisal import InstanceForm
from assessments.models import Assessment, Instance
from assessments.queries.appraisal import instances_of
from assessments.queries.findings import people_names
from assessments.rules.naming import names_in
from assessments.services import appraisals as services
from assessments.views.appraisal_frame import appraisal_frame
from assessments.views.result_frame import load_assessment, submitted
from cip.web.forms import run_service
from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible

NEW = {"expected_version": 0}


@require_http_methods(["GET", "POST"])
def instances(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """All instances; a POST adds one."""
    row = load_assessment(request, pk)
    policies.check_can_see_characterizations(request.actor, row)
    form = InstanceForm(submitted(request), initial=NEW)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("name", "unit", "reason")}
        made = run_service(
            form,
            lambda: services.add_instance(actor=request.actor, assessment=row, **values),
        )
        if made is not None:
            return _done(request, row, made, _("%s is added.") % made.name)
    context = appraisal_frame(request, row, _("Instances"), (_("Instances"), None))
    context |= {"instances": instances_of(row), "form": form}
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "assessments/instances.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Change name, unit or reason."""
    instance = _load(request, pk)
    row = instance.assessment
    policies.check_can_sample(request.actor, row)
    form = InstanceForm(request.POST) if request.method == "POST" else InstanceForm.of(instance)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("expected_version")
        saved = run_service(
            form,
            lambda: services.edit_instance(
                actor=request.actor, instance=instance, expected_version=version, values=values
            ),
        )
        if saved is not None:
            return _done(request, row, saved, _("Saved."))
    list_url = org_url(request.actor, "assessments:instances", row.pk)
    steps = (_("Instances"), list_url), (instance.name, None)
    context = appraisal_frame(request, row, instance.name, *steps) | {"form": form}
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "assessments/instance_edit.html", context, status=status)


@require_POST
def remove(request: ActorRequest, organization: str, pk: UUID) -> HttpResponse:
    """Take an instance out of the sample."""
    instance = _load(request, pk)
    services.remove_instance(actor=request.actor, instance=instance)
    messages.success(request, _("%s is removed.") % instance.name)
    return redirect(org_url(request.actor, "assessments:instances", instance.assessment_id))


def _load(request: ActorRequest, pk: UUID) -> Instance:
    rows = Instance.objects.select_related(
        "assessment__program", "assessment__model_version__model"
    )
    row: Instance = get_visible(rows, request.actor, pk)
    request.program_id = row.assessment.program_id  # type: ignore[attr-defined]
    return row


def _done(request: ActorRequest, row: Assessment, instance: Instance, text: str) -> HttpResponse:
    messages.success(request, text)
    if names_in(instance.name, people_names(row)):
        messages.warning(request, _("The name may be that of a person: name the work instead."))
    return redirect(org_url(request.actor, "assessments:instances", row.pk))
