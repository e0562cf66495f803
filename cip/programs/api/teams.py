"""CI teams and their members."""

from typing import Any

import django_filters
from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cip.access.roles import TeamRole
from cip.api.filters import WordsFilter
from cip.api.views import ReadMixin, ScopedViewSet, expected_version
from cip.db.lookups import named_row
from cip.programs.models import CITeam, Program, TeamMembership
from cip.programs.serializers import (
    TeamEdit,
    TeamInput,
    TeamMembershipEdit,
    TeamMembershipInput,
    TeamMembershipSerializer,
    TeamSerializer,
)
from cip.programs.services import teams as services


class TeamFilter(django_filters.FilterSet):
    """Teams of a program, by words in name or theme."""

    q = WordsFilter("name", "theme")
    program = django_filters.UUIDFilter(field_name="program_id")


class TeamViewSet(ReadMixin, ScopedViewSet):
    """Capability-improvement teams."""

    area = "programs"
    model = CITeam
    serializer_class = TeamSerializer
    filterset_class = TeamFilter
    ordering_fields = ("name", "created_at")

    def get_queryset(self) -> models.QuerySet[Any]:
        """Teams with their program."""
        return super().get_queryset().select_related("program")

    @extend_schema(request=TeamInput, responses={201: TeamSerializer})
    def create(self, request: Request) -> Response:
        """A new team of a program."""
        data = self.validated(request, TeamInput)
        program = named_row(Program.objects.all(), self.actor, data.pop("program"), field="program")
        team = services.create_team(actor=self.actor, program=program, **data)
        return self.rendered(team, status=201)

    @extend_schema(request=TeamEdit, responses=TeamSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent; demands If-Match."""
        row = self.get_object()
        version = expected_version(request)
        values = self.validated(request, TeamEdit, partial=True)
        saved = services.edit_team(
            actor=self.actor, team=row, expected_version=version, values=values
        )
        return self.rendered(saved)


class TeamMembershipFilter(django_filters.FilterSet):
    """Memberships of a program, team or person, by role."""

    program = django_filters.UUIDFilter(field_name="team__program_id")
    team = django_filters.UUIDFilter(field_name="team_id")
    user = django_filters.UUIDFilter(field_name="user_id")
    role = django_filters.ChoiceFilter(choices=[(role.value, role.value) for role in TeamRole])


class TeamMembershipViewSet(ReadMixin, ScopedViewSet):
    """Who is in which CI team, as what."""

    area = "programs"
    model = TeamMembership
    serializer_class = TeamMembershipSerializer
    filterset_class = TeamMembershipFilter
    ordering_fields = ("user__name",)

    def get_queryset(self) -> models.QuerySet[Any]:
        """Memberships with person, team and program."""
        return super().get_queryset().select_related("user", "team__program")

    @extend_schema(request=TeamMembershipInput, responses={201: TeamMembershipSerializer})
    def create(self, request: Request) -> Response:
        """Put a member of the organization into a team."""
        data = self.validated(request, TeamMembershipInput)
        teams = CITeam.objects.select_related("program")
        team = named_row(teams, self.actor, data.pop("team"), field="team")
        row = services.add_member(actor=self.actor, team=team, **data)
        return self.rendered(row, status=201)

    @extend_schema(request=TeamMembershipEdit, responses=TeamMembershipSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change the role."""
        row = self.get_object()
        data = self.validated(request, TeamMembershipEdit)
        saved = services.change_role(actor=self.actor, membership=row, role=data["role"])
        return self.rendered(saved)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take the person out of the team."""
        services.remove_member(actor=self.actor, membership=self.get_object())
        return Response(status=204)
