"""Agreed ratings of goals: record, agree all, take up again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import policies
from assessments.models import AgreedRating, Assessment
from assessments.queries.outcome import outcome
from assessments.queries.rated_model import rated_model
from assessments.rules import lifecycle
from assessments.services import gates
from cip.access.actor import Actor
from cip.audit import services as audit
from cip.db.versions import save_version
from cip.kernel.errors import InvalidInput, NotAllowed, StaleWrite, WrongState, conflicts_between

NOT_YET_RATED = 0  # the version of a goal without a rating


@dataclass(frozen=True)
class BeforeAgreeing:
    """What a team should look at before it agrees; None of it is forbidden but `rated` 0."""

    goals: int
    rated: int
    weaknesses_without_action: int
    uncorroborated: int

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
    scope or a judgement without a reason, StaleWrite when somebody else saved first.
    """
    policies.check_can_rate(actor, assessment)
    if value not in AgreedRating.Value.values:
        raise InvalidInput(fields={"value": [_("Choose one of the four ratings.")]})
    if value != AgreedRating.Value.NOT_RATED and not reason:
        raise InvalidInput(fields={"reason": [_("Say why: a rating needs its reason.")]})
    found = rated_model(assessment).goal(goal_id)
    if found is None or not found[0].is_applicable:
        raise InvalidInput(fields={"goal": [_("This goal is not in the scope of the assessment.")]})
    values = {"value": value, "reason": reason, "agreed_by": agreed_by}
    with transaction.atomic():
        _lock(assessment)
        policies.check_can_rate(actor, assessment)
        row, changes = _save(actor, assessment, goal_id, values, expected_version)
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
    found = outcome(assessment, for_team=True)
    live = [f for f in found.findings if f.state != "dropped"]
    return BeforeAgreeing(
        goals=found.goal_count,
        rated=found.rated_count,
        weaknesses_without_action=sum(
            f.kind == "weakness" and not f.action_count and not f.solution_direction for f in live
        ),
        uncorroborated=sum(not f.standing.may_be_confirmed for f in live),
    )


def agree_ratings(
    *, actor: Actor, assessment: Assessment, agreed_by: str, now: datetime
) -> Assessment:
    """Freeze all ratings and release the results to the program.

    `agreed_by` names who agreed. Goals may stay not rated: the level is then a range. Raises
    WrongState while nothing is rated at all, InvalidInput without names, GatesBlock while steps of
    the method before it are not passed.
    """
    policies.check_can_agree(actor, assessment)
    if not agreed_by:
        raise InvalidInput(fields={"agreed_by": [_("Say who agreed the ratings.")]})
    with transaction.atomic():
        _lock(assessment)
        policies.check_can_agree(actor, assessment)
        rated = AgreedRating.objects.filter(assessment=assessment).exclude(
            value=AgreedRating.Value.NOT_RATED
        )
        count = rated.count()
        if not count:
            raise WrongState(_("Nothing is rated yet: rate at least one goal before agreeing."))
        gates.check_may_agree(assessment, now)
        assessment.state = lifecycle.AGREED
        assessment.agreed_at = now
        assessment.agreed_by = agreed_by
        _save_state(assessment)
        audit.record(
            actor,
            "assessment.agreed",
            assessment,
            program_id=assessment.program_id,
            changes={
                "rated": ngettext("%(n)s goal", "%(n)s goals", count) % {"n": count},
                "agreed_by": agreed_by,
            },
        )
        gates.agreed(actor, assessment, now)
    return assessment


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
        _lock(assessment)
        policies.check_can_take_up_again(actor, assessment)
        gates.taken_up_again(actor, assessment, reason, now)
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


def _save(
    actor: Actor,
    assessment: Assessment,
    goal_id: UUID,
    values: dict[str, Any],
    expected_version: int,
) -> tuple[AgreedRating, dict[str, Any]]:
    row = AgreedRating.objects.filter(assessment=assessment, node_id=goal_id).first()
    if row is not None:
        changes = save_version(row, expected_version=expected_version, values=values)
        if changes and row.recorded_by_id != actor.user_id and actor.user_id is not None:
            row.recorded_by_id = actor.user_id
            row.save(update_fields=["recorded_by"])
        return row, changes
    if expected_version != NOT_YET_RATED:
        raise StaleWrite(
            _("This goal has no rating (any more); nothing of yours was stored."),
            current_version=NOT_YET_RATED,
            conflicts=conflicts_between({}, values, _labels()),
        )
    if actor.user_id is None:
        raise NotAllowed(_("A rating is recorded by a person."))
    try:
        with transaction.atomic():
            row = AgreedRating.objects.create(
                assessment=assessment, node_id=goal_id, recorded_by_id=actor.user_id, **values
            )
    except IntegrityError:  # somebody else was first: the ordinary way shows both texts
        return _save(actor, assessment, goal_id, values, expected_version)
    return row, {name: ["", value] for name, value in values.items() if value}


def _labels() -> dict[str, str]:
    names = ("value", "reason", "agreed_by")
    return {n: str(AgreedRating._meta.get_field(n).verbose_name) for n in names}  # type: ignore[union-attr]


def _lock(assessment: Assessment) -> None:
    """Take the row, so that rating and agreeing never cross; the state is read again."""
    stored = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    assessment.state = stored.state
    assessment.version = stored.version


def _save_state(assessment: Assessment) -> None:
    assessment.version += 1
    assessment.save(update_fields=["state", "agreed_at", "agreed_by", "version", "updated_at"])
