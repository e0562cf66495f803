"""Statistics of areas, units compared, and what to ask again in interviews."""

from typing import Any

from django.db import models
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from assessments import policies
from assessments.models import Assessment
from assessments.queries.analysis import Analysis, analysis
from assessments.queries.analysis_lists import area_lines, level_sets
from assessments.queries.interview_probes import interview_probes
from assessments.queries.unit_results import unit_board
from assessments.serializers.analysis import (
    InterviewProbeSerializer,
    SetsSerializer,
    UnitBoardSerializer,
)
from cip.api.views import ScopedViewSet

TOO_EARLY = OpenApiResponse(OpenApiTypes.OBJECT, "Collecting has not ended yet.")
PER_AREA = 5


def register(router: BaseRouter) -> None:
    """Add the viewset of this module."""
    router.register("assessments", AnalysisViewSet, basename="assessment-analysis")


class AnalysisViewSet(ScopedViewSet):
    """More about the answers; small groups are hidden as on the pages."""

    area = "assessments"
    model = Assessment
    serializer_class = SetsSerializer
    filter_backends = ()

    def get_queryset(self) -> models.QuerySet[Any]:
        """Assessments with program and model."""
        return super().get_queryset().select_related("program", "model_version__model")

    @extend_schema(responses={200: SetsSerializer, 409: TOO_EARLY})
    @action(detail=True, methods=["get"], url_path="analysis/sets")
    def sets(self, request: Request, pk: str) -> Response:
        """Agreement and distribution over areas and levels."""
        row, found = self._analysis(request)
        levels = [{"level": level, "sets": sets} for level, sets in level_sets(found)]
        return Response(SetsSerializer({"areas": area_lines(row, found), "levels": levels}).data)

    @extend_schema(responses={200: UnitBoardSerializer, 409: TOO_EARLY})
    @action(detail=True, methods=["get"], url_path="analysis/units")
    def units(self, request: Request, pk: str) -> Response:
        """Units compared in every area and question."""
        board = unit_board(*self._analysis(request))
        context = {"units": board.answers.shown}
        return Response(UnitBoardSerializer(board, context=context).data)

    @extend_schema(responses={200: InterviewProbeSerializer(many=True), 409: TOO_EARLY})
    @action(detail=True, methods=["get"], url_path="analysis/probes", pagination_class=None)
    def probes(self, request: Request, pk: str) -> Response:
        """What to ask again in interviews, most urgent first, and why."""
        row, found = self._analysis(request)
        probes = interview_probes(row, found, per_area=PER_AREA)
        return Response(InterviewProbeSerializer(probes, many=True).data)

    def _analysis(self, request: Request) -> tuple[Assessment, Analysis]:
        unknown = sorted(set(request.query_params) - {"format"})
        if unknown:
            raise ValidationError({name: ["Unknown query parameter."] for name in unknown})
        row: Assessment = self.get_object()
        policies.check_can_see_analysis(self.actor, row)
        return row, analysis(row, for_team=True)
