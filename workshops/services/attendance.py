"""Who takes part, what they prepare, the invitation by mail, and who was there."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.accounts.mail import queue_mail
from cip.accounts.models import Membership, User
from cip.audit import services as audit
from cip.db.versions import save_version
from cip.kernel.errors import InvalidInput
from cip.web.links import org_url
from workshops import policies
from workshops.models import Attendance, Workshop
from workshops.queries.people import is_member
from workshops.services.locking import lock

EDITABLE = frozenset({"name", "part", "preparation"})


@transaction.atomic
def invite_person(
    *,
    actor: Actor,
    workshop: Workshop,
    user_id: UUID | None = None,
    name: str = "",
    part: str = Attendance.Part.PARTICIPANT,
    preparation: str = "",
) -> Attendance:
    """Put a member, or by name somebody from outside, on the list. No mail leaves yet."""
    policies.check_can_invite(actor, workshop)
    row = _added(workshop, user_id=user_id, name=name, part=part, preparation=preparation)
    audit.record(
        actor,
        "attendance.invited",
        row,
        program_id=workshop.program_id,
        changes={"part": [None, part]},
    )
    return row


@transaction.atomic
def record_walk_in(
    *, actor: Actor, workshop: Workshop, user_id: UUID | None = None, name: str = ""
) -> Attendance:
    """Somebody came who was not invited."""
    policies.check_can_hold_workshop(actor, workshop)
    row = _added(
        workshop,
        user_id=user_id,
        name=name,
        part=Attendance.Part.PARTICIPANT,
        preparation="",
        is_present=True,
    )
    audit.record(actor, "attendance.walked_in", row, program_id=workshop.program_id)
    return row


def _added(
    workshop: Workshop,
    *,
    user_id: UUID | None,
    name: str,
    part: str,
    preparation: str,
    is_present: bool | None = None,
) -> Attendance:
    _check_part(part)
    if user_id is None and not name:
        raise InvalidInput(fields={"name": [_("Choose a member, or type a name.")]})
    if user_id is not None:
        if not is_member(workshop.program.organization_id, user_id):
            raise InvalidInput(fields={"user": [_("Choose a member of this organization.")]})
        name = str(User.objects.get(pk=user_id))
    lock(workshop)
    if user_id is not None and workshop.attendances.filter(user_id=user_id).exists():
        raise InvalidInput(fields={"user": [_("This person is already on the list.")]})
    return Attendance.objects.create(
        workshop=workshop,
        user_id=user_id,
        name=name,
        part=part,
        preparation=preparation,
        is_present=is_present,
    )


@transaction.atomic
def edit_attendance(
    *, actor: Actor, attendance: Attendance, expected_version: int, values: Mapping[str, Any]
) -> Attendance:
    """Change part and preparation; the name only of somebody from outside."""
    workshop = attendance.workshop
    policies.check_can_invite(actor, workshop)
    unknown = set(values) - EDITABLE
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    if "part" in values:
        _check_part(values["part"])
    if "name" in values:
        if attendance.user_id is not None and values["name"] != attendance.name:
            raise InvalidInput(fields={"name": [_("A member's name comes from their account.")]})
        if not values["name"]:
            raise InvalidInput(fields={"name": [_("Type a name.")]})
    lock(workshop)
    changes = save_version(attendance, expected_version=expected_version, values=values)
    if changes:
        audit.record(
            actor, "attendance.edited", attendance, program_id=workshop.program_id, changes=changes
        )
    return attendance


@transaction.atomic
def remove_attendance(*, actor: Actor, attendance: Attendance) -> None:
    """Take a person off the list."""
    workshop = attendance.workshop
    policies.check_can_invite(actor, workshop)
    lock(workshop)
    audit.record(actor, "attendance.removed", attendance, program_id=workshop.program_id)
    attendance.delete()


@transaction.atomic
def record_presence(
    *,
    actor: Actor,
    workshop: Workshop,
    present: Iterable[UUID] = (),
    absent: Iterable[UUID] = (),
) -> int:
    """Mark people of the list as present or absent; others stay as they are. How many changed.

    Raises InvalidInput for people of other workshops.
    """
    policies.check_can_hold_workshop(actor, workshop)
    marks = {**dict.fromkeys(absent, False), **dict.fromkeys(present, True)}
    lock(workshop)
    rows = {row.pk: row for row in workshop.attendances.filter(pk__in=list(marks))}
    if rows.keys() != marks.keys():
        raise InvalidInput(_("Somebody on this list was removed in the meantime; reload the page."))
    changed = 0
    for pk, is_present in marks.items():
        row = rows[pk]
        if row.is_present != is_present:
            before, row.is_present = row.is_present, is_present
            row.save(update_fields=["is_present", "updated_at"])
            changed += 1
            audit.record(
                actor,
                "attendance.marked",
                row,
                program_id=workshop.program_id,
                changes={"is_present": [before, is_present]},
            )
    return changed


@transaction.atomic
def send_invitations(*, actor: Actor, workshop: Workshop, now: datetime) -> int:
    """Mail to every invited member who does not know date, place, part and preparation as planned.

    How many mails were queued. Pressing twice sends once; people from outside get no mail.
    """
    policies.check_can_invite(actor, workshop)
    if workshop.held_on is None:
        raise InvalidInput(fields={"held_on": [_("Set the date before sending invitations.")]})
    lock(workshop)
    queued = 0
    for row in _to_be_told(workshop):
        said = invitation_hash(workshop, row)
        if row.told_hash == said:
            continue
        assert row.user is not None  # noqa: S101 - _to_be_told selects members
        before = row.told_at.isoformat() if row.told_at else "first"
        queue_mail(
            row.user.email,
            template="workshop_invitation",
            context=_mail_context(actor, workshop, row),
            dedupe_key=f"workshop-invitation:{row.pk}:{said[:32]}:{before}",
        )
        Attendance.objects.filter(pk=row.pk).update(told_at=now, told_hash=said)
        audit.record(actor, "attendance.told", row, program_id=workshop.program_id)
        queued += 1
    return queued


def _to_be_told(workshop: Workshop) -> list[Attendance]:
    members = Membership.objects.in_organization(workshop.program.organization_id)
    current = Membership.objects.current(workshop.held_on).values("pk")
    users = members.filter(pk__in=current).values("user_id")
    rows = workshop.attendances.select_related("user").filter(user_id__in=users)
    return list(rows.order_by("name", "pk"))


def invitation_hash(workshop: Workshop, attendance: Attendance) -> str:
    """Identifies what an invitation says: a change of any of it makes the sent one stale."""
    parts = (
        workshop.title,
        workshop.held_on,
        workshop.starts_at,
        workshop.location,
        attendance.part,
        attendance.preparation,
    )
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _mail_context(actor: Actor, workshop: Workshop, row: Attendance) -> dict[str, Any]:
    return {
        "workshop": workshop,
        "program": workshop.program,
        "organization": actor.organization_name,
        "name": str(row.user),
        "part": row.get_part_display(),
        "preparation": row.preparation,
        "inviter": actor.label,
        "is_update": row.told_at is not None,
        "url": settings.BASE_URL + org_url(actor, "workshops:detail", workshop.pk),
    }


def _check_part(part: str) -> None:
    if part not in Attendance.Part.values:
        raise InvalidInput(fields={"part": [_("Choose what the person takes part as.")]})
