"""Charts and words of agreed levels, for pages and reports."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from assessments.queries.leveled import NUMBERS, AreaState, Leveled, Said
from assessments.queries.model_words import ModelWords
from assessments.result_charts import Figure, figure_of, words
from assessments.rules.ordinal import LevelRange, Steps
from cip.charts.aims import Aim, AimChart
from cip.charts.heatmap import HeatCell, HeatColumn, Heatmap, HeatRow
from cip.charts.palette import LEVELS

HIGHEST_COLOR = len(LEVELS) - 1


def level_text(level: LevelRange | None, names: Mapping[int, str] = NUMBERS) -> str:
    """One level, or from one to another, in numbers or in words; a dash for none."""
    if level is None:
        return "–"
    lower, upper = (names.get(end, str(end)) for end in (level.lower, level.upper))
    return lower if level.is_single else f"{lower}–{upper}"


def steps_text(steps: Steps | None) -> str:
    """How many steps, with the sign when it leads downwards; a dash when not known."""
    if steps is None:
        return "–"
    if steps.least == steps.most:
        return str(steps.least)
    return _("%(least)s to %(most)s") % {"least": steps.least, "most": steps.most}


def said_text(said: Said) -> str:
    """Where the answers to a question lie: a median, "split", or why nothing is shown."""
    if said.position is None:
        return _("too few")
    return _("split") if said.item.is_split else level_text(said.position.median, said.names)


def levels_title(found: Leveled) -> str:
    """What the agreed levels are called; the steps of a reference model are none."""
    return _("Levels") if found.model.is_ladder else _("What is there")


def area_head(found: Leveled, words: ModelWords) -> str:
    """What stands above areas, and above their categories where the table names those, too."""
    if not any(group.areas[0].area.category for group in found.groups):
        return words.area.one
    return _("Category and %(area)s") % {"area": words.area.within}


def way_figure(
    found: Leveled,
    areas: Iterable[AreaState],
    *,
    name: str = "way",
    width: float = 720,
    is_print: bool = False,
) -> Figure:
    """Agreed and wanted level of every part, with the spread of the answers about today."""
    title = _("Agreed and wanted levels") if found.model.is_ladder else _("There and wanted")
    rows = [
        Aim(
            cell.title,
            _span(cell.agreed.level),
            _span(cell.wanted),
            _span(said[0].position.middle_half)
            if len(said := cell.survey.today) == 1 and said[0].position
            else None,
            state.area.title if not state.is_alone else "",
        )
        for state in areas
        for cell in state.cells
    ]
    chart = AimChart(
        title=title,
        summary=_("Disc: agreed level. Ring: target. Band: middle half of the answers.")
        if found.model.is_ladder
        else _("Disc: agreed. Ring: target. Band: middle half of the answers."),
        steps=tuple((step.value, step.name) for step in found.model.steps),
        rows=tuple(rows),
        words=replace(words(), item=_("Part")),
        heads=(_("Agreed today"), _("Target"), _("Middle half of answers about today")),
        in_words=not found.model.is_ladder,
    )
    return figure_of(name, chart, title, width=width, is_print=is_print)


def profile_figure(found: Leveled, *, width: float = 720, is_print: bool = False) -> Figure | None:
    """Parts by sides, each with its agreed level; None where parts have no sides."""
    sides = found.model.sides
    if not sides:
        return None
    title = _("Profile by perspective")
    chart = Heatmap(
        title=title,
        summary=_("The agreed level of every part from every side; hatched where there is none."),
        columns=tuple(HeatColumn(side.title) for side in sides),
        rows=tuple(
            HeatRow(
                part.part.title,
                tuple(_heat(cell.agreed.level) for cell in part.cells),
                group=state.area.title,
            )
            for state in found.areas
            if state.area.is_applicable
            for part in state.parts
            if len(part.cells) == len(sides)
        ),
        words=replace(words(), item=_("Part")),
        key=tuple(
            (step.value, step.name) for step in found.model.steps if step.value <= HIGHEST_COLOR
        ),
    )
    return figure_of("profile", chart, title, width=width, is_print=is_print)


def _span(level: LevelRange | None) -> tuple[int, int] | None:
    return None if level is None else (level.lower, level.upper)


def _heat(level: LevelRange | None) -> HeatCell:
    if level is None:
        return HeatCell()
    return HeatCell(level=min(max(level.lower, 0), HIGHEST_COLOR), text=level_text(level))
