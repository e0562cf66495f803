"""The part of the assessment report that says how far the targets are."""

from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.queries.gaps import GapPage, GapRow, Standing
from assessments.rules.naming import without_names

DAY = "j M Y"


def gap_part(found: GapPage, names: Iterable[str]) -> dict[str, Any] | None:
    """Open gaps in their order, then targets not known yet and reached; None without targets."""
    if not found.count:
        return None
    names = list(names)
    return {
        "order": _("What counts first: %s.") % ", ".join(found.criteria_labels),
        "head": [
            {"title": _("Place"), "width": 8, "numeric": True},
            {"title": _("Key process area"), "width": 25},
            {"title": _("Today"), "width": 15},
            {"title": _("Target"), "width": 15},
            {"title": _("Importance, effort"), "width": 15},
            {"title": _("In the way of"), "width": 20},
        ],
        "rows": [_open(row, names) for row in found.open],
        "other_head": [
            {"title": _("Key process area"), "width": 40},
            {"title": _("Today"), "width": 30},
            {"title": _("Target"), "width": 30},
        ],
        "unknown": [_other(row, names) for row in found.unknown],
        "reached": [_other(row, names) for row in found.reached],
        "without": [each.title for each in found.without],
    }


def today_words(standing: Standing) -> str:
    """Where an area stands, never one number while not all is rated."""
    current = standing.current
    if current is None:
        return _("not rated yet")
    values = {"lower": current.lower, "upper": current.upper, "n": standing.goals}
    if not current.is_single:
        return _("%(lower)s to %(upper)s of %(n)s goals, not all are rated") % values
    return ngettext("%(lower)s of %(n)s goal", "%(lower)s of %(n)s goals", standing.goals) % values


def blocked_words(row: GapRow) -> str:
    """Which level of the whole the gap stands in the way of, and what gave it its place."""
    parts = []
    if row.levels:
        parts.append(_("level %s") % row.levels[0])
    if row.alone:
        parts.append(_("alone in the way of level %s") % row.alone[0])
    if row.decided_by:
        parts.append(_("placed by %s") % row.decided_by)
    return "; ".join(parts)


def _open(row: GapRow, names: list[str]) -> tuple[Any, ...]:
    grades = ", ".join(str(each or "–") for each in (row.importance, row.effort))
    has_grades = row.importance is not None or row.effort is not None
    return (
        _("%s, shared") % row.rank if row.is_tied else row.rank,
        _area(row, names),
        today_words(row.standing),
        _target(row),
        grades if has_grades else None,
        blocked_words(row) or None,
    )


def _other(row: GapRow, names: list[str]) -> tuple[str, str, str]:
    return _area(row, names), today_words(row.standing), _target(row)


def _area(row: GapRow, names: list[str]) -> str:
    reason = without_names(row.reason, names)
    return f"{row.standing.title}. {reason}" if reason else row.standing.title


def _target(row: GapRow) -> str:
    return _("%(level)s of %(n)s by %(day)s") % {
        "level": row.level,
        "n": row.standing.goals,
        "day": date_format(row.due_on, DAY),
    }
