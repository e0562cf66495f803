"""What a file says about each gap: one description of columns for the page and the data pack."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from assessments.columns import Column
from assessments.queries.gaps import GapPage, GapRow, Standing
from assessments.queries.model_words import ModelWords


class GapLine(NamedTuple):
    """A target with its state in words; only the standing where there is no target."""

    state: str
    standing: Standing
    row: GapRow | None = None


@dataclass(frozen=True)
class _Measure:
    """What of a place is counted: today, at most, as target, and what is left to go."""

    place: str
    today: str
    today_text: str
    top: str
    top_text: str
    target_text: str
    way: str


def gap_columns(found: GapPage, words: ModelWords) -> tuple[Column[GapLine], ...]:
    """The columns in order: levels, capability levels or goals, by how the model is judged."""
    told = _measure(found, words)
    surely = _("For certain")
    open_end = _("At most, where not everything is decided")
    return (
        Column(
            _("Place"),
            _("Order of the open gaps; the same number where nothing decides"),
            _of_row(lambda row: row.rank),
        ),
        Column(
            _("Gap"),
            _("Open, not known yet, reached, or without a target"),
            lambda line: line.state,
        ),
        Column(_("Code"), _("Code in the maturity model"), lambda line: line.standing.key),
        Column(told.place, _("Title in the maturity model"), lambda line: line.standing.title),
        Column(_("%s, at least") % told.today, f"{told.today_text}. {surely}", _today("lower")),
        Column(_("%s, at most") % told.today, f"{told.today_text}. {open_end}", _today("upper")),
        Column(told.top, told.top_text, lambda line: line.standing.goals),
        Column(_("Target"), told.target_text, _of_row(lambda row: row.level)),
        Column(_("By"), _("Day, as year-month-day"), _of_row(lambda row: row.due_on.isoformat())),
        Column(_("%s, at least") % told.way, surely, _of_row(lambda row: row.least)),
        Column(_("%s, at most") % told.way, open_end, _of_row(lambda row: row.most)),
        *_weights(),
    )


def gap_lines(found: GapPage) -> Iterable[GapLine]:
    """Open gaps in order, then those not known yet, and reached ones."""
    groups = (
        (_("open"), found.open),
        (_("not known"), found.unknown),
        (_("reached"), found.reached),
    )
    for state, rows in groups:
        for row in rows:
            yield GapLine(state, row.standing, row)


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


def _weights() -> tuple[Column[GapLine], ...]:
    graded = _("1 (little) to 5 (much); empty where nobody said")
    return (
        Column(_("Importance"), graded, _of_row(lambda row: row.importance)),
        Column(_("Effort"), graded, _of_row(lambda row: row.effort)),
        Column(
            _("In the way of"),
            _("Level that it stands in the way of, and what gave it its place"),
            _of_row(blocked_words),
        ),
        Column(
            _("Levels it stands in the way of"),
            _("All of them, lowest first"),
            _of_row(lambda row: ", ".join(map(str, row.levels))),
        ),
        Column(_("Reason"), _("Why, in the team's words"), _of_row(lambda row: row.reason)),
    )


def _measure(found: GapPage, words: ModelWords) -> _Measure:
    if found.is_leveled:
        return _Measure(
            place=words.part.one,
            today=_("Agreed level"),
            today_text=_("Level that the team agreed on"),
            top=_("Highest level"),
            top_text=_("Top of the scale"),
            target_text=_("Level that should be reached"),
            way=_("Steps to go"),
        )
    if found.is_appraised:
        return _Measure(
            place=words.area.one,
            today=_("Capability level"),
            today_text=_("Capability level that follows from the judged goals"),
            top=_("Highest level"),
            top_text=_("Top of the scale"),
            target_text=_("Capability level that should be reached"),
            way=_("Levels to go"),
        )
    return _Measure(
        place=words.area.one,
        today=_("%s satisfied") % words.part.many,
        today_text=_("How many of them are satisfied"),
        top=words.part.many,
        top_text=_("How many of them apply"),
        target_text=_("How many of them should be satisfied"),
        way=_("%s to go") % words.part.many,
    )


def _of_row(value: Callable[[GapRow], Any]) -> Callable[[GapLine], Any]:
    return lambda line: None if line.row is None else value(line.row)


def _today(end: str) -> Callable[[GapLine], Any]:
    return lambda line: line.standing.current and getattr(line.standing.current, end)
