"""Workshops and their agreements."""

from typing import Any

import django_filters
from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cip.api.filters import WordsFilter
from cip.api.views import ReadMixin, ScopedViewSet, expected_version
from cip.db.lookups import named_row
from cip.kernel import clock
from cip.programs.models import Program
from workshops.api.shared import PARENTS, with_ids, workshop_named
from workshops.models import Agreement, Workshop
from workshops.serializers import (
    AgreementInput,
    AgreementSerializer,
    HoldInput,
    InvitationsSent,
    SectionInput,
    SignInput,
    SummaryInput,
    WorkshopEdit,
    WorkshopInput,
    WorkshopSerializer,
)
from workshops.services import agenda as agenda_services
from workshops.services import agreements as agreement_services
from workshops.services import attendance as attendance_services
from workshops.services import workshops as services


class WorkshopFilter(django_filters.FilterSet):
    """Workshops of a program or team, by stage and state."""

    q = WordsFilter("title")
    program = django_filters.UUIDFilter(field_name="program_id")
    team = django_filters.UUIDFilter(field_name="teams", lookup_expr="id")
    stage = django_filters.ChoiceFilter(choices=Workshop.Stage.choices)
    state = django_filters.ChoiceFilter(choices=Workshop.State.choices)


class WorkshopViewSet(ReadMixin, ScopedViewSet):
    """Stage 1 and Stage 2 mobilization workshops."""

    area = "workshops"
    model = Workshop
    serializer_class = WorkshopSerializer
    filterset_class = WorkshopFilter
    ordering_fields = ("held_on", "title", "created_at")

    def get_queryset(self) -> models.QuerySet[Any]:
        """Workshops with program, facilitator and teams."""
        rows = super().get_queryset().select_related("program", "facilitator")
        return rows.prefetch_related("teams")

    @extend_schema(request=WorkshopInput, responses={201: WorkshopSerializer})
    def create(self, request: Request) -> Response:
        """Plan a workshop; its agenda holds every section of the guide for the stage."""
        data = with_ids(self.validated(request, WorkshopInput))
        rows = Program.objects.all()
        program: Program = named_row(rows, self.actor, data.pop("program"), field="program")
        team_ids = data.pop("teams", ())
        row = services.plan_workshop(actor=self.actor, program=program, team_ids=team_ids, **data)
        return self.rendered(row, status=201)

    @extend_schema(request=WorkshopEdit, responses=WorkshopSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent; demands If-Match."""
        row = self.get_object()
        version = expected_version(request)
        values = with_ids(self.validated(request, WorkshopEdit, partial=True))
        team_ids = values.pop("teams", None)
        saved = services.edit_workshop(
            actor=self.actor,
            workshop=row,
            expected_version=version,
            values=values,
            team_ids=team_ids,
        )
        return self.rendered(saved)

    @extend_schema(request=HoldInput, responses=WorkshopSerializer)
    @action(detail=True, methods=["post"])
    def hold(self, request: Request, pk: str) -> Response:
        """Mark as held; needs the sponsor's signature under goals and agenda as they stand."""
        row = self.get_object()
        data = self.validated(request, HoldInput)
        held = services.hold_workshop(
            actor=self.actor, workshop=row, held_on=data["held_on"], today=clock.today()
        )
        return self.rendered(held)

    @extend_schema(request=SummaryInput, responses=WorkshopSerializer)
    @action(detail=True, methods=["post"])
    def summarize(self, request: Request, pk: str) -> Response:
        """Write the summary; demands If-Match."""
        row = self.get_object()
        version = expected_version(request)
        data = self.validated(request, SummaryInput)
        saved = services.summarize_workshop(
            actor=self.actor, workshop=row, expected_version=version, summary=data["summary"]
        )
        return self.rendered(saved)

    @extend_schema(request=None, responses=WorkshopSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Close the record of a workshop that was held."""
        return self.rendered(services.close_workshop(actor=self.actor, workshop=self.get_object()))

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Discard a planned workshop; refused once it was held or signed for."""
        services.discard_workshop(actor=self.actor, workshop=self.get_object())
        return Response(status=204)

    @extend_schema(request=SectionInput, responses=WorkshopSerializer)
    @action(detail=True, methods=["post"], url_path="rename-section", url_name="rename-section")
    def rename_section(self, request: Request, pk: str) -> Response:
        """Give a section of the agenda a new title."""
        row = self.get_object()
        data = self.validated(request, SectionInput)
        agenda_services.rename_section(actor=self.actor, workshop=row, **data)
        return self.rendered(row)

    @extend_schema(request=None, responses=InvitationsSent)
    @action(detail=True, methods=["post"], url_path="send-invitations", url_name="send-invitations")
    def send_invitations(self, request: Request, pk: str) -> Response:
        """Mail to every member on the list who does not know the current plan."""
        count = attendance_services.send_invitations(
            actor=self.actor, workshop=self.get_object(), now=clock.now()
        )
        return Response({"queued": count})


class AgreementFilter(django_filters.FilterSet):
    """Agreements of a workshop or program, by state."""

    workshop = django_filters.UUIDFilter(field_name="workshop_id")
    program = django_filters.UUIDFilter(field_name="workshop__program_id")
    state = django_filters.ChoiceFilter(choices=Agreement.State.choices)


class AgreementViewSet(ReadMixin, ScopedViewSet):
    """Written agreements of sponsors; frozen from the moment they are asked for."""

    area = "workshops"
    model = Agreement
    serializer_class = AgreementSerializer
    filterset_class = AgreementFilter
    ordering_fields = ("number", "requested_at", "signed_at")

    def get_queryset(self) -> models.QuerySet[Any]:
        """Agreements with their workshop."""
        return super().get_queryset().select_related(*PARENTS)

    @extend_schema(request=AgreementInput, responses={201: AgreementSerializer})
    def create(self, request: Request) -> Response:
        """Freeze goals and agenda as they stand and ask the sponsor to sign."""
        data = self.validated(request, AgreementInput)
        workshop = workshop_named(self, data)
        row = agreement_services.request_agreement(
            actor=self.actor, workshop=workshop, now=clock.now()
        )
        return self.rendered(row, status=201)

    @extend_schema(request=SignInput, responses=AgreementSerializer)
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, pk: str) -> Response:
        """Always refused (403): a sponsor signs in person, a token cannot sign for anybody."""
        row = self.get_object()
        data = self.validated(request, SignInput)
        signed = agreement_services.sign_agreement(
            actor=self.actor, agreement=row, signature=data["signature"], now=clock.now()
        )
        return self.rendered(signed)
