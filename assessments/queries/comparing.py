"""Two frozen results side by side: over time, across versions, and across models by a crosswalk."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from assessments.models import ResultSnapshot
from assessments.queries.snapshots import (
    FrozenMedian,
    SnapshotHead,
    frozen_of,
    head_of,
    medians_of,
)
from assessments.rules.comparison import (
    ComparedNodes,
    Comparison,
    Lineage,
    Trend,
    comparison,
    unchanged,
)
from assessments.rules.frozen import JUDGED, FrozenRating, Kind, snapshot_of
from assessments.rules.ordinal import LevelRange
from assessments.rules.snapshot import Absence
from assessments.rules.succeeding import Succeeded, account
from assessments.rules.transfer import Transfer, transfer, turned_round
from cip.access.actor import Actor
from models_catalog.models import Crosswalk, ModelVersion
from models_catalog.queries.crosswalks import crosswalk_sides
from models_catalog.queries.document import document_of
from models_catalog.rules.differences import difference
from models_catalog.rules.succession import succession

ANSWERS = "answers"  # the part about released answers; the others are named by their kind
_CROSSED = (Kind.AREA, Kind.GOAL, Kind.LEVEL)
JUDGEMENTS = LevelRange(0, 1)  # unsatisfied, satisfied


class Way(StrEnum):
    """What lies between two results."""

    TIME = "time"
    VERSIONS = "versions"
    MODELS = "models"


@dataclass(frozen=True)
class ComparedPart:
    """All ratings of one kind, or the released answers.

    Of answers `labels` are the values and `shares` the shares of the highest one, before and after:
    of two values the median says little.
    """

    name: str
    comparison: Comparison
    titles: dict[str, str]
    labels: tuple[str, ...] = ()
    shares: tuple[dict[str, float], dict[str, float]] = ({}, {})

    @property
    def rows(self) -> tuple[ComparedNodes, ...]:
        """What at least one of the results looked at."""
        return self.comparison.rows


@dataclass(frozen=True)
class CrosswalkAccount:
    """What one result tells of the other model; titles by code of either side.

    `dropped`: source nodes that map to nothing, `split`: those that map to several. The kinds say
    how each side's ratings read: judgements, or levels.
    """

    id: UUID
    name: str
    is_turned: bool
    source_kind: Kind
    target_kind: Kind
    transfer: Transfer
    source_titles: dict[str, str]
    target_titles: dict[str, str]
    dropped: tuple[str, ...]
    split: tuple[str, ...]

    @property
    def is_common_scale(self) -> bool:
        """Whether a rating of one model means the same in the other: judgements on both sides."""
        return self.source_kind is Kind.AREA and self.target_kind is Kind.AREA


@dataclass(frozen=True)
class ResultsCompared:
    """Both results and everything that can be said about them together."""

    way: Way
    before: SnapshotHead
    after: SnapshotHead
    parts: tuple[ComparedPart, ...] = ()
    crosswalk: CrosswalkAccount | None = None
    crosswalks: tuple[tuple[UUID, str], ...] = ()

    def part(self, name: str) -> ComparedPart | None:
        """The part with that name, if both results have it."""
        return next((part for part in self.parts if part.name == name), None)


def way_between(before: ModelVersion, after: ModelVersion) -> Way:
    """What lies between results on these versions; `based_on` must be loaded."""
    if before.pk == after.pk:
        return Way.TIME
    families = [
        {row.model_id, row.based_on.model_id if row.based_on else row.model_id}
        for row in (before, after)
    ]
    return Way.VERSIONS if families[0] & families[1] else Way.MODELS


def crosswalks_between(
    actor: Actor, version: UUID, others: Iterable[UUID]
) -> dict[UUID, tuple[tuple[UUID, str], ...]]:
    """The visible crosswalks between a version and each of the others, by name; one query."""
    wanted = set(others)
    rows = Crosswalk.objects.visible_to(actor).filter(
        Q(source=version, target__in=wanted) | Q(target=version, source__in=wanted)
    )
    found: dict[UUID, tuple[tuple[UUID, str], ...]] = {}
    for row in rows.order_by("name", "pk"):
        other = row.target_id if row.source_id == version else row.source_id
        found[other] = (*found.get(other, ()), (row.pk, row.name))
    return found


def results_compared(
    actor: Actor, before: ResultSnapshot, after: ResultSnapshot, crosswalk_id: UUID | None = None
) -> ResultsCompared:
    """Both results, loaded by `with_heads`, in a fixed number of queries for each way.

    Between models by the crosswalk with that id, or the first one that the actor may see.
    """
    if way_between(before.model_version, after.model_version) is not Way.MODELS:
        return compared(before, after)
    versions = before.model_version_id, after.model_version_id
    offered = crosswalks_between(actor, versions[0], versions[1:]).get(versions[1], ())
    known = [pk for pk, _name in offered]
    chosen = crosswalk_id if crosswalk_id in known else next(iter(known), None)
    return replace(compared(before, after, chosen), crosswalks=offered)


def compared(
    before: ResultSnapshot, after: ResultSnapshot, crosswalk_id: UUID | None = None
) -> ResultsCompared:
    """The same by a crosswalk that was chosen already; without one models tell nothing."""
    way = way_between(before.model_version, after.model_version)
    heads = head_of(before), head_of(after)
    if way is Way.MODELS:
        return ResultsCompared(way, *heads, crosswalk=_told(crosswalk_id, before, after))
    ratings = frozen_of([before.pk, after.pk])
    found = None if way is Way.TIME else _succeeded(before.model_version, after.model_version)
    parts = [
        part
        for kind in Kind
        if (part := _part(kind, ratings[before.pk], ratings[after.pk], found)) is not None
    ]
    medians = medians_of([before.pk, after.pk])
    answers = answers_part(_wholes(medians[before.pk]), _wholes(medians[after.pk]), found)
    return ResultsCompared(way, *heads, parts=(*parts, *answers))


def answers_part(
    before: Sequence[FrozenMedian], after: Sequence[FrozenMedian], found: Succeeded | None = None
) -> tuple[ComparedPart, ...]:
    """Released answers side by side, on the scale that most areas stand on; none without answers.

    An area that stands on another scale is not compared.
    """
    scales = Counter(each.labels for each in (*before, *after))
    if not before or not after or not scales:
        return ()
    labels = scales.most_common(1)[0][0]
    old, new = ([each for each in rows if each.labels == labels] for rows in (before, after))
    part = _compared(ANSWERS, _as_ratings(old), _as_ratings(new), found)
    rows = tuple(
        row if row.trend.is_told else replace(row, trend=Trend.UNKNOWN) for row in part.rows
    )  # no answers to show says nothing about the scope
    shown = Comparison(rows)
    return (replace(part, comparison=shown, labels=labels, shares=(_shares(old), _shares(new))),)


def _as_ratings(rows: Iterable[FrozenMedian]) -> tuple[FrozenRating, ...]:
    return tuple(FrozenRating(Kind.AREA, each.code, each.title, each.rating) for each in rows)


def _shares(rows: Iterable[FrozenMedian]) -> dict[str, float]:
    return {each.code: each.distribution[-1] / each.values for each in rows if each.values}


def _wholes(rows: Iterable[FrozenMedian]) -> list[FrozenMedian]:
    return [each for each in rows if each.unit is None]


def _part(
    kind: Kind,
    before: Iterable[FrozenRating],
    after: Iterable[FrozenRating],
    found: Succeeded | None,
) -> ComparedPart | None:
    """None unless both results have ratings of that kind."""
    old, new = (tuple(row for row in rows if row.kind is kind) for rows in (before, after))
    if not old or not new:
        return None
    return _compared(kind.value, old, new, None if kind is Kind.MATURITY else found)


def _compared(
    name: str,
    before: tuple[FrozenRating, ...],
    after: tuple[FrozenRating, ...],
    found: Succeeded | None,
) -> ComparedPart:
    lineage: tuple[Lineage, ...]
    if found is None:
        lineage = unchanged(list(dict.fromkeys(row.key for row in (*before, *after))))
    else:
        lineage = account(before, after, found)
    rows = comparison(snapshot_of(before), snapshot_of(after), lineage).rows
    titles = {row.key: row.title for row in (*before, *after)}
    return ComparedPart(name, Comparison(tuple(filter(_is_looked_at, rows))), titles)


def _is_looked_at(row: ComparedNodes) -> bool:
    return any(each.absence is not Absence.OUT_OF_SCOPE for each in (*row.before, *row.after))


def _succeeded(before: ModelVersion, after: ModelVersion) -> Succeeded:
    """By the catalog's account of the earlier and the later version; eighteen queries."""
    if before.created_at > after.created_at:
        return _succeeded(after, before).turned_round
    old, new = document_of(before), document_of(after)
    return Succeeded(
        heirs=succession(old, new).heirs,
        before=frozenset(node.code for node in old.walk()),
        after=frozenset(node.code for node in new.walk()),
        altered=frozenset(each.code for each in difference(old, new).nodes.altered),
    )


