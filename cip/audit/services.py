"""The only writer of audit rows."""

from typing import Any
from uuid import UUID

from django.db import models

from cip.access.actor import Actor
from cip.audit.models import AuditEvent


def record(
    actor: Actor,
    action: str,
    subject: models.Model,
    *,
    program_id: UUID | None = None,
    changes: dict[str, Any] | None = None,
) -> None:
    """Write one audit row inside the caller's transaction.

    `action` is `noun.verb` in the past tense ("assessment.opened"); `changes` holds values that are
    safe to keep: never an answer, a vote, a password or a token.
    """
    AuditEvent.objects.create(
        organization_id=actor.organization_id,
        actor_kind=actor.kind.value,
        actor_id=str(actor.user_id or ""),
        actor_label=actor.label[:300],
        action=action,
        subject_type=subject._meta.model_name or "",
        subject_id=str(subject.pk),
        subject_label=str(subject)[:300],
        program_id=program_id,
        changes=changes or {},
    )
