"""A result as rows to be frozen: what everybody may read, with names taken out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.models import Assessment
from assessments.queries.analysis import Analysis, AreaResult
from assessments.queries.appraisal import Appraisal, AreaState, GoalState, PracticeState
from assessments.queries.appraised_model import AppraisedArea, AppraisedGoal
from assessments.queries.leveled import AreaState as LeveledState
from assessments.queries.leveled import Cell, Leveled, leveled
from assessments.queries.levels import LevelOutcome
from assessments.queries.outcome import AreaOutcome, Outcome, outcome
from assessments.queries.rated_model import AreaNode, GoalNode, rated_model
from assessments.queries.response_scales import ResponseScale
from assessments.queries.set_results import area_sets
from assessments.queries.unit_results import unit_board
from assessments.rules.cmmi.characterization import Characterization
from assessments.rules.dispersion import ItemStatistics
from assessments.rules.frozen import FrozenRating, Kind
from assessments.rules.ordinal import LevelRange
from assessments.rules.snapshot import Absence

_JUDGEMENTS = {"unsatisfied": 0, "satisfied": 1}
_PRACTICES = {
    Characterization.NOT: 0,
    Characterization.PARTIALLY: 1,
    Characterization.LARGELY: 2,
    Characterization.FULLY: 3,
}
_Judged = AreaNode | GoalNode | AppraisedArea | AppraisedGoal


@dataclass(frozen=True)
class PlacedRating:
    """A rating to be frozen and the nodes it is about."""

    rating: FrozenRating
    node_id: UUID | None = None
    area_id: UUID | None = None


@dataclass(frozen=True)
class PooledAnswers:
    """Released answers about one area, of everybody (`unit` None) or of one unit."""

    area: AreaResult
    unit: str | None
    scale: ResponseScale
    found: ItemStatistics
    questions: int | None = None


@dataclass(frozen=True)
class ResultToFreeze:
    """Everything a snapshot keeps."""

    ratings: tuple[PlacedRating, ...]
    answers: tuple[PooledAnswers, ...]


def result_to_freeze(assessment: Assessment) -> ResultToFreeze:
    """The result as everybody may read it, in a fixed number of queries.

    Whatever is rated in another way adds its rows here.
    """
    levels = leveled(assessment, for_team=False)
    if levels is not None:
        return ResultToFreeze(
            ratings=tuple(_agreed_rows(levels)),
            answers=released_answers(assessment, levels.analysis),
        )
    found = outcome(assessment, for_team=False)
    return ResultToFreeze(
        ratings=(
            *_maturity(found.level),
            *(
                _appraised_rows(found, found.appraisal)
                if found.appraisal
                else _staged_rows(assessment, found)
            ),
        ),
        answers=released_answers(assessment, found.analysis),
    )


def released_answers(assessment: Assessment, found: Analysis) -> tuple[PooledAnswers, ...]:
    """Shown answers pooled by area, then by area and unit; `found` is the analysis for everybody.

    Two queries. An area whose questions are answered on several scales stands on the most frequent.
    """
    sets = area_sets(found)
    wholes = [
        PooledAnswers(area, None, one.scale, one.statistics.answers, one.statistics.questions)
        for area in found.areas
        for one in sets.get(area.id, ())[:1]
    ]
    board = unit_board(assessment, found)
    units = [
        PooledAnswers(one.area, unit, one.scale, cell)
        for one in board.areas
        for unit, cell in zip(board.answers.shown, one.cells, strict=True)
        if cell is not None
    ]
    return tuple(row for row in (*wholes, *units) if row.found.median_low is not None)


def _maturity(level: LevelOutcome | None) -> Iterator[PlacedRating]:
    if level is not None:
        rating = LevelRange(level.lower, level.upper)
        yield PlacedRating(FrozenRating(Kind.MATURITY, "", _("Maturity level"), rating))


def _agreed_rows(found: Leveled) -> Iterator[PlacedRating]:
    """The agreed level of every part in scope, from each side."""
    for area in found.areas:
        for cell in area.cells:
            yield PlacedRating(_agreed(area, cell), cell.part.id)


def _agreed(area: LeveledState, cell: Cell) -> FrozenRating:
    rating = cell.agreed.level if area.area.is_applicable else None
    absence = Absence.NOT_RATED if area.area.is_applicable else Absence.NOT_APPLICABLE
    return FrozenRating(
        Kind.LEVEL,
        cell.part.code,
        cell.part.title,
        rating,
        absence if rating is None else None,
        cell.agreed.reason if area.area.is_applicable else area.area.reason,
        dimension=cell.side.code,
    )


def _staged_rows(assessment: Assessment, found: Outcome) -> Iterator[PlacedRating]:
    """Areas and goals of the whole rated model: what was out of scope is said to be."""
    looked_at = {area.id: area for area in found.areas}
    for node in rated_model(assessment).areas:
        area = looked_at.get(node.id)
        absence = _absence_of(area)
        yield _judged(Kind.AREA, node, area.value if area else "", absence, _said_of(area))
        goals = {goal.id: goal for goal in area.goals} if area else {}
        for each in node.goals:
            goal = goals.get(each.id)
            value, reason = (goal.value, goal.reason) if goal else ("", "")
            yield _judged(Kind.GOAL, each, value, absence, reason)


def _absence_of(area: AreaOutcome | None) -> Absence | None:
    if area is None:
        return Absence.OUT_OF_SCOPE
    return None if area.is_applicable else Absence.NOT_APPLICABLE


def _said_of(area: AreaOutcome | None) -> str:
    return area.reason if area else ""


def _judged(
    kind: Kind, node: _Judged, value: str, absence: Absence | None, reason: str
) -> PlacedRating:
    place = None if absence else _JUDGEMENTS.get(value)
    if place is None and absence is None:
        absence = Absence.NOT_APPLICABLE if value == "not_applicable" else Absence.NOT_RATED
    rating = None if place is None else LevelRange.of(place)
    row = FrozenRating(kind, node.code, node.title, rating, absence, reason)
    return PlacedRating(row, node.id)


def _appraised_rows(found: Outcome, appraised: Appraisal) -> Iterator[PlacedRating]:
    """Areas, their capability levels, goals and practices; generic ones for each area."""
    values = {area.id: area.value for area in found.areas}
    for area in appraised.areas:
        node = area.node
        absence = None if area.in_scope else Absence(node.scope.value)
        yield _judged(Kind.AREA, node, values.get(node.id, ""), absence, node.reason)
        yield PlacedRating(_capability(area, absence), node.id)
        for goal in area.goals:
            yield _appraised_goal(area, goal)
            for practice in goal.practices:
                yield _practice(area, goal, practice)


def _capability(area: AreaState, absence: Absence | None) -> FrozenRating:
    found = area.capability
    rating = None
    if found.level is not None and found.possible is not None:
        rating = LevelRange(found.level, found.possible)
    return FrozenRating(Kind.CAPABILITY, area.node.code, area.node.title, rating, absence)


def _appraised_goal(area: AreaState, goal: GoalState) -> PlacedRating:
    row = _judged(Kind.GOAL, goal.node, goal.counted.value, None, goal.reason)
    return _in_area(row, area) if goal.node.is_generic else row


def _practice(area: AreaState, goal: GoalState, practice: PracticeState) -> PlacedRating:
    place = None if practice.value is None else _PRACTICES.get(practice.value)
    row = FrozenRating(
        Kind.PRACTICE,
        practice.node.code,
        practice.node.title,
        None if place is None else LevelRange.of(place),
        Absence.NOT_RATED if place is None else None,
    )
    placed = PlacedRating(row, practice.node.id)
    return _in_area(placed, area) if goal.node.is_generic else placed


def _in_area(placed: PlacedRating, area: AreaState) -> PlacedRating:
    return PlacedRating(replace(placed.rating, area=area.node.code), placed.node_id, area.node.id)
