"""Writing the agreed rating of one goal without losing anybody's text."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.models import AgreedRating, Assessment
from cip.db.versions import save_version
from cip.kernel.errors import NotAllowed, StaleWrite, conflicts_between

NOT_YET_RATED = 0  # the version of a goal without a rating
Place = tuple[UUID, UUID | None]  # goal, and for generic goals the area


def save_rating(
    user_id: UUID | None,
    assessment: Assessment,
    place: Place,
    values: dict[str, Any],
    expected_version: int,
) -> tuple[AgreedRating, dict[str, Any]]:
    """Save the rating of a goal as its next version; returns what changed as {field: [old, new]}.

    Must run in a transaction. `expected_version` is 0 for a goal without a rating. Raises
    StaleWrite with both texts when somebody else saved first.
    """
    goal_id, area_id = place
    row = AgreedRating.objects.filter(
        assessment=assessment, node_id=goal_id, area_id=area_id
    ).first()
    if row is not None:
        changes = save_version(row, expected_version=expected_version, values=values)
        if changes and row.recorded_by_id != user_id and user_id is not None:
            row.recorded_by_id = user_id
            row.save(update_fields=["recorded_by"])
        return row, changes
    if expected_version != NOT_YET_RATED:
        raise StaleWrite(
            _("This has no rating (any more); nothing of yours was stored."),
            current_version=NOT_YET_RATED,
            conflicts=conflicts_between({}, values, _labels()),
        )
    if user_id is None:
        raise NotAllowed(_("A rating is recorded by a person."))
    try:
        with transaction.atomic():
            row = AgreedRating.objects.create(
                assessment=assessment,
                node_id=goal_id,
                area_id=area_id,
                recorded_by_id=user_id,
                **values,
            )
    except IntegrityError:  # somebody else was first: the ordinary way shows both texts
        return save_rating(user_id, assessment, place, values, expected_version)
    return row, {name: ["", value] for name, value in values.items() if value}


def _labels() -> dict[str, str]:
    names = ("value", "reason", "agreed_by")
    return {n: str(AgreedRating._meta.get_field(n).verbose_name) for n in names}  # type: ignore[union-attr]
