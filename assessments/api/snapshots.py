"""Frozen results: list, one with all it keeps, and two compared."""

from typing import Any

import django_filters
from django.db import models
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from assessments import policies
from assessments.models import ResultSnapshot
from assessments.queries.comparing import results_compared
from assessments.queries.snapshots import frozen_of, medians_of, seen_by, with_heads
from assessments.serializers.snapshots import (
    ComparisonQuery,
    ResultComparisonSerializer,
    SnapshotContentSerializer,
    SnapshotSerializer,
)
from assessments.services.comparisons import request_comparison
from cip.api.views import ReadMixin, ScopedViewSet
from cip.reports.serializers import ReportRunSerializer


def register(router: BaseRouter) -> None:
    """Add the viewset of this module."""
    router.register("result-snapshots", SnapshotViewSet, basename="result-snapshot")


class SnapshotFilter(django_filters.FilterSet):
    """Results of one assessment, program or version; standing or superseded."""

    assessment = django_filters.UUIDFilter(field_name="assessment_id")
    program = django_filters.UUIDFilter(field_name="assessment__program_id")
    model_version = django_filters.UUIDFilter(field_name="model_version_id")
    state = django_filters.ChoiceFilter(choices=ResultSnapshot.State.choices)


class SnapshotViewSet(ReadMixin, ScopedViewSet):
    """Results as they were agreed; they never change."""

    area = "assessments"
    model = ResultSnapshot
    serializer_class = SnapshotSerializer
    filterset_class = SnapshotFilter
    ordering_fields = ("frozen_at", "number")

    def get_queryset(self) -> models.QuerySet[Any]:
        """Lists hold released results only; one by its id says why it is not."""
        if self.action == "list" and not getattr(self, "swagger_fake_view", False):
            return seen_by(self.actor).select_related("assessment")
        return super().get_queryset().select_related("assessment")

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One result."""
        return self.rendered(self._row())

    @extend_schema(responses=SnapshotContentSerializer)
    @action(detail=True, methods=["get"])
    def content(self, request: Request, pk: str) -> Response:
        """All ratings with their reasons, and the released medians, also by unit."""
        row = self._row()
        found = {"ratings": frozen_of([row.pk])[row.pk], "medians": medians_of([row.pk])[row.pk]}
        return Response(SnapshotContentSerializer(found).data)

    @extend_schema(parameters=[ComparisonQuery], responses=ResultComparisonSerializer)
    @action(detail=True, methods=["get"])
    def comparison(self, request: Request, pk: str) -> Response:
        """From the result `other` to this one."""
        row = self._one(pk)
        query = ComparisonQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        other = self._one(query.validated_data["other"])
        found = results_compared(self.actor, other, row, query.validated_data.get("crosswalk"))
        return Response(ResultComparisonSerializer(found).data)

    @extend_schema(request=ComparisonQuery, responses={201: ReportRunSerializer})
    @action(detail=True, methods=["post"], url_path="comparison-report")
    def comparison_report(self, request: Request, pk: str) -> Response:
        """Request the same comparison as PDF; asking again while it is made gives the same run."""
        row, values = self._one(pk), self.validated(request, ComparisonQuery)
        other = self._one(values["other"])
        found = results_compared(self.actor, other, row, values.get("crosswalk"))
        run = request_comparison(
            actor=self.actor,
            before=other,
            after=row,
            crosswalk_id=found.crosswalk.id if found.crosswalk else None,
        )
        data = ReportRunSerializer(run, context={"request": request}).data
        return Response(data, status=201)

    def _row(self) -> ResultSnapshot:
        row: ResultSnapshot = self.get_object()
        policies.check_can_see_results(self.actor, row.assessment)
        return row

    def _one(self, pk: Any) -> ResultSnapshot:
        """A result with its head; 404 outside, 403 where it is not released."""
        rows = with_heads(ResultSnapshot.objects.visible_to(self.actor))
        row = rows.filter(pk=pk).first()
        if row is None:
            raise Http404
        policies.check_can_see_results(self.actor, row.assessment)
        return row
