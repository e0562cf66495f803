"""Agenda items, attendances and outcomes."""

from typing import Any

import django_filters
from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cip.api.views import ReadMixin, ScopedViewSet, expected_version
from workshops.api.shared import PARENTS, with_ids, workshop_named
from workshops.models import AgendaItem, Attendance, Outcome
from workshops.serializers import (
    AgendaItemEdit,
    AgendaItemInput,
    AgendaItemSerializer,
    AttendanceEdit,
    AttendanceInput,
    AttendanceSerializer,
    MarkInput,
    MoveInput,
    OutcomeEdit,
    OutcomeInput,
    OutcomeSerializer,
    WalkInInput,
)
from workshops.services import agenda as agenda_services
from workshops.services import attendance as attendance_services
from workshops.services import outcomes as outcome_services


class PartViewSet(ReadMixin, ScopedViewSet):
    """Parts of workshops, with what policies read of their workshop."""

    area = "workshops"

    def get_queryset(self) -> models.QuerySet[Any]:
        """Parts with their workshop, its program and teams."""
        rows = super().get_queryset().select_related(*PARENTS)
        return rows.prefetch_related("workshop__teams")


class AgendaItemFilter(django_filters.FilterSet):
    """Agenda items of a workshop."""

    workshop = django_filters.UUIDFilter(field_name="workshop_id")


class AgendaItemViewSet(PartViewSet):
    """Agenda items; their order is the agenda's."""

    model = AgendaItem
    serializer_class = AgendaItemSerializer
    filterset_class = AgendaItemFilter
    ordering_fields = ("position",)
    ordering = ("workshop_id", "position")

    @extend_schema(request=AgendaItemInput, responses={201: AgendaItemSerializer})
    def create(self, request: Request) -> Response:
        """A new item at the end of its section; a section not yet there comes last."""
        data = self.validated(request, AgendaItemInput)
        workshop = workshop_named(self, data)
        row = agenda_services.add_agenda_item(actor=self.actor, workshop=workshop, **data)
        return self.rendered(row, status=201)

    @extend_schema(request=AgendaItemEdit, responses=AgendaItemSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent; demands If-Match."""
        row = self.get_object()
        version = expected_version(request)
        values = self.validated(request, AgendaItemEdit, partial=True)
        saved = agenda_services.edit_agenda_item(
            actor=self.actor, item=row, expected_version=version, values=values
        )
        return self.rendered(saved)

    @extend_schema(request=MoveInput, responses=AgendaItemSerializer)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: str) -> Response:
        """One place up or down, or to a position in the whole agenda."""
        row = self.get_object()
        data = self.validated(request, MoveInput)
        if "position" in data:
            moved = agenda_services.place_agenda_item(
                actor=self.actor, item=row, position=data["position"]
            )
        else:
            step = agenda_services.UP if data["direction"] == "up" else agenda_services.DOWN
            moved = agenda_services.move_agenda_item(actor=self.actor, item=row, step=step)
        return self.rendered(moved)

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take the item off the agenda; outcomes recorded under it stay."""
        agenda_services.remove_agenda_item(actor=self.actor, item=self.get_object())
        return Response(status=204)


class AttendanceFilter(django_filters.FilterSet):
    """People of a workshop."""

    workshop = django_filters.UUIDFilter(field_name="workshop_id")
    user = django_filters.UUIDFilter(field_name="user_id")
    part = django_filters.ChoiceFilter(choices=Attendance.Part.choices)
    is_present = django_filters.BooleanFilter()


class AttendanceViewSet(PartViewSet):
    """Who takes part and who was there."""

    model = Attendance
    serializer_class = AttendanceSerializer
    filterset_class = AttendanceFilter
    ordering_fields = ("name", "created_at")

    @extend_schema(request=AttendanceInput, responses={201: AttendanceSerializer})
    def create(self, request: Request) -> Response:
        """Put a member, or by name somebody from outside, on the list."""
        data = with_ids(self.validated(request, AttendanceInput))
        workshop = workshop_named(self, data)
        row = attendance_services.invite_person(actor=self.actor, workshop=workshop, **data)
        return self.rendered(row, status=201)

    @extend_schema(request=AttendanceEdit, responses=AttendanceSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent; demands If-Match."""
        row = self.get_object()
        version = expected_version(request)
        values = self.validated(request, AttendanceEdit, partial=True)
        saved = attendance_services.edit_attendance(
            actor=self.actor, attendance=row, expected_version=version, values=values
        )
        return self.rendered(saved)

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take the person off the list."""
        attendance_services.remove_attendance(actor=self.actor, attendance=self.get_object())
        return Response(status=204)

    @extend_schema(request=MarkInput, responses=AttendanceSerializer)
    @action(detail=True, methods=["post"])
    def mark(self, request: Request, pk: str) -> Response:
        """Mark as present or absent."""
        row = self.get_object()
        data = self.validated(request, MarkInput)
        ids = {row.pk}
        attendance_services.record_presence(
            actor=self.actor,
            workshop=row.workshop,
            present=ids if data["is_present"] else (),
            absent=() if data["is_present"] else ids,
        )
        return self.rendered(self.get_object())

    @extend_schema(request=WalkInInput, responses={201: AttendanceSerializer})
    @action(
        detail=False, methods=["post"], url_path="walk-in", url_name="walk-in", filter_backends=[]
    )
    def walk_in(self, request: Request) -> Response:
        """Somebody came who was not on the list."""
        data = with_ids(self.validated(request, WalkInInput))
        workshop = workshop_named(self, data)
        row = attendance_services.record_walk_in(actor=self.actor, workshop=workshop, **data)
        return self.rendered(row, status=201)


class OutcomeFilter(django_filters.FilterSet):
    """Outcomes of a workshop or program, by kind, owner, team and date."""

    workshop = django_filters.UUIDFilter(field_name="workshop_id")
    program = django_filters.UUIDFilter(field_name="workshop__program_id")
    agenda_item = django_filters.UUIDFilter(field_name="agenda_item_id")
    kind = django_filters.ChoiceFilter(choices=Outcome.Kind.choices)
    owner = django_filters.UUIDFilter(field_name="owner_id")
    team = django_filters.UUIDFilter(field_name="team_id")
    due_before = django_filters.DateFilter(field_name="due_on", lookup_expr="lt")


class OutcomeViewSet(PartViewSet):
    """Notes, decisions and agreed actions."""

    model = Outcome
    serializer_class = OutcomeSerializer
    filterset_class = OutcomeFilter
    ordering_fields = ("created_at", "due_on")

    @extend_schema(request=OutcomeInput, responses={201: OutcomeSerializer})
    def create(self, request: Request) -> Response:
        """Record a note, a decision, or an action with owner and date."""
        data = with_ids(self.validated(request, OutcomeInput))
        workshop = workshop_named(self, data)
        row = outcome_services.record_outcome(actor=self.actor, workshop=workshop, **data)
        return self.rendered(row, status=201)

    @extend_schema(request=OutcomeEdit, responses=OutcomeSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent; demands If-Match."""
        row = self.get_object()
        version = expected_version(request)
        values = with_ids(self.validated(request, OutcomeEdit, partial=True))
        saved = outcome_services.edit_outcome(
            actor=self.actor, outcome=row, expected_version=version, values=values
        )
        return self.rendered(saved)

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take back an outcome; refused once a workplan has taken it over."""
        outcome_services.remove_outcome(actor=self.actor, outcome=self.get_object())
        return Response(status=204)
