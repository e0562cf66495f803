"""Statistics of sets of questions: areas, goals, levels, everything; of shown questions only."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any
from uuid import UUID

import numpy as np

from assessments.models import AreaConcordance, Assessment
from assessments.queries.analysis import Analysis, ItemResult
from assessments.queries.response_scales import ResponseScale
from assessments.rules.agreement import Concordance, SetStatistics, set_statistics
from assessments.rules.answer_kinds import GAPS
from assessments.rules.counting import Counts
from assessments.rules.dispersion import ItemStatistics

_gaps = attrgetter(*(kind.value for kind in GAPS))
Concordances = Mapping[tuple[Hashable, UUID], Concordance]


@dataclass(frozen=True)
class SetResult:
    """The shown questions of a set that are answered on one scale."""

    scale: ResponseScale
    statistics: SetStatistics


def set_results(
    items: Iterable[ItemResult],
    key: Callable[[ItemResult], Hashable],
    *,
    people: int,
    concordances: Concordances | None = None,
) -> dict[Any, tuple[SetResult, ...]]:
    """The sets in order of their first question; each by scale, the most frequent scale first."""
    members: dict[Any, dict[UUID, list[ItemResult]]] = {}
    for item in items:
        scales = members.setdefault(key(item), {})
        if item.statistics is not None and item.scale is not None:
            scales.setdefault(item.scale.id, []).append(item)
    return {
        name: tuple(
            _set_result(same, people, (concordances or {}).get((name, scale_id)))
            for scale_id, same in sorted(scales.items(), key=lambda entry: -len(entry[1]))
        )
        for name, scales in members.items()
    }


def area_sets(found: Analysis) -> dict[UUID, tuple[SetResult, ...]]:
    """The sets of every area, without what rests on single people."""
    return set_results(found.items, lambda item: item.area_id, people=found.participation.submitted)


def area_concordances(assessment: Assessment) -> dict[tuple[Hashable, UUID], Concordance]:
    """Kendall's W by area and scale, as kept since collecting ended; one query."""
    rows = AreaConcordance.objects.filter(release__questionnaire__assessment=assessment).order_by(
        "release__questionnaire__number"
    )
    return {
        (row.area_id, row.scale_key): Concordance(
            row.w, row.judges, row.objects_ordered, row.left_out
        )
        for row in rows
    }


def counts_of(scale: ResponseScale, statistics: Sequence[ItemStatistics]) -> Counts:
    """The counts behind statistics of questions on one scale."""
    values = [found.distribution for found in statistics]
    gaps = [_gaps(found) for found in statistics]
    return Counts(
        scale.answers,
        np.array(values, np.int64).reshape(len(values), scale.answers.points),
        np.array(gaps, np.int64).reshape(len(gaps), len(GAPS)),
    )


def _set_result(items: list[ItemResult], people: int, concordance: Concordance | None) -> SetResult:
    scale = items[0].scale
    if scale is None:
        raise ValueError("only shown questions are in a set")
    counts = counts_of(scale, [item.statistics for item in items if item.statistics])
    return SetResult(scale, set_statistics(counts, people=people, concordance=concordance))
