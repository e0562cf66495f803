"""Work items."""

from typing import Any

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cip.api.filters import WordsFilter
from cip.api.views import expected_version
from roadmap.api.base import IN_PLAN, PlanViewSet, with_ids
from roadmap.models import WorkItem
from roadmap.serializers.rows import (
    FromActionItemInput,
    FromOutcomeInput,
    WorkItemEdit,
    WorkItemInput,
    WorkItemSerializer,
)
from roadmap.services import work_items


class WorkItemFilter(django_filters.FilterSet):
    """Work items of one program, workplan, initiative, owner or state."""

    q = WordsFilter("title")
    program = django_filters.UUIDFilter(field_name="workplan__program_id")
    workplan = django_filters.UUIDFilter(field_name="workplan_id")
    initiative = django_filters.UUIDFilter(field_name="initiative_id")
    owner = django_filters.UUIDFilter(field_name="owner_id")
    state = django_filters.ChoiceFilter(choices=WorkItem.State.choices)


class WorkItemViewSet(PlanViewSet):
    """Pieces of work; one made from an agreed action exists once."""

    model = WorkItem
    related = IN_PLAN
    serializer_class = WorkItemSerializer
    filterset_class = WorkItemFilter
    ordering_fields = ("title", "due_on", "created_at", "updated_at")

    @extend_schema(request=WorkItemInput, responses={201: WorkItemSerializer})
    def create(self, request: Request) -> Response:
        """A new work item."""
        data = self.validated(request, WorkItemInput)
        row = work_items.create_work_item(
            actor=self.actor,
            workplan=self.workplan(data.pop("workplan")),
            **with_ids(data, "owner", "initiative"),
        )
        return self.rendered(row, status=201)

    @extend_schema(request=WorkItemEdit, responses=WorkItemSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent; demands If-Match."""
        row = self.get_object()
        version = expected_version(request)
        data = self.validated(request, WorkItemEdit, partial=True)
        saved = work_items.edit_work_item(
            actor=self.actor,
            item=row,
            expected_version=version,
            values=with_ids(data, "owner", "initiative"),
        )
        return self.rendered(saved)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Remove one made by hand; one taken from an action is dropped instead."""
        work_items.remove_work_item(actor=self.actor, item=self.get_object())
        return Response(status=204)

    @extend_schema(request=FromOutcomeInput, responses={201: WorkItemSerializer})
    @action(detail=False, methods=["post"], url_path="from-outcome")
    def from_outcome(self, request: Request) -> Response:
        """A workshop's agreed action becomes a work item, once; again gives the same one."""
        return self._take(self.validated(request, FromOutcomeInput))

    @extend_schema(request=FromActionItemInput, responses={201: WorkItemSerializer})
    @action(detail=False, methods=["post"], url_path="from-action-item")
    def from_action_item(self, request: Request) -> Response:
        """An assessment's action becomes a work item, once; again gives the same one."""
        return self._take(self.validated(request, FromActionItemInput))

    def _take(self, data: dict[str, Any]) -> Response:
        workplan = self.workplan(data.pop("workplan"))
        row = work_items.take_action(
            actor=self.actor, workplan=workplan, source=self.source(data, prefix="")
        )
        return self.rendered(row, status=201)
