"""The sponsor's written agreement: frozen content, one signature, replaced by newer versions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.audit import services as audit
from cip.kernel.errors import InvalidInput, WrongState
from workshops import policies
from workshops.models import Agreement, Workshop
from workshops.queries.agreements import agreement_content
from workshops.queries.workshops import with_teams
from workshops.rules.agreement import content_hash
from workshops.services.locking import lock


@transaction.atomic
def request_agreement(*, actor: Actor, workshop: Workshop, now: datetime) -> Agreement:
    """Freeze goals and agenda as they stand and ask the sponsor to sign. Replaces earlier ones.

    Raises InvalidInput while goals, date or agenda are missing; WrongState when exactly this was
    already put before the sponsor.
    """
    policies.check_can_request_agreement(actor, workshop)
    lock(workshop)
    stored = with_teams().get(pk=workshop.pk)
    content = agreement_content(stored)
    _check_complete(content)
    hashed = content_hash(content)
    current = workshop.agreements.exclude(state=Agreement.State.SUPERSEDED).first()
    if current is not None and current.content_hash == hashed:
        raise WrongState(
            _("The sponsor has already signed exactly this.")
            if current.state == Agreement.State.SIGNED
            else _("Exactly this already waits for the sponsor's signature.")
        )
    workshop.agreements.exclude(state=Agreement.State.SUPERSEDED).update(
        state=Agreement.State.SUPERSEDED
    )
    agreement = Agreement.objects.create(
        workshop=stored,
        number=workshop.agreements.count() + 1,
        content=content,
        content_hash=hashed,
        requested_by_id=actor.user_id,  # type: ignore[misc]
        requested_at=now,
    )
    audit.record(
        actor,
        "agreement.requested",
        agreement,
        program_id=workshop.program_id,
        changes={"content_hash": [None, agreement.content_hash]},
    )
    return agreement


def _check_complete(content: Mapping[str, Any]) -> None:
    missing: dict[str, list[str]] = {}
    if not content["goals"]:
        missing["goals"] = [_("Write down the goals before asking for agreement.")]
    if not content["held_on"]:
        missing["held_on"] = [_("Set the date before asking for agreement.")]
    if not content["agenda"]:
        missing["agenda"] = [_("The agenda is empty.")]
    if missing:
        raise InvalidInput(fields=missing)


@transaction.atomic
def sign_agreement(
    *, actor: Actor, agreement: Agreement, signature: str, now: datetime
) -> Agreement:
    """Sign as the sponsor: `signature` is the name as typed. Afterwards nothing of it changes."""
    policies.check_can_sign_agreement(actor, agreement)
    if not signature.strip():
        raise InvalidInput(fields={"signature": [_("Type your name to sign.")]})
    taken = Agreement.objects.filter(pk=agreement.pk, state=Agreement.State.REQUESTED).update(
        state=Agreement.State.SIGNED,
        signer_id=actor.user_id,
        signature=signature.strip(),
        signed_at=now,
    )
    agreement.refresh_from_db(fields=["state", "signer", "signature", "signed_at"])
    if not taken:
        policies.check_can_sign_agreement(actor, agreement)
    audit.record(
        actor,
        "agreement.signed",
        agreement,
        program_id=agreement.workshop.program_id,
        changes={"content_hash": [None, agreement.content_hash]},
    )
    return agreement
