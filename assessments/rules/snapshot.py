"""Frozen results: what each node was rated, and why some were not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from assessments.rules.ordinal import LevelRange


class Absence(StrEnum):
    """Why a result holds no rating of a node."""

    NOT_RATED = "not_rated"
    NOT_APPLICABLE = "not_applicable"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True)
class Rated:
    """A node with its rating, or with the reason why there is none."""

    code: str
    rating: LevelRange | None = None
    absence: Absence | None = None


@dataclass(frozen=True)
class Snapshot:
    """Ratings by code of the node, as places on one ordinal scale; None is not rated.

    Judgements with two values are a scale too: unsatisfied 0, satisfied 1. A range stands for a
    median between two levels, or for a level with bounds. What is named nowhere was out of scope.
    """

    ratings: Mapping[str, LevelRange | None] = field(default_factory=dict)
    not_applicable: frozenset[str] = frozenset()

    def of(self, code: str) -> Rated:
        """The rating of a node, or why there is none."""
        if code in self.not_applicable:
            return Rated(code, absence=Absence.NOT_APPLICABLE)
        if code not in self.ratings:
            return Rated(code, absence=Absence.OUT_OF_SCOPE)
        rating = self.ratings[code]
        return Rated(code, rating, None if rating else Absence.NOT_RATED)
