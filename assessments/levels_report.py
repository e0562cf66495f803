"""The part of the assessment report about models whose parts are judged on levels."""

from collections.abc import Iterable
from dataclasses import replace
from math import ceil
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.level_charts import (
    area_head,
    level_text,
    levels_title,
    profile_figure,
    said_text,
    steps_text,
    way_figure,
)
from assessments.models import Assessment
from assessments.queries.analysis import AreaResult, ItemResult
from assessments.queries.leveled import AreaState, Cell, Group, Leveled, Said, leveled
from assessments.queries.model_words import ModelWords, model_words
from assessments.queries.needs import beyond_need, left_open, needed
from assessments.response_labels import ASPECTS
from assessments.result_charts import Figure
from assessments.result_labels import middle
from cip.reports.document import ReportDocument

WIDTH = 640.0  # of charts on paper, in CSS pixels
ROWS_OF_A_CHART = 12  # about half a page
REPLACED = ("level", "profile", "ratings")


def with_levels(document: ReportDocument, assessment_id: UUID) -> ReportDocument:
    """The document with the part about levels; as it was for other models."""
    row = Assessment.objects.select_related("program", "model_version").get(pk=assessment_id)
    found = leveled(row, for_team=False)
    if found is None:
        return document
    return replace(
        document,
        context=document.context
        | levels_context(found, document.context, model_words(row.model_version)),
    )


def levels_context(found: Leveled, context: dict[str, Any], words: ModelWords) -> dict[str, Any]:
    """What takes the place of level, profile and ratings of goals in the report's context."""
    applying = [state for state in found.areas if state.area.is_applicable]
    profile = profile_figure(found, width=WIDTH, is_print=True)
    ways = _ways(found, applying)
    return {
        "sections": _sections(found, context["sections"]),
        "key_figures": [_key_figure(found), *context["key_figures"][-2:]],
        "ratings": [],
        "levels": {
            "is_ladder": found.model.is_ladder,
            "together": _together(found, words),
            "charts": [_chart(each) for each in (profile, *ways) if each is not None],
            "areas": [_area(state, found, words) for state in found.areas],
        },
        "appendix": [
            old | _answers(area)
            for old, area in zip(context["appendix"], found.analysis.areas, strict=True)
        ],
    }


def _ways(found: Leveled, areas: list[AreaState]) -> list[Figure]:
    """One chart of all parts, or one for each area, a large area in several."""
    if len(found.cells) <= ROWS_OF_A_CHART:
        return [way_figure(found, areas, width=WIDTH, is_print=True)]
    made = []
    for area in areas:
        pieces = _pieces(area)
        for number, piece in enumerate(pieces, start=1):
            name = f"way-{area.area.code.lower()}-{number}"
            figure = way_figure(found, [piece], name=name, width=WIDTH, is_print=True)
            caption = f"{figure.caption}: {area.area.title}"
            if len(pieces) > 1:
                caption += f" ({number}/{len(pieces)})"
            made.append(replace(figure, caption=caption))
    return made


def _pieces(area: AreaState) -> list[AreaState]:
    """The area cut so that each piece fits a chart; a part keeps its sides together."""
    count = ceil(len(area.cells) / ROWS_OF_A_CHART) or 1
    size = ceil(len(area.parts) / count) or 1
    starts = range(0, len(area.parts), size)
    return [replace(area, parts=area.parts[start : start + size]) for start in starts]


