"""Two results side by side: over time, between units, across versions of a model.

Source: A2I, invariant 12 (a re-assessment compares only like with like: the same code and version,
or an explicit mapping), and the design's ordinal levels. Nodes that were split or merged stand
beside one another with all their ratings; nothing is averaged to make them comparable.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessments.rules.ordinal import LevelRange, Steps, steps_between
from assessments.rules.snapshot import Absence, Rated, Snapshot


class Fate(StrEnum):
    """What became of nodes from one version of a model to another."""

    KEPT = "kept"
    RENAMED = "renamed"
    SPLIT = "split"
    MERGED = "merged"
    REARRANGED = "rearranged"  # several became several others
    DROPPED = "dropped"
    NEW = "new"


MAPPED = frozenset({Fate.KEPT, Fate.RENAMED})


@dataclass(frozen=True)
class Lineage:
    """Nodes of the first version and the nodes of the second that took their place, by code.

    `is_altered`: the code stayed but means something else now, so compare with care.
    """

    fate: Fate
    before: tuple[str, ...]
    after: tuple[str, ...]
    is_altered: bool = False


def lineages(
    before: Sequence[str],
    after: Sequence[str],
    heirs: Mapping[str, tuple[str, ...]],
    altered: Collection[str] = (),
) -> tuple[Lineage, ...]:
    """Account of all nodes of two versions: each code of either stands in exactly one lineage.

    `heirs`: from codes that are gone to those that took their place, as in the catalog's account of
    succession; where a later version uses an old code for something else, its true heirs.
    `altered`: codes of the second version that changed more than their wording. In the order of the
    first version; new nodes follow in that of the second.
    """
    new = frozenset(after)
    into = {code: [h for h in heirs.get(code, (code,)) if h in new] for code in before}
    sources: dict[str, list[str]] = {}
    for code, codes in into.items():
        for heir in codes:
            sources.setdefault(heir, []).append(code)
    found: list[Lineage] = []
    told: set[str] = set()
    for code in before:
        if code not in told:
            olds, news = _family(code, into, sources)
            told |= olds
            found.append(_lineage(_sorted(olds, before), _sorted(news, after), altered))
    return (*found, *(Lineage(Fate.NEW, (), (code,)) for code in after if code not in sources))


def unchanged(codes: Sequence[str]) -> tuple[Lineage, ...]:
    """The account for two results on the same version: every node is itself."""
    return lineages(codes, codes, {})


def _family(
    code: str, into: Mapping[str, list[str]], sources: Mapping[str, list[str]]
) -> tuple[set[str], set[str]]:
    olds, news = {code}, set[str]()
    waiting = [code]
    while waiting:
        for heir in into[waiting.pop()]:
            news.add(heir)
            more = [source for source in sources[heir] if source not in olds]
            olds.update(more)
            waiting += more
    return olds, news


def _sorted(codes: Collection[str], order: Iterable[str]) -> tuple[str, ...]:
    return tuple(code for code in order if code in codes)


def _lineage(before: tuple[str, ...], after: tuple[str, ...], altered: Collection[str]) -> Lineage:
    is_altered = any(code in altered for code in after)
    return Lineage(_fate(before, after), before, after, is_altered)


def _fate(before: tuple[str, ...], after: tuple[str, ...]) -> Fate:
    if not after:
        return Fate.DROPPED
    if len(before) == 1 and len(after) == 1:
        return Fate.KEPT if before == after else Fate.RENAMED
    if len(before) == 1:
        return Fate.SPLIT
    return Fate.MERGED if len(after) == 1 else Fate.REARRANGED


class Trend(StrEnum):
    """How the second result lies to the first.

    UNCLEAR: ranges overlap, or some ratings are higher and others lower. UNKNOWN: one is missing;
    NOT_IN_SCOPE where one of the results did not look there at all.
    """

    HIGHER = "higher"
    LOWER = "lower"
    SAME = "same"
    UNCLEAR = "unclear"
    UNKNOWN = "unknown"
    NOT_IN_SCOPE = "not_in_scope"

    @property
    def is_told(self) -> bool:
        """Whether there are two ratings to tell it from."""
        return self not in (Trend.UNKNOWN, Trend.NOT_IN_SCOPE)


@dataclass(frozen=True)
class ComparedNodes:
    """A lineage with the ratings of both results.

    `steps` only from one node to one node: there is no distance between one level and several.
    """

    lineage: Lineage
    before: tuple[Rated, ...]
    after: tuple[Rated, ...]
    trend: Trend
    steps: Steps | None

    @property
    def is_in_both(self) -> bool:
        """Whether both versions have it: neither dropped nor new."""
        return bool(self.before and self.after)


@dataclass(frozen=True)
class Comparison:
    """Every node of both results, and the counts."""

    rows: tuple[ComparedNodes, ...]

    @property
    def fates(self) -> dict[Fate, int]:
        """How many rows there are of each fate, zeros included."""
        counts = Counter(row.lineage.fate for row in self.rows)
        return {fate: counts[fate] for fate in Fate}

    @property
    def trends(self) -> dict[Trend, int]:
        """How many rows there are of each trend, zeros included."""
        counts = Counter(row.trend for row in self.rows)
        return {trend: counts[trend] for trend in Trend}

    @property
    def mapped(self) -> int:
        """Nodes that can be compared one to one: kept or renamed."""
        return sum(row.lineage.fate in MAPPED for row in self.rows)


def comparison(before: Snapshot, after: Snapshot, account: Iterable[Lineage]) -> Comparison:
    """The two results node by node, along the account of their versions.

    For two units on the same version "before" is the first unit and "after" the second.
    """
    return Comparison(tuple(_compared(before, after, lineage) for lineage in account))


def _compared(before: Snapshot, after: Snapshot, lineage: Lineage) -> ComparedNodes:
    old = tuple(before.of(code) for code in lineage.before)
    new = tuple(after.of(code) for code in lineage.after)
    is_pair = len(old) == 1 and len(new) == 1
    steps = steps_between(old[0].rating, new[0].rating) if is_pair else None
    return ComparedNodes(lineage, old, new, trend_between(old, new), steps)


def trend_between(before: Sequence[Rated], after: Sequence[Rated]) -> Trend:
    """The trend that holds whichever of the ratings are set beside one another.

    Several nodes are higher only when none of them lies below any of the first result.
    """
    old = [rated.rating for rated in before if rated.rating]
    new = [rated.rating for rated in after if rated.rating]
    is_outside = any(rated.absence is Absence.OUT_OF_SCOPE for rated in (*before, *after))
    if before and after and is_outside:
        return Trend.NOT_IN_SCOPE
    if not old or not new or len(old) < len(before) or len(new) < len(after):
        return Trend.UNKNOWN
    if len({*old, *new}) == 1:
        return Trend.SAME
    if _is_above(new, old):
        return Trend.HIGHER
    return Trend.LOWER if _is_above(old, new) else Trend.UNCLEAR


def _is_above(upper: Sequence[LevelRange], lower: Sequence[LevelRange]) -> bool:
    """Nowhere below, and what is certain has risen: from 1 to "1 to 5" only less is known."""
    risen = min(each.lower for each in lower) < max(each.lower for each in upper)
    return risen and min(each.lower for each in upper) >= max(each.upper for each in lower)
