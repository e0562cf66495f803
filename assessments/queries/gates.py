"""What a method's gates keep from happening: opening, agreeing, closing, changing the plan."""

from assessments.models import Assessment, StepRecord
from assessments.queries.board import MethodBoard, gates_about, marks_of
from assessments.rules.board import Mark, StepView
from assessments.rules.method import Step

OPENING = ("questionnaire_opened", "questionnaire_closed")
COLLECTING = ("questionnaire_closed",)
AGREEING = ("goals_rated", "ratings_without_consensus", "results_signed")
PLANNING = "model_version_frozen"


def opening_step(standing: MethodBoard) -> StepView | None:
    """The step in which people are asked; None when the method asks nobody."""
    return standing.step_asking(OPENING)


def collected_step(standing: MethodBoard) -> StepView | None:
    """The step that needs the questionnaire closed, or None."""
    return standing.step_asking(COLLECTING)


def agreeing_step(standing: MethodBoard) -> StepView | None:
    """The step that ends with agreed ratings, or None."""
    return standing.step_asking(AGREEING, last=True)


def waiting_before(standing: MethodBoard, view: StepView | None) -> list[StepView]:
    """Steps before this one, directly or through others, that are not settled; in order."""
    if view is None:
        return []
    needed = {view.step.code}
    found = []
    for each in reversed(standing.board.steps):
        if each.step.code in needed:
            needed.update(each.step.needs)
            if each.step.code != view.step.code and not each.state.is_settled:
                found.append(each)
    return found[::-1]


def unsettled(standing: MethodBoard) -> list[StepView]:
    """Every step that is neither passed, waived nor optional and not begun; in order."""
    return [
        view
        for view in standing.board.steps
        if not view.state.is_settled and not (view.step.optional and view.mark is None)
    ]


def planned_by(assessment: Assessment) -> Step | None:
    """The step that fixed model and scope by being declared done; None while they may change.

    One query; the assessment brings its method version.
    """
    found = gates_about(assessment.method_version.method, PLANNING)
    if not found:
        return None
    step = found[0][0]
    rows = StepRecord.objects.filter(assessment=assessment, step=step.code).order_by("recorded_at")
    return step if marks_of(rows).get(step.code) is Mark.DONE else None
