"""Facts of questionnaires."""

from collections.abc import Callable, Mapping

from assessments.queries.facts.context import Context
from assessments.rules import lifecycle
from assessments.rules.condition import FactValue


def questionnaire_opened(context: Context) -> bool:
    """From opening on, whatever came later; never where nobody was asked."""
    row = context.assessment
    return row.state != lifecycle.PLANNED and not row.asked_nobody


def questionnaire_closed(context: Context) -> bool:
    """Once collecting has ended; never where nobody was asked."""
    is_past = context.assessment.state not in (lifecycle.PLANNED, lifecycle.COLLECTING)
    return is_past and not context.assessment.asked_nobody


def response_rate(context: Context) -> float | None:
    """Percent of the people asked who handed in; unknown while nobody is asked."""
    if not context.invited or not questionnaire_opened(context):
        return None
    return 100 * context.responses.submitted / context.invited


ASKING: Mapping[str, Callable[[Context], FactValue | None]] = {
    "questionnaire_opened": questionnaire_opened,
    "questionnaire_closed": questionnaire_closed,
    "responses": lambda context: context.responses.begun,
    "responses_outside_window": lambda context: context.responses.outside,
    "submitted_responses_changed": lambda context: context.responses.changed,
    "response_rate": response_rate,
}
