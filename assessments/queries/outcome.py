"""Agreed ratings with what they rest on, and the level they lead to."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from assessments.models import AgreedRating, Assessment
from assessments.queries.analysis import Analysis, ItemResult, analysis
from assessments.queries.appraisal import Appraisal, appraisal
from assessments.queries.findings import FindingRow, findings, people_names
from assessments.queries.levels import LevelOutcome, appraised_level, area_values, staged_level
from assessments.queries.rated_model import AreaNode, GoalNode, rated_model
from assessments.rules.analysis import ShownSum, show_sum
from assessments.rules.naming import without_names
from assessments.rules.rating import (
    AreaRating,
    GoalRating,
    Value,
    satisfied_share,
)


@dataclass(frozen=True)
class GoalResult:
    """A goal with the team's judgement and what it rests on; `version` 0 means not yet rated."""

    id: UUID
    code: str
    title: str
    text: str
    value: str
    value_label: str
    reason: str
    agreed_by: str
    version: int
    items: tuple[ItemResult, ...]
    summed: ShownSum
    findings: tuple[FindingRow, ...]

    @property
    def is_rated(self) -> bool:
        """Whether the team has judged it."""
        return self.value != Value.NOT_RATED


@dataclass(frozen=True)
class AreaOutcome:
    """A key process area with its goals and the value that follows from them."""

    id: UUID
    code: str
    title: str
    level: int | None
    category: str
    in_scope: bool
    is_applicable: bool
    reason: str
    value: str
    value_label: str
    satisfied_share: float | None
    goals: tuple[GoalResult, ...]
    findings: tuple[FindingRow, ...]
    summed: ShownSum

    @property
    def is_decided(self) -> bool:
        """Satisfied, unsatisfied or not applicable."""
        return self.value != Value.NOT_RATED

    @property
    def rated_count(self) -> int:
        """Goals with a judgement."""
        return sum(goal.is_rated for goal in self.goals)


@dataclass(frozen=True)
class Outcome:
    """All areas in scope, the level (None without levels), and the answers behind them.

    `names` are those that were taken out of the texts; none for the team.
    """

    areas: tuple[AreaOutcome, ...]
    level: LevelOutcome | None
    analysis: Analysis
    findings: tuple[FindingRow, ...]
    appraisal: Appraisal | None = None
    names: tuple[str, ...] = ()

    @property
    def goal_count(self) -> int:
        """Goals in applicable areas."""
        if self.appraisal is not None:
            return self.appraisal.goal_count
        return sum(len(area.goals) for area in self.areas if area.is_applicable)

    @property
    def rated_count(self) -> int:
        """Goals in applicable areas with a judgement."""
        if self.appraisal is not None:
            return self.appraisal.judged_count
        return sum(area.rated_count for area in self.areas if area.is_applicable)

    def next_open(self, after: UUID | None = None) -> GoalResult | None:
        """The next goal in applicable areas without a judgement, behind `after` if there is one."""
        goals = [goal for area in self.areas if area.is_applicable for goal in area.goals]
        start = next((i + 1 for i, goal in enumerate(goals) if goal.id == after), 0)
        undecided = (goal for goal in goals[start:] + goals[:start] if not goal.is_rated)
        return next(undecided, None)

    def goal(self, goal_id: UUID) -> tuple[AreaOutcome, GoalResult] | None:
        """The goal with that id and its area."""
        for area in self.areas:
            for goal in area.goals:
                if goal.id == goal_id:
                    return area, goal
        return None


def outcome(assessment: Assessment, *, for_team: bool) -> Outcome:
    """Ratings, level, answers and findings in a fixed number of queries.

    For others than the assessment team the threshold holds and names are taken out of the texts.
    """
    model = rated_model(assessment)
    answers = analysis(assessment, for_team=for_team)
    names = [] if for_team else people_names(assessment)
    said = tuple(findings(assessment, for_team=for_team, names=names))
    rows = _rows(assessment)
    appraised = appraisal(assessment, for_team=for_team) if model.is_appraised else None
    ratings = {area.id: area_rating(area, rows) for area in model.areas}
    sources = _Sources(rows, answers.by_node(), said, names, area_values(appraised))
    areas = tuple(_area_outcome(area, ratings[area.id], sources) for area in model.in_scope)
    level = appraised_level(appraised) if appraised else staged_level(model, ratings)
    return Outcome(areas, level, answers, said, appraised, tuple(names))


def level_outcome(assessment: Assessment) -> LevelOutcome | None:
    """Only the level with its bounds and what blocks the next one; None for unstaged models."""
    model = rated_model(assessment)
    appraised = appraisal(assessment, for_team=True) if model.is_appraised else None
    if appraised is not None:
        return appraised_level(appraised)
    rows = _rows(assessment)
    return staged_level(model, {area.id: area_rating(area, rows) for area in model.areas})


def _rows(assessment: Assessment) -> dict[UUID, AgreedRating]:
    rows = AgreedRating.objects.filter(assessment=assessment, area__isnull=True)
    return {row.node_id: row for row in rows}


def area_rating(area: AreaNode, rows: dict[UUID, AgreedRating]) -> AreaRating:
    """The judgements of an area's goals, for the rules."""
    return AreaRating(
        key=str(area.id),
        level=area.level or 0,
        goals=tuple(
            GoalRating(
                str(goal.id), Value(rows[goal.id].value) if goal.id in rows else Value.NOT_RATED
            )
            for goal in area.goals
        ),
        is_applicable=area.is_applicable,
        in_scope=area.in_scope,
    )


@dataclass(frozen=True)
class _Sources:
    rows: dict[UUID, AgreedRating]
    by_node: dict[UUID, list[ItemResult]]
    said: tuple[FindingRow, ...]
    names: list[str]
    appraised: Mapping[UUID, Value]


def _area_outcome(area: AreaNode, rating: AreaRating, sources: _Sources) -> AreaOutcome:
    own = tuple(row for row in sources.said if row.is_about(area))
    value = sources.appraised.get(area.id, rating.value).value
    items = [i for found in sources.by_node.values() for i in found if i.area_id == area.id]
    return AreaOutcome(
        id=area.id,
        code=area.code,
        title=area.title,
        level=area.level,
        category=area.category,
        in_scope=area.in_scope,
        is_applicable=area.is_applicable,
        reason=area.reason,
        value=value,
        value_label=str(AgreedRating.Value(value).label),
        satisfied_share=satisfied_share(rating.goals),
        goals=tuple(_goal_result(goal, own, sources) for goal in area.goals),
        findings=own,
        summed=show_sum(item.tally for item in items),
    )


def _goal_result(goal: GoalNode, own: tuple[FindingRow, ...], sources: _Sources) -> GoalResult:
    row = sources.rows.get(goal.id)
    items = tuple(i for node in goal.practice_ids for i in sources.by_node.get(node, ()))
    about = {goal.id, *goal.practice_ids}
    value = row.value if row else AgreedRating.Value.NOT_RATED.value
    return GoalResult(
        id=goal.id,
        code=goal.code,
        title=goal.title,
        text=goal.text,
        value=value,
        value_label=str(AgreedRating.Value(value).label),
        reason=without_names(row.reason, sources.names) if row else "",
        agreed_by=row.agreed_by if row else "",
        version=row.version if row else 0,
        items=items,
        summed=show_sum(item.tally for item in items),
        findings=tuple(f for f in own if f.node_id in about),
    )
