"""What a method's gates keep from happening, and which step each act belongs to."""

from collections.abc import Sequence

from assessments.models import Assessment, Statement, StepRecord
from assessments.queries.board import MethodBoard, gates_about, marks_of
from assessments.rules.board import Mark, StepView
from assessments.rules.method import Step

OPENING = ("questionnaire_opened", "questionnaire_closed")
COLLECTING = ("questionnaire_closed",)
AGREEING = ("goals_rated", "ratings_without_consensus", "results_signed")
PLANNING = "model_version_frozen"
BEGINNING = (
    *OPENING,
    "practices_without_artifact",
    "practices_without_affirmation",
    "practices_uncharacterized",
)
RATING = ("goals_without_judgement", *AGREEING)
CONFIRMING = ("findings_weakly_supported", "findings_not_validated")
DISCUSSING = ("areas_not_discussed", "findings_not_validated")
REPORTING = "report_delivered"


def opening_step(standing: MethodBoard) -> StepView | None:
    """The step in which people are asked; None when the method asks nobody."""
    return standing.step_asking(OPENING)


def collected_step(standing: MethodBoard) -> StepView | None:
    """The step that needs the questionnaire closed, or None."""
    return standing.step_asking(COLLECTING)


def agreeing_step(standing: MethodBoard) -> StepView | None:
    """The step that ends with agreed ratings, or None."""
    return standing.step_asking(AGREEING, last=True)


def beginning_step(standing: MethodBoard) -> StepView | None:
    """The first step that looks at the work itself or asks people, or None."""
    return standing.step_asking(BEGINNING)


def rating_step(standing: MethodBoard) -> StepView | None:
    """The first step in which goals are judged, or None."""
    return standing.step_asking(RATING)


def confirming_step(standing: MethodBoard) -> StepView | None:
    """The step that says how well findings are supported, or None."""
    return standing.step_asking(CONFIRMING)


def discussing_step(standing: MethodBoard) -> StepView | None:
    """The step in which findings are put to those concerned, or None."""
    return standing.step_asking(DISCUSSING)


def asks_about(assessment: Assessment, names: Sequence[str]) -> bool:
    """Whether the method has a gate about one of the facts."""
    method = assessment.method_version.method
    return any(gates_about(method, name) for name in names)


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
    return _if_done(assessment, found[0][0]) if found else None


def rated_by(assessment: Assessment) -> Step | None:
    """The step that ended the rating by being declared done; None while ratings may change."""
    method = assessment.method_version.method
    steps = {step for name in AGREEING for step, _gate in gates_about(method, name)}
    last = [step for step in method.steps if step in steps][-1:]
    return _if_done(assessment, last[0]) if last else None


def reported_by(assessment: Assessment) -> Step | None:
    """The step that ended with the delivered report; None while findings may change."""
    found = gates_about(assessment.method_version.method, REPORTING)
    step = _if_done(assessment, found[0][0]) if found else None
    said = Statement.objects.filter(
        assessment=assessment, fact=REPORTING, withdrawn_at__isnull=True
    )
    return step if step is not None and said.exists() else None


def _if_done(assessment: Assessment, step: Step) -> Step | None:
    rows = StepRecord.objects.filter(assessment=assessment, step=step.code).order_by("recorded_at")
    return step if marks_of(rows).get(step.code) is Mark.DONE else None
