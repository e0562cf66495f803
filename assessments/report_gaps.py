"""The part of the assessment report that says how far the targets are."""

from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.gap_columns import blocked_words
from assessments.level_charts import level_text
from assessments.queries.gaps import GapPage, GapRow, Standing
from assessments.queries.model_words import ModelWords
from assessments.rules.naming import without_names

DAY = "j M Y"


def gap_part(found: GapPage, names: Iterable[str], words: ModelWords) -> dict[str, Any] | None:
    """Open gaps in their order, then targets not known yet and reached; None without targets."""
    if not found.count:
        return None
    names = list(names)
    place = words.part if found.is_leveled else words.area
    return {
        "order": _("What counts first: %s.") % ", ".join(found.criteria_labels),
        "head": [
            {"title": _("Place"), "width": 12},
            {"title": place.one, "width": 25},
            {"title": _("Today"), "width": 12},
            {"title": _("Target"), "width": 15},
            {"title": _("Importance, effort"), "width": 15},
            {"title": _("In the way of"), "width": 20},
        ],
        "rows": [_open(row, names, words) for row in found.open],
        "other_head": [
            {"title": place.one, "width": 40},
            {"title": _("Today"), "width": 30},
            {"title": _("Target"), "width": 30},
        ],
        "unknown": [_other(row, names, words) for row in found.unknown],
        "reached": [_other(row, names, words) for row in found.reached],
        "without": [each.title for each in found.without],
        "without_label": _("%s without a target") % place.many,
        "unknown_label": _("Targets that cannot be held against anything yet"),
    }


def today_words(standing: Standing, words: ModelWords) -> str:
    """Where an area or part stands, never one number while not all is rated."""
    current = standing.current
    if current is None:
        return _("not rated yet")
    values = {
        "lower": current.lower,
        "upper": current.upper,
        "n": standing.goals,
        "parts": words.part.within if standing.goals == 1 else words.part.many_within,
    }
    if standing.names:
        return level_text(current, standing.names)
    if standing.steps:
        if current.is_single:
            return _("level %(lower)s") % values
        return _("level %(lower)s to %(upper)s, not decided yet") % values
    if not current.is_single:
        return _("%(lower)s to %(upper)s of %(n)s %(parts)s, not all are rated") % values
    return _("%(lower)s of %(n)s %(parts)s") % values


def _open(row: GapRow, names: list[str], words: ModelWords) -> tuple[Any, ...]:
    grades = ", ".join(str(each or "–") for each in (row.importance, row.effort))
    has_grades = row.importance is not None or row.effort is not None
    return (
        _("%s, shared") % row.rank if row.is_tied else row.rank,
        _area(row, names),
        today_words(row.standing, words),
        _target(row),
        grades if has_grades else None,
        blocked_words(row) or None,
    )


def _other(row: GapRow, names: list[str], words: ModelWords) -> tuple[str, str, str]:
    return _area(row, names), today_words(row.standing, words), _target(row)


def _area(row: GapRow, names: list[str]) -> str:
    reason = without_names(row.reason, names)
    return f"{row.standing.title}. {reason}" if reason else row.standing.title


def _target(row: GapRow) -> str:
    values = {
        "level": row.level,
        "n": row.standing.goals,
        "day": date_format(row.due_on, DAY),
    }
    if row.standing.names:
        return _("%(name)s by %(day)s") % (values | {"name": row.standing.names[row.level]})
    if row.standing.steps:
        return _("level %(level)s by %(day)s") % values
    return _("%(level)s of %(n)s by %(day)s") % values
