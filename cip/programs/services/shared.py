"""Small helpers of the services of this app."""

from collections.abc import Mapping
from typing import Any

from django.db import models


def plain(changes: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """Changes as the audit trail keeps them: people and teams by name."""
    return {
        name: [str(value) if isinstance(value, models.Model) else value for value in pair]
        for name, pair in changes.items()
    }
