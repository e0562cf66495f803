"""Discussions of areas and their outcomes; the assessment team only."""

from typing import Any
from uuid import UUID

import django_filters
from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from assessments import policies
from assessments.models import Assessment, Discussion, DiscussionOutcome
from assessments.serializers import evidence as shapes
from assessments.serializers.results import ActionItemSerializer, ReasonInput
from assessments.services import discussions as services
from cip.api.views import ReadMixin, ScopedViewSet, expected_version, step_version
from cip.db.lookups import named_row
from cip.kernel import clock

OUTCOME = "outcomes/<uuid:finding_id>"


def register(router: BaseRouter) -> None:
    """Add the viewsets of this module."""
    router.register("discussions", DiscussionViewSet, basename="discussion")


class DiscussionFilter(django_filters.FilterSet):
    """Discussions of one assessment, about one area, of one state."""

    assessment = django_filters.UUIDFilter(field_name="assessment_id")
    node = django_filters.UUIDFilter(field_name="node_id")
    state = django_filters.ChoiceFilter(choices=Discussion.State.choices)


class DiscussionViewSet(ReadMixin, ScopedViewSet):
    """Sessions in which those concerned look at the findings of an area."""

    area = "assessments"
    model = Discussion
    serializer_class = shapes.DiscussionSerializer
    filterset_class = DiscussionFilter
    ordering_fields = ("planned_on", "held_on", "state", "created_at")

    def get_queryset(self) -> models.QuerySet[Any]:
        """Discussions with assessment and area."""
        return super().get_queryset().select_related("assessment__program", "node")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page of discussions."""
        policies.check_can_see_discussions(self.actor)
        return super().list(request, *args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One discussion."""
        return self.rendered(self._row())

    @extend_schema(request=shapes.DiscussionInput, responses={201: shapes.DiscussionSerializer})
    def create(self, request: Request) -> Response:
        """Plan a discussion."""
        data = self.validated(request, shapes.DiscussionInput)
        made = services.plan_discussion(
            actor=self.actor,
            assessment=self._assessment(data["assessment"]),
            node_id=data["node"],
            planned_on=data["planned_on"],
        )
        return self.rendered(made, status=201)

    @extend_schema(request=shapes.SkipAreaInput, responses={201: shapes.DiscussionSerializer})
    @action(detail=False, methods=["post"], url_path="skip-area")
    def skip_area(self, request: Request) -> Response:
        """Leave an area out, with a reason."""
        data = self.validated(request, shapes.SkipAreaInput)
        made = services.skip_area(
            actor=self.actor,
            assessment=self._assessment(data["assessment"]),
            node_id=data["node"],
            reason=data["reason"],
        )
        return self.rendered(made, status=201)

    @extend_schema(request=shapes.HoldDiscussionInput, responses=shapes.DiscussionSerializer)
    @action(detail=True, methods=["post"])
    def hold(self, request: Request, pk: str) -> Response:
        """It took place."""
        row = self._row()
        data = self.validated(request, shapes.HoldDiscussionInput)
        version = step_version(request, row)
        return self.rendered(
            services.hold_discussion(
                actor=self.actor,
                discussion=row,
                today=clock.today(),
                expected_version=version,
                **data,
            )
        )

    @extend_schema(request=ReasonInput, responses=shapes.DiscussionSerializer)
    @action(detail=True, methods=["post"])
    def skip(self, request: Request, pk: str) -> Response:
        """It will not take place."""
        row = self._row()
        data = self.validated(request, ReasonInput)
        version = step_version(request, row)
        return self.rendered(
            services.skip_discussion(
                actor=self.actor, discussion=row, expected_version=version, **data
            )
        )

    @extend_schema(request=shapes.PlanAgainInput, responses=shapes.DiscussionSerializer)
    @action(detail=True, methods=["post"], url_path="plan-again")
    def plan_again(self, request: Request, pk: str) -> Response:
        """Another day, or after all."""
        row = self._row()
        data = self.validated(request, shapes.PlanAgainInput)
        version = step_version(request, row)
        return self.rendered(
            services.plan_discussion_again(
                actor=self.actor, discussion=row, expected_version=version, **data
            )
        )

    @extend_schema(responses=shapes.DiscussionOutcomeSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], filter_backends=())
    def outcomes(self, request: Request, pk: str) -> Response:
        """What became of the findings."""
        row = self._row()
        rows = DiscussionOutcome.objects.filter(discussion=row).order_by("created_at", "pk")
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(shapes.DiscussionOutcomeSerializer(page, many=True).data)

    @extend_schema(
        request=shapes.DiscussionOutcomeInput, responses=shapes.DiscussionOutcomeSerializer
    )
    @action(detail=True, methods=["put"], url_path=OUTCOME)
    def outcome(self, request: Request, pk: str, finding_id: UUID) -> Response:
        """What became of one finding; demands If-Match with the finding's version."""
        row = self._row()
        version = expected_version(request)
        data = self.validated(request, shapes.DiscussionOutcomeInput)
        made = services.record_outcome(
            actor=self.actor,
            discussion=row,
            finding_id=finding_id,
            expected_version=version,
            **data,
        )
        return Response(shapes.DiscussionOutcomeSerializer(made).data)

    @extend_schema(request=shapes.DiscussionActionInput, responses={201: ActionItemSerializer})
    @action(detail=True, methods=["post"], url_path="action-items")
    def agree_action(self, request: Request, pk: str) -> Response:
        """An action agreed there."""
        row = self._row()
        data = self.validated(request, shapes.DiscussionActionInput)
        made = services.agree_action_in(
            actor=self.actor,
            discussion=row,
            finding_id=data.pop("finding", None),
            owner_id=data.pop("owner"),
            **data,
        )
        return Response(ActionItemSerializer(made).data, status=201)

    def _assessment(self, pk: UUID) -> Assessment:
        rows = Assessment.objects.select_related("program")
        return named_row(rows, self.actor, pk, field="assessment")

    def _row(self) -> Discussion:
        row: Discussion = self.get_object()
        policies.check_can_see_discussions(self.actor)
        return row
