"""Targets of areas: set, remove, aim for a level, and say what counts first."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import policies
from assessments.models import Assessment, Target, TargetProfile
from assessments.models.target import usual_order
from assessments.queries.capability_gaps import target_for
from assessments.queries.gaps import standing_at, standings_now
from assessments.queries.standing import Standing
from assessments.rules import gaps as rules
from assessments.services.locking import lock_assessment
from cip.access.actor import Actor
from cip.audit import services as audit
from cip.db.versions import save_version
from cip.kernel.errors import InvalidInput, NotAllowed, StaleWrite, WrongState, conflicts_between

NEW = 0  # the version of a target that is not set yet


def set_target(
    *,
    actor: Actor,
    assessment: Assessment,
    node_id: UUID,
    level: int,
    due_on: date,
    reason: str = "",
    importance: int | None = None,
    effort: int | None = None,
    expected_version: int,
    dimension_id: UUID | None = None,
) -> Target:
    """How many goals of an area should be satisfied by that date, in an appraisal which capability
    level it should have; `expected_version` is 0 for a new target.

    Where parts have levels, the level that a part should have, seen from the dimension.

    Raises InvalidInput for an area that is not rated here, a number that the area has no goals
    for, a target below what is reached without a reason (NIMM session, step N9), and importance
    or effort outside 1 to 5; StaleWrite when somebody else saved first.
    """
    policies.check_can_set_targets(actor, assessment)
    standing = _standing(assessment, node_id, dimension_id)
    _check_target(standing, level, due_on, reason)
    _check_grades({"importance": importance, "effort": effort})
    values = {
        "level": level,
        "due_on": due_on,
        "reason": reason,
        "importance": importance,
        "effort": effort,
    }
    with transaction.atomic():
        lock_assessment(assessment)
        policies.check_can_set_targets(actor, assessment)
        place = (node_id, dimension_id)
        row, changes = _save(actor, _profile(assessment), place, values, expected_version)
        if changes:
            audit.record(
                actor,
                "target.set",
                row,
                program_id=assessment.program_id,
                changes={"area": standing.key, **changes},
            )
    return row


def remove_target(*, actor: Actor, target: Target) -> None:
    """The area has no target any more; WrongState when an initiative rests on it."""
    assessment = target.profile.assessment
    policies.check_can_set_targets(actor, assessment)
    with transaction.atomic():
        lock_assessment(assessment)
        policies.check_can_set_targets(actor, assessment)
        audit.record(
            actor,
            "target.removed",
            target,
            program_id=assessment.program_id,
            changes={"area": target.node.code, "level": [target.level, None]},
        )
        try:
            target.delete()
        except models.ProtectedError as error:
            raise WrongState(_("An initiative closes this gap, so its target stays.")) from error


def aim_for_level(
    *, actor: Actor, assessment: Assessment, level: int, due_on: date, reason: str = ""
) -> int:
    """Every goal of every area in scope that belongs to the model's levels up to `level`; in an
    appraisal the capability level that the area owes to it (the target profile).

    Targets that are set already stay as they are. Returns how many were added; raises InvalidInput
    for a level that the model does not have above the one that is certain.
    """
    policies.check_can_set_targets(actor, assessment)
    now = standings_now(assessment)
    if level not in now.levels_to_aim_for:
        raise InvalidInput(fields={"level": [_("Choose a level above the one reached.")]})
    with transaction.atomic():
        lock_assessment(assessment)
        policies.check_can_set_targets(actor, assessment)
        profile = _profile(assessment)
        taken = set(profile.targets.values_list("node_id", flat=True))
        missing = [
            each
            for each in now.areas
            if each.model_level is not None and each.model_level <= level and each.id not in taken
        ]
        Target.objects.bulk_create(
            Target(
                profile=profile,
                node_id=each.id,
                level=target_for(each, level),
                due_on=due_on,
                reason=reason,
                set_by_id=_person(actor),
            )
            for each in missing
        )
        if missing:
            count = ngettext("%(n)s area", "%(n)s areas", len(missing)) % {"n": len(missing)}
            audit.record(
                actor,
                "targets.set",
                assessment,
                program_id=assessment.program_id,
                changes={"level": level, "due_on": due_on.isoformat(), "added": count},
            )
    return len(missing)


def take_over_targets(
    *, actor: Actor, assessment: Assessment, due_on: date, reason: str = ""
) -> int:
    """The levels that the survey wants as targets of parts that have none.

    Where the middle lies between two levels the lower one is taken; a level below the agreed one
    is not. Returns how many were added.
    """
    policies.check_can_set_targets(actor, assessment)
    standings = standings_now(assessment).areas
    with transaction.atomic():
        lock_assessment(assessment)
        policies.check_can_set_targets(actor, assessment)
        profile = _profile(assessment)
        taken = set(profile.targets.values_list("node_id", "dimension_id"))
        missing = [
            Target(
                profile=profile,
                node_id=each.id,
                dimension_id=each.side_id,
                level=each.wanted.lower,
                due_on=due_on,
                reason=reason,
                set_by_id=_person(actor),
            )
            for each in standings
            if each.wanted is not None
            and (each.id, each.side_id) not in taken
            and (each.current is None or each.wanted.lower >= each.current.lower)
        ]
        Target.objects.bulk_create(missing)
        if missing:
            audit.record(
                actor,
                "targets.taken_over",
                assessment,
                program_id=assessment.program_id,
                changes={"due_on": due_on.isoformat(), "added": len(missing)},
            )
    return len(missing)


def set_criteria(
    *, actor: Actor, assessment: Assessment, criteria: Sequence[str], expected_version: int
) -> TargetProfile:
    """What counts first when gaps are put in order: each criterion once.

    `expected_version` is 1 while nobody has chosen. Raises InvalidInput when one is missing or
    named twice, StaleWrite when somebody else saved first.
    """
    policies.check_can_set_targets(actor, assessment)
    if sorted(criteria) != sorted(usual_order()):
        raise InvalidInput(fields={"criteria": [_("Name each of the four once.")]})
    with transaction.atomic():
        lock_assessment(assessment)
        policies.check_can_set_targets(actor, assessment)
        profile = _profile(assessment)
        changes = save_version(
            profile, expected_version=expected_version, values={"criteria": list(criteria)}
        )
        if changes:
            audit.record(
                actor,
                "targets.ordered",
                assessment,
                program_id=assessment.program_id,
                changes=changes,
            )
    return profile


def _standing(assessment: Assessment, node_id: UUID, side_id: UUID | None) -> Standing:
    found = standing_at(assessment, node_id, side_id)
    if found is None:
        raise InvalidInput(fields={"node": [_("This area is not rated in this assessment.")]})
    return found


def _check_target(standing: Standing, level: int, due_on: date, reason: str) -> None:
    problem = rules.target_problem(
        rules.Target(standing.code, level, due_on, reason),
        standing.current,
        standing.scale,
    )
    if problem is rules.TargetProblem.OFF_SCALE and standing.steps:
        raise InvalidInput(fields={"level": [_("Choose a level of the scale.")]})
    if problem is rules.TargetProblem.OFF_SCALE:
        text = ngettext(
            "This area has %(n)s goal: say 0 or 1.",
            "This area has %(n)s goals: say a number from 0 to %(n)s.",
            standing.goals,
        )
        raise InvalidInput(fields={"level": [text % {"n": standing.goals}]})
    if problem is rules.TargetProblem.REASON_MISSING:
        raise InvalidInput(
            fields={"reason": [_("Say why less than what is reached already is enough.")]}
        )


def _check_grades(grades: dict[str, int | None]) -> None:
    wrong = [
        name
        for name, grade in grades.items()
        if grade is not None and not rules.LITTLE <= grade <= rules.MUCH
    ]
    if wrong:
        raise InvalidInput(fields={name: [_("Choose a number from 1 to 5.")] for name in wrong})


def _profile(assessment: Assessment) -> TargetProfile:
    return TargetProfile.objects.get_or_create(assessment=assessment)[0]


def _save(
    actor: Actor,
    profile: TargetProfile,
    place: tuple[UUID, UUID | None],
    values: dict[str, Any],
    expected_version: int,
) -> tuple[Target, dict[str, Any]]:
    node_id, dimension_id = place
    row = Target.objects.filter(profile=profile, node_id=node_id, dimension=dimension_id).first()
    if row is not None:
        return row, save_version(row, expected_version=expected_version, values=values)
    if expected_version != NEW:
        raise StaleWrite(
            _("Somebody removed this target in the meantime; nothing of yours was stored."),
            current_version=NEW,
            conflicts=conflicts_between({}, values, _labels(values)),
        )
    try:
        with transaction.atomic():
            row = Target.objects.create(
                profile=profile,
                node_id=node_id,
                dimension_id=dimension_id,
                set_by_id=_person(actor),
                **values,
            )
    except IntegrityError:  # somebody else was first: the ordinary way shows both texts
        return _save(actor, profile, place, values, expected_version)
    return row, {name: ["", value] for name, value in values.items() if value}


def _labels(names: Iterable[str]) -> dict[str, str]:
    return {n: str(Target._meta.get_field(n).verbose_name) for n in names}  # type: ignore[union-attr]


def _person(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise NotAllowed(_("A target is set by a person."))
    return actor.user_id
