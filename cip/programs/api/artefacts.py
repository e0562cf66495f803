"""Artefacts, their files and comments."""

from typing import Any

import django_filters
from django.db import models
from django.http import FileResponse, Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from cip.api.filters import WordsFilter
from cip.api.parsers import StrictJSONParser
from cip.api.views import ReadMixin, ScopedViewSet, expected_version
from cip.db.lookups import named_row
from cip.kernel import clock
from cip.programs import policies
from cip.programs.downloads import attachment
from cip.programs.models import Artefact, ArtefactComment, ArtefactVersion, Program
from cip.programs.serializers import (
    ArtefactCommentInput,
    ArtefactCommentSerializer,
    ArtefactEdit,
    ArtefactInput,
    ArtefactSerializer,
    ArtefactVersionInput,
    ArtefactVersionSerializer,
)
from cip.programs.services import artefacts as services

_MULTIPART = "multipart/form-data"


def _artefact_named(view: ScopedViewSet, data: dict[str, Any]) -> Artefact:
    rows = Artefact.objects.select_related("program", "team")
    return named_row(rows, view.actor, data.pop("artefact"), field="artefact")


class ArtefactFilter(django_filters.FilterSet):
    """Artefacts of a program or team, current or withdrawn ones, by words."""

    q = WordsFilter("title", "description")
    is_withdrawn = django_filters.BooleanFilter(
        field_name="withdrawn_at", lookup_expr="isnull", exclude=True
    )

    program = django_filters.UUIDFilter(field_name="program_id")
    team = django_filters.UUIDFilter(field_name="team_id")


class ArtefactViewSet(ReadMixin, ScopedViewSet):
    """Documents of programs and CI teams that the token's person may see."""

    area = "programs"
    model = Artefact
    serializer_class = ArtefactSerializer
    filterset_class = ArtefactFilter
    ordering_fields = ("title", "created_at")
    parser_classes = (MultiPartParser, StrictJSONParser)

    def get_queryset(self) -> models.QuerySet[Any]:
        """Artefacts with program and team."""
        return super().get_queryset().select_related("program", "team")

    @extend_schema(request={_MULTIPART: ArtefactInput}, responses={201: ArtefactSerializer})
    def create(self, request: Request) -> Response:
        """A new artefact with its first file."""
        data = self.validated(request, ArtefactInput)
        program = named_row(Program.objects.all(), self.actor, data.pop("program"), field="program")
        row = services.create_artefact(actor=self.actor, program=program, **data)
        return self.rendered(row, status=201)

    @extend_schema(request={"application/json": ArtefactEdit}, responses=ArtefactSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent; demands If-Match."""
        row = self.get_object()
        version = expected_version(request)
        values = self.validated(request, ArtefactEdit, partial=True)
        saved = services.edit_artefact(
            actor=self.actor, artefact=row, expected_version=version, values=values
        )
        return self.rendered(saved)

    @extend_schema(request=None, responses=ArtefactSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take the artefact out of the lists; its files stay."""
        row = self.get_object()
        saved = services.withdraw_artefact(actor=self.actor, artefact=row, now=clock.now())
        return self.rendered(saved)

    @extend_schema(request=None, responses=ArtefactSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: str) -> Response:
        """Put a withdrawn artefact back into the lists."""
        saved = services.restore_artefact(actor=self.actor, artefact=self.get_object())
        return self.rendered(saved)


class ArtefactPartFilter(django_filters.FilterSet):
    """Parts of one artefact, or of all artefacts of a program."""

    artefact = django_filters.UUIDFilter(field_name="artefact_id")
    program = django_filters.UUIDFilter(field_name="artefact__program_id")


class ArtefactVersionViewSet(ReadMixin, ScopedViewSet):
    """Stored files; never changed, only followed by the next."""

    area = "programs"
    model = ArtefactVersion
    serializer_class = ArtefactVersionSerializer
    filterset_class = ArtefactPartFilter
    ordering_fields = ("number", "uploaded_at")
    parser_classes = (MultiPartParser, StrictJSONParser)

    @extend_schema(
        request={_MULTIPART: ArtefactVersionInput}, responses={201: ArtefactVersionSerializer}
    )
    def create(self, request: Request) -> Response:
        """Store the next version of an artefact."""
        data = self.validated(request, ArtefactVersionInput)
        artefact = _artefact_named(self, data)
        row = services.add_version(actor=self.actor, artefact=artefact, **data)
        return self.rendered(row, status=201)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def download(self, request: Request, pk: str) -> FileResponse:
        """The file itself."""
        version = self.get_object()
        policies.check_can_download(version)
        response = attachment(version)
        if response is None:
            raise Http404
        return response


class ArtefactCommentViewSet(ReadMixin, ScopedViewSet):
    """What readers, advisors among them, say about artefacts."""

    area = "programs"
    model = ArtefactComment
    serializer_class = ArtefactCommentSerializer
    filterset_class = ArtefactPartFilter
    ordering_fields = ("created_at",)

    @extend_schema(request=ArtefactCommentInput, responses={201: ArtefactCommentSerializer})
    def create(self, request: Request) -> Response:
        """Comment on an artefact."""
        data = self.validated(request, ArtefactCommentInput)
        artefact = _artefact_named(self, data)
        row = services.comment_on_artefact(actor=self.actor, artefact=artefact, **data)
        return self.rendered(row, status=201)
