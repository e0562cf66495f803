"""CMMI appraisals: instances, values of practices, judgements, levels, signatures."""

from typing import Any
from uuid import UUID

import django_filters
from django.db import models
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from assessments import policies
from assessments.appraisal_words import block_lines
from assessments.models import Assessment, Instance
from assessments.queries.appraisal import Appraisal, AreaState, appraisal
from assessments.queries.signatures import signatures
from assessments.rules import lifecycle
from assessments.serializers import appraisal as shapes
from assessments.services import appraisals as services
from assessments.services.characterizing import CellChange, characterize
from assessments.services.judging import judge_goal
from assessments.services.signing import sign_ratings, withdraw_signature
from cip.access.actor import granted
from cip.access.permissions import Permission
from cip.api.views import ReadMixin, ScopedViewSet, expected_version
from cip.db.lookups import named_row
from cip.kernel import clock

AREA = "appraisal/areas/<uuid:area_id>"
GOAL = f"{AREA}/goals/<uuid:goal_id>"


def register(router: BaseRouter) -> None:
    """Add the viewsets of this module."""
    router.register("assessments", AppraisalViewSet, basename="assessment-appraisal")
    router.register("instances", InstanceViewSet, basename="instance")


class AppraisalViewSet(ScopedViewSet):
    """What an appraisal saw of each practice, and what follows."""

    area = "assessments"
    model = Assessment
    serializer_class = shapes.ShownAppraisalSerializer
    filter_backends = ()

    def get_queryset(self) -> models.QuerySet[Any]:
        """Assessments with program and model."""
        return super().get_queryset().select_related("program", "model_version__model")

    @extend_schema(responses=shapes.ShownAppraisalSerializer)
    @action(detail=True, methods=["get"])
    def appraisal(self, request: Request, pk: str) -> Response:
        """Levels, profile and what blocks the next level; 404 for other models."""
        return Response(_shown(self._found(self._row())))

    @extend_schema(responses=shapes.AppraisedAreaDetailSerializer)
    @action(detail=True, methods=["get"], url_path=AREA)
    def appraisal_area(self, request: Request, pk: str, area_id: UUID) -> Response:
        """One process area with every practice at every instance."""
        area = _area(self._found(self._row()), area_id)
        return Response(shapes.AppraisedAreaDetailSerializer(area).data)

    @extend_schema(request=shapes.JudgementInput, responses=shapes.AppraisedGoalSerializer)
    @action(detail=True, methods=["put"], url_path=GOAL)
    def judge_goal(self, request: Request, pk: str, area_id: UUID, goal_id: UUID) -> Response:
        """Judge a goal in one area; If-Match "v0" when it has no judgement yet."""
        row = self._row()
        _goal(_area(self._found(row), area_id), goal_id)  # 404 before anything is stored
        version = expected_version(request)
        data = self.validated(request, shapes.JudgementInput)
        saved = judge_goal(
            actor=self.actor,
            assessment=row,
            area_id=area_id,
            goal_id=goal_id,
            expected_version=version,
            **data,
        )
        goal = _goal(_area(self._found(row), area_id), goal_id)
        shown = shapes.AppraisedGoalSerializer(goal).data
        return Response(shown, headers={"ETag": f'"v{saved.version}"'})

    @extend_schema(
        request=shapes.CellsInput, responses=shapes.SavedCellSerializer(many=True), filters=False
    )
    @action(detail=True, methods=["put"], pagination_class=None)
    def characterizations(self, request: Request, pk: str) -> Response:
        """Save values of practices: all of them or none; 412 names what somebody saved first."""
        row = self._row()
        data = self.validated(request, shapes.CellsInput)
        changes = [
            CellChange(
                each["area"],
                each["practice"],
                each["instance"],
                each["value"],
                each["note"],
                each["version"],
            )
            for each in data["values"]
        ]
        saved = characterize(actor=self.actor, assessment=row, changes=changes)
        return Response(shapes.SavedCellSerializer(saved, many=True).data)

    @extend_schema(request=None, responses=shapes.ShownAppraisalSerializer)
    @action(detail=True, methods=["post"], url_path="begin-appraisal")
    def begin_appraisal(self, request: Request, pk: str) -> Response:
        """Fix the scope and begin without a questionnaire."""
        row = self.get_object()
        services.begin_appraisal(actor=self.actor, assessment=row, now=clock.now())
        return Response(_shown(self._found(row)))

    @extend_schema(responses=shapes.SignaturesSerializer)
    @action(detail=True, methods=["get"])
    def signatures(self, request: Request, pk: str) -> Response:
        """Who of the team has signed the ratings."""
        return Response(shapes.SignaturesSerializer(signatures(self._row())).data)

    @extend_schema(request=shapes.SignRatingsInput, responses=shapes.SignaturesSerializer)
    @signatures.mapping.post
    def sign(self, request: Request, pk: str) -> Response:
        """Sign the ratings as they stand."""
        row = self._row()
        data = self.validated(request, shapes.SignRatingsInput)
        sign_ratings(actor=self.actor, assessment=row, now=clock.now(), **data)
        return Response(shapes.SignaturesSerializer(signatures(row)).data)

    @extend_schema(responses=shapes.SignaturesSerializer)
    @signatures.mapping.delete
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take the own signature back."""
        row = self._row()
        withdraw_signature(actor=self.actor, assessment=row)
        return Response(shapes.SignaturesSerializer(signatures(row)).data)

    def _row(self) -> Assessment:
        row: Assessment = self.get_object()
        policies.check_can_see_characterizations(self.actor, row)
        return row

    def _found(self, row: Assessment) -> Appraisal:
        found = appraisal(row, for_team=granted(self.actor, Permission.RATE))
        if found is None:
            raise Http404
        return found


def _shown(found: Appraisal) -> Any:
    """The appraisal with what blocks its next level."""
    lines = block_lines(found, found.next_level) if found.next_level else ()
    data = shapes.AppraisalSerializer(found).data
    return {**data, "blocks": shapes.BlockSerializer(lines, many=True).data}


def _area(found: Appraisal, area_id: UUID) -> AreaState:
    for area in found.areas:
        if area.node.id == area_id:
            return area
    raise Http404


def _goal(area: AreaState, goal_id: UUID) -> Any:
    for goal in area.goals:
        if goal.node.id == goal_id:
            return goal
    raise Http404


class InstanceFilter(django_filters.FilterSet):
    """Instances of one assessment."""

    assessment = django_filters.UUIDFilter(field_name="assessment_id")


class InstanceViewSet(ReadMixin, ScopedViewSet):
    """Sampled instances of work."""

    area = "assessments"
    model = Instance
    serializer_class = shapes.InstanceSerializer
    filterset_class = InstanceFilter
    ordering_fields = ("position", "name", "created_at")

    def get_queryset(self) -> models.QuerySet[Any]:
        """Instances; lists hold only those of assessments whose results the reader may see."""
        if getattr(self, "swagger_fake_view", False):
            return Instance.objects.none()
        rows = super().get_queryset().select_related("assessment__program")
        if self.action == "list" and not granted(self.actor, Permission.RATE):
            return rows.filter(assessment__state__in=[lifecycle.AGREED, lifecycle.CLOSED])
        return rows

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One instance."""
        return self.rendered(self._row())

    @extend_schema(request=shapes.InstanceInput, responses={201: shapes.InstanceSerializer})
    def create(self, request: Request) -> Response:
        """Add an instance to the sample."""
        data = self.validated(request, shapes.InstanceInput)
        rows = Assessment.objects.select_related("program")
        assessment = named_row(rows, self.actor, data.pop("assessment"), field="assessment")
        made = services.add_instance(actor=self.actor, assessment=assessment, **data)
        return self.rendered(made, status=201)

    @extend_schema(request=shapes.InstanceEdit, responses=shapes.InstanceSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent; demands If-Match."""
        row = self._row()
        version = expected_version(request)
        data = self.validated(request, shapes.InstanceEdit, partial=True)
        return self.rendered(
            services.edit_instance(
                actor=self.actor, instance=row, expected_version=version, values=data
            )
        )

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take it out of the sample, as long as no value is recorded for it."""
        services.remove_instance(actor=self.actor, instance=self._row())
        return Response(status=204)

    def _row(self) -> Instance:
        row: Instance = self.get_object()
        policies.check_can_see_characterizations(self.actor, row.assessment)
        return row
