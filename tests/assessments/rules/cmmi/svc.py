"""CMMI-SVC v1.3 as numbers (24 process areas), and results on it that tests can write briefly."""

from collections.abc import Collection, Iterable, Mapping

from hypothesis import strategies as st

from assessments.rules.cmmi.area_rating import AreaResult, AreaScope
from assessments.rules.cmmi.characterization import PracticeRecord
from assessments.rules.cmmi.goal_rating import GoalResult, GoalValue, Judgement, goal_result
from assessments.rules.cmmi.structure import Area, Goal

S, U, N = GoalValue.SATISFIED, GoalValue.UNSATISFIED, GoalValue.NOT_RATED
IN, NA, OUT = AreaScope.IN_SCOPE, AreaScope.NOT_APPLICABLE, AreaScope.OUT_OF_SCOPE

# Maturity level, and specific practices of each specific goal.
SHAPE: Mapping[str, tuple[int, tuple[int, ...]]] = {
    "CM": (2, (3, 2, 2)),
    "MA": (2, (4, 4)),
    "PPQA": (2, (2, 2)),
    "REQM": (2, (5,)),
    "SAM": (2, (3, 3)),
    "SD": (2, (2, 3, 3)),
    "WMC": (2, (7, 3)),
    "WP": (2, (5, 7, 3)),
    "CAM": (3, (3, 3)),
    "DAR": (3, (6,)),
    "IRP": (3, (2, 5, 3)),
    "IWM": (3, (7, 3)),
    "OPD": (3, (7,)),
    "OPF": (3, (3, 2, 4)),
    "OT": (3, (4, 3)),
    "RSKM": (3, (3, 2, 2)),
    "SCON": (3, (2, 3, 3)),
    "SSD": (3, (3, 5, 4)),
    "SST": (3, (3, 2)),
    "STSM": (3, (2, 2)),
    "OPP": (4, (5,)),
    "QWM": (4, (4, 3)),
    "CAR": (5, (2, 3)),
    "OPM": (5, (3, 4, 3)),
}


def _goals(practices: Iterable[int]) -> tuple[Goal, ...]:
    specific = tuple(
        Goal(f"SG{goal}", tuple(f"SP{goal}.{n}" for n in range(1, count + 1)))
        for goal, count in enumerate(practices, start=1)
    )
    return (
        *specific,
        Goal("GG2", tuple(f"GP2.{n}" for n in range(1, 11)), capability_level=2),
        Goal("GG3", ("GP3.1", "GP3.2"), capability_level=3),
    )


MODEL: Mapping[str, Area] = {
    key: Area(
        key,
        level,
        _goals(practices),
        may_be_not_applicable=key == "SAM",
        is_addition=key == "SSD",
    )
    for key, (level, practices) in SHAPE.items()
}


def rated(key: str, **goals: GoalValue) -> AreaResult:
    """An area with the values of the named goals; the others are not rated."""
    return AreaResult(MODEL[key], tuple(GoalResult(goal, value) for goal, value in goals.items()))


def rated_from_practices(
    key: str,
    practices: Mapping[str, PracticeRecord],
    judgements: Mapping[str, Judgement] | None = None,
    uncovered: Collection[str] = (),
) -> AreaResult:
    """An area with its goals rated by the rules; of `uncovered` goals the evidence is too thin."""
    goals = (
        goal_result(
            goal,
            practices,
            judgement=(judgements or {}).get(goal.key),
            is_covered=goal.key not in uncovered,
        )
        for goal in MODEL[key].goals
    )
    return AreaResult(MODEL[key], tuple(goals))


def at_capability(area: Area, level: int) -> AreaResult:
    """The area with all goals up to a capability level satisfied and those above unsatisfied."""
    return AreaResult(
        area,
        tuple(GoalResult(g.key, S if g.capability_level <= level else U) for g in area.goals),
    )


def organization(
    by_maturity_level: Mapping[int, int],
    overrides: Mapping[str, int] | None = None,
    scopes: Mapping[str, AreaScope] | None = None,
) -> list[AreaResult]:
    """All areas at the capability level of their maturity level, but for the exceptions."""
    overrides, scopes = overrides or {}, scopes or {}
    return [
        AreaResult(area, scope=scopes[key])
        if key in scopes
        else at_capability(area, overrides.get(key, by_maturity_level[area.maturity_level]))
        for key, area in MODEL.items()
    ]


SMALL = [MODEL[key] for key in ("CM", "SAM", "REQM", "SSD", "SST", "OPP", "CAR")]


@st.composite
def organizations(draw: st.DrawFn) -> list[AreaResult]:
    """Any values of the goals of a few areas of all levels; some are out of scope."""
    values = st.sampled_from([S, S, S, U, N])
    results = []
    for area in SMALL:
        scopes = [IN] * 6 + [OUT] + [NA] * area.may_be_not_applicable
        scope = draw(st.sampled_from(scopes))
        goals = tuple(GoalResult(goal.key, draw(values)) for goal in area.goals)
        results.append(AreaResult(area, goals if scope == IN else (), scope))
    return results
