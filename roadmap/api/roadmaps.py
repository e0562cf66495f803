"""The computed roadmap of a program."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cip.api.views import ScopedViewSet
from cip.programs.models import Program
from roadmap import policies
from roadmap.queries.revision import roadmap_revision
from roadmap.queries.roadmap import roadmap_view
from roadmap.serializers.computed import RoadmapSerializer, roadmap_as_json


class RoadmapViewSet(ScopedViewSet):
    """One per program; its id is the program's."""

    area = "roadmap"
    model = Program
    serializer_class = RoadmapSerializer
    lookup_field = "program_id"

    @extend_schema(
        parameters=[
            OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER, required=False)
        ],
        responses={
            200: RoadmapSerializer,
            304: OpenApiResponse(description="Nothing has changed since the ETag sent."),
        },
    )
    def retrieve(self, request: Request, program_id: UUID, **kwargs: Any) -> Any:
        """All visible workplans with slack, critical path and broken dependencies."""
        policies.check_can_view_roadmap(self.actor)
        revision = roadmap_revision(self.actor, program_id)
        if revision is None:
            raise Http404
        etag = quote_etag(revision)
        headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
        bare = Response(headers=headers)
        answer = get_conditional_response(request._request, etag=etag, response=bare)
        if answer is not bare:
            return answer
        found = roadmap_view(self.actor, program_id)
        return Response(roadmap_as_json(found), headers=headers)
