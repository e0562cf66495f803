"""How elements of one model relate to elements of another, and what one therefore tells of the
other. Relations are those of set theory, as NIST IR 8477 names them: equal, subset, superset,
intersects. What is not related is a gap.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

FORMAT = "cip-crosswalk/1"


class Relation(StrEnum):
    """Read from source to target. Subset: all of the source lies in the target."""

    EQUAL = "equal"
    SUBSET = "subset"
    SUPERSET = "superset"
    INTERSECTS = "intersects"

    @property
    def inverse(self) -> Relation:
        """The same relation read from the target."""
        return _INVERSE.get(self, self)

    @property
    def is_whole(self) -> bool:
        """Whether the source holds all of the target."""
        return self in (Relation.EQUAL, Relation.SUPERSET)


_INVERSE = {Relation.SUBSET: Relation.SUPERSET, Relation.SUPERSET: Relation.SUBSET}


class Confidence(StrEnum):
    """How sure the authors of a mapping are."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Mapping:
    """One relation between two nodes, by code. `authority`: who published it, for official ones."""

    source: str
    target: str
    relation: Relation
    rationale: str
    confidence: Confidence = Confidence.MEDIUM
    official: bool = False
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of a model, by model code and version number."""

    model: str
    number: str


@dataclass(frozen=True, slots=True)
class CrosswalkDocument:
    """All mappings from one version of a model to one version of another."""

    code: str
    name: str
    source: Edition
    target: Edition
    notes: str = ""
    mappings: tuple[Mapping, ...] = ()


class Reach(StrEnum):
    """How much of a node is told by what maps to it."""

    WHOLE = "whole"
    PART = "part"
    NONE = "none"


def reach(
    relations: Iterable[tuple[str, str, Relation]],
    sources: Collection[str],
    targets: Iterable[str],
) -> dict[str, Reach]:
    """What an assessment of `sources` tells of each target.

    `relations` are (source, target, relation). Whole: at least one source equals or contains the
    target. Several parts stay a part: nobody knows whether they add up to the whole.
    """
    found = dict.fromkeys(targets, Reach.NONE)
    chosen = frozenset(sources)
    for source, target, relation in relations:
        if source not in chosen or target not in found or found[target] is Reach.WHOLE:
            continue
        found[target] = Reach.WHOLE if relation.is_whole else Reach.PART
    return found
