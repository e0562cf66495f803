"""Answers to requests that reach no view or break one: JSON below /api/, a page elsewhere."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views import defaults

from cip.api.exceptions import body

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestSizeMiddleware:
    """Refuses a body that is larger than anything we take, before a byte of it is read.

    The length is what the client declares; a body without a length is not read at all.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length[:20]) > settings.LARGEST_REQUEST:
            return too_large(request)
        return self.get_response(request)


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


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more than we take."""
    most = settings.LARGEST_REQUEST // 1_000_000
    if _is_api(request):
        message = f"The body is too large; at most {most} MB are taken."
        return JsonResponse(body("too_large", message), status=413)
    return HttpResponse(render_to_string("413.html", {"most": most}), status=413)


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")
