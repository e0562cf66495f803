"""Targets of areas and the gaps to them."""

from typing import Any
from uuid import UUID

from django.db import models
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from assessments import policies
from assessments.models import Assessment, Target
from assessments.queries.gaps import gap_page
from assessments.serializers.gaps import (
    CriteriaInput,
    DayInput,
    GapPageSerializer,
    LevelInput,
    TargetInput,
)
from assessments.services import targets as services
from cip.api.views import ScopedViewSet, expected_version


class GapViewSet(ScopedViewSet):
    """Where areas should be, and what is missing."""

    area = "assessments"
    model = Assessment
    serializer_class = GapPageSerializer
    filter_backends = ()

    def get_queryset(self) -> models.QuerySet[Any]:
        """Assessments with program and model."""
        return super().get_queryset().select_related("program", "model_version__model")

    @extend_schema(responses=GapPageSerializer)
    @action(detail=True, methods=["get"])
    def gaps(self, request: Request, pk: str) -> Response:
        """Open gaps in order, unknown and reached ones, areas without a target."""
        row: Assessment = self.get_object()
        policies.check_can_see_results(self.actor, row)
        return self._page(row)

    @extend_schema(request=TargetInput, responses=GapPageSerializer)
    @action(detail=True, methods=["put"], url_path="targets/<uuid:node_id>")
    def target(self, request: Request, pk: str, node_id: UUID) -> Response:
        """Set the target of an area; If-Match "v0" when it has none yet."""
        row: Assessment = self.get_object()
        services.set_target(
            actor=self.actor,
            assessment=row,
            node_id=node_id,
            expected_version=expected_version(request),
            **self.validated(request, TargetInput),
        )
        return self._page(row)

    @extend_schema(
        request=None,
        responses={204: None},
        parameters=[OpenApiParameter("dimension", OpenApiTypes.UUID, required=False)],
    )
    @target.mapping.delete
    def remove_target(self, request: Request, pk: str, node_id: UUID) -> Response:
        """The area has no target any more."""
        row: Assessment = self.get_object()
        side = request.query_params.get("dimension") or None
        target = self._target(row, node_id, side)
        if target is None:
            raise Http404
        services.remove_target(actor=self.actor, target=target)
        return Response(status=204)

    @extend_schema(request=LevelInput, responses=GapPageSerializer)
    @action(detail=True, methods=["post"], url_path="targets/aim")
    def aim(self, request: Request, pk: str) -> Response:
        """Every goal of every area up to a level, where no target is set yet."""
        row: Assessment = self.get_object()
        data = self.validated(request, LevelInput)
        services.aim_for_level(actor=self.actor, assessment=row, **data)
        return self._page(row)

    @extend_schema(request=DayInput, responses=GapPageSerializer)
    @action(detail=True, methods=["post"], url_path="targets/take-over")
    def take_over(self, request: Request, pk: str) -> Response:
        """The levels that the survey wants as targets of parts that have none."""
        row: Assessment = self.get_object()
        data = self.validated(request, DayInput)
        services.take_over_targets(actor=self.actor, assessment=row, **data)
        return self._page(row)

    @extend_schema(request=CriteriaInput, responses=GapPageSerializer)
    @action(detail=True, methods=["put"], url_path="targets/order")
    def order(self, request: Request, pk: str) -> Response:
        """What counts first; If-Match "v1" while nobody has chosen."""
        row: Assessment = self.get_object()
        services.set_criteria(
            actor=self.actor,
            assessment=row,
            expected_version=expected_version(request),
            **self.validated(request, CriteriaInput),
        )
        return self._page(row)

    def _target(self, row: Assessment, node_id: UUID, side: str | None) -> Target | None:
        rows = Target.objects.filter(profile_id=row.pk, node_id=node_id)
        try:
            return rows.filter(dimension=UUID(side) if side else None).first()
        except ValueError as error:
            raise Http404 from error

    def _page(self, row: Assessment) -> Response:
        found = gap_page(row)
        headers = {"ETag": f'"v{found.version}"'}
        return Response(GapPageSerializer(found).data, headers=headers)
