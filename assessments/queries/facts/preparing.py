"""Facts of setting up an assessment."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from assessments.queries.facts.context import Context
from assessments.rules.audience import is_put_to
from assessments.rules.condition import FactValue
from models_catalog.models import ModelVersion

FRIDAY = 5  # working days of a week


def active_sponsors(context: Context) -> int:
    """A program has one executive sponsor or none."""
    return int(context.assessment.program.sponsor_id is not None)


def sponsor_outside_team(context: Context) -> bool | None:
    """Unknown without a sponsor."""
    sponsor = context.assessment.program.sponsor_id
    return None if sponsor is None else sponsor not in context.team


def participants_per_area(context: Context) -> dict[str, int]:
    """For every area that applies, the people whose roles it is put to."""
    people = context.invited_roles.items()
    return {
        area.code: sum(n for role, n in people if is_put_to(area.roles, role))
        for area in context.areas
        if area.is_applicable
    }


def model_version_frozen(context: Context) -> bool:
    """A published version never changes, and the assessment holds on to it."""
    return context.assessment.model_version.state != ModelVersion.State.DRAFT


def execution_days(context: Context) -> int | None:
    """From kick-off to feedback meeting, or so far; unknown before the kick-off."""
    first = _day_of(context, "kickoff_held")
    if first is None:
        return None
    return working_days(first, _day_of(context, "feedback_held") or context.today)


def working_days(first: date, last: date) -> int:
    """Days from Monday to Friday, both ends counted; 0 when the last comes before the first."""
    days = range((last - first).days + 1)
    return sum((first + timedelta(days=n)).weekday() < FRIDAY for n in days)


def areas_left_out_without_reason(context: Context) -> tuple[str, ...]:
    """Areas marked as not applying."""
    return tuple(a.code for a in context.areas if not a.is_applicable and not a.reason.strip())


def _day_of(context: Context, fact: str) -> date | None:
    statement = context.statements.get(fact)
    return statement.happened_on if statement else None


PREPARING: Mapping[str, Callable[[Context], FactValue | None]] = {
    "active_sponsors": active_sponsors,
    "sponsor_outside_team": sponsor_outside_team,
    "team_members": lambda context: len(context.team),
    "team_leads": lambda context: int(context.assessment.lead_id in context.team),
    "participants_per_area": participants_per_area,
    "model_version_frozen": model_version_frozen,
    "execution_days": execution_days,
    "areas_in_scope": lambda context: sum(area.is_applicable for area in context.areas),
    "areas_left_out_without_reason": areas_left_out_without_reason,
}
