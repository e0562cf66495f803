"""Answers to requests that reach no view or break one: JSON below /api/, a page elsewhere."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults

from cip.api.exceptions import body


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request itself is malformed."""
    if _is_api(request):
        return JsonResponse(body("invalid", "The request is malformed."), status=400)
    return defaults.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing stands at this address."""
    if _is_api(request):
        return JsonResponse(body("not_found", "Not found."), status=404)
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours, which the log describes under the request's id."""
    if _is_api(request):
        message = "Something went wrong on our side. Tell the operators the X-Request-Id."
        return JsonResponse(body("server_error", message), status=500)
    return defaults.server_error(request)


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")
