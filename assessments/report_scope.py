"""The part of the assessment report that says what was looked at."""

from typing import Any

from django.utils.translation import gettext as _

from assessments.queries.model_words import ModelWords
from assessments.queries.outcome import Outcome


def scope_part(found: Outcome, words: ModelWords) -> dict[str, Any]:
    """Areas with why some were left out; their levels only where the model puts them on some."""
    has_levels = any(area.level is not None for area in found.areas)
    level = [{"title": _("Level"), "width": 10, "numeric": True}] if has_levels else []
    return {
        "head": [
            {"title": words.area.one, "width": 45},
            *level,
            {"title": _("Applies"), "width": 45},
        ],
        "rows": [
            (
                area.title,
                *([area.level] if has_levels else []),
                _("yes") if area.is_applicable else area.reason,
            )
            for area in found.areas
        ],
    }
