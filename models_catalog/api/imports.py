"""API of large model files that a worker reads, compares and stores."""

from typing import Any

import django_filters
from django.db import models
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from cip.api.views import ReadMixin, ScopedViewSet
from cip.jobs.models import Job
from cip.kernel import clock
from cip.kernel.errors import WrongState
from models_catalog import policies
from models_catalog.models import ImportRun
from models_catalog.queries.import_runs import result_of, with_jobs
from models_catalog.rules.plain import Plain
from models_catalog.serializers.imports import (
    ModelImportFoundSerializer,
    ModelImportRunSerializer,
)
from models_catalog.services import import_runs as services


class ImportFilter(django_filters.FilterSet):
    """By the state of its job and by what was found."""

    state = django_filters.ChoiceFilter(field_name="job__state", choices=Job.State.choices)

    class Meta:
        model = ImportRun
        fields = ["outcome"]


class ImportRunViewSet(ReadMixin, ScopedViewSet):
    """Large model files: how far they are, what was found, and whether to store them."""

    area = "catalog"
    model = ImportRun
    serializer_class = ModelImportRunSerializer
    filterset_class = ImportFilter
    ordering = ("-requested_at",)
    ordering_fields = ("requested_at", "size")

    def get_queryset(self) -> models.QuerySet[Any]:
        """With their jobs, without file and result."""
        return with_jobs(super().get_queryset())  # type: ignore[arg-type]

    @extend_schema(responses=ModelImportFoundSerializer)
    @action(detail=True, methods=["get"], filterset_class=None, pagination_class=None)
    def result(self, request: Request, pk: str) -> Response:
        """Every problem of the file, or what it holds and how it differs; 409 while it is read."""
        run = self.get_object()
        policies.check_can_import(self.actor, run.organization_id)
        found = result_of(run)
        if found is None:
            raise WrongState("The file is not read yet.")
        summary = summary_body(found, version=run.version_id) if found["summary"] else None
        return Response(
            {"problems": found["problems"], "report": found["report"], "summary": summary}
        )

    @extend_schema(request=None, responses={202: ModelImportRunSerializer})
    @action(detail=True, methods=["post"])
    def store(self, request: Request, pk: str) -> Response:
        """Store a checked file as a draft, in the background."""
        run = services.store_import(actor=self.actor, run=self.get_object(), now=clock.now())
        return self.rendered(run, status=202)

    @extend_schema(request=None, responses=ModelImportRunSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Stop it; nothing is stored and the file goes."""
        run = services.cancel_import(actor=self.actor, run=self.get_object(), now=clock.now())
        return self.rendered(run)

    @extend_schema(request=None, responses=ModelImportRunSerializer)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str) -> Response:
        """Try again after a failure."""
        return self.rendered(services.retry_import(actor=self.actor, run=self.get_object()))

    def destroy(self, request: Request, pk: str) -> Response:
        """Forget the file and what was found in it; what was stored stays."""
        services.discard_import(actor=self.actor, run=self.get_object())
        return Response(status=204)


def accepted(request: Request, upload: services.Upload, *, is_dry_run: bool) -> Response:
    """202 with the import that was queued and its address."""
    run = services.request_import(
        actor=request.actor,  # type: ignore[attr-defined]
        upload=upload,
        is_dry_run=is_dry_run,
        now=clock.now(),
    )
    body = ModelImportRunSerializer(run, context={"request": request}).data
    address = reverse("model-import-detail", kwargs={"pk": run.pk})
    return Response(body, status=202, headers={"Location": address})


def summary_body(found: Plain, *, version: object) -> Plain:
    """A result without problems as the API shows it; `version` is the key of what was stored."""
    summary = dict(found["summary"])
    compared_with, difference = summary.pop("compared_with"), summary["difference"]
    return {
        **summary,
        "form": found["form"],
        "report": found["report"],
        "is_stored": version is not None,
        "version": version and str(version),
        "difference": None
        if difference is None
        else {
            "compared_with": compared_with,
            "nodes": _codes(difference.get("nodes", {})),
            "questions": _codes(difference.get("questions", {})),
        },
    }


_SORTS = ("added", "removed", "moved", "reworded", "altered", "renamed", "split", "merged")


def _codes(changes: dict[str, list[Any]]) -> dict[str, list[str]]:
    return {sort: [_code(each) for each in changes.get(sort, ())] for sort in _SORTS}


def _code(each: Any) -> str:
    """Renamed entries go by their new code."""
    code: str = each if isinstance(each, str) else each.get("code") or each["after"]
    return code


def register(router: BaseRouter) -> None:
    """Add this module's viewsets to the one router."""
    router.register("model-imports", ImportRunViewSet, basename="model-import")
