"""A CMMI appraisal: what was seen of each practice, what the team agreed, and what follows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from assessments.models import Assessment, Instance
from assessments.queries.appraisal_rows import (
    AppraisalRows,
    CellRow,
    RatingRow,
    appraisal_rows,
    cell_rows,
    rating_rows,
)
from assessments.queries.appraised_model import (
    AppraisedArea,
    AppraisedGoal,
    AppraisedModel,
    AppraisedPractice,
    Scopes,
    appraised_model,
    appraised_models,
)
from assessments.queries.findings import people_names
from assessments.rules.cmmi.agreed import Agreed, counted_result, is_allowed
from assessments.rules.cmmi.area_rating import AreaResult, AreaScope
from assessments.rules.cmmi.blocking import Block, blocks
from assessments.rules.cmmi.capability import CapabilityResult, capability
from assessments.rules.cmmi.characterization import (
    Characterization as Value,
)
from assessments.rules.cmmi.characterization import (
    PracticeRecord,
    RecordProblem,
    TeamChoice,
    UnitCharacterization,
    choice_problem,
    record_problem,
)
from assessments.rules.cmmi.goal_rating import GoalResult, GoalValue, ReasonKind, goal_result
from assessments.rules.cmmi.staging import (
    Maturity,
    StagingCheck,
    highest_level,
    maturity,
    staging_check,
)
from assessments.rules.naming import without_names
from assessments.rules.rating import next_level

Key = tuple[UUID, UUID, UUID | None]  # area, practice, instance (None: the whole unit)


@dataclass(frozen=True)
class Cell:
    """The value of a practice at one instance, or the team's choice; version 0 has no row yet."""

    instance_id: UUID | None
    value: str = ""
    note: str = ""
    version: int = 0

    @property
    def problem(self) -> RecordProblem | None:
        """Whether the weakness on file fits the value."""
        if not self.value:
            return None
        return record_problem(Value(self.value), bool(self.note.strip()))


@dataclass(frozen=True)
class PracticeState:
    """A practice in one area: a cell per instance, and what follows for the unit."""

    node: AppraisedPractice
    cells: tuple[Cell, ...]
    choice: Cell

    @cached_property
    def record(self) -> PracticeRecord:
        """What the rules need to know."""
        chosen = TeamChoice(Value(self.choice.value), self.choice.note) if self.has_choice else None
        return PracticeRecord(tuple(Value(cell.value) for cell in self.cells if cell.value), chosen)

    @property
    def has_choice(self) -> bool:
        """Whether a choice of the team is on record, needed or not."""
        return bool(self.choice.value)

    @property
    def unit(self) -> UnitCharacterization:
        """What the instances allow for the unit."""
        return self.record.unit

    @property
    def value(self) -> Value | None:
        """The unit's value; None while it is open."""
        return self.record.value

    @property
    def is_choice_void(self) -> bool:
        """Whether a choice is on record that the instances no longer leave."""
        choice = self.record.choice
        return choice is not None and choice_problem(self.unit, choice) is not None

    @property
    def is_complete(self) -> bool:
        """Whether every instance has a value."""
        return bool(self.cells) and all(cell.value for cell in self.cells)


@dataclass(frozen=True)
class GoalState:
    """A goal in one area: what the rules suggest, what the team agreed, and what counts."""

    node: AppraisedGoal
    practices: tuple[PracticeState, ...]
    suggested: GoalResult
    counted: GoalResult
    allowed: frozenset[GoalValue]
    rating: str
    reason: str
    agreed_by: str
    version: int

    @property
    def is_left_to_team(self) -> bool:
        """Whether only the team can tell: all practices hold, with weaknesses to be weighed."""
        return [reason.kind for reason in self.suggested.reasons] == [ReasonKind.NOT_JUDGED]

    @property
    def is_judged(self) -> bool:
        """Whether the team has said something that still counts."""
        return bool(self.rating) and not self.is_void

    @property
    def is_void(self) -> bool:
        """Whether the agreed value no longer fits what was seen."""
        return bool(self.rating) and GoalValue(self.rating) not in self.allowed


