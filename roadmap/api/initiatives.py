"""Initiatives and their threads."""

from typing import Any

import django_filters
from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cip.api.filters import WordsFilter
from cip.api.views import expected_version
from roadmap.api.base import IN_PLAN, PlanViewSet, with_ids
from roadmap.models import Initiative
from roadmap.queries.thread import source_threads
from roadmap.serializers.computed import ThreadSerializer
from roadmap.serializers.rows import InitiativeEdit, InitiativeInput, InitiativeSerializer
from roadmap.services import initiatives


class InitiativeFilter(django_filters.FilterSet):
    """Initiatives of one program, workplan, team, owner, state, source or period."""

    q = WordsFilter("title")
    program = django_filters.UUIDFilter(field_name="workplan__program_id")
    workplan = django_filters.UUIDFilter(field_name="workplan_id")
    team = django_filters.UUIDFilter(field_name="workplan__team_id")
    owner = django_filters.UUIDFilter(field_name="owner_id")
    state = django_filters.ChoiceFilter(choices=Initiative.State.choices)
    gap = django_filters.UUIDFilter(field_name="sources__gap_id", distinct=True)
    finding = django_filters.UUIDFilter(field_name="sources__finding_id", distinct=True)
    due_before = django_filters.DateFilter(field_name="due_on", lookup_expr="lt")
    starts_after = django_filters.DateFilter(field_name="starts_on", lookup_expr="gt")


class InitiativeViewSet(PlanViewSet):
    """The bars of the roadmap."""

    model = Initiative
    related = IN_PLAN
    serializer_class = InitiativeSerializer
    filterset_class = InitiativeFilter
    ordering_fields = ("title", "starts_on", "due_on", "created_at", "updated_at")

    def get_queryset(self) -> models.QuerySet[Any]:
        """Visible initiatives with their sources."""
        return super().get_queryset().prefetch_related("sources")

    @extend_schema(request=InitiativeInput, responses={201: InitiativeSerializer})
    def create(self, request: Request) -> Response:
        """A new initiative, by hand or from a finding, an action item or a workshop's action."""
        data = self.validated(request, InitiativeInput)
        named = data.pop("source", None)
        row = initiatives.create_initiative(
            actor=self.actor,
            workplan=self.workplan(data.pop("workplan")),
            source=self.source(named) if named else None,
            **with_ids(data, "owner"),
        )
        return self.rendered(row, status=201)

    @extend_schema(request=InitiativeEdit, responses=InitiativeSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent; demands If-Match."""
        row = self.get_object()
        version = expected_version(request)
        data = self.validated(request, InitiativeEdit, partial=True)
        saved = initiatives.edit_initiative(
            actor=self.actor,
            initiative=row,
            expected_version=version,
            values=with_ids(data, "owner"),
        )
        return self.rendered(saved)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Remove one made by mistake; a finished one stays."""
        initiatives.remove_initiative(actor=self.actor, initiative=self.get_object())
        return Response(status=204)

    @extend_schema(responses=ThreadSerializer)
    @action(detail=True, methods=["get"], filterset_class=None, pagination_class=None)
    def thread(self, request: Request, pk: str) -> Response:
        """Back to findings, evidence, agreed ratings, answers and practices."""
        row = self.get_object()
        found = {"initiative": row.pk, "sources": source_threads(self.actor, row)}
        return Response(ThreadSerializer(found).data)
