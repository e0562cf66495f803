"""One error body for every failure.

{"error": {"code": "...", "message": "...", "fields": {"name": ["..."]}}}; a stale write adds
"current_version" and "conflicts".
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from cip.kernel.errors import DomainError, InvalidInput, NotAllowed, StaleWrite

_CODES = {
    400: "invalid",
    401: "not_authenticated",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    409: "wrong_state",
    412: "stale_version",
    415: "unsupported_media_type",
    428: "version_required",
    429: "too_many_requests",
}


class VersionRequired(exceptions.APIException):
    """If-Match is missing on a versioned row (RFC 6585)."""

    status_code = 428
    default_detail = "Send If-Match with the ETag of the version you edited."
    default_code = "version_required"


def body(
    code: str, message: str, fields: dict[str, list[str]] | None = None, **extra: Any
) -> dict[str, Any]:
    """The one error body."""
    return {"error": {"code": code, "message": message, "fields": fields or {}, **extra}}


def error_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's hook: translate domain errors and give all others the same shape."""
    response = _said(error, context)
    if response is not None:
        # Also where a file was asked for.
        response.content_type = "application/json"
    return response


def _said(error: Exception, context: dict[str, Any]) -> Response | None:
    if isinstance(error, DomainError):
        return _domain_response(error)
    response = exception_handler(error, context)
    if response is None:
        return None
    status = response.status_code
    if isinstance(error, exceptions.ValidationError):
        fields = _flatten(response.data)
        message = " ".join(text for texts in fields.values() for text in texts)
        response.data = body("invalid", message, fields)
    else:
        message = "Not found." if isinstance(error, Http404) else _detail(error, response)
        response.data = body(_CODES.get(status, "error"), message)
    return response


def _domain_response(error: DomainError) -> Response:
    if isinstance(error, NotAllowed):
        return Response(body("not_allowed", error.message), status=403)
    if isinstance(error, InvalidInput):
        return Response(body("invalid", error.message, error.fields), status=400)
    if isinstance(error, StaleWrite):
        conflicts = [
            {"field": c.label, "stored": c.stored, "submitted": c.submitted}
            for c in error.conflicts
        ]
        extra: dict[str, Any] = {"current_version": error.current_version, "conflicts": conflicts}
        return Response(body("stale_version", error.message, **extra), status=409)
    return Response(body("wrong_state", error.message), status=409)


def _detail(error: Exception, response: Response) -> str:
    if isinstance(error, PermissionDenied):
        return "Not allowed."
    return str(response.data.get("detail", "")) if isinstance(response.data, dict) else str(error)


def _flatten(data: Any, prefix: str = "") -> dict[str, list[str]]:
    if isinstance(data, dict):
        found: dict[str, list[str]] = {}
        for name, value in data.items():
            key = "" if name == "non_field_errors" else str(name)
            found |= _flatten(value, ".".join(part for part in (prefix, key) if part))
        return found
    if isinstance(data, list) and any(isinstance(item, dict | list) for item in data):
        found = {}
        for position, item in enumerate(data):
            found |= _flatten(item, f"{prefix}[{position}]")
        return found
    return {prefix: [str(item) for item in (data if isinstance(data, list) else [data])]}
