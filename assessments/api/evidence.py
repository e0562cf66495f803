"""Evidence about practices, and the matrix of an assessment; the assessment team only."""

from typing import Any

import django_filters
from django.db import models
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from assessments import policies
from assessments.models import Assessment, Evidence, Finding, PracticeEvidence
from assessments.queries.evidence_matrix import matrix
from assessments.serializers import evidence as shapes
from assessments.serializers.results import EvidenceSerializer
from assessments.services import practice_evidence as services
from cip.api.views import ReadMixin, ScopedViewSet
from cip.db.lookups import named_row
from cip.kernel import clock
from cip.web.loading import get_visible


def register(router: BaseRouter) -> None:
    """Add the viewsets of this module."""
    router.register("practice-evidence", PracticeEvidenceViewSet, basename="practice-evidence")


class PracticeEvidenceFilter(django_filters.FilterSet):
    """Evidence of one assessment, about one node, of one source."""

    assessment = django_filters.UUIDFilter(field_name="assessment_id")
    node = django_filters.UUIDFilter(field_name="node_id")
    source = django_filters.ChoiceFilter(choices=Evidence.Source.choices)


class PracticeEvidenceViewSet(ReadMixin, ScopedViewSet):
    """What says whether a practice is done."""

    area = "assessments"
    model = PracticeEvidence
    serializer_class = shapes.PracticeEvidenceSerializer
    filterset_class = PracticeEvidenceFilter
    ordering_fields = ("dated_on", "node__position", "created_at")

    def get_queryset(self) -> models.QuerySet[Any]:
        """Evidence with its assessment."""
        rows = super().get_queryset()
        return rows.select_related(
            "assessment__program", "interview_note__interview", "item", "artefact_version"
        )

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page of evidence."""
        policies.check_can_see_evidence(self.actor)
        return super().list(request, *args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One piece."""
        return self.rendered(self._row())

    @extend_schema(
        request=shapes.PracticeEvidenceInput,
        responses={201: shapes.PracticeEvidenceSerializer},
    )
    def create(self, request: Request) -> Response:
        """Add a piece; what people said comes from the notes of an interview instead."""
        data = self.validated(request, shapes.PracticeEvidenceInput)
        rows = Assessment.objects.select_related("program")
        made = services.collect_evidence(
            actor=self.actor,
            assessment=named_row(rows, self.actor, data.pop("assessment"), field="assessment"),
            node_id=data.pop("node"),
            item_id=data.pop("item", None),
            artefact_version_id=data.pop("artefact_version", None),
            today=clock.today(),
            **data,
        )
        return self.rendered(made, status=201)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Withdraw it, also from findings; one that no longer stands becomes preliminary."""
        services.withdraw_practice_evidence(actor=self.actor, evidence=self._row())
        return Response(status=204)

    @extend_schema(request=shapes.TakeInInput, responses={201: EvidenceSerializer})
    @action(detail=True, methods=["post"], url_path="take-in")
    def take_in(self, request: Request, pk: str) -> Response:
        """Let a finding rest on it."""
        row = self._row()
        data = self.validated(request, shapes.TakeInInput)
        rows = Finding.objects.select_related("assessment__program")
        finding = named_row(rows, self.actor, data["finding"], field="finding")
        made = services.take_in(actor=self.actor, finding=finding, evidence=row)
        return Response(EvidenceSerializer(made).data, status=201)

    @extend_schema(
        responses=shapes.MatrixRowSerializer(many=True),
        parameters=[OpenApiParameter("assessment", str, required=True)],
        filters=False,
    )
    @action(detail=False, methods=["get"], filter_backends=())
    def matrix(self, request: Request) -> Response:
        """Practices of an assessment with what each kind of source says, and the verdict."""
        policies.check_can_see_evidence(self.actor)
        rows = Assessment.objects.select_related("program")
        wanted = shapes.MatrixInput(data={"assessment": request.query_params.get("assessment")})
        wanted.is_valid(raise_exception=True)
        pk = wanted.validated_data["assessment"]
        assessment = get_visible(rows, self.actor, pk)
        found = [
            {"area": area.id, "row": row}
            for area in matrix(assessment, today=clock.today())
            for row in area.rows
        ]
        page = self.paginate_queryset(found)
        return self.get_paginated_response(shapes.MatrixRowSerializer(page, many=True).data)

    def _row(self) -> PracticeEvidence:
        row: PracticeEvidence = self.get_object()
        policies.check_can_see_evidence(self.actor)
        return row
