"""API of full-text search."""

from typing import Any

import django_filters
from django.db import models
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import BaseRouter

from cip.api.filters import StrictFilterBackend
from cip.api.views import ScopedViewSet
from models_catalog.models import SearchEntry
from models_catalog.queries.search import Found, found_in, searched_models
from models_catalog.rules.search import LONGEST
from models_catalog.serializers.search import SearchHitSerializer


class SearchFilter(django_filters.FilterSet):
    """Words, and the model to look in."""

    q = django_filters.CharFilter(
        max_length=LONGEST, help_text="Words or beginnings of words; all must be found."
    )
    model = django_filters.UUIDFilter(help_text="Only in this model.")

    def filter_queryset(self, queryset: models.QuerySet[Any]) -> Found:
        """What the words find; nothing without words."""
        asked = self.form.cleaned_data
        known = searched_models(self.request.actor)
        return found_in(known, asked["q"] or "", model=asked["model"])


class CatalogSearchViewSet(ScopedViewSet):
    """Full-text search over the newest version of every model."""

    area = "catalog"
    model = SearchEntry
    serializer_class = SearchHitSerializer
    filterset_class = SearchFilter
    filter_backends = (StrictFilterBackend,)

    def list(self, request: Request) -> Response:
        """The best first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(SearchHitSerializer(page, many=True).data)


def register(router: BaseRouter) -> None:
    """Add this module's viewsets to the one router."""
    router.register("catalog-search", CatalogSearchViewSet, basename="catalog-search")