def _told(
    crosswalk_id: UUID | None, before: ResultSnapshot, after: ResultSnapshot
) -> CrosswalkAccount | None:
    if crosswalk_id is None:
        return None
    row = Crosswalk.objects.select_related("source", "target").get(pk=crosswalk_id)
    is_turned = row.source_id != before.model_version_id
    sides = crosswalk_sides(row)
    mappings = turned_round(sides.mappings) if is_turned else sides.mappings
    nodes = (sides.targets, sides.sources) if is_turned else (sides.sources, sides.targets)
    sources, targets = ({node.code: node.title for node in side} for side in nodes)
    rows = frozen_of([before.pk, after.pk])
    crossed = [
        _crossed(rows[pk], codes) for pk, codes in ((before.pk, sources), (after.pk, targets))
    ]
    kinds = [_kind_of(side) for side in crossed]
    found = transfer(
        snapshot_of(crossed[0]),
        mappings,
        list(sources),
        list(targets),
        is_common_scale=kinds[0] is kinds[1] is Kind.AREA,
        ends=JUDGEMENTS,
        own=snapshot_of(crossed[1]),
    )
    uses = Counter(mapping.source for mapping in mappings)
    return CrosswalkAccount(
        id=row.pk,
        name=row.name,
        is_turned=is_turned,
        source_kind=kinds[0],
        target_kind=kinds[1],
        transfer=found,
        source_titles=sources,
        target_titles=targets,
        dropped=tuple(code for code in sources if not uses[code]),
        split=tuple(code for code in sources if uses[code] > 1),
    )


def _crossed(rows: Iterable[FrozenRating], codes: Iterable[str]) -> list[FrozenRating]:
    """Ratings of the nodes that the crosswalk is about, one for each node."""
    known = frozenset(codes)
    return [
        row
        for row in rows
        if row.kind in _CROSSED and row.code in known and not row.area and not row.dimension
    ]


def _kind_of(rows: Iterable[FrozenRating]) -> Kind:
    return Kind.LEVEL if any(row.kind not in JUDGED for row in rows) else Kind.AREA
