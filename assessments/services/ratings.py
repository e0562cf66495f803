"""Agreed ratings of goals: record, agree all, take up again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import policies
from assessments.models import AgreedLevel, AgreedRating, Assessment
from assessments.queries.leveled import leveled
from assessments.queries.model_words import model_words
from assessments.queries.outcome import outcome
from assessments.queries.rated_model import rated_model
from assessments.queries.signatures import signatures
from assessments.rules import lifecycle
from assessments.services import gates
from assessments.services.judging import check_gates, judge_goal
from assessments.services.locking import lock_assessment
from assessments.services.rating_rows import save_rating
from assessments.services.snapshots import freeze_result, supersede_result
from cip.access.actor import Actor
from cip.audit import services as audit
from cip.kernel.errors import InvalidInput, WrongState


@dataclass(frozen=True)
class BeforeAgreeing:
    """What a team should look at before it agrees; None of it is forbidden but `rated` 0.

    `goals` counts what can be judged: goals, or parts that get a level.
    """

    goals: int
    rated: int
    is_leveled: bool
    weaknesses_without_action: int
    uncorroborated: int
    signed_by: tuple[str, ...] = ()
    not_signed_by: tuple[str, ...] = ()

    @property
    def open_goals(self) -> int:
        """Goals that stay "not rated"."""
        return self.goals - self.rated


def rate_goal(
    *,
    actor: Actor,
    assessment: Assessment,
    goal_id: UUID,
    value: str,
    reason: str,
    agreed_by: str,
    expected_version: int,
) -> AgreedRating:
    """Record what the team agreed about one goal in scope.

    `expected_version` is 0 for a goal without a rating. Raises InvalidInput for a goal outside the
    scope or a judgement without a reason, GatesBlock while steps of the method before the rating
    are not passed ("not rated" can always be said), StaleWrite when somebody else saved first.
    """
    policies.check_can_rate(actor, assessment)
    if value not in AgreedRating.Value.values:
        raise InvalidInput(fields={"value": [_("Choose one of the four ratings.")]})
    if value != AgreedRating.Value.NOT_RATED and not reason:
        raise InvalidInput(fields={"reason": [_("Say why: a rating needs its reason.")]})
    model = rated_model(assessment)
    found = model.goal(goal_id)
    if found is not None and model.is_appraised:
        return judge_goal(
            actor=actor,
            assessment=assessment,
            area_id=found[0].id,
            goal_id=goal_id,
            value=value,
            reason=reason,
            agreed_by=agreed_by,
            expected_version=expected_version,
        )
    if found is None or not found[0].is_applicable:
        raise InvalidInput(fields={"goal": [_("This is not in the scope of the assessment.")]})
    values = {"value": value, "reason": reason, "agreed_by": agreed_by}
    with transaction.atomic():
        lock_assessment(assessment)
        policies.check_can_rate(actor, assessment)
        check_gates(assessment, value)
        row, changes = save_rating(
            actor.user_id, assessment, (goal_id, None), values, expected_version
        )
        if changes:
            audit.record(
                actor,
                "rating.recorded",
                row,
                program_id=assessment.program_id,
                changes={"goal": found[1].code, **changes},
            )
    return row


def before_agreeing(assessment: Assessment) -> BeforeAgreeing:
    """What to look at before agreeing, for the page that asks."""
    levels = leveled(assessment, for_team=True)
    found = levels or outcome(assessment, for_team=True)
    signed = signatures(assessment)
    live = [f for f in found.findings if f.state != "dropped"]
    return BeforeAgreeing(
        goals=found.goal_count,
        rated=found.rated_count,
        is_leveled=levels is not None,
        weaknesses_without_action=sum(
            f.kind == "weakness" and not f.action_count and not f.solution_direction for f in live
        ),
        uncorroborated=sum(not f.standing.may_be_confirmed for f in live),
        signed_by=tuple(row.name for row in signed.rows if row.is_current),
        not_signed_by=tuple(row.name for row in signed.missing),
    )


def agree_ratings(
    *, actor: Actor, assessment: Assessment, agreed_by: str, now: datetime
) -> Assessment:
    """Freeze all ratings as a result snapshot and release the results to the program.

    `agreed_by` names who agreed. Goals may stay not rated: the level is then a range. Raises
    WrongState while nothing is rated at all, InvalidInput without names, GatesBlock while steps of
    the method before it are not passed.
    """
    policies.check_can_agree(actor, assessment)
    if not agreed_by:
        raise InvalidInput(fields={"agreed_by": [_("Say who agreed the ratings.")]})
    with transaction.atomic():
        lock_assessment(assessment)
        policies.check_can_agree(actor, assessment)
        count, told = _rated(assessment)
        if not count:
            part = model_words(assessment.model_version).part.within
            raise WrongState(
                _("Nothing is rated yet: rate at least one %s before agreeing.") % part
            )
        gates.check_may_agree(assessment, now)
        assessment.state = lifecycle.AGREED
        assessment.agreed_at = now
        assessment.agreed_by = agreed_by
        _save_state(assessment)
        snapshot = freeze_result(assessment=assessment, frozen_by=actor.user_id, now=now)
        audit.record(
            actor,
            "assessment.agreed",
            assessment,
            program_id=assessment.program_id,
            changes={
                "rated": told,
                "agreed_by": agreed_by,
                "snapshot": [None, snapshot.number],
            },
        )
        gates.agreed(actor, assessment, now)
    return assessment


def _rated(assessment: Assessment) -> tuple[int, str]:
    """How much is judged, with words."""
    levels = AgreedLevel.objects.filter(assessment=assessment, lower__isnull=False).count()
    if levels:
        return levels, ngettext("%(n)s level", "%(n)s levels", levels) % {"n": levels}
    rows = AgreedRating.objects.filter(assessment=assessment)
    goals = rows.exclude(value=AgreedRating.Value.NOT_RATED).count()
    return goals, ngettext("%(n)s goal", "%(n)s goals", goals) % {"n": goals}


def take_up_again(
    *, actor: Actor, assessment: Assessment, reason: str, now: datetime
) -> Assessment:
    """Go back to analyzing: ratings can be changed, the results are hidden again meanwhile.

    Raises WrongState when the method no longer lets ratings be taken up.
    """
    policies.check_can_take_up_again(actor, assessment)
    if not reason:
        raise InvalidInput(fields={"reason": [_("Say why the ratings are taken up again.")]})
    with transaction.atomic():
        lock_assessment(assessment)
        policies.check_can_take_up_again(actor, assessment)
        gates.taken_up_again(actor, assessment, reason, now)
        supersede_result(assessment=assessment, reason=reason, now=now)
        assessment.state = lifecycle.ANALYZING
        assessment.agreed_at = None
        assessment.agreed_by = ""
        _save_state(assessment)
        audit.record(
            actor,
            "assessment.taken_up_again",
            assessment,
            program_id=assessment.program_id,
            changes={"reason": reason},
        )
    return assessment


def _save_state(assessment: Assessment) -> None:
    assessment.version += 1
    assessment.save(update_fields=["state", "agreed_at", "agreed_by", "version", "updated_at"])
