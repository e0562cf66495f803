"""API of models, their versions and what these consist of."""

from typing import Any

import django_filters
from django import forms
from django.db import models
from django.db.models import Prefetch
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from cip.api.filters import WordsFilter
from cip.api.views import ReadMixin, ScopedViewSet
from cip.kernel.errors import InvalidInput
from models_catalog.api.differences import DifferenceMixin
from models_catalog.api.edits import EditsViewSet
from models_catalog.api.imports import accepted, summary_body
from models_catalog.api.lifecycle import LifecycleMixin
from models_catalog.models import (
    Level,
    LevelDescriptor,
    MaturityModel,
    ModelVersion,
    Node,
    NodeLink,
    Question,
    Scale,
)
from models_catalog.queries.document import document_of
from models_catalog.queries.exports import exported_file
from models_catalog.queries.model_page import all_versions, variants_of
from models_catalog.rules.exporting import EXPORTS
from models_catalog.rules.foreign.detecting import FileForm
from models_catalog.rules.foreign.report import Told
from models_catalog.rules.model_file import is_large
from models_catalog.rules.writing import write_document
from models_catalog.serializers.imports import (
    ModelImportResultSerializer,
    ModelImportRunSerializer,
    ModelImportSerializer,
)
from models_catalog.serializers.models import ModelHistorySerializer
from models_catalog.serializers.versions import (
    MaturityModelSerializer,
    ModelDocumentSerializer,
    ModelVersionSerializer,
    NodeDetailSerializer,
    NodeSerializer,
    QuestionSerializer,
    ScaleSerializer,
)
from models_catalog.services import versions
from models_catalog.services.files import import_file, problem_lines
from models_catalog.services.import_runs import Upload
from models_catalog.services.results import plain_result


def _upload_of(values: dict[str, Any]) -> Upload:
    """The file, sent as text or as bytes, and what was said about it."""
    form = values.get("form")
    file = values.get("file")
    return Upload(
        data=file.read() if file else values["document"].encode("utf-8", "surrogatepass"),
        name=(file.name or "") if file else "",
        form=FileForm(form) if form else None,
        told=Told(values.get("owner", ""), values.get("attribution", "")),
    )


class _LevelField(forms.IntegerField):
    """A level value as the file format allows it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=-1000, max_value=1000, **kwargs)


class LevelFilter(django_filters.Filter):
    """An exact level."""

    field_class = _LevelField


class MaturityModelFilter(django_filters.FilterSet):
    """By code and kind."""

    class Meta:
        model = MaturityModel
        fields = ["code", "kind"]


class ModelVersionFilter(django_filters.FilterSet):
    """By model and state."""

    model = django_filters.UUIDFilter(field_name="model_id")

    class Meta:
        model = ModelVersion
        fields = ["state"]


class NodeFilter(django_filters.FilterSet):
    """By version, type code, level, parent, code, and words in code, title or text."""

    q = WordsFilter("code", "title", "text")
    version = django_filters.UUIDFilter(field_name="version_id")
    type = django_filters.CharFilter(field_name="type__code")
    level = LevelFilter()
    parent = django_filters.UUIDFilter(field_name="parent_id")

    class Meta:
        model = Node
        fields = ["code"]


class QuestionFilter(django_filters.FilterSet):
    """By version and node."""

    version = django_filters.UUIDFilter(field_name="version_id")
    node = django_filters.UUIDFilter(field_name="node_id")

    class Meta:
        model = Question
        fields = ["code"]


class ScaleFilter(django_filters.FilterSet):
    """By version, code and use."""

    version = django_filters.UUIDFilter(field_name="version_id")

    class Meta:
        model = Scale
        fields = ["code", "use"]


class MaturityModelViewSet(ReadMixin, ScopedViewSet):
    """Maturity and reference models: shared ones and the organization's own."""

    area = "catalog"
    model = MaturityModel
    serializer_class = MaturityModelSerializer
    filterset_class = MaturityModelFilter
    ordering = ("name",)
    ordering_fields = ("name", "code")

    def get_queryset(self) -> models.QuerySet[Any]:
        """With their versions, newest first."""
        newest = ModelVersion.objects.order_by("-created_at", "pk")
        return super().get_queryset().prefetch_related(Prefetch("versions", newest))

    @extend_schema(responses=ModelHistorySerializer)
    @action(detail=True, methods=["get"], filterset_class=None, filter_backends=[])
    def history(self, request: Request, pk: str) -> Response:
        """All versions with who published and retired them and when, and the visible variants."""
        model = self.get_object()
        found = {
            "versions": all_versions(self.actor, model),
            "variants": variants_of(self.actor, model),
        }
        return Response(ModelHistorySerializer(found).data)


