"""What of an agreement differs from the plan as it stands, and whether it must be signed again.

The guide (2.1, 3.1) has goals and agenda agreed in writing with the sponsor. Those bind; a room, a
person or a date that changes is shown, and asks for no new signature.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

BINDING = ("stage", "goals", "teams", "available_minutes", "agenda")
INFORMING = ("title", "held_on", "starts_at", "location", "facilitator", "people", "presenters")


def content_hash(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content in canonical JSON."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def differences(agreed: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of the parts that differ, the binding ones first."""
    before, after = _parts(agreed), _parts(now)
    return tuple(name for name in (*BINDING, *INFORMING) if before.get(name) != after.get(name))


def needs_new_signature(differing: tuple[str, ...]) -> bool:
    """Whether something differs that the signature was given for."""
    return any(name in BINDING for name in differing)


def _parts(content: Mapping[str, Any]) -> dict[str, Any]:
    agenda = content.get("agenda", [])
    return {
        **content,
        "agenda": [(i.get("section"), i.get("title"), i.get("minutes")) for i in agenda],
        "presenters": [i.get("presenter", "") for i in agenda],
    }
