"""Levels of parts: what the survey says, what is agreed, what is in the way."""

from typing import Any
from uuid import UUID

from django.db import models
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from assessments import policies
from assessments.api.analysis import TOO_EARLY
from assessments.models import Assessment
from assessments.queries.leveled import Leveled, leveled
from assessments.rules import lifecycle
from assessments.serializers.agreed_levels import (
    LevelRecordInput,
    LevelSerializer,
    LevelsSerializer,
)
from assessments.services.agreed_levels import agree_level
from cip.access.actor import granted
from cip.access.permissions import Permission
from cip.api.views import ScopedViewSet, expected_version
from cip.kernel.errors import WrongState


def register(router: BaseRouter) -> None:
    """Add the viewset of this module."""
    router.register("assessments", LevelViewSet, basename="assessment-level")


class LevelViewSet(ScopedViewSet):
    """Agreed levels of assessments whose parts are judged on levels."""

    area = "assessments"
    model = Assessment
    serializer_class = LevelsSerializer
    filter_backends = ()

    def get_queryset(self) -> models.QuerySet[Any]:
        """Assessments with program and model."""
        return super().get_queryset().select_related("program", "model_version__model")

    @extend_schema(responses={200: LevelsSerializer, 409: TOO_EARLY})
    @action(detail=True, methods=["get"])
    def levels(self, request: Request, pk: str) -> Response:
        """All parts with survey, agreed level, target, and what blocks the next level."""
        row: Assessment = self.get_object()
        policies.check_can_see_results(self.actor, row)
        found = self._found(row)
        data = {
            "state": row.state,
            "goal_count": found.goal_count,
            "rated_count": found.rated_count,
            "steps": found.model.steps,
            "areas": found.areas,
        }
        return Response(LevelsSerializer(data).data)

    @extend_schema(request=LevelRecordInput, responses=LevelSerializer)
    @action(detail=True, methods=["put"], url_path="levels/<uuid:node_id>")
    def level(self, request: Request, pk: str, node_id: UUID) -> Response:
        """Record the agreed level of a part; If-Match "v0" when it has no record yet."""
        row: Assessment = self.get_object()
        policies.check_can_see_results(self.actor, row)
        self._found(row)  # 404 before anything is stored
        version = expected_version(request)
        data = self.validated(request, LevelRecordInput)
        side_id = data.pop("dimension")
        agree_level(
            actor=self.actor,
            assessment=row,
            node_id=node_id,
            dimension_id=side_id,
            expected_version=version,
            **data,
        )
        place = (node_id, side_id)
        cell = next(c for c in self._found(row).cells if (c.part.id, c.side.id) == place)
        headers = {"ETag": f'"v{cell.agreed.version}"'}
        return Response(LevelSerializer(cell).data, headers=headers)

    def _found(self, row: Assessment) -> Leveled:
        if row.state in (lifecycle.PLANNED, lifecycle.COLLECTING):
            raise WrongState("Results come after collecting has ended.")
        found = leveled(row, for_team=granted(self.actor, Permission.RATE))
        if found is None:
            raise Http404
        return found
