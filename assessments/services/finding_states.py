"""The way of a finding: preliminary, discussed, then confirmed (as changed) or dropped."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import Discussion, DiscussionOutcome, Finding
from assessments.queries.findings import standing_of
from assessments.rules.evidence import Standing
from assessments.services import gates
from assessments.services.locking import lock_assessment
from cip.access.actor import Actor
from cip.audit import services as audit
from cip.db.versions import save_version
from cip.kernel.errors import InvalidInput, WrongState


@transaction.atomic
def confirm_finding(
    *,
    actor: Actor,
    finding: Finding,
    reason: str = "",
    as_uncorroborated: bool = False,
    expected_version: int,
) -> Finding:
    """The team stands by it; "as changed" when a discussion changed its text.

    Needs two independent sources, or the label "uncorroborated" with a reason. A reason is also
    needed where evidence contradicts, and where neither this finding was discussed nor the
    discussion of its area was left out for a recorded reason.
    """
    lock_assessment(finding.assessment)
    policies.check_can_write_findings(actor, finding.assessment)
    gates.check_may_confirm(finding.assessment)
    lock(finding)
    if finding.is_confirmed:
        raise WrongState(_("This finding is confirmed already."))
    if finding.state == Finding.State.DROPPED:
        raise WrongState(_("This finding was dropped. Make it preliminary again first."))
    found = standing_of(finding.pk)
    _check_support(found, as_uncorroborated=as_uncorroborated)
    why = _why_a_reason(finding, found)
    if why and not reason:
        raise InvalidInput(fields={"reason": [why]})
    was_changed = finding.outcomes.filter(kind=DiscussionOutcome.Kind.CHANGED).exists()
    state = Finding.State.CHANGED if was_changed else Finding.State.CONFIRMED
    move(
        actor,
        finding,
        state,
        reason,
        action="finding.confirmed",
        expected_version=expected_version,
        is_uncorroborated=not found.may_be_confirmed,
    )
    return finding


@transaction.atomic
def drop_finding(*, actor: Actor, finding: Finding, reason: str, expected_version: int) -> Finding:
    """The team drops it, with a reason that stays on record."""
    lock_assessment(finding.assessment)
    policies.check_can_write_findings(actor, finding.assessment)
    if not reason:
        raise InvalidInput(fields={"reason": [_("Say why the finding is dropped.")]})
    gates.check_findings_are_open(finding.assessment)
    lock(finding)
    if finding.state == Finding.State.DROPPED:
        raise WrongState(_("This finding is dropped already."))
    move(
        actor,
        finding,
        Finding.State.DROPPED,
        reason,
        action="finding.dropped",
        expected_version=expected_version,
    )
    return finding


@transaction.atomic
def reopen_finding(*, actor: Actor, finding: Finding, expected_version: int) -> Finding:
    """Back to preliminary: a confirmed or dropped finding is discussed again."""
    lock_assessment(finding.assessment)
    policies.check_can_write_findings(actor, finding.assessment)
    gates.check_findings_are_open(finding.assessment)
    lock(finding)
    if finding.state == Finding.State.PRELIMINARY:
        raise WrongState(_("This finding is preliminary already."))
    move(
        actor,
        finding,
        Finding.State.PRELIMINARY,
        "",
        action="finding.reopened",
        expected_version=expected_version,
    )
    return finding


def settle(actor: Actor, finding: Finding) -> None:
    """After evidence went: a finding confirmed by its evidence that no longer stands is open again.

    One that was confirmed as uncorroborated never rested on two sources, and stays.
    """
    lock(finding)
    if not finding.is_confirmed or finding.is_uncorroborated:
        return
    if standing_of(finding.pk).may_be_confirmed:
        return
    move(
        actor,
        finding,
        Finding.State.PRELIMINARY,
        _("Evidence was withdrawn; fewer than two independent sources are left."),
        action="finding.reopened",
        expected_version=finding.version,
    )


def lock(finding: Finding) -> None:
    """Hold the row until the end of the transaction, and know its state as stored."""
    stored = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    finding.state = stored.state
    finding.is_uncorroborated = stored.is_uncorroborated
    finding.version = stored.version


def move(
    actor: Actor,
    finding: Finding,
    state: str,
    reason: str,
    *,
    action: str,
    expected_version: int,
    is_uncorroborated: bool = False,
) -> None:
    """Save the state with its reason and audit it."""
    values = {
        "state": state,
        "state_reason": reason,
        "is_uncorroborated": is_uncorroborated,
    }
    changes = save_version(finding, expected_version=expected_version, values=values)
    record_finding(actor, action, finding, changes)


def record_finding(actor: Actor, action: str, finding: Finding, changes: dict[str, Any]) -> None:
    """The audit row of a change; none when nothing changed."""
    if changes:
        texts = {name: [str(old), str(new)] for name, (old, new) in changes.items()}
        audit.record(
            actor, action, finding, program_id=finding.assessment.program_id, changes=texts
        )


def _check_support(found: Standing, *, as_uncorroborated: bool) -> None:
    if found.may_be_confirmed or as_uncorroborated:
        return
    told = _(
        "A finding is confirmed when two independent sources support it, for example "
        "the questionnaire and an interview. Add evidence first, or confirm it as "
        "uncorroborated with a reason."
    )
    raise InvalidInput(fields={"as_uncorroborated": [told]})


def _why_a_reason(finding: Finding, found: Standing) -> str:
    if not found.may_be_confirmed:
        return _("Fewer than two independent sources support this finding: say why it stands.")
    if found.contradicting:
        return _("Some evidence contradicts this finding: say why it stands.")
    if finding.state == Finding.State.PRELIMINARY and not _area_was_skipped(finding):
        return _("This finding was not discussed: say why it is confirmed all the same.")
    return ""


def _area_was_skipped(finding: Finding) -> bool:
    return Discussion.objects.filter(
        assessment_id=finding.assessment_id,
        state=Discussion.State.SKIPPED,
        node__position__lte=finding.node.position,
        node__last_position__gte=finding.node.position,
    ).exists()
