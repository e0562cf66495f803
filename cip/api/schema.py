"""Adds what many operations share to the OpenAPI document: If-Match and the error responses."""

from typing import Any

_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "fields"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "fields": {
                    "type": "object",
                    "additionalProperties": {"type": "array", "items": {"type": "string"}},
                },
                "current_version": {"type": "integer"},
                "conflicts": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            "field": {"type": "string"},
                            "stored": {"type": "string"},
                            "submitted": {"type": "string"},
                        },
                    },
                },
            },
        }
    },
}
_ALWAYS = {
    "400": "The input breaks a rule; `fields` says where.",
    "401": "No token, or not a usable one.",
    "403": "Not allowed, with the reason.",
    "404": "Unknown, or not visible to this token.",
    "405": "This address does not take that method.",
    "406": "Only application/json is served.",
    "429": "Too many requests; see Retry-After.",
}
_WRITES = {
    "409": "The object's state does not permit this, or the version is stale.",
    "413": "The body is too large.",
    "415": "Send application/json (or multipart/form-data for files).",
    "428": "If-Match is missing on a versioned row.",
}
# For operations whose description speaks of If-Match.
_IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string", "pattern": r'^"v[0-9]{1,9}"$', "example": '"v1"'},
    "description": "The ETag of the version that was read.",
}


def add_error_responses(
    result: dict[str, Any], generator: Any, request: Any, public: bool
) -> dict[str, Any]:
    """drf-spectacular hook: If-Match, and one error body under every operation's failures."""
    result.setdefault("components", {}).setdefault("schemas", {})["Error"] = _ERROR
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    for path in result.get("paths", {}).values():
        for method, operation in path.items():
            if method not in {"get", "post", "put", "patch", "delete"}:
                continue
            if "If-Match" in operation.get("description", ""):
                operation.setdefault("parameters", []).append(_IF_MATCH)
            failures = _ALWAYS | (_WRITES if method != "get" else {})
            for status, description in failures.items():
                operation["responses"].setdefault(
                    status, {"description": description, "content": content}
                )
    return result
