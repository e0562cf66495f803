"""The scoped base of all API views, and ETag / If-Match."""

import re
from typing import Any

from django.db import models
from rest_framework import viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from cip.access.actor import Actor
from cip.api.exceptions import VersionRequired
from cip.db.models import Versioned
from cip.kernel.errors import InvalidInput

_ETAG = re.compile(r'^(?:W/)?"?v?(\d{1,9})"?$')


def etag(row: models.Model) -> str:
    """The ETag of a versioned row."""
    return f'"v{row.version}"'  # type: ignore[attr-defined]


def expected_version(request: Request) -> int:
    """The version named by If-Match; VersionRequired when absent, InvalidInput when malformed."""
    header = request.headers.get("If-Match", "")
    if not header:
        raise VersionRequired
    found = _ETAG.match(header.strip())
    if found is None:
        raise InvalidInput(fields={"If-Match": ['Send the ETag you received, for example "v3".']})
    return int(found.group(1))


def step_version(request: Request, row: Versioned) -> int:
    """For steps of a row: the version named by If-Match, or the current one when none is sent."""
    return expected_version(request) if "If-Match" in request.headers else row.version


class ScopedViewSet(viewsets.GenericViewSet):
    """Rows visible to the token's actor; subclasses name `area`, `model` and serializers.

    `serializer_class` renders; `input_serializer_class` (or the one passed to `validated`) reads.
    """

    area: str
    model: type[models.Model]
    lookup_value_converter = "uuid"
    ordering_fields: tuple[str, ...] = ()

    @property
    def actor(self) -> Actor:
        """Who calls."""
        return self.request.actor  # type: ignore[attr-defined, no-any-return]

    def get_queryset(self) -> models.QuerySet[Any]:
        """Rows of the actor's organization."""
        if getattr(self, "swagger_fake_view", False):
            return self.model._default_manager.none()
        return self.model._default_manager.get_queryset().visible_to(self.actor)  # type: ignore[attr-defined, no-any-return]

    def validated(
        self,
        request: Request,
        serializer_class: type[BaseSerializer[Any]],
        *,
        partial: bool = False,
    ) -> Any:
        """The body as typed values; 400 with every field's error."""
        serializer = serializer_class(
            data=request.data, partial=partial, context={"request": request}
        )
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def rendered(self, row: models.Model, *, status: int = 200) -> Response:
        """One row as the response, with its ETag when it is versioned."""
        data = self.get_serializer_class()(row, context={"request": self.request}).data
        headers = (
            {"ETag": etag(row)}
            if hasattr(row, "version") and isinstance(row.version, int)
            else None
        )
        return Response(data, status=status, headers=headers)


class ReadMixin:
    """List (paged, filtered, ordered) and retrieve."""

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page of rows."""
        rows = self.filter_queryset(self.get_queryset())  # type: ignore[attr-defined]
        page = self.paginate_queryset(rows)  # type: ignore[attr-defined]
        serializer = self.get_serializer_class()(page, many=True, context={"request": request})  # type: ignore[attr-defined]
        return self.get_paginated_response(serializer.data)  # type: ignore[attr-defined, no-any-return]

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One row."""
        return self.rendered(self.get_object())  # type: ignore[attr-defined, no-any-return]
