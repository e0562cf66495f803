"""Agreed levels and agreed results as sheets of plain values, as everybody may see them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from assessments.analysis_sheets import Row, Sheet
from assessments.level_charts import said_text
from assessments.queries.leveled import AreaState, Cell, Leveled, Said, median_of
from assessments.queries.model_words import ModelWords
from assessments.queries.snapshots import SnapshotHead
from assessments.rules.ordinal import LevelRange


def agreed_sheet(found: Leveled, words: ModelWords) -> Sheet:
    """Each part from each side: agreed, said in the survey, wanted, and how far that is."""
    texts = _texts(words)
    rows = [
        _cell(cell, state, found)
        for state in found.areas
        if state.area.is_applicable
        for cell in state.cells
    ]
    return Sheet(_("Levels"), list(texts), rows, texts)


def results_sheet(rows: Iterable[SnapshotHead]) -> Sheet:
    """Results as they were agreed and kept, the newest first."""
    texts = {
        _("Result"): _("Number of the result, from 1"),
        _("Agreed on"): _("Day, as year-month-day"),
        _("Agreed by"): _("Who agreed, as recorded"),
        _("Level, at least"): _("Maturity level for certain; empty in models without one"),
        _("Level, at most"): _("Highest that was still possible"),
        _("Stands"): _("yes, or no when the ratings were taken up again"),
        _("Taken up again on"): _("Day, as year-month-day; empty while it stands"),
    }
    lines: list[Row] = [
        [
            row.number,
            row.frozen_at.date().isoformat(),
            row.agreed_by,
            *_ends(row.maturity),
            _("yes") if row.stands else _("no"),
            row.superseded_at.date().isoformat() if row.superseded_at else None,
        ]
        for row in rows
    ]
    return Sheet(_("Results"), list(texts), lines, texts)


def _texts(words: ModelWords) -> dict[str, str]:
    lower, upper = _("Lower middle value"), _("Upper middle value")
    return {
        _("Code"): _("Code in the maturity model, with that of the side where there are several"),
        _("%s (area)") % words.area.one: _("What it belongs to"),
        _("%s (judged)") % words.part.one: _("What the team judged"),
        _("Side"): _("The side it was looked at from; empty where it was judged as a whole"),
        _("Agreed, at least"): _("Level that the team agreed on; empty when there is none"),
        _("Agreed, at most"): _("The same; differs where the team could not say closer"),
        _("Agreed level, name"): _("What the model calls it"),
        _("Survey today, median, lower"): lower,
        _("Survey today, median, upper"): upper,
        _("Survey today, lowest"): _("Lowest level that somebody chose"),
        _("Survey today, quarter"): _("A quarter of the people chose this level or a lower one"),
        _("Survey today, three quarters"): _("Three quarters chose this level or a lower one"),
        _("Survey today, highest"): _("Highest level that somebody chose"),
        _("Survey today, note"): _("Middle of each question, “split”, or “too few”"),
        _("Survey target, median, lower"): lower,
        _("Survey target, median, upper"): upper,
        _("Target"): _("Level set as target by the team; empty when none is set"),
        _("Steps to go, at least"): _("From the agreed level to the target, or to the survey's"),
        _("Steps to go, at most"): _("The same, where a level has a range"),
        _("Importance, lower"): lower,
        _("Importance, upper"): upper,
        _("Reason"): _("Why, in the team's words; names of people are taken out"),
    }


def _cell(cell: Cell, state: AreaState, found: Leveled) -> Row:
    agreed, said = cell.agreed.level, cell.survey.today
    name = found.model.name(agreed.lower) if agreed and agreed.is_single else None
    return [
        cell.key,
        state.area.title,
        cell.part.title,
        cell.side.title or None,
        *_ends(agreed),
        name,
        *_ends(median_of(said)),
        *_spread(said),
        " · ".join(said_text(each) for each in said) or None,
        *_ends(median_of(cell.survey.target)),
        cell.target.level if cell.target else None,
        *((cell.gap.least, cell.gap.most) if cell.gap else (None, None)),
        *_ends(cell.importance),
        cell.agreed.reason,
    ]


def _spread(said: Iterable[Said]) -> Row:
    """Lowest, quartiles, highest of the one question that asks; empty where several do."""
    positions = [each.position for each in said]
    found = positions[0] if len(positions) == 1 else None
    extent, half = (
        _ends(found.extent if found else None),
        _ends(found.middle_half if found else None),
    )
    return [extent[0], *half, extent[1]]


def _ends(level: LevelRange | None) -> Row:
    return [level.lower, level.upper] if level else [None, None]
