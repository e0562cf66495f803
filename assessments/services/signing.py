"""Sign the ratings as one of the team, and take one's signature back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import AgreedLevel, AgreedRating, Assessment, RatingSignature
from assessments.queries.signatures import content_checksum
from assessments.services import gates
from assessments.services.locking import lock_assessment
from cip.access.actor import Actor
from cip.audit import services as audit
from cip.kernel.errors import NotAllowed, StaleWrite, WrongState


@transaction.atomic
def sign_ratings(
    *, actor: Actor, assessment: Assessment, checksum: str, now: datetime
) -> RatingSignature:
    """Agree to all ratings as they are. Signing again signs what stands now.

    `checksum` names what the person has looked at: StaleWrite when it has changed since. Raises
    WrongState while nothing is rated, GatesBlock while steps before the rating are not passed.
    """
    lock_assessment(assessment)
    policies.check_can_sign_ratings(actor, assessment)
    judged = (AgreedRating.objects, AgreedLevel.objects)
    if not any(rows.filter(assessment=assessment).exists() for rows in judged):
        raise WrongState(_("Nothing is rated yet, so there is nothing to sign."))
    gates.check_may_rate(assessment)
    current = content_checksum(assessment)
    if checksum != current:
        raise StaleWrite(
            _("The ratings have changed since you opened the page. Look at them again, then sign."),
            current_version=assessment.version,
            conflicts=[],
        )
    row, _made = RatingSignature.objects.update_or_create(
        assessment=assessment,
        user_id=_person(actor),
        defaults={"signed_at": now, "checksum": current},
    )
    audit.record(
        actor,
        "ratings.signed",
        assessment,
        program_id=assessment.program_id,
        changes={"checksum": current},
    )
    return row


@transaction.atomic
def withdraw_signature(*, actor: Actor, assessment: Assessment) -> None:
    """Take one's own signature back; nothing happens when there is none."""
    lock_assessment(assessment)
    policies.check_can_sign_ratings(actor, assessment)
    gone, _each = RatingSignature.objects.filter(
        assessment=assessment, user_id=_person(actor)
    ).delete()
    if gone:
        audit.record(
            actor, "ratings.signature_withdrawn", assessment, program_id=assessment.program_id
        )


def _person(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise NotAllowed(_("Ratings are signed by a person."))
    return actor.user_id
