"""Filters that refuse what they do not know, instead of ignoring it."""

from datetime import UTC, datetime
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django.core.exceptions import ValidationError as FieldError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.filters import OrderingFilter
from rest_framework.request import Request

from cip.kernel.texts import SHORT

_ALWAYS = {"page", "page_size", "ordering", "format"}


class WordsFilter(django_filters.CharFilter):
    """Rows in which one of the fields holds the words, in capitals or not."""

    def __init__(self, *fields: str) -> None:
        names = ", ".join(name.replace("__", " ") for name in fields)
        super().__init__(max_length=SHORT, help_text=f"Words in {names}.")
        self.fields = fields

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """The rows; all of them without words."""
        if not value:
            return qs
        return qs.filter(reduce(or_, (Q(**{f"{name}__icontains": value}) for name in self.fields)))


class _MomentField(django_filters.fields.IsoDateTimeField):
    """A moment in UTC: PostgreSQL refuses offsets of 16 hours and more, which ISO 8601 allows."""

    def clean(self, value: Any) -> datetime | None:
        """The moment in UTC, None if none was asked for; a field error outside the calendar."""
        moment: datetime | None = super().clean(value)
        try:
            return moment and moment.astimezone(UTC)
        except (OverflowError, ValueError) as error:
            raise FieldError(_("This moment lies outside the calendar.")) from error


class MomentFilter(django_filters.IsoDateTimeFilter):
    """Compares with a moment in ISO 8601, whatever its offset from UTC."""

    field_class = _MomentField


class StrictFilterBackend(DjangoFilterBackend):
    """An unknown query parameter is an error: a typing mistake must not list everything."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: Any
    ) -> QuerySet[Any]:
        """The filtered rows; ValidationError naming unknown parameters."""
        filterset_class = self.get_filterset_class(view, queryset)
        known = set(filterset_class.base_filters) if filterset_class else set()
        unknown = sorted(set(request.query_params) - known - _ALWAYS)
        if unknown:
            raise ValidationError({name: ["Unknown query parameter."] for name in unknown})
        rows: QuerySet[Any] = super().filter_queryset(request, queryset, view)
        return rows


class StrictOrderingFilter(OrderingFilter):
    """Orders by the view's `ordering_fields`; an unknown field is an error. The key comes last."""

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """The parameter of the OpenAPI document, naming every field that can be ordered by."""
        fields = sorted(getattr(view, "ordering_fields", ()))
        text = f"Comma-separated; `-` before a field turns it round. Fields: {', '.join(fields)}."
        if not fields:
            return []
        return [
            {
                "name": self.ordering_param,
                "in": "query",
                "required": False,
                "description": text,
                "schema": {"type": "string", "example": f"-{fields[0]}"},
            }
        ]

    def get_ordering(self, request: Request, queryset: QuerySet[Any], view: Any) -> list[str]:
        """Fields to order by, the primary key last so that pages never overlap."""
        asked = request.query_params.get(self.ordering_param, "")
        names = [part.strip() for part in asked.split(",") if part.strip()]
        allowed = set(getattr(view, "ordering_fields", ()))
        unknown = [name for name in names if name.lstrip("-") not in allowed]
        if unknown:
            known = ", ".join(sorted(allowed)) or "nothing"
            raise ValidationError(
                {"ordering": [f"Cannot order by {', '.join(unknown)}; known: {known}."]}
            )
        chosen = names or list(getattr(view, "ordering", ()))
        return [*chosen, "pk"]
