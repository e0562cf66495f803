"""What can go wrong in a way that a person can understand and act on.

Each surface has one translator: pages in `cip.web.middleware`, the API in `cip.api.exceptions`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class DomainError(Exception):
    """Base of errors with a sentence fit for the screen."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = str(message)


class NotAllowed(DomainError):
    """The person may see the object but not do this (403)."""


class WrongState(DomainError):
    """The object's state does not permit this now (409)."""


class InvalidInput(DomainError):
    """Input breaks a rule (400, or form errors).

    `fields` maps a field name to sentences; the empty name holds sentences about the whole input.
    """

    def __init__(self, message: str = "", fields: Mapping[str, list[str]] | None = None) -> None:
        self.fields: dict[str, list[str]] = {
            k: [str(t) for t in v] for k, v in (fields or {}).items()
        }
        if message and not self.fields:
            self.fields = {"": [str(message)]}
        super().__init__(message or " ".join(t for texts in self.fields.values() for t in texts))


@dataclass(frozen=True)
class FieldConflict:
    """One field of which two texts exist: what is stored now and what was sent."""

    label: str
    stored: str
    submitted: str


class StaleWrite(DomainError):
    """Somebody else saved in the meantime (409); carries both texts so that nothing is lost."""

    def __init__(
        self, message: str, *, current_version: int, conflicts: list[FieldConflict]
    ) -> None:
        super().__init__(message)
        self.current_version = current_version
        self.conflicts = conflicts


def conflicts_between(
    stored: Mapping[str, Any], submitted: Mapping[str, Any], labels: Mapping[str, str] | None = None
) -> list[FieldConflict]:
    """Fields whose stored and submitted values differ, as texts for the conflict page."""
    found = []
    for name, value in submitted.items():
        if stored.get(name) != value:
            label = (labels or {}).get(name, name.replace("_", " "))
            found.append(FieldConflict(str(label), _text(stored.get(name)), _text(value)))
    return found


def _text(value: Any) -> str:
    return "" if value is None else str(value)
