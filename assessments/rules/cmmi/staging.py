"""The maturity level of the organizational unit, and what stands in the way of the next one.

Source: SCAMPI A v1.3 and CMMI-SVC v1.3, "Equivalent staging" (rules ML-1 to ML-6, ES-2 to ES-5 and
NA-4 of the rating rules, sections 6 to 8).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessments.rules.cmmi.area_rating import AreaResult, AreaScope, AreaValue
from assessments.rules.cmmi.capability import INCOMPLETE, capability
from assessments.rules.rating import FIRST_LEVEL, LevelBounds


@dataclass(frozen=True)
class Maturity:
    """The maturity level as bounds: reached for certain, and not yet ruled out.

    `unratable_from`: the lowest level that this appraisal cannot rate because an area of it was
    left out of scope; None when every level can be rated.
    """

    bounds: LevelBounds
    unratable_from: int | None = None

    @property
    def level(self) -> int:
        """The level reached."""
        return self.bounds.lower

    @property
    def is_decided(self) -> bool:
        """Whether nothing that this appraisal can still find would raise the level."""
        highest = self.bounds.upper
        if self.unratable_from is not None:
            highest = min(highest, self.unratable_from - 1)
        return self.level == highest


def maturity(results: Iterable[AreaResult]) -> Maturity:
    """The highest level for which all areas of it and of those below are met (ML-1 to ML-6).

    The results are of all areas of the model, also of those not applicable or out of scope. Each
    level asks its own goals of all areas up to it (ML-3). Level 1 is where everybody starts.
    """
    results = list(results)
    highest = highest_level(results)
    return Maturity(
        LevelBounds(
            lower=_highest([r for r in range(2, highest + 1) if _is_reached(results, r)]),
            upper=_highest([r for r in range(2, highest + 1) if not _is_ruled_out(results, r)]),
        ),
        min((each.area.maturity_level for each in results if each.is_missing), default=None),
    )


def highest_level(results: Iterable[AreaResult]) -> int:
    """The highest maturity level that the model has areas for."""
    return max((each.area.maturity_level for each in results), default=FIRST_LEVEL)


def up_to(results: Iterable[AreaResult], level: int) -> list[AreaResult]:
    """The areas that a maturity level rests on: its own and those of all levels below."""
    return [each for each in results if each.area.maturity_level <= level]


def _highest(levels: Sequence[int]) -> int:
    return max(levels, default=FIRST_LEVEL)


def _is_reached(results: Iterable[AreaResult], level: int) -> bool:
    return all(each.is_met_for(level) for each in up_to(results, level))


def _is_ruled_out(results: Iterable[AreaResult], level: int) -> bool:
    return any(each.value_for(level) == AreaValue.UNSATISFIED for each in up_to(results, level))


def equivalent_level(results: Iterable[AreaResult]) -> int:
    """The maturity level that the profile of capability levels amounts to (ES-2 to ES-5).

    Target profile N: every area up to maturity level N at capability level N, or at the highest
    there is. Computed from the profile alone, without looking at goals for a maturity level.
    """
    return profile_level(results, {})


def profile_level(results: Iterable[AreaResult], wanted: Mapping[str, int]) -> int:
    """The same with the capability levels in `wanted`, by area, in place of those reached."""
    results = list(results)
    met = [
        level
        for level in range(2, highest_level(results) + 1)
        if all(_fits_profile(each, level, wanted) for each in up_to(results, level))
    ]
    return _highest(met)


def _fits_profile(result: AreaResult, level: int, wanted: Mapping[str, int]) -> bool:
    if result.scope == AreaScope.NOT_APPLICABLE or result.is_ignored:
        return True
    needed = min(level, max(result.area.capability_levels, default=level))
    reached = capability(result).level or INCOMPLETE
    return wanted.get(result.area.key, reached) >= needed


@dataclass(frozen=True)
class StagingCheck:
    """The level by both ways; they must agree."""

    level: int
    equivalent: int

    @property
    def agrees(self) -> bool:
        """Whether both ways lead to the same level; if not, the software is wrong."""
        return self.level == self.equivalent


def staging_check(results: Iterable[AreaResult]) -> StagingCheck:
    """The maturity level beside that of equivalent staging, as a check of the software itself."""
    results = list(results)
    return StagingCheck(maturity(results).level, equivalent_level(results))
