"""One translator from domain errors to pages, and a request id for the logs."""

import logging
from collections.abc import Callable
from contextvars import ContextVar
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cip.kernel.errors import DomainError, InvalidInput, NotAllowed, StaleWrite, WrongState

GetResponse = Callable[[HttpRequest], HttpResponse]

_request_id: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    """Puts the current request's id on every log line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always keeps the record."""
        record.request_id = _request_id.get()
        return True


class RequestIdMiddleware:
    """Gives every request an id, echoed in the response for support."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid4().hex[:12]
        token = _request_id.set(request_id)
        try:
            response = self.get_response(request)
        finally:
            _request_id.reset(token)
        response["X-Request-Id"] = request_id
        return response


class DomainErrorMiddleware:
    """NotAllowed -> 403, WrongState and StaleWrite -> 409, InvalidInput -> 400, in words."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Translate what a view let through."""
        if not isinstance(exception, DomainError):
            return None
        context: dict[str, object] = {"reason": exception.message}
        if isinstance(exception, NotAllowed):
            return render(request, "errors/403.html", context, status=403)
        if isinstance(exception, StaleWrite):
            context |= {
                "conflicts": exception.conflicts,
                "current_version": exception.current_version,
            }
            return render(request, "errors/409.html", context, status=409)
        if isinstance(exception, WrongState):
            return render(request, "errors/409.html", context, status=409)
        if isinstance(exception, InvalidInput):
            context |= {"fields": exception.fields}
            return render(request, "errors/400.html", context, status=400)
        return None
