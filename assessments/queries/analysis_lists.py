"""Areas and questions of the analysis as lists that filter and sort."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from assessments.models import Assessment
from assessments.queries.analysis import Analysis, AreaResult, ItemResult
from assessments.queries.set_results import SetResult, area_concordances, set_results
from assessments.queries.unit_results import UnitAnswers
from assessments.rules.dispersion import ItemStatistics
from cip.db.paging import sorted_rows

SPLIT, PROBE = "split", "probe"


@dataclass(frozen=True)
class AreaLine:
    """An area with the statistics of its shown questions, by scale; none when all are hidden."""

    area: AreaResult
    sets: tuple[SetResult, ...]

    @property
    def main(self) -> SetResult | None:
        """On the scale that most of its questions have."""
        return self.sets[0] if self.sets else None


@dataclass(frozen=True)
class ItemLine:
    """A question with what is shown of it: of everybody, or of the one unit that was chosen."""

    item: ItemResult
    statistics: ItemStatistics | None


def area_lines(assessment: Assessment, found: Analysis) -> list[AreaLine]:
    """All areas in the order of the model; one query."""
    sets = set_results(
        found.items,
        lambda item: item.area_id,
        people=found.participation.submitted,
        concordances=area_concordances(assessment),
    )
    return [AreaLine(area, sets.get(area.id, ())) for area in found.areas]


def _of_main(name: str) -> Callable[[AreaLine], Any]:
    return lambda line: None if line.main is None else getattr(line.main.statistics, name)


def _of_answers(name: str) -> Callable[[AreaLine], Any]:
    return lambda line: None if line.main is None else getattr(line.main.statistics.answers, name)


def _middle(line: AreaLine) -> float | None:
    """How high the answers lie on their scale, 0 to 1: to put areas in order."""
    if line.main is None:
        return None
    found, scale = line.main.statistics.answers, line.main.scale.answers
    if not found.valid:
        return None
    places = sum(place * people for place, people in enumerate(found.distribution))
    return places / found.valid / max(1, scale.points - 1)


AREA_ORDERS: Mapping[str, Callable[[AreaLine], Any]] = {
    "area": lambda line: line.area.title.casefold(),
    "level": lambda line: line.area.level,
    "valid": _of_answers("valid"),
    "dont_know": _of_answers("dont_know_share"),
    "agreement": _of_main("median_r_wg"),
    "alpha": _of_main("alpha_ordinal"),
    "split": lambda line: line.area.split_count,
    "middle": _middle,
}


def chosen_areas(
    lines: list[AreaLine], *, level: str = "", only: str = "", sort: str = ""
) -> list[AreaLine]:
    """The areas that fit, in the order of the model unless sorted."""
    found = [
        line
        for line in lines
        if level in ("", str(line.area.level))
        and (only != SPLIT or line.area.split_count)
        and (only != PROBE or line.area.probe_count)
    ]
    return sorted_rows(found, sort, AREA_ORDERS)


def _of_item(name: str) -> Callable[[ItemLine], Any]:
    return lambda line: None if line.statistics is None else getattr(line.statistics, name)


def _r_wg(line: ItemLine) -> float | None:
    found = line.statistics.r_wg if line.statistics else None
    return None if found is None else found.raw


ITEM_ORDERS: Mapping[str, Callable[[ItemLine], Any]] = {
    "number": lambda line: line.item.number,
    "valid": _of_item("valid"),
    "dont_know": _of_item("dont_know_share"),
    "sd": _of_item("sd"),
    "agreement": _r_wg,
    "ad": _of_item("ad_median"),
}


def chosen_items(
    area: AreaResult,
    units: UnitAnswers,
    *,
    unit: str = "",
    only: str = "",
    sort: str = "",
) -> list[ItemLine]:
    """The questions that fit, in the order of the questionnaire unless sorted."""
    lines = [ItemLine(item, _statistics(item, units, unit)) for item in area.items]
    found = [
        line
        for line in lines
        if (only != SPLIT or (line.statistics is not None and line.statistics.is_split))
        and (only != PROBE or line.item.reasons)
    ]
    return sorted_rows(found, sort, ITEM_ORDERS)


def _statistics(item: ItemResult, units: UnitAnswers, unit: str) -> ItemStatistics | None:
    if not unit:
        return item.statistics
    return units.by_item.get(item.id, {}).get(unit)


def level_sets(found: Analysis) -> list[tuple[int, tuple[SetResult, ...]]]:
    """The sets of each level of the model, lowest first; none for a model without levels."""
    levels = {area.id: area.level for area in found.areas}
    sets: dict[int | None, tuple[SetResult, ...]] = set_results(
        found.items, lambda item: levels[item.area_id], people=found.participation.submitted
    )
    return sorted((level, results) for level, results in sets.items() if level is not None)


def goal_sets(
    area: AreaResult, goals: Mapping[UUID, tuple[UUID, ...]], people: int
) -> dict[UUID, tuple[SetResult, ...]]:
    """The sets of each goal; a question that supports several goals counts in each.

    `goals` are those of each practice.
    """
    members: dict[UUID, list[ItemResult]] = {}
    for item in area.items:
        for goal in goals.get(item.node_id, ()):
            members.setdefault(goal, []).append(item)
    found: dict[UUID, tuple[SetResult, ...]] = {}
    for goal, items in members.items():
        found[goal] = set_results(items, lambda _item: None, people=people)[None]
    return found
