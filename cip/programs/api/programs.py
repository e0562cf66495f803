"""Programs and their plan."""

from typing import Any

import django_filters
from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cip.api.filters import WordsFilter
from cip.api.views import ReadMixin, ScopedViewSet, expected_version
from cip.kernel import clock
from cip.programs.models import Activity, Deliverable, Phase, Program
from cip.programs.serializers import (
    ActivityInput,
    ActivitySerializer,
    DeliverableInput,
    DeliverableSerializer,
    PassGateInput,
    PhaseInput,
    PhaseSerializer,
    ProgramInput,
    ProgramSerializer,
    ReopenGateInput,
)
from cip.programs.services import plan
from cip.programs.services import programs as services


class ProgramFilter(django_filters.FilterSet):
    """Running or archived programs, by words in name or statement."""

    q = WordsFilter("name", "statement")
    is_archived = django_filters.BooleanFilter(
        field_name="archived_at", lookup_expr="isnull", exclude=True
    )


class ProgramViewSet(ReadMixin, ScopedViewSet):
    """Capability-improvement programs."""

    area = "programs"
    model = Program
    serializer_class = ProgramSerializer
    filterset_class = ProgramFilter
    ordering_fields = ("name", "starts_on", "lead__name", "created_at")

    @extend_schema(request=ProgramInput, responses={201: ProgramSerializer})
    def create(self, request: Request) -> Response:
        """A new program with the CIP plan: four phases, eleven activities, deliverables."""
        data = self.validated(request, ProgramInput)
        return self.rendered(services.create_program(actor=self.actor, **data), status=201)

    @extend_schema(request=ProgramInput, responses=ProgramSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent; demands If-Match."""
        row = self.get_object()
        version = expected_version(request)
        values = self.validated(request, ProgramInput, partial=True)
        saved = services.edit_program(
            actor=self.actor, program=row, expected_version=version, values=values
        )
        return self.rendered(saved)

    @extend_schema(request=None, responses=ProgramSerializer)
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, pk: str) -> Response:
        """Put the program away; it stays readable."""
        row = self.get_object()
        return self.rendered(
            services.archive_program(actor=self.actor, program=row, now=clock.now())
        )

    @extend_schema(request=None, responses=ProgramSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: str) -> Response:
        """Take an archived program up again."""
        return self.rendered(services.restore_program(actor=self.actor, program=self.get_object()))


class PhaseFilter(django_filters.FilterSet):
    """Phases of a program."""

    program = django_filters.UUIDFilter(field_name="program_id")


class PhaseViewSet(ReadMixin, ScopedViewSet):
    """Phases with their gates."""

    area = "programs"
    model = Phase
    serializer_class = PhaseSerializer
    filterset_class = PhaseFilter
    ordering_fields = ("position", "starts_on")
    ordering = ("program_id", "position")

    def get_queryset(self) -> models.QuerySet[Any]:
        """Phases with their program."""
        return super().get_queryset().select_related("program")

    @extend_schema(request=PhaseInput, responses=PhaseSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change the dates; demands If-Match."""
        row = self.get_object()
        version = expected_version(request)
        values = self.validated(request, PhaseInput, partial=True)
        saved = plan.edit_phase(
            actor=self.actor, phase=row, expected_version=version, values=values
        )
        return self.rendered(saved)

    @extend_schema(request=PassGateInput, responses=PhaseSerializer)
    @action(detail=True, methods=["post"], url_path="pass-gate", url_name="pass-gate")
    def pass_gate(self, request: Request, pk: str) -> Response:
        """Record that the gate was passed."""
        row = self.get_object()
        data = self.validated(request, PassGateInput)
        saved = plan.pass_gate(
            actor=self.actor,
            phase=row,
            expected_version=row.version,
            note=data["note"],
            now=clock.now(),
        )
        return self.rendered(saved)

    @extend_schema(request=ReopenGateInput, responses=PhaseSerializer)
    @action(detail=True, methods=["post"], url_path="reopen-gate", url_name="reopen-gate")
    def reopen_gate(self, request: Request, pk: str) -> Response:
        """Take a passed gate back."""
        row = self.get_object()
        data = self.validated(request, ReopenGateInput)
        saved = plan.reopen_gate(
            actor=self.actor, phase=row, expected_version=row.version, reason=data["reason"]
        )
        return self.rendered(saved)


class ActivityFilter(django_filters.FilterSet):
    """Activities of a program or phase, by state or owner."""

    program = django_filters.UUIDFilter(field_name="phase__program_id")
    phase = django_filters.UUIDFilter(field_name="phase_id")
    owner = django_filters.UUIDFilter(field_name="owner_id")
    state = django_filters.ChoiceFilter(choices=Activity.State.choices)


class ActivityViewSet(ReadMixin, ScopedViewSet):
    """Activities of the CIP plan."""

    area = "programs"
    model = Activity
    serializer_class = ActivitySerializer
    filterset_class = ActivityFilter
    ordering_fields = ("number", "due_on")
    ordering = ("phase__program_id", "number")

    def get_queryset(self) -> models.QuerySet[Any]:
        """Activities with phase and program."""
        return super().get_queryset().select_related("phase__program")

    @extend_schema(request=ActivityInput, responses=ActivitySerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Report on an activity; demands If-Match."""
        row = self.get_object()
        version = expected_version(request)
        values = self.validated(request, ActivityInput, partial=True)
        saved = plan.edit_activity(
            actor=self.actor, activity=row, expected_version=version, values=values
        )
        return self.rendered(saved)


class DeliverableFilter(django_filters.FilterSet):
    """Deliverables of a program or activity, by state."""

    program = django_filters.UUIDFilter(field_name="activity__phase__program_id")
    activity = django_filters.UUIDFilter(field_name="activity_id")
    state = django_filters.ChoiceFilter(choices=Deliverable.State.choices)


class DeliverableViewSet(ReadMixin, ScopedViewSet):
    """What activities deliver."""

    area = "programs"
    model = Deliverable
    serializer_class = DeliverableSerializer
    filterset_class = DeliverableFilter
    ordering_fields = ("title",)
    ordering = ("activity__phase__program_id", "activity__number", "position")

    def get_queryset(self) -> models.QuerySet[Any]:
        """Deliverables with activity, phase and program."""
        return super().get_queryset().select_related("activity__phase__program")

    @extend_schema(request=DeliverableInput, responses=DeliverableSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Say how far it is; demands If-Match."""
        row = self.get_object()
        version = expected_version(request)
        values = self.validated(request, DeliverableInput, partial=True)
        saved = plan.edit_deliverable(
            actor=self.actor, deliverable=row, expected_version=version, values=values
        )
        return self.rendered(saved)
