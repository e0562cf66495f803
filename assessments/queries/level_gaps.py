"""Gaps of parts that are judged on levels: where they stand and what their targets unblock."""

from collections.abc import Iterable, Mapping

from assessments.models import Assessment, Target
from assessments.queries.leveled import Cell, Place, agreed_cell, leveled, median_of
from assessments.queries.leveled_model import LeveledModel
from assessments.queries.standing import Standing
from assessments.rules import gaps as rules
from assessments.rules.ordinal import LevelRange


def leveled_standings(assessment: Assessment, *, for_team: bool) -> tuple[Standing, ...] | None:
    """Every part that applies from every side, in model order; None for other models."""
    found = leveled(assessment, for_team=for_team)
    if found is None:
        return None
    steps = _steps(found.model)
    return tuple(
        _standing(cell, state.area.title, steps, is_ladder=found.model.is_ladder)
        for state in found.areas
        if state.area.is_applicable
        for cell in state.cells
    )


def leveled_standing(assessment: Assessment, model: LeveledModel, place: Place) -> Standing | None:
    """The same of one part from one side, without what the survey says; one query."""
    cell, found = agreed_cell(assessment, model, place), model.place(*place)
    if cell is None or found is None:
        return None
    return _standing(cell, found[0].title, _steps(model), is_ladder=model.is_ladder)


def level_unblocks(
    standings: Iterable[Standing], targets: Mapping[str, Target]
) -> dict[str, rules.Unblocks]:
    """Levels of its area that a part no longer blocks once it is at its target.

    An area has a level when all its parts have it; where steps are no levels, nothing is blocked.
    """
    areas: dict[str, list[Standing]] = {}
    for each in (one for one in standings if one.is_ladder):
        areas.setdefault(each.category, []).append(each)
    found: dict[str, rules.Unblocks] = {}
    for members in areas.values():
        today = {level: set(_below(members, level)) for level, _name in members[0].steps[1:]}
        remaining = {
            level: {key for key in keys if key not in targets or targets[key].level < level}
            for level, keys in today.items()
        }
        found |= rules.unblocked(today, remaining)
    return found


def _steps(model: LeveledModel) -> tuple[tuple[int, str], ...]:
    return tuple((step.value, step.name) for step in model.steps)


def _below(members: Iterable[Standing], level: int) -> Iterable[str]:
    return (m.key for m in members if m.current is None or m.current.lower < level)


def _standing(
    cell: Cell, area: str, steps: tuple[tuple[int, str], ...], *, is_ladder: bool
) -> Standing:
    return Standing(
        id=cell.part.id,
        code=cell.part.code,
        title=cell.title,
        category=area,
        model_level=None,
        goals=steps[-1][0],
        current=cell.agreed.level,
        side_id=cell.side.id,
        side_code=cell.side.code,
        steps=steps,
        wanted=_on(steps, median_of(cell.survey.target)),
        importance=_graded(cell),
        is_ladder=is_ladder,
    )


def _graded(cell: Cell) -> LevelRange | None:
    """The importance as a grade from 1 to 5, whatever the scale that people answered on."""
    scale = cell.weighed.item.scale if cell.weighed else None
    if cell.importance is None or scale is None:
        return None
    return rules.graded(cell.importance, scale.answers.values)


def _on(steps: tuple[tuple[int, str], ...], level: LevelRange | None) -> LevelRange | None:
    values = {value for value, _name in steps}
    return level if level and {level.lower, level.upper} <= values else None
