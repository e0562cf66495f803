"""Methods, and the step board of an assessment."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import models
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from assessments import policies
from assessments.models import Assessment, MethodVersion
from assessments.queries.board import BOARD_NEEDS, method_board, without_notes
from assessments.queries.step_pages import board_note
from assessments.serializers import steps as shapes
from assessments.services import statements, steps
from assessments.services.statements import Words
from cip.access.actor import granted
from cip.access.permissions import Permission
from cip.api.views import ReadMixin, ScopedViewSet
from cip.kernel import clock
from cip.kernel.errors import InvalidInput

REFUSED = OpenApiResponse(OpenApiTypes.OBJECT, "The method does not let this be done now.")
ANSWERS = {200: shapes.BoardOut, 409: REFUSED}
ACTS: dict[str, Callable[..., object]] = {
    "begin": steps.begin_step,
    "done": steps.finish_step,
    "skip": steps.skip_step,
    "reopen": steps.reopen_step,
}


class MethodVersionViewSet(ReadMixin, ScopedViewSet):
    """The methods by which assessments are done."""

    area = "assessments"
    model = MethodVersion
    serializer_class = shapes.MethodVersionOut
    filter_backends = ()

    def get_queryset(self) -> models.QuerySet[Any]:
        """By code, oldest edition first."""
        return super().get_queryset().order_by("code", "loaded_at", "pk")


class BoardViewSet(ScopedViewSet):
    """Where an assessment stands in its method, and what people say about its steps."""

    area = "assessments"
    model = Assessment
    serializer_class = shapes.BoardOut
    filter_backends = ()

    def get_queryset(self) -> models.QuerySet[Any]:
        """Assessments with program, model and method."""
        return super().get_queryset().select_related(*BOARD_NEEDS)

    @extend_schema(responses=shapes.BoardOut)
    @action(detail=True, methods=["get"])
    def board(self, request: Request, pk: UUID) -> Response:
        """Phases, steps, gates, statements: what blocks, whose turn it is."""
        return self._board(self.get_object())

    @extend_schema(request=shapes.ActIn, responses=ANSWERS)
    @action(detail=True, methods=["post"], url_path="step-acts")
    def step_acts(self, request: Request, pk: UUID) -> Response:
        """Begin a step, declare it done, skip it or take it up again."""
        row = self.get_object()
        data = self.validated(request, shapes.ActIn)
        name, subject = data.pop("act"), data.pop("subject")
        if name == "done":
            data["subject"] = subject
        elif subject:
            raise InvalidInput(fields={"subject": ["Belongs to the act 'done' only."]})
        code = data.pop("step")
        ACTS[name](actor=self.actor, assessment=row, code=code, now=clock.now(), **data)
        return self._board(row)

    @extend_schema(request=shapes.StatementIn, responses=ANSWERS)
    @action(detail=True, methods=["post"])
    def statements(self, request: Request, pk: UUID) -> Response:
        """State a fact that no row tells; a new statement takes the place of the last."""
        row = self.get_object()
        data = self.validated(request, shapes.StatementIn)
        statements.state_fact(
            actor=self.actor,
            assessment=row,
            fact=data["fact"],
            number=data.get("number"),
            words=Words(data["note"], data.get("happened_on"), data.get("artefact_version")),
            now=clock.now(),
        )
        return self._board(row)

    @extend_schema(request=shapes.FactIn, responses=ANSWERS)
    @action(detail=True, methods=["post"], url_path="statements/withdraw")
    def withdraw_statement(self, request: Request, pk: UUID) -> Response:
        """Take a statement back; the gates that rest on it close again."""
        row = self.get_object()
        data = self.validated(request, shapes.FactIn)
        statements.withdraw_statement(actor=self.actor, assessment=row, now=clock.now(), **data)
        return self._board(row)

    @extend_schema(request=shapes.WaiverIn, responses=ANSWERS)
    @action(detail=True, methods=["post"])
    def waivers(self, request: Request, pk: UUID) -> Response:
        """Let a gate pass that does not hold: the sponsor, with a reason for the report."""
        row = self.get_object()
        data = self.validated(request, shapes.WaiverIn)
        statements.waive_gate(actor=self.actor, assessment=row, now=clock.now(), **data)
        return self._board(row)

    @extend_schema(request=shapes.GateIn, responses=ANSWERS)
    @action(detail=True, methods=["post"], url_path="waivers/withdraw")
    def withdraw_waiver(self, request: Request, pk: UUID) -> Response:
        """Take a waiver back."""
        row = self.get_object()
        data = self.validated(request, shapes.GateIn)
        statements.withdraw_waiver(actor=self.actor, assessment=row, now=clock.now(), **data)
        return self._board(row)

    def _board(self, row: Assessment) -> Response:
        standing = method_board(row, clock.today())
        if not policies.parts_in(self.actor, row):
            standing = without_notes(standing)
        for_team = granted(self.actor, Permission.RATE)
        note = board_note(standing, for_team=for_team)
        data = {
            "method_version": row.method_version_id,
            "next": note.next.code if note.next else None,
            "is_finished": standing.board.is_finished,
            "phases": note.phases,
            "statements": list(standing.statements.values()),
            "records": standing.records,
        }
        return Response(shapes.BoardOut(data).data)


def register(router: BaseRouter) -> None:
    """Add the viewsets of this module."""
    router.register("method-versions", MethodVersionViewSet, basename="method-version")
    router.register("assessments", BoardViewSet, basename="assessment-board")
