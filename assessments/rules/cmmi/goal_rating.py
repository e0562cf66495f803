"""Goals: rated from the values of their practices, and by judgement.

Source: SCAMPI A v1.3, rating of goals (rules GOAL-1 to GOAL-5 of the rating rules, section 3).
Generic goals are rated the same way, for each process area by itself.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.rules.cmmi.characterization import (
    WEAK,
    WITH_WEAKNESS,
    Characterization,
    PracticeRecord,
)
from assessments.rules.cmmi.structure import Goal


class GoalValue(StrEnum):
    """The three values of a goal; a goal is never "not applicable" (NA-5)."""

    SATISFIED = "satisfied"
    UNSATISFIED = "unsatisfied"
    NOT_RATED = "not_rated"


class ReasonKind(StrEnum):
    """Why a goal is not satisfied, in the order to work through: first what is not known yet."""

    NOT_EXAMINED = "not_examined"
    CHOICE_OPEN = "choice_open"
    NOT_YET = "not_yet"
    NOT_COVERED = "not_covered"
    NOT_JUDGED = "not_judged"
    WEAK_PRACTICES = "weak_practices"
    SIGNIFICANT_WEAKNESSES = "significant_weaknesses"


@dataclass(frozen=True)
class Reason:
    """One reason, with the practices it rests on."""

    kind: ReasonKind
    practices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """Whether the weaknesses of a goal together keep it from being reached, and why.

    A judgement without a reason is none.
    """

    is_significant: bool
    reason: str


@dataclass(frozen=True)
class GoalResult:
    """The value of a goal and what keeps it from being satisfied; no reasons when it is."""

    key: str
    value: GoalValue = GoalValue.NOT_RATED
    reasons: tuple[Reason, ...] = ()


def goal_result(
    goal: Goal,
    practices: Mapping[str, PracticeRecord],
    *,
    judgement: Judgement | None = None,
    is_covered: bool = True,
) -> GoalResult:
    """The rating of a goal by the published rule, with its reasons.

    Not rated comes first (GOAL-5): a practice without a value or not yet due (GOAL-3), or coverage
    not met (GOAL-4, `is_covered`). A weakness that is sure is told all the same. Satisfied needs
    every practice LI or FI and a judgement that the weaknesses together do no significant harm
    (GOAL-1); where every practice is FI there is no weakness to judge. Until it is judged the goal
    is not rated.
    """
    values = {key: practices.get(key, PracticeRecord()) for key in goal.practices}
    unknown = tuple(_unknown(values, is_covered=is_covered))
    weak = tuple(_weak(values, judgement))
    if unknown:
        return GoalResult(goal.key, GoalValue.NOT_RATED, unknown + weak)
    if weak:
        return GoalResult(goal.key, GoalValue.UNSATISFIED, weak)
    largely = _keys(values, {Characterization.LARGELY})
    if largely and not _is_judged(judgement):
        reason = Reason(ReasonKind.NOT_JUDGED, largely)
        return GoalResult(goal.key, GoalValue.NOT_RATED, (reason,))
    return GoalResult(goal.key, GoalValue.SATISFIED)


def judgement_fits(practices: Mapping[str, PracticeRecord], judgement: Judgement) -> bool:
    """Whether the judgement has a reason and, if significant, a weakness behind it (GOAL-2)."""
    has_weakness = any(
        value in WITH_WEAKNESS for practice in practices.values() for value in practice.instances
    )
    return _is_judged(judgement) and (has_weakness or not judgement.is_significant)


def _is_judged(judgement: Judgement | None) -> bool:
    return judgement is not None and bool(judgement.reason.strip())


def _unknown(values: Mapping[str, PracticeRecord], *, is_covered: bool) -> Iterator[Reason]:
    without = [key for key, practice in values.items() if practice.value is None]
    undecided = tuple(key for key in without if values[key].unit.needs_choice)
    unseen = tuple(key for key in without if key not in undecided)
    if unseen or not values:
        yield Reason(ReasonKind.NOT_EXAMINED, unseen)
    if undecided:
        yield Reason(ReasonKind.CHOICE_OPEN, undecided)
    not_yet = _keys(values, {Characterization.NOT_YET})
    if not_yet:
        yield Reason(ReasonKind.NOT_YET, not_yet)
    if not is_covered:
        yield Reason(ReasonKind.NOT_COVERED)


def _weak(values: Mapping[str, PracticeRecord], judgement: Judgement | None) -> Iterator[Reason]:
    weak = _keys(values, WEAK)
    if weak:
        yield Reason(ReasonKind.WEAK_PRACTICES, weak)
    if judgement is not None and _is_judged(judgement) and judgement.is_significant:
        yield Reason(ReasonKind.SIGNIFICANT_WEAKNESSES)


def _keys(
    values: Mapping[str, PracticeRecord], wanted: Collection[Characterization]
) -> tuple[str, ...]:
    return tuple(key for key, practice in values.items() if practice.value in wanted)
