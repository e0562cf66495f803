"""Charts of answers: bars by area and by question, units by areas; for pages and reports."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.queries.analysis import AreaResult
from assessments.queries.model_words import Name
from assessments.queries.response_scales import ResponseScale
from assessments.queries.set_results import SetResult
from assessments.queries.unit_results import UnitArea, UnitBoard
from assessments.result_charts import Figure, figure_of, words, words_of_areas
from assessments.result_labels import middle, unit_name
from assessments.rules.dispersion import ItemStatistics
from cip.charts.distribution import AnswerBar, AnswerChart
from cip.charts.heatmap import HeatCell, HeatColumn, Heatmap, HeatRow
from cip.charts.palette import LEVELS, Answer, AnswerKind
from cip.charts.words import Words

Kinds = tuple[tuple[AnswerKind, str], ...]


@dataclass(frozen=True)
class _Row:
    """One bar to be."""

    name: str
    scale: ResponseScale
    found: ItemStatistics
    href: str = ""


def areas_figures(
    areas: Iterable[AreaResult],
    sets: Mapping[UUID, tuple[SetResult, ...]],
    area_name: Name,
    *,
    href: Callable[[AreaResult], str] | None = None,
    width: float = 720,
    is_print: bool = False,
) -> list[Figure]:
    """Answers by area, one chart for each scale; areas without a shown question are in the note."""
    areas = list(areas)
    rows = [
        _Row(area.title, one.scale, one.statistics.answers, href(area) if href else "")
        for area in areas
        for one in sets.get(area.id, ())
    ]
    hidden = [area.title for area in areas if not sets.get(area.id)]
    note = _("Too few answers to show: %s") % ", ".join(hidden) if hidden else ""
    title = _("Answers by %s") % area_name.within
    frame = _Frame("areas", title, note, words_of_areas(area_name), width, is_print)
    return _figures(frame, rows)


def items_figures(
    area: AreaResult,
    units: Mapping[UUID, ItemStatistics] | None = None,
    *,
    width: float = 720,
    is_print: bool = False,
) -> list[Figure]:
    """Answers to each shown question of an area, of everybody or of one unit (`units`)."""
    rows, left_out = [], 0
    for item in area.items:
        found = item.statistics if units is None else units.get(item.id)
        if found is None or item.scale is None:
            left_out += 1
            continue
        rows.append(_Row(f"{item.number}. {item.node_title}", item.scale, found))
    title = _("Answers to the questions of %s") % area.title
    note = _("Questions with too few answers are left out: %s") % left_out if left_out else ""
    told = replace(words(), item=_("Question"))
    figure_id = f"items-{area.code.lower()}"
    return _figures(_Frame(figure_id, title, note, told, width, is_print), rows)


def units_figure(board: UnitBoard, area_name: Name, *, href: Callable[[AreaResult], str]) -> Figure:
    """Areas by units; what may not be shown is hatched."""
    title = _("Answers by unit and %s") % area_name.within
    chart = Heatmap(
        title=title,
        summary=_("Share of the higher answer, or the median; hatched where too few answered."),
        columns=tuple(HeatColumn(unit_name(unit)) for unit in board.answers.shown),
        rows=tuple(
            HeatRow(
                row.area.title, tuple(_cell(row, place) for place in row.cells), href=href(row.area)
            )
            for row in board.areas
        ),
        words=replace(words_of_areas(area_name), not_rated=_("too few")),
    )
    return figure_of(
        "units", chart, title, width=max(720, 300 + 56 * len(board.answers.shown)), is_print=False
    )


def _cell(row: UnitArea, found: ItemStatistics | None) -> HeatCell:
    if found is None or found.median_low is None or found.median_high is None:
        return HeatCell()
    scale = row.scale.answers
    if row.scale.is_yes_no:
        share = found.distribution[-1] / found.valid
    else:
        span = scale.values[-1] - scale.values[0]
        center = (found.median_low + found.median_high) / 2
        share = (center - scale.values[0]) / span if span else 0.0
    return HeatCell(share=share, text=middle(found, row.scale, is_pooled=True))


@dataclass(frozen=True)
class _Frame:
    """What the charts of one list of rows share."""

    id: str
    title: str
    note: str
    words: Words
    width: float
    is_print: bool


def _figures(frame: _Frame, rows: list[_Row]) -> list[Figure]:
    """One chart for each scale, in order of its first row; an empty one without rows."""
    by_scale: dict[UUID, list[_Row]] = {}
    for row in rows:
        by_scale.setdefault(row.scale.id, []).append(row)
    if not by_scale:
        return [_figure(frame, 1, frame.title, (), [])]
    figures = []
    for number, same in enumerate(by_scale.values(), start=1):
        scale = same[0].scale
        title = frame.title if len(by_scale) == 1 else f"{frame.title}: {scale.name}"
        figures.append(_figure(frame, number, title, _kinds(scale), same))
    return figures


def _figure(frame: _Frame, number: int, title: str, kinds: Kinds, rows: list[_Row]) -> Figure:
    note = frame.note if number == 1 else ""
    bars = tuple(_bar(row, kinds) for row in rows)
    chart = AnswerChart(title, note or title, kinds, bars, frame.words)
    name = frame.id if number == 1 else f"{frame.id}-{number}"
    return figure_of(name, chart, title, note=note, width=frame.width, is_print=frame.is_print)


def _kinds(scale: ResponseScale) -> Kinds:
    """The parts of a bar in order: values, the best of two first, then what is no value."""
    if scale.is_yes_no:
        values: Kinds = ((Answer.YES, scale.labels[1]), (Answer.NO, scale.labels[0]))
    else:
        values = tuple((place, name) for place, name in _steps(scale).items())
    return (
        *values,
        (Answer.DONT_KNOW, _("Don't know")),
        (Answer.NOT_APPLICABLE, _("Does not apply")),
        (Answer.BLANK, _("Left blank")),
    )


def _steps(scale: ResponseScale) -> dict[int, str]:
    """Colors by name; on a scale longer than there are colors neighbors share one."""
    found: dict[int, str] = {}
    for place, label in enumerate(scale.labels):
        color = _color(place, scale)
        found[color] = f"{found[color]} / {label}" if color in found else label
    return found


def _color(place: int, scale: ResponseScale) -> int:
    """From the second color on, as levels 1..5 have them, if there are enough."""
    points, colors = scale.answers.points, len(LEVELS)
    if points < colors:
        return place + 1
    return place * (colors - 1) // max(1, points - 1)


def _bar(row: _Row, kinds: Kinds) -> AnswerBar:
    found = row.found
    counts: dict[AnswerKind, int] = dict.fromkeys((kind for kind, _name in kinds), 0)
    if row.scale.is_yes_no:
        counts[Answer.NO], counts[Answer.YES] = found.distribution
    else:
        for place, people in enumerate(found.distribution):
            counts[_color(place, row.scale)] += people
    counts[Answer.DONT_KNOW] = found.dont_know
    counts[Answer.NOT_APPLICABLE] = found.not_applicable
    counts[Answer.BLANK] = found.blank
    return AnswerBar(row.name, tuple(counts.items()), row.href)
