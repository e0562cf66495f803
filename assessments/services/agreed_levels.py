"""Record the level that the team agreed on for a part of the model."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import AgreedLevel, Assessment
from assessments.queries.leveled_model import LeveledModel, leveled_model
from assessments.rules.ordinal import LevelRange
from assessments.services import gates
from assessments.services.locking import lock_assessment
from cip.access.actor import Actor
from cip.audit import services as audit
from cip.db.versions import save_version
from cip.kernel.errors import InvalidInput, NotAllowed, StaleWrite, conflicts_between

NEW = 0  # the version of a level that is not recorded yet


def agree_level(
    *,
    actor: Actor,
    assessment: Assessment,
    node_id: UUID,
    dimension_id: UUID | None = None,
    lower: int | None,
    upper: int | None = None,
    reason: str,
    agreed_by: str = "",
    expected_version: int,
) -> AgreedLevel:
    """Record the level of a part, from one side where the model has several.

    Without `upper` the level is `lower`; without both it is recorded that there is none, and why.
    `expected_version` is 0 for a part without a record. Raises InvalidInput for a part outside the
    scope, a level outside the scale or a missing reason, GatesBlock while steps before the rating
    are not passed ("no level" can always be said), StaleWrite when somebody saved first.
    """
    policies.check_can_rate(actor, assessment)
    model = leveled_model(assessment)
    place = model.place(node_id, dimension_id) if model else None
    if model is None or place is None:
        raise InvalidInput(fields={"node": [_("This is not in the scope of the assessment.")]})
    values = {**_range(model, lower, upper), "reason": reason, "agreed_by": agreed_by}
    if not reason.strip():
        raise InvalidInput(fields={"reason": [_("Say why: an agreed level needs its reason.")]})
    with transaction.atomic():
        lock_assessment(assessment)
        policies.check_can_rate(actor, assessment)
        if values["lower"] is None:
            gates.check_ratings_are_open(assessment)
        else:
            gates.check_may_rate(assessment)
        row, changes = _save(actor, assessment, (node_id, dimension_id), values, expected_version)
        if changes:
            _area, part, side = place
            audit.record(
                actor,
                "level.agreed",
                row,
                program_id=assessment.program_id,
                changes={"part": f"{part.code} {side.code}".strip(), **changes},
            )
    return row


def _range(model: LeveledModel, lower: int | None, upper: int | None) -> dict[str, int | None]:
    if lower is None:
        if upper is not None:
            raise InvalidInput(fields={"lower": [_("Say from which level the range starts.")]})
        return {"lower": None, "upper": None}
    ends = (lower, lower if upper is None else upper)
    if ends[0] > ends[1]:
        raise InvalidInput(fields={"upper": [_("The range ends below where it starts.")]})
    known = {step.value for step in model.steps}
    if not known.issuperset(ends):
        span: LevelRange = model.scale
        text = _("Choose levels from %(lower)s to %(upper)s.")
        raise InvalidInput(fields={"lower": [text % {"lower": span.lower, "upper": span.upper}]})
    return {"lower": ends[0], "upper": ends[1]}


def _save(
    actor: Actor,
    assessment: Assessment,
    place: tuple[UUID, UUID | None],
    values: dict[str, Any],
    expected_version: int,
) -> tuple[AgreedLevel, dict[str, Any]]:
    if actor.user_id is None:
        raise NotAllowed(_("An agreed level is recorded by a person."))
    node_id, dimension_id = place
    row = AgreedLevel.objects.filter(
        assessment=assessment, node_id=node_id, dimension=dimension_id
    ).first()
    if row is not None:
        changes = save_version(row, expected_version=expected_version, values=values)
        if changes and row.recorded_by_id != actor.user_id:
            row.recorded_by_id = actor.user_id
            row.save(update_fields=["recorded_by"])
        return row, changes
    if expected_version != NEW:
        raise StaleWrite(
            _("Nothing is recorded here (any more); nothing of yours was stored."),
            current_version=NEW,
            conflicts=conflicts_between({}, values, _labels(values)),
        )
    try:
        with transaction.atomic():
            row = AgreedLevel.objects.create(
                assessment=assessment,
                node_id=node_id,
                dimension_id=dimension_id,
                recorded_by_id=actor.user_id,
                **values,
            )
    except IntegrityError:  # somebody else was first: the ordinary way shows both texts
        return _save(actor, assessment, place, values, expected_version)
    return row, {name: ["", value] for name, value in values.items() if value not in ("", None)}


def _labels(names: dict[str, Any]) -> dict[str, str]:
    return {n: str(AgreedLevel._meta.get_field(n).verbose_name) for n in names}  # type: ignore[union-attr]