class ModelVersionViewSet(LifecycleMixin, DifferenceMixin, ReadMixin, EditsViewSet):
    """Versions of models: read, compare, import as draft, edit, take on, discard."""

    area = "catalog"
    model = ModelVersion
    serializer_class = ModelVersionSerializer
    filterset_class = ModelVersionFilter
    ordering = ("-created_at",)
    ordering_fields = ("created_at", "published_at", "number")

    def get_queryset(self) -> models.QuerySet[Any]:
        """With their model and what they are based on."""
        return super().get_queryset().select_related("model", "based_on__model")

    @extend_schema(
        request=ModelImportSerializer,
        responses={200: ModelImportResultSerializer, 202: ModelImportRunSerializer},
    )
    @action(detail=False, methods=["post"], url_path="import")
    def import_(self, request: Request) -> Response:
        """Check a model file and, unless `dry_run`, store it as a draft of the organization.

        A file with problems stores nothing; `fields.document` lists every problem by line or cell.
        A large file (more than 500 kB, unpacked) is read in the background: the answer is then 202
        with the import's address in `Location`, and problems stand in its `result`.
        """
        values = self.validated(request, ModelImportSerializer)
        upload = _upload_of(values)
        if is_large(upload.data):
            return accepted(request, upload, is_dry_run=values["dry_run"])
        result = import_file(
            actor=self.actor,
            data=upload.data,
            organization_id=self.actor.organization_id,
            is_dry_run=values["dry_run"],
            form=upload.form,
            told=upload.told,
        )
        if result.summary is None:
            raise InvalidInput(fields={"document": problem_lines(result.problems)})
        pk = result.version.pk if result.version else None
        return Response(summary_body(plain_result(result), version=pk))

    def destroy(self, request: Request, pk: str) -> Response:
        """Discard a draft."""
        versions.discard_draft(actor=self.actor, version=self.get_object())
        return Response(status=204)

    @extend_schema(responses=ModelDocumentSerializer)
    @action(detail=True, methods=["get"])
    def document(self, request: Request, pk: str) -> Response:
        """The whole version as a model file; importing it again changes nothing."""
        return Response({"document": write_document(document_of(self.get_object()))})

    @extend_schema(
        parameters=[
            OpenApiParameter("as", enum=list(EXPORTS), description="The format. Default: yaml.")
        ],
        responses={
            (200, each.content_type.partition(";")[0]): OpenApiTypes.BINARY
            if each.suffix == "xlsx"
            else OpenApiTypes.ANY
            for each in EXPORTS.values()
        },
    )
    @action(detail=True, methods=["get"], filterset_class=None, filter_backends=[])
    def file(self, request: Request, pk: str) -> HttpResponse:
        """The whole version as a file: YAML, XLSX, JSON, or a library of CISO Assistant."""
        form = request.query_params.get("as", "yaml")
        if form not in EXPORTS:
            raise InvalidInput(fields={"as": [f"Choose one of: {', '.join(EXPORTS)}."]})
        found = exported_file(self.get_object(), form)
        return HttpResponse(
            found.content,
            content_type=found.content_type,
            headers={"Content-Disposition": f'attachment; filename="{found.name}"'},
        )


class NodeViewSet(ReadMixin, ScopedViewSet):
    """Nodes in the order of the tree; one node comes with links, questions and descriptors."""

    area = "catalog"
    model = Node
    serializer_class = NodeSerializer
    filterset_class = NodeFilter
    ordering = ("version", "position")
    ordering_fields = ("position", "code", "title", "level")

    def get_queryset(self) -> models.QuerySet[Any]:
        """With type and dimension; a single node with all that hangs on it."""
        rows = super().get_queryset().select_related("type", "dimension")
        if self.action != "retrieve":
            return rows
        links = NodeLink.objects.select_related("kind", "source", "target").order_by("pk")
        asked = Question.objects.select_related("node", "response_set", "dimension")
        descriptors = LevelDescriptor.objects.select_related("dimension").order_by("pk")
        return rows.prefetch_related(
            Prefetch("links_out", links),
            Prefetch("links_in", links),
            Prefetch("questions", asked.order_by("position")),
            Prefetch("descriptors", descriptors),
        )

    def get_serializer_class(self) -> type[NodeSerializer]:
        """The long form for one node."""
        return NodeDetailSerializer if self.action == "retrieve" else NodeSerializer


class QuestionViewSet(ReadMixin, ScopedViewSet):
    """Questions in the order of the tree."""

    area = "catalog"
    model = Question
    serializer_class = QuestionSerializer
    filterset_class = QuestionFilter
    ordering = ("version", "position")
    ordering_fields = ("position", "code")

    def get_queryset(self) -> models.QuerySet[Any]:
        """With node, response set and dimension."""
        return super().get_queryset().select_related("node", "response_set", "dimension")


class ScaleViewSet(ReadMixin, ScopedViewSet):
    """Level scales, rating scales and response sets with their levels."""

    area = "catalog"
    model = Scale
    serializer_class = ScaleSerializer
    filterset_class = ScaleFilter
    ordering = ("version", "position")
    ordering_fields = ("position", "code")

    def get_queryset(self) -> models.QuerySet[Any]:
        """With their levels in order."""
        levels = Level.objects.order_by("position")
        return super().get_queryset().prefetch_related(Prefetch("levels", levels))


def register(router: BaseRouter) -> None:
    """Add this module's viewsets to the one router."""
    router.register("maturity-models", MaturityModelViewSet, basename="maturity-model")
    router.register("model-versions", ModelVersionViewSet, basename="model-version")
    router.register("nodes", NodeViewSet, basename="node")
    router.register("questions", QuestionViewSet, basename="question")
    router.register("scales", ScaleViewSet, basename="scale")
