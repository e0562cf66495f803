"""Facts of appraisals and signatures for the gates of methods (assessments/rules/facts)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import inf
from uuid import UUID

from assessments.models import Assessment
from assessments.queries.appraisal import Appraisal, AreaState, GoalState, PracticeState, appraisals
from assessments.queries.appraisal_rows import RatingRow, appraisal_rows
from assessments.queries.appraised_model import scopes_of
from assessments.queries.signatures import Signatures, signatures_of
from assessments.rules.cmmi.characterization import RecordProblem
from assessments.rules.cmmi.goal_rating import GoalValue

FactValue = bool | tuple[str, ...]


def appraisal_facts(assessment: Assessment) -> Mapping[str, FactValue]:
    """What these rows can tell of one assessment; names are codes of the model."""
    return appraisals_facts([assessment])[assessment.pk]


def appraisals_facts(assessments: Sequence[Assessment]) -> dict[UUID, Mapping[str, FactValue]]:
    """The same for many, in a fixed number of queries; none for none.

    Only what concerns signatures for models that are not appraised.
    """
    if not assessments:
        return {}
    rows, scopes = appraisal_rows(assessments), scopes_of(assessments)
    appraised = appraisals(assessments, rows, scopes)
    signed = signatures_of(assessments, rows, scopes)
    return {
        pk: _of_signatures(each, rows.ratings[pk])
        | (_of_appraisal(appraised[pk]) if pk in appraised else {})
        for pk, each in signed.items()
    }


def _of_signatures(signed: Signatures, ratings: Iterable[RatingRow]) -> dict[str, FactValue]:
    """A signature is for all ratings: as long as one is missing, none is agreed by all."""
    rows = sorted(ratings, key=_by_place) if signed.missing else []
    return {
        "ratings_without_consensus": tuple(
            f"{row.area_code} {row.code}" if row.area_code else row.code for row in rows
        ),
        "results_signed": signed.is_complete,
    }


def _by_place(row: RatingRow) -> tuple[float, int]:
    """As the model has its areas, then its goals; what has no area comes last."""
    return (inf if row.area_place is None else row.area_place, row.place)


def _of_appraisal(found: Appraisal) -> dict[str, FactValue]:
    return {
        "instances_without_reason": tuple(
            row.name for row in found.instances if not row.reason.strip()
        ),
        "practices_uncharacterized": _practices(found, lambda each: not each.is_complete),
        "values_without_weakness": _practices(
            found,
            lambda each: any(c.problem == RecordProblem.WEAKNESS_MISSING for c in each.cells),
        ),
        "choices_not_recorded": _practices(
            found, lambda each: each.unit.needs_choice and each.value is None
        ),
        "goals_without_judgement": _goals(found, lambda each: not each.is_judged),
        "unsatisfied_goals_without_weakness": _goals(
            found,
            lambda each: (
                each.counted.value == GoalValue.UNSATISFIED
                and not any(c.note.strip() for p in each.practices for c in p.cells)
            ),
        ),
        "exclusions_not_allowed": tuple(a.node.code for a in found.areas if a.node.is_misplaced),
        "staging_agrees": found.staging.agrees,
    }


def _practices(found: Appraisal, lacks: Callable[[PracticeState], bool]) -> tuple[str, ...]:
    return tuple(
        _name(area, practice.node.code)
        for area in found.in_scope
        for practice in area.practices
        if lacks(practice)
    )


def _goals(found: Appraisal, lacks: Callable[[GoalState], bool]) -> tuple[str, ...]:
    return tuple(
        _name(area, goal.node.code) for area in found.in_scope for goal in area.goals if lacks(goal)
    )


def _name(area: AreaState, code: str) -> str:
    """A specific code names its area itself."""
    return code if code.startswith(f"{area.node.code}.") else f"{area.node.code} {code}"
