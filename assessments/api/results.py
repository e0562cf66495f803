"""Analysis, ratings and the result of an assessment."""

from typing import Any
from uuid import UUID

from django.db import models
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from assessments import policies
from assessments.api.findings import ActionItemViewSet, FindingViewSet
from assessments.api.gaps import GapViewSet
from assessments.models import Assessment
from assessments.queries.analysis import analysis
from assessments.queries.outcome import GoalResult, outcome
from assessments.queries.unsafe_passages import unsafe_findings, unsafe_passages
from assessments.rules import lifecycle
from assessments.serializers.analysis import AnalysisSerializer
from assessments.serializers.results import (
    AgreeInput,
    GoalRatingInput,
    GoalRatingSerializer,
    ReasonInput,
    ResultSerializer,
    UnsafePassagesSerializer,
)
from assessments.services import ratings as services
from cip.access.actor import granted
from cip.access.check import Allowed, allowed
from cip.access.permissions import Permission
from cip.api.views import ScopedViewSet, expected_version
from cip.kernel import clock
from cip.kernel.errors import WrongState

GOAL = "goal-ratings/<uuid:goal_id>"
TOO_EARLY = OpenApiResponse(OpenApiTypes.OBJECT, "Collecting has not ended yet.")


def register(router: BaseRouter) -> None:
    """Add the viewsets of this module."""
    router.register("assessments", ResultViewSet, basename="assessment-result")
    router.register("assessments", GapViewSet, basename="assessment-gap")
    router.register("findings", FindingViewSet, basename="finding")
    router.register("action-items", ActionItemViewSet, basename="action-item")


class ResultViewSet(ScopedViewSet):
    """What an assessment found: answers, ratings, level."""

    area = "assessments"
    model = Assessment
    serializer_class = ResultSerializer
    filter_backends = ()

    def get_queryset(self) -> models.QuerySet[Any]:
        """Assessments with program and model."""
        return super().get_queryset().select_related("program", "model_version__model")

    @extend_schema(responses={200: AnalysisSerializer, 409: TOO_EARLY})
    @action(detail=True, methods=["get"])
    def analysis(self, request: Request, pk: str) -> Response:
        """Answers by area and question, for the assessment team; small groups are hidden."""
        row = self._row(request)
        policies.check_can_see_analysis(self.actor, row)
        return Response(AnalysisSerializer(analysis(row, for_team=True)).data)

    @extend_schema(responses={200: ResultSerializer, 409: TOO_EARLY})
    @action(detail=True, methods=["get"])
    def result(self, request: Request, pk: str) -> Response:
        """Areas, level with lower and upper bound, and what blocks the next level."""
        row = self._row(request)
        policies.check_can_see_results(self.actor, row)
        return self._result(row)

    @extend_schema(responses={200: GoalRatingSerializer(many=True), 409: TOO_EARLY})
    @action(detail=True, methods=["get"], url_path="goal-ratings")
    def goal_ratings(self, request: Request, pk: str) -> Response:
        """All goals in scope with their agreed ratings."""
        row = self._row(request, "page", "page_size")
        policies.check_can_see_results(self.actor, row)
        goals = [goal for area in self._outcome(row).areas for goal in area.goals]
        page = self.paginate_queryset(goals)
        return self.get_paginated_response(GoalRatingSerializer(page, many=True).data)

    @extend_schema(responses={200: GoalRatingSerializer, 409: TOO_EARLY})
    @action(detail=True, methods=["get"], url_path=GOAL)
    def goal_rating(self, request: Request, pk: str, goal_id: UUID) -> Response:
        """One goal in scope with its agreed rating."""
        row = self._row(request)
        policies.check_can_see_results(self.actor, row)
        return self._goal(row, goal_id)

    @extend_schema(request=GoalRatingInput, responses=GoalRatingSerializer)
    @goal_rating.mapping.put
    def rate_goal(self, request: Request, pk: str, goal_id: UUID) -> Response:
        """Record the judgement; If-Match "v0" when the goal has none yet."""
        row = self._row(request)
        policies.check_can_see_results(self.actor, row)
        self._goal(row, goal_id)  # 404 before anything is stored
        version = expected_version(request)
        data = self.validated(request, GoalRatingInput)
        services.rate_goal(
            actor=self.actor, assessment=row, goal_id=goal_id, expected_version=version, **data
        )
        return self._goal(row, goal_id)

    @extend_schema(request=AgreeInput, responses=ResultSerializer)
    @action(detail=True, methods=["post"])
    def agree(self, request: Request, pk: str) -> Response:
        """Freeze the ratings and release the result."""
        row = self._row(request)
        data = self.validated(request, AgreeInput)
        services.agree_ratings(actor=self.actor, assessment=row, now=clock.now(), **data)
        return self._result(row)

    @extend_schema(responses=UnsafePassagesSerializer)
    @action(detail=True, methods=["get"], url_path="unsafe-passages")
    def unsafe_passages(self, request: Request, pk: str) -> Response:
        """A warning before texts are released: they should name nobody."""
        row = self._row(request)
        policies.check_can_see_preliminary_findings(self.actor, row)
        found = {"released": unsafe_passages(row), "to_discuss": unsafe_findings(row)}
        return Response(UnsafePassagesSerializer(found).data)

    @extend_schema(request=ReasonInput, responses=ResultSerializer)
    @action(detail=True, methods=["post"], url_path="take-up-again")
    def take_up_again(self, request: Request, pk: str) -> Response:
        """Open agreed ratings for changes."""
        row = self._row(request)
        data = self.validated(request, ReasonInput)
        services.take_up_again(actor=self.actor, assessment=row, now=clock.now(), **data)
        return self._result(row)

    def _row(self, request: Request, *known: str) -> Assessment:
        unknown = sorted(set(request.query_params) - {"format", *known})
        if unknown:
            raise ValidationError({name: ["Unknown query parameter."] for name in unknown})
        row: Assessment = self.get_object()
        return row

    def _outcome(self, row: Assessment) -> Any:
        if row.state in (lifecycle.PLANNED, lifecycle.COLLECTING):
            raise WrongState("Results come after collecting has ended.")
        return outcome(row, for_team=granted(self.actor, Permission.RATE))

    def _result(self, row: Assessment) -> Response:
        found = self._outcome(row)
        data = {
            "state": row.state,
            "agreed_at": row.agreed_at,
            "agreed_by": row.agreed_by,
            "goal_count": found.goal_count,
            "rated_count": found.rated_count,
            "level": found.level,
            "areas": found.areas,
            "actions": {
                "agree": _said(allowed(policies.check_can_agree, self.actor, row)),
                "take_up_again": _said(allowed(policies.check_can_take_up_again, self.actor, row)),
            },
        }
        return Response(ResultSerializer(data).data)

    def _goal(self, row: Assessment, goal_id: UUID) -> Response:
        found = self._outcome(row).goal(goal_id)
        if found is None:
            raise Http404
        goal: GoalResult = found[1]
        data = GoalRatingSerializer(goal).data
        return Response(data, headers={"ETag": f'"v{goal.version}"'})


def _said(answer: Allowed) -> dict[str, Any]:
    return {"allowed": bool(answer), "reason": answer.reason}
