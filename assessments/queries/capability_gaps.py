"""Gaps of appraised areas: capability levels today, what blocks the target, what targets add up to.

Source: rules CL-1 to CL-5 and ES-2 to ES-5 (assessments/rules/cmmi).
"""

from collections.abc import Mapping
from uuid import UUID

from assessments.models import Assessment
from assessments.queries.appraisal import Appraisal, AreaState, appraised_area
from assessments.queries.standing import Standing
from assessments.rules.cmmi.blocking import Block, blocking_areas, capability_blocks
from assessments.rules.cmmi.capability import INCOMPLETE
from assessments.rules.cmmi.staging import profile_level
from assessments.rules.gaps import Unblocks, unblocked
from assessments.rules.ordinal import LevelRange
from models_catalog.models import Level, NodeType

Steps = tuple[tuple[int, str], ...]


def capability_standings(assessment: Assessment, found: Appraisal) -> tuple[Standing, ...]:
    """The areas in scope with their capability levels; one query for the names of the levels."""
    names = _level_names(assessment)
    return tuple(_standing(area, names) for area in found.in_scope)


def capability_standing(assessment: Assessment, area_id: UUID) -> Standing | None:
    """The same of one area; None where it is not in scope."""
    area = appraised_area(assessment, area_id)
    return _standing(area, _level_names(assessment)) if area else None


def levels_to_aim_for(found: Appraisal) -> dict[int, str]:
    """Maturity levels above the one reached, up to the highest that the model has areas for."""
    lower = found.maturity.level
    return {n: name for n, name in found.model.levels if lower < n <= found.highest}


def target_for(standing: Standing, level: int) -> int:
    """What an area owes to a level of the whole: that capability level or its highest, else every
    goal (ES-2 to ES-5).
    """
    return min(level, standing.goals) if standing.steps else standing.goals


def capability_unblocks(found: Appraisal, targets: Mapping[str, int]) -> dict[str, Unblocks]:
    """Which maturity levels each area stands in the way of until it is at its target."""
    highest = {a.node.code: max(a.node.rule.capability_levels, default=0) for a in found.areas}
    today = {n: set(blocking_areas(found.results, n)) for n in range(2, found.highest + 1)}
    remaining = {
        level: {code for code in codes if targets.get(code, INCOMPLETE) < min(level, highest[code])}
        for level, codes in today.items()
    }
    return unblocked(today, remaining)


def blocks_of(found: Appraisal, code: str, level: int) -> tuple[Block, ...]:
    """What keeps an area from a capability level."""
    area = found.area(code)
    return capability_blocks(area.result, level) if area else ()


def targets_amount_to(found: Appraisal, targets: Mapping[str, int]) -> int:
    """The maturity level that the profile of targets amounts to; where none is set, today counts.

    The self-check of aiming: equivalent staging of what is wanted.
    """
    return profile_level(found.results, targets)


def _standing(area: AreaState, names: Mapping[int, str]) -> Standing:
    highest = max(area.node.rule.capability_levels, default=INCOMPLETE)
    now = area.capability
    is_known = area.judged_count and now.level is not None and now.possible is not None
    return Standing(
        id=area.node.id,
        code=area.node.code,
        title=area.node.title,
        category=area.node.category,
        model_level=area.node.level,
        goals=highest,
        current=LevelRange(now.level, now.possible) if is_known else None,  # type: ignore[arg-type]
        steps=tuple((n, names.get(n, "")) for n in range(highest + 1)),
    )


def _level_names(assessment: Assessment) -> dict[int, str]:
    """The names of the scale on which areas are rated; none where the model has no such scale."""
    scales = NodeType.objects.filter(
        version_id=assessment.model_version_id, code="process_area"
    ).values("rating_scale_id")
    rows = Level.objects.filter(scale_id__in=scales, value__isnull=False)
    return {value: name for value, name in rows.values_list("value", "name") if value is not None}