def _sections(found: Leveled, sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept = [each for each in sections if not each["id"].startswith(REPLACED)]
    place = next(n for n, each in enumerate(kept) if each["id"] == "findings")
    own = [{"id": "levels", "title": levels_title(found), "level": 2}]
    own += [{"id": _section(state), "title": state.area.title, "level": 3} for state in found.areas]
    return [*kept[:place], *own, *kept[place:]]


def _section(state: AreaState) -> str:
    return f"levels-{state.area.code.lower()}"


def _agreed_label(found: Leveled) -> str:
    return _("Levels agreed") if found.model.is_ladder else _("Judged")


def _key_figure(found: Leveled) -> dict[str, Any]:
    note = _("of %s") % found.goal_count
    return {"value": found.rated_count, "label": _agreed_label(found), "note": note}


def _together(found: Leveled, words: ModelWords) -> dict[str, Any]:
    rows: list[tuple[Any, ...]] = []
    for group in found.groups:
        if group.areas[0].area.category:
            rows.append(_line(group.title, group, "", found))
        rows += [
            _line(s.area.title, s, level_text(s.importance, s.importance_names), found)
            for s in group.areas
        ]
    return {
        "head": [
            {"title": area_head(found, words), "width": 30},
            {"title": _agreed_label(found), "width": 12},
            {"title": _("Middle today"), "width": 12},
            {"title": _("Lowest to highest"), "width": 15},
            {"title": _("Middle of targets"), "width": 15},
            {"title": _("Importance"), "width": 15},
        ],
        "rows": rows,
    }


def _line(title: str, line: AreaState | Group, importance: str, found: Leveled) -> tuple[Any, ...]:
    current, names = line.current, found.model.names
    agreed = _("%(n)s of %(all)s") % {"n": current.rated, "all": current.rated + current.unrated}
    extent, wanted = level_text(current.extent, names), level_text(line.wanted.median, names)
    return (title, agreed, level_text(current.median, names), extent, wanted, importance)


def _area(state: AreaState, found: Leveled, words: ModelWords) -> dict[str, Any]:
    return {
        "section": _section(state),
        "title": state.area.title,
        "reason": "" if state.area.is_applicable else state.area.reason,
        "blocks": _blocks(state, found) if state.area.is_applicable else "",
        "head": [
            {"title": words.part.one, "width": 25},
            {"title": _("Survey, today (middle half)"), "width": 15},
            {"title": _("Agreed"), "width": 10},
            {"title": _("Target"), "width": 10},
            {"title": _("Steps to go"), "width": 10},
            {"title": _("Reason"), "width": 30},
        ],
        "rows": [_row(cell) for cell in state.cells] if state.area.is_applicable else [],
    }


def _row(cell: Cell) -> tuple[Any, ...]:
    said = " · ".join(_said(each) for each in cell.survey.today) or "–"
    names = cell.names
    agreed = level_text(cell.agreed.level, names) if cell.agreed.level else _("not rated")
    gap = steps_text(cell.gap)
    return (cell.title, said, agreed, level_text(cell.wanted, names), gap, cell.agreed.reason)


def _said(said: Said) -> str:
    """The middle of the answers and, where they lie apart, their middle half."""
    told, place = said_text(said), said.position
    if place is None or place.middle_half is None or place.middle_half == place.median:
        return told
    return f"{told} ({level_text(place.middle_half, said.names)})"


def _blocks(state: AreaState, found: Leveled) -> str:
    """What keeps the area from its next level, in one paragraph."""
    if not found.model.is_ladder:
        return _needs(state, found)
    reach = state.reach
    if reach.bounds is None:
        return _("No level is agreed here yet.")
    if reach.next is None:
        return _("Every part is at the highest level: nothing blocks it.")
    head = _("What blocks level %(level)s (%(name)s).")
    parts = [head % {"level": reach.next, "name": found.model.name(reach.next)}]
    return " ".join(
        [
            *parts,
            *_listed(_("Below it: %s."), state.blocking(reach.short)),
            *_listed(_("Not sure: %s."), state.blocking(reach.unsure)),
            *_listed(_("Without an agreed level: %s."), state.blocking(reach.unrated)),
        ]
    )


def _needs(state: AreaState, found: Leveled) -> str:
    """What is needed and not there, in one paragraph; such a model has no levels to reach."""
    told = [
        *_listed(
            _("Needed and not all there, what is needed most first: %s."), needed(state, found)
        ),
        *_listed(_("There, although nobody sees a use for it: %s."), beyond_need(state, found)),
        *_listed(_("Not judged yet: %s."), left_open(state.cells)),
    ]
    return " ".join(told) or _("Everything that is needed is there.")


def _listed(text: str, cells: Iterable[Cell]) -> list[str]:
    """The text with the titles, or nothing where there are none."""
    titles = "; ".join(cell.title for cell in cells)
    return [text % titles] if titles else []


def _answers(area: AreaResult) -> dict[str, Any]:
    return {
        "head": [
            {"title": _("Question"), "width": 45},
            {"title": _("Asked about"), "width": 15},
            {"title": _("Middle"), "width": 12},
            {"title": _("Values"), "width": 10, "numeric": True},
            {"title": _("Don't know"), "width": 15, "numeric": True},
        ],
        "rows": [_answer(item) for item in (*area.items, *area.wishes)],
    }


def _answer(item: ItemResult) -> tuple[Any, ...]:
    name, about = f"{item.number}. {item.text}", str(ASPECTS[item.aspect])
    if item.statistics is None:
        return (name, about, _("Too few answers to show"), None, None)
    found = item.statistics
    return (name, about, middle(found, item.scale), found.valid, found.dont_know)


def _chart(figure: Figure) -> dict[str, Any]:
    """The chart without a table of its own: those of the areas hold the same and more."""
    note = _("The tables below hold the same in numbers and words.")
    return {"svg": figure.svg, "caption": figure.caption, "note": note, "head": [], "rows": []}
