"""Facts that nothing but a person's statement tells."""

from assessments.queries.facts.said import StatedFact
from assessments.rules.condition import FactValue
from assessments.rules.facts import FACTS, FactKind

HAPPENINGS = frozenset(
    {
        "sponsor_accepted",
        "budget_approved",
        "plan_signed",
        "kickoff_held",
        "feedback_held",
        "report_delivered",
        "debrief_held",
        "readiness_confirmed",
        "guide_approved",
        "business_case_accepted",
        "result_owned",
    }
)
"""What has not happened as long as nobody says so. Of other facts nothing is known until then."""


def stated_value(statement: StatedFact) -> FactValue | None:
    """What the statement says: it is so; nothing is left; or a number."""
    kind = FACTS[statement.fact].kind
    if kind is FactKind.FLAG:
        return True
    return () if kind is FactKind.NAMES else statement.number


def can_be_stated(name: str) -> bool:
    """Whether a statement can hold the fact at all; counts for each name cannot."""
    return FACTS[name].kind is not FactKind.PER_NAME


def needs_number(name: str) -> bool:
    """Whether a statement of the fact is a number."""
    return FACTS[name].kind in (FactKind.COUNT, FactKind.PERCENT)
