"""Units compared: what each answered, as far as it may be shown, and where they differ most."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import numpy as np

from assessments.models import Assessment, UnitTally
from assessments.queries.analysis import Analysis, AreaResult, ItemResult
from assessments.queries.asked_items import Spot
from assessments.queries.response_scales import ResponseScale
from assessments.queries.set_results import counts_of
from assessments.rules.difference import Difference, difference
from assessments.rules.dispersion import ItemStatistics, dispersion
from assessments.rules.probes import Ground, Reason, reasons
from cip.kernel.texts import natural_key

Entries = list[tuple[Spot, str, str, int]]


@dataclass(frozen=True)
class UnitAnswers:
    """All units that handed in, by name, and what may be shown of them, question by question."""

    names: tuple[str, ...]
    by_item: dict[UUID, dict[str, ItemStatistics]]

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """Units of which something is shown."""
        told = {name for units in self.by_item.values() for name in units}
        return tuple(name for name in self.names if name in told)

    @property
    def hidden(self) -> tuple[str, ...]:
        """Units of which nothing is shown."""
        return tuple(name for name in self.names if name not in self.shown)


@dataclass(frozen=True)
class UnitQuestion:
    """A question with the units that may be shown, and how much they differ (None: too few).

    `reason` is set when the units say opposite things.
    """

    item: ItemResult
    units: dict[str, ItemStatistics]
    difference: Difference | None
    reason: Reason | None


@dataclass(frozen=True)
class UnitArea:
    """An area on one scale: each unit's answers to its shown questions, added up, or None."""

    area: AreaResult
    scale: ResponseScale
    cells: tuple[ItemStatistics | None, ...]


@dataclass(frozen=True)
class UnitBoard:
    """Units by name, areas in the order of the model, questions in that of the questionnaire."""

    answers: UnitAnswers
    areas: tuple[UnitArea, ...]
    questions: tuple[UnitQuestion, ...]

    @property
    def differing(self) -> list[UnitQuestion]:
        """Questions in which units differ at all, the strongest difference first."""
        found = [(q.difference.size, q) for q in self.questions if q.difference]
        return [q for size, q in sorted(found, key=lambda pair: -pair[0]) if size > 0]


def unit_answers(
    assessment: Assessment, found: Analysis, *, area_id: UUID | None = None
) -> UnitAnswers:
    """What may be shown of units, in all areas or in one; two queries.

    Every reader but the team of a named assessment gets what was decided when collecting ended.
    """
    rows = UnitTally.objects.filter(item__questionnaire__assessment=assessment)
    names = units_of(assessment.pk)
    told = [item for item in found.items if item.statistics is not None]
    if area_id is not None:
        told = [item for item in told if item.area_id == area_id]
        rows = rows.filter(item__in=[item.root for item in told])
    if found.threshold:
        rows = rows.filter(is_shown=True)
    items = {item.spot: item for item in told}
    entries: dict[UUID, Entries] = {}
    scales: dict[UUID, ResponseScale] = {}
    for since, position, unit, choice, count in rows.values_list(
        "item__since", "item__position", "unit", "choice", "count"
    ):
        item = items.get((since, position))
        if item is not None and item.scale is not None:
            scales[item.scale.id] = item.scale
            entries.setdefault(item.scale.id, []).append((item.spot, unit, choice, count))
    by_item: dict[UUID, dict[str, ItemStatistics]] = {}
    for scale_id, scale in scales.items():
        for (spot, unit), one in _statistics(scale, entries[scale_id]).items():
            by_item.setdefault(items[spot].id, {})[unit] = one
    return UnitAnswers(tuple(sorted(names, key=natural_key)), by_item)


def units_of(assessment_id: UUID) -> set[str]:
    """Every unit of which somebody handed in, "" for people without one; one query."""
    rows = UnitTally.objects.filter(item__questionnaire__assessment=assessment_id)
    return set(rows.order_by().values_list("unit", flat=True).distinct())


def unit_board(assessment: Assessment, found: Analysis) -> UnitBoard:
    """Units compared in every area and question; two queries."""
    answers = unit_answers(assessment, found)
    areas = [_unit_area(area, answers) for area in found.areas]
    return UnitBoard(
        answers=answers,
        areas=tuple(area for area in areas if area is not None),
        questions=tuple(
            _unit_question(item, answers.by_item[item.id])
            for item in found.items
            if item.id in answers.by_item
        ),
    )


def _statistics(scale: ResponseScale, entries: Entries) -> dict[tuple[Spot, str], ItemStatistics]:
    rows: dict[tuple[Spot, str], int] = {}
    numbered = [
        (rows.setdefault((spot, unit), len(rows)), choice, count)
        for spot, unit, choice, count in entries
    ]
    found = dispersion(scale.counts(len(rows), numbered)).rows()
    return dict(zip(rows, found, strict=True))


def _unit_area(area: AreaResult, answers: UnitAnswers) -> UnitArea | None:
    """On the scale that most of its questions have."""
    scales: dict[UUID, tuple[ResponseScale, list[ItemResult]]] = {}
    for item in area.items:
        if item.scale is not None and item.id in answers.by_item:
            scales.setdefault(item.scale.id, (item.scale, []))[1].append(item)
    if not scales:
        return None
    scale, items = max(scales.values(), key=lambda pair: len(pair[1]))
    pairs = [
        (answers.shown.index(unit), one)
        for item in items
        for unit, one in answers.by_item[item.id].items()
    ]
    groups = np.array([group for group, _one in pairs])
    number = len(answers.shown)
    pooled = counts_of(scale, [one for _group, one in pairs]).pooled(groups, number)
    cells = dispersion(pooled).rows()
    return UnitArea(area, scale, tuple(cell if cell.valid else None for cell in cells))


def _unit_question(item: ItemResult, units: dict[str, ItemStatistics]) -> UnitQuestion:
    table = np.array([one.distribution for one in units.values()], np.int64)
    return UnitQuestion(item, units, difference(table), _opposite(item, units))


def _opposite(item: ItemResult, units: dict[str, ItemStatistics]) -> Reason | None:
    asked = item.asked(units=units)
    found: Sequence[Reason] = () if asked is None else reasons(asked)
    return next((reason for reason in found if reason.ground is Ground.UNITS_DIFFER), None)
