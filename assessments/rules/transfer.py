"""What the result on one model tells of another, by a crosswalk.

Source: relations of sets as in NIST IR 8477 (equal, subset, superset, intersects). A node has a
level only when all of it has: a rating of the whole therefore holds for each part at least, and the
whole is at most what any part is. Several parts never add up to the whole; nothing is averaged.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assessments.rules.ordinal import LevelRange
from assessments.rules.snapshot import Rated, Snapshot
from models_catalog.rules.crosswalk import Confidence, Mapping, Relation


class Told(StrEnum):
    """How much a target node learns from the other model; the last two are unknown."""

    TRANSFERS = "transfers"
    HINTS = "hints"
    NOT_RATED = "not_rated"
    NOT_MAPPED = "not_mapped"

    @property
    def is_unknown(self) -> bool:
        """Nothing at all is told."""
        return self in (Told.NOT_RATED, Told.NOT_MAPPED)


class Agreement(StrEnum):
    """Whether the target's own rating fits to what is told of it."""

    FITS = "fits"
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True)
class SourceNode:
    """A node of the other model that tells something: its rating and its mapping."""

    rated: Rated
    relation: Relation
    confidence: Confidence


@dataclass(frozen=True)
class TargetNode:
    """A node of the target model, what is told of it, by which nodes, and its own rating if any.

    `at_least` and `at_most` are levels, None where nothing is told of that side. Sources that
    contradict one another transfer nothing.
    """

    code: str
    told: Told
    sources: tuple[SourceNode, ...]
    at_least: int | None = None
    at_most: int | None = None
    own: Rated | None = None

    @property
    def is_contradictory(self) -> bool:
        """One source says more than another allows."""
        if self.at_least is None or self.at_most is None:
            return False
        return self.at_least > self.at_most

    @property
    def agreement(self) -> Agreement | None:
        """How the node's own rating lies to what is told; None where either is missing."""
        rating = self.own.rating if self.own else None
        is_told = self.at_least is not None or self.at_most is not None
        if rating is None or not is_told or self.is_contradictory:
            return None
        if self.at_least is not None and rating.upper < self.at_least:
            return Agreement.BELOW
        if self.at_most is not None and rating.lower > self.at_most:
            return Agreement.ABOVE
        return Agreement.FITS


@dataclass(frozen=True)
class Transfer:
    """All target nodes, and the account of the crosswalk.

    `mapped` and `new` count target nodes with and without a mapping, `merged` those with several;
    `split` counts source nodes that map to several targets, `dropped` those that map to none.
    """

    targets: tuple[TargetNode, ...]
    mapped: int
    new: int
    merged: int
    split: int
    dropped: int

    @property
    def told(self) -> dict[Told, int]:
        """How many target nodes learn how much, zeros included."""
        counts = Counter(target.told for target in self.targets)
        return {told: counts[told] for told in Told}


def transfer(
    result: Snapshot,
    mappings: Iterable[Mapping],
    sources: Sequence[str],
    targets: Sequence[str],
    *,
    is_common_scale: bool,
    ends: LevelRange | None = None,
    own: Snapshot | None = None,
) -> Transfer:
    """What a result tells of each target node.

    `sources`, `targets`: codes of the nodes that the crosswalk is about; mappings to others are
    left out. Equal: the rating transfers. Superset: it transfers as "at least". Subset: only a
    hint, "at most". Intersects, or low confidence: a hint without a level. Models that do not share
    a scale (`is_common_scale`) only give hints. `ends` of the common scale: "at least the lowest"
    and "at most the highest" tell nothing. `own`: the target model's own result, to hold beside.
    """
    known, wanted = frozenset(sources), frozenset(targets)
    used = [each for each in mappings if each.source in known and each.target in wanted]
    by_target: dict[str, list[Mapping]] = {code: [] for code in targets}
    for mapping in used:
        by_target[mapping.target].append(mapping)
    outgoing = Counter(mapping.source for mapping in used)
    scale = _Scale(is_common_scale, ends)
    return Transfer(
        tuple(
            _target(code, [_source(result, each) for each in found], scale, own)
            for code, found in by_target.items()
        ),
        mapped=sum(len(found) > 0 for found in by_target.values()),
        new=sum(not found for found in by_target.values()),
        merged=sum(len(found) > 1 for found in by_target.values()),
        split=sum(outgoing[code] > 1 for code in known),
        dropped=sum(not outgoing[code] for code in known),
    )


def turned_round(mappings: Iterable[Mapping]) -> tuple[Mapping, ...]:
    """The same mappings read from target to source."""
    return tuple(
        replace(each, source=each.target, target=each.source, relation=each.relation.inverse)
        for each in mappings
    )


def _source(result: Snapshot, mapping: Mapping) -> SourceNode:
    return SourceNode(result.of(mapping.source), mapping.relation, mapping.confidence)


@dataclass(frozen=True)
class _Scale:
    """Whether both models share one, and where it ends if that is known."""

    is_common: bool
    ends: LevelRange | None

    def tells_lower(self, level: int) -> bool:
        """Whether "at least this" says anything."""
        return self.ends is None or level > self.ends.lower

    def tells_upper(self, level: int) -> bool:
        """Whether "at most this" says anything."""
        return self.ends is None or level < self.ends.upper


def _target(
    code: str, sources: Sequence[SourceNode], scale: _Scale, own: Snapshot | None
) -> TargetNode:
    firm = [each for each in sources if scale.is_common and each.confidence != Confidence.LOW]
    same = _ratings(firm, Relation.EQUAL)
    wider = (rating.lower for rating in _ratings(firm, Relation.SUPERSET))
    narrower = (rating.upper for rating in _ratings(firm, Relation.SUBSET))
    lower = [*(rating.lower for rating in same), *filter(scale.tells_lower, wider)]
    upper = [*(rating.upper for rating in same), *filter(scale.tells_upper, narrower)]
    found = TargetNode(
        code,
        Told.TRANSFERS if lower else _weaker(sources),
        tuple(sources),
        max(lower, default=None),
        min(upper, default=None),
        own.of(code) if own else None,
    )
    return replace(found, told=Told.HINTS) if found.is_contradictory else found


def _weaker(sources: Sequence[SourceNode]) -> Told:
    if not sources:
        return Told.NOT_MAPPED
    is_rated = any(each.rated.rating for each in sources)
    return Told.HINTS if is_rated else Told.NOT_RATED


def _ratings(sources: Iterable[SourceNode], *relations: Relation) -> list[LevelRange]:
    return [
        each.rated.rating for each in sources if each.rated.rating and each.relation in relations
    ]
