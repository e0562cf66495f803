"""Editing drafts through the API: the same edits as the pages make."""

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cip.api.views import ScopedViewSet, expected_version
from cip.kernel import clock
from models_catalog.models import ModelVersion
from models_catalog.serializers.edits import EditsSerializer, StepSerializer
from models_catalog.serializers.versions import ModelVersionSerializer
from models_catalog.services.editing import edit_draft, redo_step, undo_step


class EditsViewSet(ScopedViewSet):
    """Edits, undo, redo and history of a draft. Its ETag counts the changes."""

    def rendered(self, row: models.Model, *, status: int = 200) -> Response:
        """The version, with its revision as ETag."""
        data = ModelVersionSerializer(row).data
        return Response(data, status=status, headers={"ETag": _etag(row)})

    @extend_schema(methods=["GET"], responses=StepSerializer(many=True), filters=False)
    @extend_schema(methods=["POST"], request=EditsSerializer, responses=ModelVersionSerializer)
    @action(detail=True, methods=["get", "post"])
    def edits(self, request: Request, pk: str) -> Response:
        """GET: what was done to a draft, newest first. POST: edit it, with If-Match.

        All edits are made or none; `fields` names everything that is wrong with them. What others
        have done since the ETag was read may stand beside it; 409 when it is about the same things.
        """
        row: ModelVersion = self.get_object()
        if request.method == "GET":
            steps = row.edits.select_related("made_by").order_by("-number")
            page = self.paginate_queryset(steps)
            return self.get_paginated_response(StepSerializer(page, many=True).data)
        values = self.validated(request, EditsSerializer)
        return self.rendered(
            edit_draft(
                actor=self.actor,
                version=row,
                edits=values["edits"],
                expected_revision=expected_version(request),
                now=clock.now(),
            )
        )

    @extend_schema(request=None, responses=ModelVersionSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """Take the newest step of a draft back."""
        row = self.get_object()
        return self.rendered(undo_step(actor=self.actor, version=row))

    @extend_schema(request=None, responses=ModelVersionSerializer)
    @action(detail=True, methods=["post"])
    def redo(self, request: Request, pk: str) -> Response:
        """Make the step again that was taken back last."""
        row = self.get_object()
        return self.rendered(redo_step(actor=self.actor, version=row))


def _etag(row: models.Model) -> str:
    return f'"v{row.revision}"'  # type: ignore[attr-defined]