@dataclass(frozen=True)
class AreaState:
    """A process area with its goals and its capability level."""

    node: AppraisedArea
    goals: tuple[GoalState, ...]
    result: AreaResult
    capability: CapabilityResult

    @property
    def in_scope(self) -> bool:
        """Whether it is looked at."""
        return self.node.scope == AreaScope.IN_SCOPE

    @property
    def practices(self) -> tuple[PracticeState, ...]:
        """All practices, specific ones first."""
        return tuple(practice for goal in self.goals for practice in goal.practices)

    @property
    def complete_count(self) -> int:
        """Practices with a value for every instance."""
        return sum(practice.is_complete for practice in self.practices)

    @property
    def judged_count(self) -> int:
        """Goals with a judgement that counts."""
        return sum(goal.is_judged for goal in self.goals)


@dataclass(frozen=True)
class Appraisal:
    """Everything that follows from what was seen and agreed."""

    model: AppraisedModel
    instances: tuple[Instance, ...]
    areas: tuple[AreaState, ...]

    @property
    def in_scope(self) -> tuple[AreaState, ...]:
        """Areas that are looked at."""
        return tuple(area for area in self.areas if area.in_scope)

    @property
    def results(self) -> list[AreaResult]:
        """The results of all areas, for the rules."""
        return [area.result for area in self.areas]

    @cached_property
    def maturity(self) -> Maturity:
        """The maturity level with its bounds."""
        return maturity(self.results)

    @cached_property
    def staging(self) -> StagingCheck:
        """The maturity level beside that of the capability profile."""
        return staging_check(self.results)

    @property
    def highest(self) -> int:
        """The highest maturity level that the model has areas for."""
        return highest_level(self.results)

    @property
    def next_level(self) -> int | None:
        """The maturity level to work towards; None at the top."""
        return next_level(self.maturity.bounds, self.highest)

    def blocks(self, level: int) -> tuple[Block, ...]:
        """All that is missing for a maturity level."""
        return blocks(self.results, level)

    def area(self, code: str) -> AreaState | None:
        """The area with that code."""
        return next((area for area in self.areas if area.node.code == code), None)

    def practices_of(self, area: UUID, goal: UUID) -> tuple[PracticeState, ...]:
        """The practices of a goal in an area; none where either is not looked at."""
        goals = [each for state in self.in_scope if state.node.id == area for each in state.goals]
        return next((each.practices for each in goals if each.node.id == goal), ())

    @property
    def goal_count(self) -> int:
        """Goals of all areas in scope, generic ones once for each area."""
        return sum(len(area.goals) for area in self.in_scope)

    @property
    def judged_count(self) -> int:
        """Goals with a judgement that counts."""
        return sum(area.judged_count for area in self.in_scope)


def appraisal(assessment: Assessment, *, for_team: bool) -> Appraisal | None:
    """The appraisal in a fixed number of queries; None when the model is not appraised.

    For others than the assessment team names are taken out of notes and reasons.
    """
    model = appraised_model(assessment)
    if model is None:
        return None
    return appraisal_of(assessment, model, [] if for_team else people_names(assessment))


def appraisal_of(
    assessment: Assessment, model: AppraisedModel, names: Sequence[str] = ()
) -> Appraisal:
    """The appraisal on a model that is at hand, in three queries."""
    return _appraisal(model, appraisal_rows([assessment]), assessment.pk, names)


def appraisals(
    assessments: Sequence[Assessment], rows: AppraisalRows, scopes: Scopes
) -> dict[UUID, Appraisal]:
    """The appraisals among the assessments, as the team sees them, out of rows at hand."""
    models = appraised_models(assessments, scopes)
    return {pk: _appraisal(model, rows, pk) for pk, model in models.items()}


