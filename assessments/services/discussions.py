"""Discussions of key process areas: plan, hold, leave out, and what becomes of each finding."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import ActionItem, Assessment, Discussion, DiscussionOutcome, Finding
from assessments.services import gates
from assessments.services.actions import agree_action
from assessments.services.finding_states import lock, record_finding
from assessments.services.locking import lock_assessment
from cip.access.actor import Actor
from cip.audit import services as audit
from cip.db.versions import save_version
from cip.kernel.errors import InvalidInput, WrongState
from models_catalog.models import Node


@transaction.atomic
def plan_discussion(
    *, actor: Actor, assessment: Assessment, node_id: UUID, planned_on: date
) -> Discussion:
    """A session about one area in scope; an area may have several."""
    lock_assessment(assessment)
    policies.check_can_write_findings(actor, assessment)
    node = _area(assessment, node_id)
    row = Discussion.objects.create(assessment=assessment, node=node, planned_on=planned_on)
    _record(actor, "discussion.planned", row, {"planned_on": ["", planned_on.isoformat()]})
    return row


@transaction.atomic
def skip_area(*, actor: Actor, assessment: Assessment, node_id: UUID, reason: str) -> Discussion:
    """The area is not discussed, for a reason that stays on record."""
    lock_assessment(assessment)
    policies.check_can_write_findings(actor, assessment)
    node = _area(assessment, node_id)
    _check_reason(reason, _("Say why the area is not discussed."))
    if Discussion.objects.filter(
        assessment=assessment, node=node, state=Discussion.State.HELD
    ).exists():
        raise WrongState(_("This area was discussed already."))
    row = Discussion.objects.create(
        assessment=assessment,
        node=node,
        state=Discussion.State.SKIPPED,
        state_reason=reason,
    )
    _record(actor, "discussion.skipped", row, {"reason": ["", reason]})
    return row


@transaction.atomic
def hold_discussion(
    *,
    actor: Actor,
    discussion: Discussion,
    held_on: date,
    today: date,
    attendee_count: int,
    attendee_roles: str = "",
    expected_version: int,
) -> Discussion:
    """It took place: when, and how many in which roles (no names). Also corrects what was said."""
    lock_assessment(discussion.assessment)
    policies.check_can_write_findings(actor, discussion.assessment)
    if held_on > today:
        raise InvalidInput(fields={"held_on": [_("This day has not come yet.")]})
    if attendee_count < 1:
        raise InvalidInput(fields={"attendee_count": [_("At least one person attended.")]})
    values = {
        "state": Discussion.State.HELD,
        "state_reason": "",
        "held_on": held_on,
        "attendee_count": attendee_count,
        "attendee_roles": attendee_roles,
    }
    _save(actor, "discussion.held", discussion, expected_version, values)
    return discussion


@transaction.atomic
def skip_discussion(
    *, actor: Actor, discussion: Discussion, reason: str, expected_version: int
) -> Discussion:
    """A planned one will not take place, for a reason that stays on record."""
    lock_assessment(discussion.assessment)
    policies.check_can_write_findings(actor, discussion.assessment)
    _check_reason(reason, _("Say why the discussion is left out."))
    stored = Discussion.objects.select_for_update(of=("self",)).get(pk=discussion.pk)
    if stored.state != Discussion.State.PLANNED:
        raise WrongState(_("Only a planned discussion can be left out."))
    values = {"state": Discussion.State.SKIPPED, "state_reason": reason}
    _save(actor, "discussion.skipped", discussion, expected_version, values)
    return discussion


@transaction.atomic
def plan_discussion_again(
    *, actor: Actor, discussion: Discussion, planned_on: date, expected_version: int
) -> Discussion:
    """Another day for one that was not held; one that was left out takes place after all."""
    lock_assessment(discussion.assessment)
    policies.check_can_write_findings(actor, discussion.assessment)
    stored = Discussion.objects.select_for_update(of=("self",)).get(pk=discussion.pk)
    if stored.state == Discussion.State.HELD:
        raise WrongState(_("This discussion was held already."))
    values = {
        "state": Discussion.State.PLANNED,
        "state_reason": "",
        "planned_on": planned_on,
    }
    _save(actor, "discussion.planned", discussion, expected_version, values)
    return discussion


@transaction.atomic
def record_outcome(
    *,
    actor: Actor,
    discussion: Discussion,
    finding_id: UUID,
    kind: str,
    expected_version: int,
    reason: str = "",
    title: str = "",
    text: str = "",
    solution_direction: str | None = None,
) -> DiscussionOutcome:
    """What became of a finding about the area; recorded again, it corrects what was said first.

    Changed: `title` and `text` replace the finding's; the first text stays with the outcome.
    `expected_version` is the finding's; StaleWrite when somebody changed it in between.
    """
    lock_assessment(discussion.assessment)
    policies.check_can_record_outcome(actor, discussion)
    finding = _finding(discussion, finding_id)
    _check_outcome(kind, reason, title)
    gates.check_may_discuss(finding.assessment)
    lock(finding)
    if finding.state == Finding.State.DROPPED and kind != DiscussionOutcome.Kind.DROPPED:
        raise WrongState(_("This finding was dropped. Make it preliminary again first."))
    before = _text_of(finding)
    values = _values(finding, kind, reason, title, text)
    if solution_direction is not None:
        values["solution_direction"] = solution_direction
    changes = save_version(finding, expected_version=expected_version, values=values)
    record_finding(actor, "finding.discussed", finding, changes)
    row = _stored_outcome(discussion, finding, kind, reason, before)
    _record(
        actor,
        "discussion.outcome_recorded",
        discussion,
        {"finding": str(finding.pk), "outcome": kind},
    )
    return row


def agree_action_in(
    *,
    actor: Actor,
    discussion: Discussion,
    text: str,
    owner_id: UUID,
    due_on: date,
    finding_id: UUID | None = None,
) -> ActionItem:
    """An action that was agreed in the discussion."""
    policies.check_can_record_outcome(actor, discussion)
    return agree_action(
        actor=actor,
        assessment=discussion.assessment,
        discussion=discussion,
        text=text,
        owner_id=owner_id,
        due_on=due_on,
        finding_id=finding_id,
    )


def _values(finding: Finding, kind: str, reason: str, title: str, text: str) -> dict[str, Any]:
    """What the outcome makes of the finding; what is confirmed stays so unless it changes."""
    if kind == DiscussionOutcome.Kind.DROPPED:
        state = {"state": Finding.State.DROPPED, "state_reason": reason}
        return state | {"is_uncorroborated": False}
    if kind != DiscussionOutcome.Kind.CHANGED and finding.is_confirmed:
        return {}
    values = {"state": Finding.State.DISCUSSED, "state_reason": reason, "is_uncorroborated": False}
    if kind == DiscussionOutcome.Kind.CHANGED:
        values |= {"title": title, "text": text}
    return values


def _stored_outcome(
    discussion: Discussion, finding: Finding, kind: str, reason: str, before: str
) -> DiscussionOutcome:
    known = DiscussionOutcome.objects.filter(discussion=discussion, finding=finding).first()
    row = known or DiscussionOutcome(discussion=discussion, finding=finding, text_before=before)
    row.kind, row.reason, row.text_after = kind, reason, _text_of(finding)
    row.save()
    return row


def _text_of(finding: Finding) -> str:
    return f"{finding.title}\n\n{finding.text}".strip()


def _check_outcome(kind: str, reason: str, title: str) -> None:
    errors: dict[str, list[str]] = {}
    if kind not in DiscussionOutcome.Kind.values:
        errors["kind"] = [_("Say what became of the finding.")]
    elif kind != DiscussionOutcome.Kind.AGREED and not reason:
        errors["reason"] = [_("Say why.")]
    if kind == DiscussionOutcome.Kind.CHANGED and not title:
        errors["title"] = [_("Say in one line what was found.")]
    if errors:
        raise InvalidInput(fields=errors)


def _check_reason(reason: str, message: str) -> None:
    if not reason:
        raise InvalidInput(fields={"reason": [message]})


def _area(assessment: Assessment, node_id: UUID) -> Node:
    scope = assessment.scope.filter(is_applicable=True, node_id=node_id)
    row = scope.select_related("node").first()
    if row is None:
        raise InvalidInput(fields={"node": [_("Choose an area in the scope of this assessment.")]})
    return row.node


def _finding(discussion: Discussion, finding_id: UUID) -> Finding:
    area = discussion.node
    row = (
        Finding.objects.filter(
            pk=finding_id,
            assessment_id=discussion.assessment_id,
            node__position__range=(area.position, area.last_position),
        )
        .select_related("assessment", "node")
        .first()
    )
    if row is None:
        raise InvalidInput(fields={"finding": [_("This finding is not about the area.")]})
    return row


def _save(
    actor: Actor,
    action: str,
    discussion: Discussion,
    expected_version: int,
    values: Mapping[str, Any],
) -> None:
    changes = save_version(discussion, expected_version=expected_version, values=values)
    if changes:
        texts = {name: [str(old), str(new)] for name, (old, new) in changes.items()}
        _record(actor, action, discussion, texts)


def _record(actor: Actor, action: str, row: Discussion, changes: dict[str, Any]) -> None:
    audit.record(actor, action, row, program_id=row.assessment.program_id, changes=changes)
