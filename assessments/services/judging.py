"""The team's judgement of a goal in one process area, within what the rules of appraisals allow."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import AgreedRating, Assessment
from assessments.queries.appraisal import AreaState, GoalState, appraised_area
from assessments.rules.cmmi.goal_rating import GoalValue
from assessments.services import gates
from assessments.services.locking import lock_assessment
from assessments.services.rating_rows import save_rating
from cip.access.actor import Actor
from cip.audit import services as audit
from cip.kernel.errors import InvalidInput


@transaction.atomic
def judge_goal(
    *,
    actor: Actor,
    assessment: Assessment,
    area_id: UUID,
    goal_id: UUID,
    value: str,
    reason: str,
    agreed_by: str,
    expected_version: int,
) -> AgreedRating:
    """Record what the team agreed about one goal in one area in scope.

    `expected_version` is 0 for a goal without a rating. Raises InvalidInput for a goal outside the
    scope, a judgement without a reason or one that the rules do not leave to the team; GatesBlock
    while steps before the rating are not passed; StaleWrite when somebody else saved first.
    """
    policies.check_can_rate(actor, assessment)
    lock_assessment(assessment)
    policies.check_can_rate(actor, assessment)
    area, goal = _goal(assessment, area_id, goal_id)
    _check(goal, value, reason)
    check_gates(assessment, value)
    row, changes = save_rating(
        actor.user_id,
        assessment,
        (goal_id, area_id if goal.node.is_generic else None),
        {"value": value, "reason": reason, "agreed_by": agreed_by},
        expected_version,
    )
    if changes:
        audit.record(
            actor,
            "rating.recorded",
            row,
            program_id=assessment.program_id,
            changes={"goal": f"{area.node.code} {goal.node.code}", **changes},
        )
    return row


def check_gates(assessment: Assessment, value: str) -> None:
    """A judgement waits for the method; that a goal is not rated, and why, can be noted before."""
    if value == AgreedRating.Value.NOT_RATED:
        gates.check_ratings_are_open(assessment)
    else:
        gates.check_may_rate(assessment)


def _goal(assessment: Assessment, area_id: UUID, goal_id: UUID) -> tuple[AreaState, GoalState]:
    area = appraised_area(assessment, area_id)
    goals = area.goals if area else ()
    goal = next((each for each in goals if each.node.id == goal_id), None)
    if area is None or goal is None:
        raise InvalidInput(fields={"goal": [_("This goal is not in the scope of the assessment.")]})
    return area, goal


def _check(goal: GoalState, value: str, reason: str) -> None:
    if value not in set(GoalValue):
        raise InvalidInput(fields={"value": [_("Choose satisfied, unsatisfied or not rated.")]})
    if value != GoalValue.NOT_RATED and not reason:
        raise InvalidInput(fields={"reason": [_("Say why: a rating needs its reason.")]})
    if GoalValue(value) in goal.allowed:
        return
    if value == GoalValue.SATISFIED:
        text = _("The rules do not allow this: every practice must be FI or LI first.")
    else:
        text = _("The rules do not allow this: no practice is PI or NI and no weakness is on file.")
    raise InvalidInput(fields={"value": [text]})
