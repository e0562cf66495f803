"""Facts of appraisals and signatures for the gates of methods (assessments/rules/facts)."""

from collections.abc import Callable, Mapping

from assessments.models import AgreedRating, Assessment
from assessments.queries.appraisal import Appraisal, AreaState, GoalState, PracticeState, appraisal
from assessments.queries.signatures import Signatures, signatures
from assessments.rules.cmmi.characterization import RecordProblem
from assessments.rules.cmmi.goal_rating import GoalValue

FactValue = bool | tuple[str, ...]


def appraisal_facts(assessment: Assessment) -> Mapping[str, FactValue]:
    """What these rows can tell, in a fixed number of queries; names are codes of the model.

    Only what concerns signatures for models that are not appraised.
    """
    found = appraisal(assessment, for_team=True)
    signed = signatures(assessment)
    facts: dict[str, FactValue] = {
        "ratings_without_consensus": _not_agreed_by_all(assessment, signed),
        "results_signed": signed.is_complete,
    }
    return facts | (_of_appraisal(found) if found else {})


def _not_agreed_by_all(assessment: Assessment, signed: Signatures) -> tuple[str, ...]:
    """A signature is for all ratings: as long as one is missing, none is agreed by all."""
    if not signed.missing:
        return ()
    rows = AgreedRating.objects.filter(assessment=assessment).order_by(
        "area__position", "node__position"
    )
    return tuple(
        f"{area} {code}" if area else code
        for area, code in rows.values_list("area__code", "node__code")
    )


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
