"""Several results of a program on one version of a model, from the earliest to the latest."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from assessments.models import ResultSnapshot
from assessments.queries.snapshots import SnapshotHead, frozen_of, head_of, seen_by, with_heads
from assessments.rules.comparison import Trend, trend_between
from assessments.rules.frozen import FrozenRating, Kind, snapshot_of
from assessments.rules.snapshot import Absence, Rated
from cip.access.actor import Actor

MOST = 8  # results beside one another
_FIRST_CHOICE = (Kind.LEVEL, Kind.CAPABILITY, Kind.AREA)


@dataclass(frozen=True)
class TrendCell:
    """What a node was rated, and how that lies to the result before; None for the first."""

    rated: Rated
    trend: Trend | None


@dataclass(frozen=True)
class TrendRow:
    """A node through all results; the maturity level has no code."""

    kind: Kind
    code: str
    title: str
    cells: tuple[TrendCell, ...]


@dataclass(frozen=True)
class ResultTrend:
    """Results from left to right in time, nodes from top to bottom."""

    results: tuple[SnapshotHead, ...]
    rows: tuple[TrendRow, ...]


def result_trend(actor: Actor, program_id: UUID, model_version_id: UUID) -> ResultTrend:
    """The latest standing results of a program on one version that the actor may read.

    Two queries. Levels of nodes where the model has such, else areas.
    """
    rows = with_heads(seen_by(actor)).filter(
        assessment__program=program_id,
        model_version=model_version_id,
        state=ResultSnapshot.State.STANDS,
    )
    heads = tuple(head_of(row) for row in rows.order_by("-frozen_at", "pk")[:MOST])[::-1]
    found = frozen_of(head.id for head in heads)
    ratings = [found[head.id] for head in heads]
    kinds = {row.kind for each in ratings for row in each}
    chosen = next((kind for kind in _FIRST_CHOICE if kind in kinds), Kind.AREA)
    return ResultTrend(heads, (*_rows(Kind.MATURITY, ratings), *_rows(chosen, ratings)))


def _rows(kind: Kind, ratings: Sequence[tuple[FrozenRating, ...]]) -> tuple[TrendRow, ...]:
    same = [tuple(row for row in each if row.kind is kind) for each in ratings]
    sides = [snapshot_of(each) for each in same]
    titles = {row.key: row.title for each in same for row in each}
    rows = []
    for key, title in titles.items():
        found = [side.of(key) for side in sides]
        if any(rated.absence is not Absence.OUT_OF_SCOPE for rated in found):
            rows.append(TrendRow(kind, key, title, _cells(found)))
    return tuple(rows)


def _cells(found: Sequence[Rated]) -> tuple[TrendCell, ...]:
    before = [None, *found[:-1]]
    return tuple(
        TrendCell(rated, None if last is None else trend_between([last], [rated]))
        for last, rated in zip(before, found, strict=True)
    )