def _appraisal(
    model: AppraisedModel, rows: AppraisalRows, pk: UUID, names: Sequence[str] = ()
) -> Appraisal:
    instances = tuple(rows.instances[pk])
    sources = _Sources(
        instances=[row.pk for row in instances],
        cells=_cells(rows.characterizations[pk], names),
        ratings=_ratings(rows.ratings[pk], names),
    )
    return Appraisal(model, instances, tuple(_area(area, sources) for area in model.areas))


def appraised_area(assessment: Assessment, area_id: UUID) -> AreaState | None:
    """One area in scope as the team sees it, out of its own values; four queries."""
    model = appraised_model(assessment)
    area = model.area(area_id) if model else None
    if area is None or area.scope != AreaScope.IN_SCOPE:
        return None
    sources = _Sources(
        instances=[row.pk for row in instances_of(assessment)],
        cells=_cells(cell_rows([assessment], area_id=area_id), ()),
        ratings=_ratings(rating_rows([assessment]), ()),
    )
    return _area(area, sources)


def instances_of(assessment: Assessment) -> tuple[Instance, ...]:
    """The sampled instances in their order; one query."""
    return tuple(Instance.objects.filter(assessment=assessment).order_by("position", "created_at"))


@dataclass(frozen=True)
class _Rating:
    value: str
    reason: str
    agreed_by: str
    version: int


@dataclass(frozen=True)
class _Sources:
    instances: list[UUID]
    cells: Mapping[Key, Cell]
    ratings: Mapping[UUID, Mapping[UUID | None, _Rating]]

    def cell(self, area: UUID, practice: UUID, instance: UUID | None) -> Cell:
        return self.cells.get((area, practice, instance), Cell(instance))


def _cells(rows: Iterable[CellRow], names: Sequence[str]) -> dict[Key, Cell]:
    return {
        (row.area_id, row.practice_id, row.instance_id): Cell(
            row.instance_id, row.value, without_names(row.note, names), row.version
        )
        for row in rows
    }


def _ratings(
    rows: Iterable[RatingRow], names: Sequence[str]
) -> dict[UUID, dict[UUID | None, _Rating]]:
    found: dict[UUID, dict[UUID | None, _Rating]] = defaultdict(dict)
    for row in rows:
        reason = without_names(row.reason, names)
        found[row.node_id][row.area_id] = _Rating(row.value, reason, row.agreed_by, row.version)
    return found


def _area(area: AppraisedArea, sources: _Sources) -> AreaState:
    if area.scope != AreaScope.IN_SCOPE:
        result = AreaResult(area.rule, scope=area.scope)
        return AreaState(area, (), result, capability(result))
    goals = tuple(_goal(area, goal, sources) for goal in area.goals)
    result = AreaResult(area.rule, tuple(goal.counted for goal in goals))
    return AreaState(area, goals, result, capability(result))


def _goal(area: AppraisedArea, goal: AppraisedGoal, sources: _Sources) -> GoalState:
    practices = tuple(
        PracticeState(
            node,
            tuple(sources.cell(area.id, node.id, each) for each in sources.instances),
            sources.cell(area.id, node.id, None),
        )
        for node in goal.practices
    )
    records = {practice.node.code: practice.record for practice in practices}
    stored = sources.ratings.get(goal.id, {}).get(area.id if goal.is_generic else None)
    if stored and stored.value not in set(GoalValue):  # a goal is never not applicable (NA-5)
        stored = None
    agreed = Agreed(GoalValue(stored.value), stored.reason or "-") if stored else None
    return GoalState(
        node=goal,
        practices=practices,
        suggested=goal_result(goal.rule, records),
        counted=counted_result(goal.rule, records, agreed),
        allowed=frozenset(v for v in GoalValue if is_allowed(goal.rule, records, Agreed(v, "-"))),
        rating=stored.value if stored else "",
        reason=stored.reason if stored else "",
        agreed_by=stored.agreed_by if stored else "",
        version=stored.version if stored else 0,
    )
