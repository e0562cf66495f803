"""Workplans."""

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cip.api.views import expected_version
from cip.db.lookups import named_row
from cip.programs.models import CITeam
from roadmap.api.base import PlanViewSet
from roadmap.models import Workplan
from roadmap.serializers.rows import WorkplanEdit, WorkplanInput, WorkplanSerializer
from roadmap.services import workplans


class WorkplanFilter(django_filters.FilterSet):
    """Workplans of one program, team or state."""

    program = django_filters.UUIDFilter(field_name="program_id")
    team = django_filters.UUIDFilter(field_name="team_id")
    state = django_filters.ChoiceFilter(choices=Workplan.State.choices)


class WorkplanViewSet(PlanViewSet):
    """One per CI team; drafts are for the team and for those who steer the roadmap."""

    model = Workplan
    related = ("team", "program")
    serializer_class = WorkplanSerializer
    filterset_class = WorkplanFilter
    ordering_fields = ("team__name", "created_at", "updated_at")

    @extend_schema(request=WorkplanInput, responses={201: WorkplanSerializer})
    def create(self, request: Request) -> Response:
        """Start the workplan of a team; doing it again gives the same one."""
        data = self.validated(request, WorkplanInput)
        team = named_row(CITeam.objects.all(), self.actor, data["team"], field="team")
        row = workplans.start_workplan(actor=self.actor, team=team)
        return self.rendered(row, status=201)

    @extend_schema(request=WorkplanEdit, responses=WorkplanSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change the goals; demands If-Match."""
        row = self.get_object()
        version = expected_version(request)
        data = self.validated(request, WorkplanEdit, partial=True)
        saved = workplans.edit_workplan(
            actor=self.actor, workplan=row, expected_version=version, values=data
        )
        return self.rendered(saved)

    @extend_schema(request=None, responses=WorkplanSerializer)
    @action(detail=True, methods=["post"])
    def agree(self, request: Request, pk: str) -> Response:
        """Into the program roadmap."""
        row = self.get_object()
        return self.rendered(workplans.agree_workplan(actor=self.actor, workplan=row))

    @extend_schema(request=None, responses=WorkplanSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Back to draft."""
        row = self.get_object()
        return self.rendered(workplans.reopen_workplan(actor=self.actor, workplan=row))
