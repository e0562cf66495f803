"""Addresses of the floor, chosen by its only middleware."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import path

from tools.bench.floor import answers, catalog, plans, programs, rollup

urlpatterns = [
    path("ping/", plans.ping),
    path("save/<uuid:response_id>/", answers.Save.as_view()),
    path("questionnaire/<uuid:response_id>/", answers.as_json),
    path("questionnaire/<uuid:response_id>/page/", answers.as_page),
    path("rollup/<uuid:questionnaire_id>/", rollup.as_json),
    path("rollup/<uuid:questionnaire_id>/page/", rollup.as_page),
    path("ready/<slug:name>/", catalog.ready),
    path("search/", catalog.search),
    path("dashboard/<uuid:program_id>/", programs.dashboard),
    path("assessments/<uuid:program_id>/", programs.Assessments.as_view()),
    path("assessments/<uuid:program_id>/page/", programs.assessments_page),
    path("roadmap/<uuid:program_id>/", plans.as_json),
    path("roadmap/<uuid:program_id>/page/", plans.as_page),
]


def use_floor_urls(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: these addresses instead of the application's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.urlconf = "tools.bench.floor.urls"
        return get_response(request)

    return middleware
