"""The statistics of an assessment as sheets of numbers, for XLSX and CSV.

A file travels, so it is made of what may be shown to everybody, whatever the mode.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from assessments.models import Assessment
from assessments.queries.analysis import Analysis, ItemResult, analysis
from assessments.queries.analysis_lists import area_lines, level_sets
from assessments.queries.model_words import ModelWords, model_words
from assessments.queries.response_scales import ResponseScale
from assessments.queries.set_results import SetResult
from assessments.queries.unit_results import unit_answers
from assessments.response_labels import ASPECTS
from assessments.result_labels import unit_name
from assessments.rules.dispersion import ItemStatistics

Row = list[Any]


@dataclass(frozen=True)
class Sheet:
    """A table with its heads; numbers are numbers, None is an empty cell.

    `texts`: what its columns say, where the words for all sheets do not hold.
    """

    title: str
    head: list[str]
    rows: list[Row]
    texts: Mapping[str, str] = field(default_factory=dict)


def sheets(assessment: Assessment) -> list[Sheet]:
    """Areas, levels, questions, their other aspects, and questions by unit.

    In a fixed number of queries; without other aspects that sheet is left out.
    """
    return sheets_of(assessment, analysis(assessment, for_team=False))


def sheets_of(assessment: Assessment, found: Analysis) -> list[Sheet]:
    """The same of an analysis that was read for everybody."""
    words = model_words(assessment.model_version)
    return [
        _areas_sheet(assessment, found, words),
        *_levels_sheets(found),
        questions_sheet(found, words),
        *_wishes_sheets(found, words),
        _units_sheet(assessment, found, words),
    ]


def questions_sheet(found: Analysis, words: ModelWords) -> Sheet:
    """One row for each question; a hidden one says so and holds no number."""
    points = _most_points(found)
    rows = [[*_what(item), *_noted(item, points)] for item in found.items]
    return Sheet(_("Questions"), [*_what_head(words), *_noted_head(points)], rows)


def _wishes_sheets(found: Analysis, words: ModelWords) -> list[Sheet]:
    """Target and importance, one row for each question and aspect."""
    points = _most_points(found)
    wishes = [item for area in found.areas for item in area.wishes]
    rows = [[*_what(item), str(ASPECTS[item.aspect]), *_noted(item, points)] for item in wishes]
    head = [*_what_head(words), _("Asked about"), *_noted_head(points)]
    return [Sheet(_("Target and importance"), head, rows)] if rows else []


def _areas_sheet(assessment: Assessment, found: Analysis, words: ModelWords) -> Sheet:
    points = _most_points(found)
    rows: list[Row] = []
    for line in area_lines(assessment, found):
        what = [line.area.title, line.area.level, line.area.summed.hidden]
        rows += [[*what, *_set(one, points)] for one in line.sets] or [what]
    head = [words.area.one, _("Level"), _("Questions hidden"), *_set_head(points)]
    return Sheet(_("Areas"), head, rows)


def _levels_sheets(found: Analysis) -> list[Sheet]:
    """One row for each level of the model; none where areas stand on no level."""
    points = _most_points(found)
    rows = [[level, *_set(one, points)] for level, sets in level_sets(found) for one in sets]
    return [Sheet(_("Levels"), [_("Level"), *_set_head(points)], rows)] if rows else []


def _units_sheet(assessment: Assessment, found: Analysis, words: ModelWords) -> Sheet:
    """Only cells that may be shown; a missing row is a hidden one."""
    points = _most_points(found)
    answers = unit_answers(assessment, found)
    rows = [
        [*_what(item), unit_name(unit), *_numbers(item.scale, one, points)]
        for item in found.items
        for unit, one in answers.by_item.get(item.id, {}).items()
    ]
    return Sheet(_("Units"), [*_what_head(words), _("Unit"), *_numbers_head(points)], rows)


def _what_head(words: ModelWords) -> list[str]:
    return [words.area.one, _("Number"), _("Code"), _("Question")]


def _what(item: ItemResult) -> Row:
    return [item.area_title, item.number, item.code, item.text]


def _numbers_head(points: int) -> list[str]:
    return [
        _("Answers, lowest first"),
        *(_("Answer %s") % number for number in range(1, points + 1)),
        _("Values"),
        _("Don't know"),
        _("Does not apply"),
        _("Left blank"),
        _("Skipped"),
        _("Not reached"),
        _("Median, lower"),
        _("Median, upper"),
        _("Mean"),
        _("SD (n − 1)"),
        _("r_wg"),
        _("r_wg, slight skew"),
        _("AD from the median"),
        _("AD from the mean"),
        _("Split"),
    ]


def _numbers(scale: ResponseScale | None, found: ItemStatistics | None, points: int) -> Row:
    if scale is None or found is None:
        return [None] * len(_numbers_head(points))
    missing = [None] * (points - len(found.distribution))
    return [
        " | ".join(scale.labels),
        *found.distribution,
        *missing,
        found.valid,
        found.dont_know,
        found.not_applicable,
        found.blank,
        found.skipped,
        found.not_reached,
        found.median_low,
        found.median_high,
        found.mean,
        found.sd,
        found.r_wg.reported if found.r_wg else None,
        found.r_wg_skewed.reported if found.r_wg_skewed else None,
        found.ad_median,
        found.ad_mean,
        _("yes") if found.is_split else _("no"),
    ]


def _noted_head(points: int) -> list[str]:
    return [*_numbers_head(points), _("Note")]


def _noted(item: ItemResult, points: int) -> Row:
    note = _("too few answers to show") if item.statistics is None else ""
    return [*_numbers(item.scale, item.statistics, points), note]


def _set_head(points: int) -> list[str]:
    return [
        _("Questions shown"),
        _("Questions split"),
        _("Median r_wg"),
        _("Krippendorff's alpha, ordinal"),
        _("Kendall's W"),
        _("People in W"),
        _("People left out of W"),
        *_numbers_head(points)[:-1],
    ]


def _set(one: SetResult, points: int) -> Row:
    found = one.statistics
    w = found.concordance
    return [
        found.questions,
        found.split,
        found.median_r_wg,
        found.alpha_ordinal,
        w.w if w else None,
        w.judges if w else None,
        w.left_out if w else None,
        *_numbers(one.scale, found.answers, points)[:-1],
    ]


def _most_points(found: Analysis) -> int:
    every = (item for area in found.areas for item in (*area.items, *area.wishes))
    return max((item.scale.answers.points for item in every if item.scale), default=2)
