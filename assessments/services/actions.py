"""Action items agreed in an assessment."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import ActionItem, Assessment, Discussion, Finding
from assessments.queries.findings import current_members, needs_finding
from assessments.services.locking import lock_assessment
from cip.access.actor import Actor
from cip.accounts.models import User
from cip.audit import services as audit
from cip.db.versions import save_version
from cip.kernel.errors import InvalidInput, WrongState


@transaction.atomic
def agree_action(
    *,
    actor: Actor,
    assessment: Assessment,
    text: str,
    owner_id: UUID,
    due_on: date,
    finding_id: UUID | None = None,
    discussion: Discussion | None = None,
) -> ActionItem:
    """A new action with an owner (a current member) and a day; about a finding or alone.

    `discussion`: the one in which it was agreed, of the same assessment. Where the method wants a
    finding, it was discussed or confirmed, or is being discussed there.
    """
    lock_assessment(assessment)
    policies.check_can_write_findings(actor, assessment)
    finding = None if finding_id is None else _finding(assessment, finding_id)
    _check_finding(assessment, finding, discussion)
    owner = _owner(assessment, owner_id)
    _check_text(text)
    row = ActionItem.objects.create(
        assessment=assessment,
        finding=finding,
        discussion=discussion,
        text=text,
        owner=owner,
        due_on=due_on,
    )
    audit.record(
        actor,
        "action_item.agreed",
        row,
        program_id=assessment.program_id,
        changes={"text": text, "owner": str(owner), "due_on": due_on.isoformat()},
    )
    return row


def edit_action(
    *, actor: Actor, item: ActionItem, expected_version: int, values: dict[str, Any]
) -> ActionItem:
    """Change text, owner (`owner_id`) or due date of an open action."""
    policies.check_can_edit_action_item(actor, item)
    sent = {name: value for name, value in values.items() if name in ("text", "due_on")}
    if "text" in sent:
        _check_text(sent["text"])
    if "owner_id" in values and values["owner_id"] != item.owner_id:
        sent["owner"] = _owner(item.assessment, values["owner_id"])
    with transaction.atomic():
        changes = save_version(item, expected_version=expected_version, values=sent)
        _record(actor, "action_item.edited", item, changes)
    return item


def complete_action(*, actor: Actor, item: ActionItem, expected_version: int) -> ActionItem:
    """The action is done."""
    return _settle(
        actor,
        item,
        ActionItem.State.DONE,
        "",
        action="action_item.completed",
        expected_version=expected_version,
    )


def drop_action(
    *, actor: Actor, item: ActionItem, reason: str, expected_version: int
) -> ActionItem:
    """The action is given up, with a reason."""
    policies.check_can_settle_action_item(actor, item)
    if not reason:
        raise InvalidInput(fields={"reason": [_("Say why the action is dropped.")]})
    return _settle(
        actor,
        item,
        ActionItem.State.DROPPED,
        reason,
        action="action_item.dropped",
        expected_version=expected_version,
    )


def reopen_action(*, actor: Actor, item: ActionItem, expected_version: int) -> ActionItem:
    """A done or dropped action is open again."""
    return _settle(
        actor,
        item,
        ActionItem.State.OPEN,
        "",
        action="action_item.reopened",
        expected_version=expected_version,
    )


def _settle(
    actor: Actor, item: ActionItem, state: str, reason: str, *, action: str, expected_version: int
) -> ActionItem:
    policies.check_can_settle_action_item(actor, item)
    with transaction.atomic():
        stored = ActionItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if stored.state == state:
            raise WrongState(_("This action is in that state already."))
        if ActionItem.State.OPEN not in (state, stored.state):
            raise WrongState(_("This action has ended. Take it up again first."))
        changes = save_version(
            item, expected_version=expected_version, values={"state": state, "state_reason": reason}
        )
        _record(actor, action, item, changes)
    return item


def _check_text(text: str) -> None:
    if not text:
        raise InvalidInput(fields={"text": [_("Say what is to be done.")]})


def _finding(assessment: Assessment, finding_id: UUID) -> Finding:
    row = Finding.objects.filter(assessment=assessment, pk=finding_id).first()
    if row is None:
        raise InvalidInput(fields={"finding": [_("This finding is not in this assessment.")]})
    row.assessment = assessment
    return row


def check_carries_actions(finding: Finding) -> None:
    """Raise WrongState where the method lets no action be agreed about this finding now."""
    if not needs_finding(finding.assessment):
        return
    if finding.state == Finding.State.DROPPED:
        raise WrongState(_("This finding was dropped; no action is agreed about it."))
    if finding.state == Finding.State.PRELIMINARY:
        raise WrongState(
            _(
                "This finding is preliminary. Agree the action in the discussion of its area, or "
                "once the finding was discussed or confirmed."
            )
        )


def _check_finding(
    assessment: Assessment, finding: Finding | None, discussion: Discussion | None
) -> None:
    if finding is None and needs_finding(assessment):
        raise InvalidInput(fields={"finding": [_("Choose the finding that the action is about.")]})
    if finding is None:
        return
    if discussion is None or finding.state == Finding.State.DROPPED:
        check_carries_actions(finding)


def _owner(assessment: Assessment, owner_id: UUID) -> User:
    row = current_members(assessment.program.organization_id).filter(pk=owner_id).first()
    if row is None:
        raise InvalidInput(
            fields={"owner": [_("Choose a current member of the organization as owner.")]}
        )
    return row


def _record(actor: Actor, action: str, item: ActionItem, changes: dict[str, Any]) -> None:
    if changes:
        texts = {name: [str(old), str(new)] for name, (old, new) in changes.items()}
        audit.record(actor, action, item, program_id=item.assessment.program_id, changes=texts)
