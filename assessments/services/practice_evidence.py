"""Evidence about practices, and its way into findings."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import (
    Assessment,
    Evidence,
    Finding,
    InterviewNote,
    PracticeEvidence,
    Says,
)
from assessments.queries.findings import nodes_to_speak_of
from assessments.services import gates
from assessments.services.evidence import check_source, item_of, visible_document
from assessments.services.finding_states import lock, settle
from assessments.services.locking import check_still_there, lock_assessment
from cip.access.actor import Actor, acting_person
from cip.audit import services as audit
from cip.kernel.errors import InvalidInput, WrongState

OF_A_NOTE = 200  # characters of a role named as origin


@transaction.atomic
def collect_evidence(
    *,
    actor: Actor,
    assessment: Assessment,
    node_id: UUID,
    source: str,
    says: str,
    dated_on: date,
    today: date,
    item_id: UUID | None = None,
    artefact_version_id: UUID | None = None,
    origin: str = "",
    note: str = "",
) -> PracticeEvidence:
    """A piece from answers, a document or an observation. Interviews give theirs by their notes."""
    lock_assessment(assessment)
    policies.check_can_collect_evidence(actor, assessment)
    _check(assessment, node_id=node_id, source=source, says=says, dated_on=dated_on, today=today)
    check_source(source, item_id, artefact_version_id, origin)
    item = None if item_id is None else item_of(assessment, item_id)
    document = None
    if artefact_version_id is not None:
        document = visible_document(actor, assessment, artefact_version_id)
    row = PracticeEvidence.objects.create(
        assessment=assessment,
        node_id=node_id,
        source=source,
        says=says,
        dated_on=dated_on,
        item=item,
        artefact_version=document,
        origin=origin,
        note=note,
        added_by_id=acting_person(actor),
    )
    _record(actor, "practice_evidence.collected", row)
    return row


@transaction.atomic
def use_note(*, actor: Actor, note: InterviewNote) -> list[PracticeEvidence]:
    """The note becomes evidence about everything it is tied to; needs consent and a direction.

    Done once: what is evidence already stays as it is.
    """
    lock_assessment(note.interview.assessment)
    stored = InterviewNote.objects.select_for_update(of=("self", "interview"))
    note = stored.select_related("interview__assessment").get(pk=note.pk)
    interview = note.interview
    policies.check_can_use_as_evidence(actor, interview)
    if not note.says:
        raise WrongState(
            _("Say in the note whether it is done or not done, so that it can be evidence.")
        )
    known = set(note.evidence.values_list("node_id", flat=True))
    made = [
        PracticeEvidence(
            assessment=interview.assessment,
            node_id=node_id,
            source=Evidence.Source.INTERVIEW,
            says=note.says,
            dated_on=interview.held_on or interview.planned_on,
            interview_note=note,
            added_by_id=acting_person(actor),
        )
        for node_id in note.nodes.values_list("pk", flat=True)
        if node_id not in known
    ]
    for row in PracticeEvidence.objects.bulk_create(made):
        _record(actor, "practice_evidence.collected", row)
    return made


@transaction.atomic
def withdraw_practice_evidence(*, actor: Actor, evidence: PracticeEvidence) -> None:
    """Take it away, also from the findings that took it in; these are looked at again."""
    lock_assessment(evidence.assessment)
    policies.check_can_collect_evidence(actor, evidence.assessment)
    check_still_there(evidence)
    touched = list(evidence.taken_into.values_list("finding_id", flat=True))
    if touched:
        gates.check_findings_are_open(evidence.assessment)
    _record(actor, "practice_evidence.withdrawn", evidence)
    evidence.delete()
    settle_findings(actor, touched)


@transaction.atomic
def take_in(*, actor: Actor, finding: Finding, evidence: PracticeEvidence) -> Evidence:
    """The finding rests on this piece from now on.

    A strength is supported by what shows that something is done; a weakness by what shows that it
    is not; an alternative practice, which does it another way, like a strength.
    """
    lock_assessment(finding.assessment)
    policies.check_can_write_findings(actor, finding.assessment)
    gates.check_findings_are_open(finding.assessment)
    if evidence.assessment_id != finding.assessment_id:
        raise InvalidInput(fields={"evidence": [_("This evidence is not in this assessment.")]})
    check_still_there(evidence)
    supports = (finding.kind == Finding.Kind.WEAKNESS) == (evidence.says == Says.NOT_DONE)
    lock(finding)
    if finding.evidence.filter(taken_from=evidence).exists():
        raise WrongState(_("This finding rests on that evidence already."))
    row = Evidence.objects.create(
        finding=finding,
        taken_from=evidence,
        source=evidence.source,
        polarity=Evidence.Polarity.SUPPORTS if supports else Evidence.Polarity.CONTRADICTS,
        item=evidence.item,
        artefact_version=evidence.artefact_version,
        origin=_origin(evidence),
    )
    changes = {"finding": str(finding.pk), "source": row.source, "polarity": row.polarity}
    audit.record(
        actor,
        "evidence.added",
        row,
        program_id=finding.assessment.program_id,
        changes=changes,
    )
    return row


def settle_findings(actor: Actor, finding_ids: Iterable[UUID]) -> None:
    """Look again at findings after evidence went; part of the service that took it away."""
    rows = Finding.objects.filter(pk__in=set(finding_ids)).select_related("assessment", "node")
    for finding in rows.order_by("pk"):
        settle(actor, finding)


def _origin(evidence: PracticeEvidence) -> str:
    if evidence.interview_note is None:
        return evidence.origin
    return evidence.interview_note.interview.role_asked[:OF_A_NOTE]


def _check(
    assessment: Assessment, *, node_id: UUID, source: str, says: str, dated_on: date, today: date
) -> None:
    errors: dict[str, list[str]] = {}
    if not nodes_to_speak_of(assessment).filter(pk=node_id).exists():
        errors["node"] = [_("Choose something in the scope of this assessment.")]
    if source == Evidence.Source.INTERVIEW:
        errors["source"] = [_("Write a note in the interview and use that as evidence.")]
    if says not in Says.values:
        errors["says"] = [_("Say whether it is done or not done.")]
    if dated_on > today:
        errors["dated_on"] = [_("This day has not come yet.")]
    if errors:
        raise InvalidInput(fields=errors)


def _record(actor: Actor, action: str, row: PracticeEvidence) -> None:
    audit.record(
        actor,
        action,
        row,
        program_id=row.assessment.program_id,
        changes={"node": str(row.node_id), "source": row.source, "says": row.says},
    )
