"""Charts of assessment results: one drawing and its table for pages and reports."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from assessments.queries.levels import LevelOutcome
from assessments.queries.model_words import ModelWords, Name
from assessments.queries.outcome import AreaOutcome
from assessments.result_labels import percent
from cip.charts.draw import Chart, as_table, draw
from cip.charts.heatmap import HeatCell, HeatColumn, Heatmap, HeatRow
from cip.charts.ladder import LevelLadder
from cip.charts.svg import Look
from cip.charts.words import Words

HIGHEST_DRAWN = 5  # cip.charts has colours for levels 0..5
PRINT_INK = "#141a24"


@dataclass(frozen=True)
class Figure:
    """A chart with its caption and its twin as a table; plain texts only."""

    id: str
    caption: str
    note: str
    svg: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def words() -> Words:
    """The words that charts add themselves, in the current language."""
    return Words(
        not_rated=_("not rated"),
        not_applicable=_("n/a"),
        no_data=_("Nothing to show yet"),
        no_answers=_("no answers"),
        item=_("item"),
        total=_("total"),
        level=_("level"),
        lower=_("at least"),
        upper=_("at most"),
        target=_("target"),
        at_least=_("at least {level}"),
        at_most=_("at most {level}"),
        exactly=_("exactly {level}"),
    )


def ladder_figure(
    level: LevelOutcome, *, is_rated: bool, width: float = 720, is_print: bool = False
) -> Figure | None:
    """The levels with the range between lower and upper bound; None for a longer scale."""
    if level.levels[-1][0] > HIGHEST_DRAWN:
        return None
    title = _("Maturity level")
    chart = LevelLadder(
        title=title,
        summary=level_sentence(level, is_rated=is_rated),
        levels=level.levels,
        lower=level.lower if is_rated else None,
        upper=level.ceiling if is_rated else None,
        words=words() if level.open_from is None else _words_of_scope(),
    )
    return figure_of("ladder", chart, title, width=width, is_print=is_print)


def profile_figure(
    areas: Iterable[AreaOutcome],
    words: ModelWords,
    *,
    with_answers: bool = True,
    width: float = 720,
    is_print: bool = False,
) -> Figure:
    """Share of satisfied goals and of yes answers by area: a picture, not a level.

    Without a questionnaire the answers have no column.
    """
    title = _("Profile by %s") % words.area.within
    goals, answers = HeatColumn(_("%s satisfied") % words.part.many), HeatColumn(_("Answers: yes"))
    chart = Heatmap(
        title=title,
        summary=(
            _("Share of rated %s that are satisfied, and of values that are yes.")
            if with_answers
            else _("Share of rated %s that are satisfied.")
        )
        % words.part.many_within,
        columns=(goals, answers) if with_answers else (goals,),
        rows=tuple(
            HeatRow(
                name=area.title,
                group=_("Level %s") % area.level if area.level is not None else area.category,
                cells=(_goal_cell(area), *([_answer_cell(area)] if with_answers else [])),
            )
            for area in sorted(areas, key=_by_level)
        ),
        words=words_of_areas(words.area),
    )
    return figure_of("profile", chart, title, width=width, is_print=is_print)


def level_sentence(level: LevelOutcome, *, is_rated: bool = True) -> str:
    """The level in a sentence, never one number while the bounds differ, none before a rating."""
    if not is_rated:
        return _("Nothing is rated yet: the level is open.")
    parts = [_("Level %(n)s (%(name)s) is reached") % {"n": level.lower, "name": level.lower_name}]
    if level.ceiling > level.lower:
        text = _("up to level %(n)s is possible, as not everything is rated")
        parts.append(text % {"n": level.ceiling})
    if level.open_from is not None:
        text = (
            _("nothing can be said about level %(n)s, which needs areas that are out of scope")
            if level.open_from == level.upper
            else _(
                "nothing can be said about level %(n)s and above, which need areas that are out "
                "of scope"
            )
        )
        parts.append(text % {"n": level.open_from})
    return "; ".join(parts) + "."


def level_note(level: LevelOutcome) -> str:
    """The same, short, beside the level reached: its name when nothing is open."""
    if level.ceiling > level.lower:
        return _("up to %(upper)s possible, not fully rated") % {"upper": level.ceiling}
    if level.open_from is not None:
        return _("%(n)s and above not in scope") % {"n": level.open_from}
    return level.lower_name


def _words_of_scope() -> Words:
    """Where the scope leaves levels open, bounds are those of what was looked at."""
    return replace(
        words(),
        upper=_("at most, in scope"),
        at_most=_("at most {level} in scope"),
        exactly=_("{level} reached, more is not in scope"),
    )


def words_of_areas(area: Name) -> Words:
    """The same, for charts with an area in each row."""
    return replace(words(), item=area.one)


def _by_level(area: AreaOutcome) -> int:
    return area.level or 0


def _goal_cell(area: AreaOutcome) -> HeatCell:
    if not area.is_applicable or area.value == "not_applicable":
        return HeatCell(applicable=False)
    counted = [g for g in area.goals if g.value in ("satisfied", "unsatisfied")]
    if area.satisfied_share is None:
        return HeatCell()
    met = sum(goal.value == "satisfied" for goal in counted)
    text = _("%(met)s of %(all)s") % {"met": met, "all": len(area.goals)}
    return HeatCell(share=area.satisfied_share, text=text)


def _answer_cell(area: AreaOutcome) -> HeatCell:
    share = area.summed.tally.yes_share if area.summed.tally else None
    if share is None:
        return HeatCell(text=_("too few answers"))
    return HeatCell(share=share, text=percent(share))


def figure_of(
    figure_id: str, chart: Chart, caption: str, *, note: str = "", width: float, is_print: bool
) -> Figure:
    """The chart drawn for the page or for paper, with its table."""
    look = Look(figure_id, width, PRINT_INK) if is_print else Look(figure_id, width)
    headers, rows = as_table(chart)
    return Figure(figure_id, caption, note, draw(chart, look), headers, rows)
