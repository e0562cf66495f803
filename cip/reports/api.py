"""API of this app: report runs, and what can be requested."""

from typing import Any
from uuid import UUID

import django_filters
from django.conf import settings
from django.db import models
from django.http import FileResponse, Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from cip.access.actor import Actor
from cip.api.views import ReadMixin, ScopedViewSet
from cip.jobs.models import Job
from cip.kernel import clock
from cip.kernel.errors import InvalidInput
from cip.reports import queries, services
from cip.reports.document import PDF, XLSX
from cip.reports.models import ReportRun
from cip.reports.plain import document_to_json
from cip.reports.registry import report_kind, report_kinds
from cip.reports.serializers import (
    ReportChoiceSerializer,
    ReportDocumentSerializer,
    ReportKindSerializer,
    ReportRequestSerializer,
    ReportRunSerializer,
)


class PdfRenderer(BaseRenderer):
    """Lets a client ask for `application/pdf`; the file itself is sent as it is stored."""

    media_type = PDF.media_type
    format = PDF.extension
    charset = None
    render_style = "binary"

    def render(
        self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None
    ) -> Any:
        """Only errors come here; they are JSON whatever was asked for."""
        return JSONRenderer().render(data)


class XlsxRenderer(PdfRenderer):
    """The same for spreadsheets."""

    media_type = XLSX.media_type
    format = XLSX.extension


class RunFilter(django_filters.FilterSet):
    """Filters of report runs."""

    kind = django_filters.CharFilter()
    subject_id = django_filters.UUIDFilter()
    program_id = django_filters.UUIDFilter()
    state = django_filters.ChoiceFilter(field_name="job__state", choices=Job.State.choices)

    class Meta:
        model = ReportRun
        fields: list[str] = []


class ReportRunViewSet(ReadMixin, ScopedViewSet):
    """Requested reports. A run is requested, made in the background, then downloaded."""

    area = "reports"
    model = ReportRun
    serializer_class = ReportRunSerializer
    filterset_class = RunFilter
    ordering_fields = ("requested_at", "subject_label", "size")
    ordering = ("-requested_at",)

    def get_queryset(self) -> models.QuerySet[Any]:
        """Visible runs with their jobs; the stored document only where it is shown."""
        rows = super().get_queryset()
        return rows.select_related("job") if self.action == "document" else queries.with_jobs(rows)  # type: ignore[arg-type]

    @extend_schema(request=ReportRequestSerializer, responses={201: ReportRunSerializer})
    def create(self, request: Request) -> Response:
        """Request a report. Asking again while the same one is being made gives the same run."""
        values = self.validated(request, ReportRequestSerializer)
        return self.rendered(services.request_report(actor=self.actor, **values), status=201)

    @extend_schema(request=None, responses=ReportRunSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, **kwargs: Any) -> Response:
        """Stop a report that waits or is being made."""
        run = services.cancel_report(actor=self.actor, run=self.get_object(), now=clock.now())
        return self.rendered(run)

    @extend_schema(request=None, responses=ReportRunSerializer)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, **kwargs: Any) -> Response:
        """Make a failed or canceled report again."""
        return self.rendered(services.retry_report(actor=self.actor, run=self.get_object()))

    @extend_schema(
        responses={
            (200, PDF.media_type): OpenApiTypes.BINARY,
            (200, XLSX.media_type): OpenApiTypes.BINARY,
        }
    )
    @action(
        detail=True,
        methods=["get"],
        renderer_classes=[PdfRenderer, XlsxRenderer, JSONRenderer],
        filterset_class=None,
        pagination_class=None,
    )
    def download(self, request: Request, **kwargs: Any) -> FileResponse:
        """The finished file, PDF or XLSX; visibility of its subject is checked again."""
        run = self.get_object()
        return FileResponse(
            services.open_report(actor=self.actor, run=run),
            as_attachment=True,
            filename=queries.file_name(run),
            content_type=report_kind(run.kind).format.media_type,
        )

    @extend_schema(responses=ReportDocumentSerializer)
    @action(detail=True, methods=["get"], filterset_class=None, pagination_class=None)
    def document(self, request: Request, **kwargs: Any) -> Response:
        """The data from which the finished report was printed."""
        return Response(services.stored_document(actor=self.actor, run=self.get_object()))


class ReportKindViewSet(viewsets.GenericViewSet[Any]):
    """Kinds of report, what they can be about, and their preview."""

    area = "reports"
    pagination_class = None
    filter_backends = []
    lookup_field = "code"
    lookup_value_converter = "slug"
    serializer_class = ReportKindSerializer

    @property
    def actor(self) -> Actor:
        """Who calls."""
        return self.request.actor  # type: ignore[attr-defined, no-any-return]

    @extend_schema(responses=ReportKindSerializer(many=True))
    def list(self, request: Request) -> Response:
        """All kinds."""
        return Response(
            [
                {"code": one.code, "title": str(one.title), "format": one.format.extension}
                for one in report_kinds()
            ]
        )

    @extend_schema(
        parameters=[OpenApiParameter("program_id", OpenApiTypes.UUID, required=True)],
        responses=ReportChoiceSerializer(many=True),
    )
    @action(detail=False, methods=["get"])
    def choices(self, request: Request) -> Response:
        """What reports of a program can be requested."""
        found = queries.report_choices(self.actor, _uuid(request, "program_id"))
        return Response(ReportChoiceSerializer(found, many=True).data)

    @extend_schema(
        parameters=[OpenApiParameter("subject_id", OpenApiTypes.UUID, required=True)],
        responses=ReportDocumentSerializer,
    )
    @action(detail=True, methods=["get"])
    def preview(self, request: Request, code: str) -> Response:
        """The document as it would be printed now; nothing is stored."""
        if code not in settings.REPORTS:
            raise Http404
        shown = services.preview_report(
            actor=self.actor, kind=code, subject_id=_uuid(request, "subject_id")
        )
        return Response(document_to_json(shown.document))


def _uuid(request: Request, name: str) -> UUID:
    unknown = sorted(set(request.query_params) - {name})
    if unknown:
        raise InvalidInput(fields={key: ["Unknown query parameter."] for key in unknown})
    try:
        return UUID(request.query_params.get(name, ""))
    except ValueError as error:
        raise InvalidInput(fields={name: ["Send a UUID."]}) from error


def register(router: BaseRouter) -> None:
    """Add this app's viewsets to the one router."""
    router.register("report-runs", ReportRunViewSet, basename="report-run")
    router.register("report-kinds", ReportKindViewSet, basename="report-kind")
