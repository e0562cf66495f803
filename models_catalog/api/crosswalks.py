"""API of crosswalks and their mappings."""

from typing import Any

import django_filters
from django.db import models
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from cip.api.views import ReadMixin, ScopedViewSet
from cip.kernel.errors import InvalidInput
from models_catalog.forms import CrosswalkViewForm
from models_catalog.models import Crosswalk, Mapping
from models_catalog.queries.crosswalks import crosswalk_document, crosswalk_page
from models_catalog.rules.crosswalk_file import write_crosswalk
from models_catalog.serializers.crosswalks import (
    CrosswalkDocumentSerializer,
    CrosswalkImportResultSerializer,
    CrosswalkImportSerializer,
    CrosswalkSerializer,
    MappingSerializer,
    ReachSerializer,
)
from models_catalog.services.crosswalks import delete_crosswalk, import_crosswalk
from models_catalog.services.files import problem_lines
from models_catalog.services.results import plain_report


class CrosswalkFilter(django_filters.FilterSet):
    """By code and by the versions compared."""

    source = django_filters.UUIDFilter(field_name="source_id")
    target = django_filters.UUIDFilter(field_name="target_id")

    class Meta:
        model = Crosswalk
        fields = ["code"]


class MappingFilter(django_filters.FilterSet):
    """By crosswalk, nodes, relation, confidence and whether it is official."""

    crosswalk = django_filters.UUIDFilter(field_name="crosswalk_id")
    source = django_filters.UUIDFilter(field_name="source_id")
    target = django_filters.UUIDFilter(field_name="target_id")

    class Meta:
        model = Mapping
        fields = ["relation", "confidence", "is_official"]


class CrosswalkViewSet(ReadMixin, ScopedViewSet):
    """Crosswalks between versions: read, import, delete, and what one version tells of another."""

    area = "catalog"
    model = Crosswalk
    serializer_class = CrosswalkSerializer
    filterset_class = CrosswalkFilter
    ordering = ("name",)
    ordering_fields = ("name", "code", "updated_at")

    def get_queryset(self) -> models.QuerySet[Any]:
        """With both versions and their models."""
        return super().get_queryset().select_related("source__model", "target__model")

    @extend_schema(request=CrosswalkImportSerializer, responses=CrosswalkImportResultSerializer)
    @action(detail=False, methods=["post"], url_path="import")
    def import_(self, request: Request) -> Response:
        """Check a crosswalk file and, unless `dry_run`, store it for the organization.

        A file with problems stores nothing; `fields.document` lists every problem by line.
        """
        values = self.validated(request, CrosswalkImportSerializer)
        result = import_crosswalk(
            actor=self.actor,
            data=values["document"].encode("utf-8", "surrogatepass"),
            organization_id=self.actor.organization_id,
            is_dry_run=values["dry_run"],
        )
        if result.document is None or result.outcome is None:
            raise InvalidInput(fields={"document": problem_lines(result.problems)})
        return Response(
            {
                "code": result.document.code,
                "outcome": result.outcome.value,
                "mappings": len(result.document.mappings),
                "is_stored": result.crosswalk is not None,
                "crosswalk": str(result.crosswalk.pk) if result.crosswalk else None,
                "report": plain_report(result.report),
            }
        )

    def destroy(self, request: Request, pk: str) -> Response:
        """Delete a crosswalk of the organization."""
        delete_crosswalk(actor=self.actor, crosswalk=self.get_object())
        return Response(status=204)

    @extend_schema(responses=CrosswalkDocumentSerializer)
    @action(detail=True, methods=["get"])
    def document(self, request: Request, pk: str) -> Response:
        """The crosswalk as a file; importing it again changes nothing."""
        return Response({"document": write_crosswalk(crosswalk_document(self.get_object()))})

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "side",
                enum=["from", "to"],
                description="Which version is assessed. Default: from.",
            ),
            OpenApiParameter(
                "up_to", int, description="Only its nodes up to this level are assessed."
            ),
        ],
        responses=ReachSerializer,
    )
    @action(detail=True, methods=["get"], filterset_class=None, filter_backends=[])
    def reach(self, request: Request, pk: str) -> Response:
        """How much an assessment of the one version tells of the other."""
        form = CrosswalkViewForm(request.query_params)
        if not form.is_valid():
            raise InvalidInput(fields={k: [str(e) for e in v] for k, v in form.errors.items()})
        found = crosswalk_page(
            self.get_object(),
            is_turned=form.cleaned_data["side"] == "to",
            up_to=form.cleaned_data["up_to"],
        )
        return Response(
            {
                "assessed": found.left.model_code,
                "told": found.right.model_code,
                "up_to_level": found.up_to,
                "whole": found.told.whole,
                "part": found.told.part,
                "none": found.told.none,
                "gaps": [node.code for node in found.untold],
            }
        )


class MappingViewSet(ReadMixin, ScopedViewSet):
    """Mappings in the order of their crosswalk."""

    area = "catalog"
    model = Mapping
    serializer_class = MappingSerializer
    filterset_class = MappingFilter
    ordering = ("crosswalk", "position")
    ordering_fields = ("position", "relation")

    def get_queryset(self) -> models.QuerySet[Any]:
        """With both nodes."""
        return super().get_queryset().select_related("source", "target")


def register(router: BaseRouter) -> None:
    """Add this module's viewsets to the one router."""
    router.register("crosswalks", CrosswalkViewSet, basename="crosswalk")
    router.register("mappings", MappingViewSet, basename="mapping")
