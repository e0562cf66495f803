"""Hand parts of one's questionnaire to a colleague, and take them back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import Delegation, Participant, Questionnaire
from assessments.rules.participants import is_address
from assessments.services.invitations import another_link, link_url
from cip.access.actor import Actor
from cip.accounts.mail import queue_mail
from cip.audit import services as audit
from cip.kernel import texts
from cip.kernel.errors import InvalidInput, WrongState
from models_catalog.models import Node

MOST_DELEGATIONS = 10


@transaction.atomic
def delegate_parts(
    *,
    actor: Actor,
    participant: Participant,
    name: str,
    email: str,
    area_ids: Sequence[UUID],
    now: datetime,
) -> Delegation:
    """Give a colleague a link for these areas only, by mail. InvalidInput by field.

    The answers stay the participant's: they count in the participant's unit, and only the
    participant submits.
    """
    locked = (
        Participant.objects.select_for_update(of=("self",), no_key=True)
        .select_related("assessment__program__organization")
        .get(pk=participant.pk)
    )
    assessment = locked.assessment
    policies.check_can_delegate(locked, assessment)
    email = email.strip().lower()
    found = _problems(locked, name, email)
    areas = _areas(locked, area_ids)
    if not area_ids or len(areas) != len(set(area_ids)):
        found["areas"] = [_("Choose at least one part of this questionnaire.")]
    open_ = Delegation.objects.filter(participant=locked, taken_back_at=None)
    if open_.filter(areas__in=areas).exists():
        found["areas"] = [_("One of these parts is with a colleague already. Take it back first.")]
    if found:
        raise InvalidInput(fields=found)
    if open_.count() >= MOST_DELEGATIONS:
        raise WrongState(_("At most ten colleagues can be asked at a time."))
    made = Delegation.objects.create(participant=locked, name=name.strip(), email=email)
    made.areas.set(Node.objects.filter(pk__in=areas))
    secret = another_link(locked, now, delegation=made)
    queue_mail(
        email,
        template="delegation",
        context={
            "name": made.name,
            "from_name": locked.name,
            "assessment": assessment,
            "organization": assessment.program.organization.name,
            "areas": len(areas),
            "url": link_url(secret),
        },
        dedupe_key=f"delegation:{made.pk}",
    )
    audit.record(
        actor,
        "delegation.made",
        made,
        program_id=assessment.program_id,
        changes={"participant": locked.name, "areas": len(areas)},
    )
    return made


@transaction.atomic
def take_back(*, actor: Actor, delegation: Delegation, now: datetime) -> None:
    """End a delegation: its link stops working at once, what was answered stays. Twice is once."""
    locked = (
        Delegation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("participant__assessment")
        .get(pk=delegation.pk)
    )
    if locked.taken_back_at is not None:
        return
    participant = locked.participant
    policies.check_can_delegate(participant, participant.assessment)
    locked.taken_back_at = now
    locked.save(update_fields=["taken_back_at"])
    audit.record(
        actor, "delegation.taken_back", locked, program_id=participant.assessment.program_id
    )


@transaction.atomic
def finish_parts(*, actor: Actor, delegation: Delegation, now: datetime) -> None:
    """The colleague says "done"; answers can be changed until the participant submits."""
    locked = (
        Delegation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("participant__assessment")
        .get(pk=delegation.pk)
    )
    policies.check_can_answer_parts(locked)
    if locked.finished_at is None:
        locked.finished_at = now
        locked.save(update_fields=["finished_at"])
        program_id = locked.participant.assessment.program_id
        audit.record(actor, "delegation.finished", locked, program_id=program_id)


def _areas(participant: Participant, area_ids: Sequence[UUID]) -> list[UUID]:
    """Those of the areas that the newest questionnaire asks about."""
    newest = (
        Questionnaire.objects.filter(assessment_id=participant.assessment_id)
        .order_by("-number")
        .first()
    )
    if newest is None:
        return []
    rows = newest.items.filter(group_id__in=area_ids)
    return list(rows.values_list("group_id", flat=True).distinct().order_by("group_id"))


def _problems(participant: Participant, name: str, email: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    problem = texts.problem_in(name, limit=texts.SHORT)
    if problem or not name.strip():
        found["name"] = [problem or _("Say who it is.")]
    if not is_address(email):
        found["email"] = [_("This is not an e-mail address.")]
    elif email == participant.email.lower():
        found["email"] = [_("That is your own address.")]
    return found
