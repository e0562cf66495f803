"""Interviews with their notes; the assessment team only."""

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
from assessments.models import Assessment, Interview, InterviewNote
from assessments.serializers import evidence as shapes
from assessments.serializers.results import NothingInput, ReasonInput
from assessments.services import interviews as services
from assessments.services.practice_evidence import use_note
from cip.api.views import ReadMixin, ScopedViewSet, etag, expected_version, step_version
from cip.db.lookups import named_row
from cip.kernel import clock

NOTE = "notes/<uuid:note_id>"


def register(router: BaseRouter) -> None:
    """Add the viewsets of this module."""
    router.register("interviews", InterviewViewSet, basename="interview")


class InterviewFilter(django_filters.FilterSet):
    """Interviews of one assessment, of one state."""

    assessment = django_filters.UUIDFilter(field_name="assessment_id")
    program = django_filters.UUIDFilter(field_name="assessment__program_id")
    state = django_filters.ChoiceFilter(choices=Interview.State.choices)


class InterviewViewSet(ReadMixin, ScopedViewSet):
    """Who was asked, when, with whose consent, and what was noted."""

    area = "assessments"
    model = Interview
    serializer_class = shapes.InterviewSerializer
    filterset_class = InterviewFilter
    ordering_fields = ("planned_on", "held_on", "role_asked", "state", "created_at")

    def get_queryset(self) -> models.QuerySet[Any]:
        """Interviews with their assessment and program."""
        return super().get_queryset().select_related("assessment__program")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page of interviews."""
        policies.check_can_see_interviews(self.actor)
        return super().list(request, *args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One interview."""
        return self.rendered(self._row())

    @extend_schema(request=shapes.InterviewInput, responses={201: shapes.InterviewSerializer})
    def create(self, request: Request) -> Response:
        """Plan an interview."""
        data = self.validated(request, shapes.InterviewInput)
        rows = Assessment.objects.select_related("program")
        assessment = named_row(rows, self.actor, data.pop("assessment"), field="assessment")
        made = services.plan_interview(
            actor=self.actor,
            assessment=assessment,
            follows_id=data.pop("follows", None),
            **data,
        )
        return self.rendered(made, status=201)

    @extend_schema(request=shapes.InterviewEdit, responses=shapes.InterviewSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent; demands If-Match."""
        row = self._row()
        version = expected_version(request)
        data = self.validated(request, shapes.InterviewEdit, partial=True)
        if "follows" in data:
            data["follows_id"] = data.pop("follows")
        saved = services.edit_interview(
            actor=self.actor, interview=row, expected_version=version, values=data
        )
        return self.rendered(saved)

    @extend_schema(request=shapes.HoldInterviewInput, responses=shapes.InterviewSerializer)
    @action(detail=True, methods=["post"])
    def hold(self, request: Request, pk: str) -> Response:
        """It took place."""
        row = self._row()
        data = self.validated(request, shapes.HoldInterviewInput)
        version = step_version(request, row)
        return self.rendered(
            services.hold_interview(
                actor=self.actor,
                interview=row,
                today=clock.today(),
                expected_version=version,
                **data,
            )
        )

    @extend_schema(request=ReasonInput, responses=shapes.InterviewSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """It will not take place."""
        row = self._row()
        data = self.validated(request, ReasonInput)
        version = step_version(request, row)
        return self.rendered(
            services.cancel_interview(
                actor=self.actor, interview=row, expected_version=version, **data
            )
        )

    @extend_schema(request=NothingInput, responses=shapes.InterviewSerializer)
    @action(detail=True, methods=["post"], url_path="plan-again")
    def plan_again(self, request: Request, pk: str) -> Response:
        """A canceled one is planned again."""
        row = self._row()
        self.validated(request, NothingInput)
        version = step_version(request, row)
        return self.rendered(
            services.plan_again(actor=self.actor, interview=row, expected_version=version)
        )

    @extend_schema(request=shapes.ConsentInput, responses=shapes.InterviewSerializer)
    @action(detail=True, methods=["post"])
    def consent(self, request: Request, pk: str) -> Response:
        """Those who spoke agree that the notes may be used."""
        row = self._row()
        data = self.validated(request, shapes.ConsentInput)
        version = step_version(request, row)
        return self.rendered(
            services.record_consent(
                actor=self.actor,
                interview=row,
                today=clock.today(),
                expected_version=version,
                **data,
            )
        )

    @extend_schema(request=NothingInput, responses=shapes.InterviewSerializer)
    @action(detail=True, methods=["post"], url_path="withdraw-consent")
    def withdraw_consent(self, request: Request, pk: str) -> Response:
        """They no longer agree: evidence from the notes goes."""
        row = self._row()
        self.validated(request, NothingInput)
        version = step_version(request, row)
        return self.rendered(
            services.withdraw_consent(actor=self.actor, interview=row, expected_version=version)
        )

    @extend_schema(responses=shapes.InterviewNoteSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], filter_backends=())
    def notes(self, request: Request, pk: str) -> Response:
        """What was noted."""
        row = self._row()
        rows = InterviewNote.objects.filter(interview=row).prefetch_related("nodes")
        page = self.paginate_queryset(rows.order_by("created_at", "pk"))
        data = shapes.InterviewNoteSerializer(page, many=True).data
        return self.get_paginated_response(data)

    @extend_schema(
        request=shapes.InterviewNoteInput, responses={201: shapes.InterviewNoteSerializer}
    )
    @notes.mapping.post
    def write_note(self, request: Request, pk: str) -> Response:
        """Write a note."""
        row = self._row()
        data = self.validated(request, shapes.InterviewNoteInput)
        made = services.write_note(
            actor=self.actor, interview=row, node_ids=data.pop("nodes"), **data
        )
        return _note(made, status=201)

    @extend_schema(request=shapes.InterviewNoteInput, responses=shapes.InterviewNoteSerializer)
    @action(detail=True, methods=["put"], url_path=NOTE)
    def note(self, request: Request, pk: str, note_id: UUID) -> Response:
        """Replace a note that is not evidence; demands If-Match."""
        found = self._note_of(self._row(), note_id)
        version = expected_version(request)
        data = self.validated(request, shapes.InterviewNoteInput)
        saved = services.edit_note(
            actor=self.actor,
            note=found,
            expected_version=version,
            node_ids=data.pop("nodes"),
            **data,
        )
        return _note(saved)

    @extend_schema(request=None, responses={204: None})
    @note.mapping.delete
    def delete_note(self, request: Request, pk: str, note_id: UUID) -> Response:
        """Take a note away that is not evidence."""
        services.delete_note(actor=self.actor, note=self._note_of(self._row(), note_id))
        return Response(status=204)

    @extend_schema(
        request=NothingInput, responses=shapes.PracticeEvidenceSerializer(many=True), filters=False
    )
    @action(
        detail=True,
        methods=["post"],
        url_path=f"{NOTE}/use",
        filter_backends=(),
        pagination_class=None,
    )
    def use_note(self, request: Request, pk: str, note_id: UUID) -> Response:
        """The note becomes evidence about its nodes; needs consent. Gives what was added."""
        found = self._note_of(self._row(), note_id)
        self.validated(request, NothingInput)
        made = use_note(actor=self.actor, note=found)
        return Response(shapes.PracticeEvidenceSerializer(made, many=True).data)

    def _row(self) -> Interview:
        row: Interview = self.get_object()
        policies.check_can_see_interviews(self.actor)
        return row

    def _note_of(self, row: Interview, note_id: UUID) -> InterviewNote:
        found = InterviewNote.objects.filter(interview=row, pk=note_id).first()
        if found is None:
            raise Http404
        found.interview = row
        return found


def _note(row: InterviewNote, *, status: int = 200) -> Response:
    data = shapes.InterviewNoteSerializer(row).data
    return Response(data, status=status, headers={"ETag": etag(row)})
