"""The caller's own responses: read, save, submit. There is no way to anybody else's."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response as Reply
from rest_framework.routers import BaseRouter

from assessments.api.setup import item_data
from assessments.models import Participant, Response
from assessments.own_report import own_report
from assessments.queries.questionnaire import OwnSheet
from assessments.serializers import answers as shapes
from assessments.services.answers import (
    AnswerChange,
    save_answers,
    save_own_answers,
    start_response,
    submit_response,
)
from assessments.services.draft_rows import own_draft_by_id
from cip.access.actor import acting_person
from cip.api.views import ReadMixin, ScopedViewSet
from cip.kernel import clock
from cip.kernel.errors import InvalidInput
from cip.reports.api import PdfRenderer
from cip.reports.direct import print_now
from cip.reports.document import PDF, ReportDocument
from cip.reports.plain import document_to_json
from cip.reports.serializers import ReportDocumentSerializer


class ResponseFilter(filters.FilterSet):
    """By assessment and state."""

    assessment = filters.UUIDFilter(field_name="questionnaire__assessment_id")
    state = filters.ChoiceFilter(choices=Response.State.choices)


class MyResponseViewSet(ReadMixin, ScopedViewSet):
    """The caller's own responses."""

    area = "assessments"
    model = Response
    serializer_class = shapes.ResponseOut
    filterset_class = ResponseFilter
    ordering_fields = ("started_at", "submitted_at")
    ordering = ("-started_at",)

    def get_queryset(self) -> Any:
        """With the questionnaire, whose assessment is shown."""
        rows = super().get_queryset()
        if self.action in ("summary", "summary_pdf"):
            return rows.select_related(
                "participant", "questionnaire__assessment__program__organization"
            )
        return rows.select_related("questionnaire", "participant")

    @extend_schema(
        request=shapes.StartIn, responses={200: shapes.ResponseOut, 201: shapes.ResponseOut}
    )
    def create(self, request: Request) -> Reply:
        """Begin to answer; beginning again gives the same response (200)."""
        data = self.validated(request, shapes.StartIn)
        participant = (
            Participant.objects.visible_to(self.actor)
            .filter(assessment_id=data["assessment"], user_id=acting_person(self.actor))
            .first()
        )
        if participant is None:
            raise InvalidInput(fields={"assessment": ["You are not among its participants."]})
        had = Response.objects.filter(participant=participant).exists()
        started = start_response(actor=self.actor, participant=participant, now=clock.now())
        return self.rendered(started.response, status=200 if had else 201)

    @extend_schema(responses=shapes.SheetOut, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def answers(self, request: Request, pk: UUID) -> Reply:
        """All questions with the caller's own answers."""
        row = self.get_object()
        sheet = OwnSheet(row)
        questions = sheet.questions()
        body = {
            "state": row.state,
            "answered": row.answered_count,
            "total": len(questions) - len(sheet.skipped),
            "answers": [
                item_data(q)
                | {
                    "choice": q.choice,
                    "comment": q.comment,
                    "evidence": q.evidence,
                    "version": q.version,
                    "skipped": q.is_skipped,
                }
                for q in questions
            ],
        }
        return Reply(body)

    @extend_schema(request=shapes.AnswersIn, responses=shapes.SavedOut, filters=False)
    @answers.mapping.put
    def save_answers(self, request: Request, pk: UUID) -> Reply:
        """Store answers: all or none; every problem and every conflict is told at once."""
        try:
            data = self.validated(request, shapes.AnswersIn)
        except APIException:
            self.get_object()  # 404 comes before any word about the body
            raise
        changes = [
            AnswerChange(a["item"], a["choice"], a["comment"], a["version"], a.get("evidence"))
            for a in data["answers"]
        ]
        now, own = clock.now(), own_draft_by_id(self.actor, pk)
        saved = save_own_answers(draft=own, changes=changes, now=now) or save_answers(
            response=self.get_object(), changes=changes, now=now
        )
        body = {
            "saved_at": saved.saved_at.isoformat(),
            "answered": saved.answered,
            "total": saved.total,
            "skipped": [str(item) for item in saved.skipped or ()],
            "answers": [
                {
                    "item": str(answer.item_id),
                    "choice": answer.choice,
                    "comment": answer.comment,
                    "evidence": answer.evidence,
                    "version": answer.version,
                }
                for answer in saved.answers
            ],
        }
        return Reply(body)

    @extend_schema(responses=ReportDocumentSerializer, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def summary(self, request: Request, pk: UUID) -> Reply:
        """The caller's own summary as data; nothing of it is stored."""
        return Reply(document_to_json(self._summary()))

    @extend_schema(responses={(200, PDF.media_type): OpenApiTypes.BINARY}, filters=False)
    @action(
        detail=True,
        methods=["get"],
        url_path="summary-pdf",
        renderer_classes=[PdfRenderer, JSONRenderer],
        pagination_class=None,
    )
    def summary_pdf(self, request: Request, pk: UUID) -> HttpResponse:
        """The same as PDF, printed at once; 409 while too many are being printed."""
        return HttpResponse(print_now(self._summary()).content, content_type=PDF.media_type)

    def _summary(self) -> ReportDocument:
        row = self.get_object()
        return own_report(row, row.participant, row.questionnaire.assessment)

    @extend_schema(request=None, responses=shapes.ResponseOut)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: UUID) -> Reply:
        """Hand in for good; a second call changes nothing."""
        row = self.get_object()
        submitted = submit_response(actor=self.actor, response=row, now=clock.now())
        submitted.questionnaire = row.questionnaire
        return self.rendered(submitted)


def register(router: BaseRouter) -> None:
    """Add the viewsets of this module."""
    router.register("my-responses", MyResponseViewSet, basename="my-response")
