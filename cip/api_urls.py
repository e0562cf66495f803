"""Every address of the API; each app registers its viewsets on the one router."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from drf_spectacular.views import (
    SpectacularAPIView,
    SpectacularRedocView,
    SpectacularSwaggerSplitView,
)
from rest_framework.routers import DefaultRouter

import assessments.api
import cip.accounts.api
import cip.programs.api
import cip.reports.api
import models_catalog.api
import roadmap.api
import workshops.api


class Router(DefaultRouter):
    """No root view: the schema is the list of addresses."""

    include_root_view = False
    include_format_suffixes = False


router = Router(use_regex_path=False)
for app in (
    cip.accounts.api,
    cip.programs.api,
    models_catalog.api,
    assessments.api,
    workshops.api,
    roadmap.api,
    cip.reports.api,
):
    app.register(router)

urlpatterns = [
    path("v1/", include(router.urls)),
    path("schema/", login_not_required(SpectacularAPIView.as_view()), name="schema"),
    path(
        "docs/",
        login_not_required(SpectacularSwaggerSplitView.as_view(url_name="schema")),
        name="api-docs",
    ),
    path(
        "reference/",
        login_not_required(SpectacularRedocView.as_view(url_name="schema")),
        name="redoc",
    ),
]
