"""Findings and what they rest on."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import Assessment, Evidence, Finding, QuestionnaireItem
from assessments.queries.findings import nodes_to_speak_of, people_names, standing_of
from assessments.rules.naming import names_in
from cip.access.actor import Actor
from cip.audit import services as audit
from cip.db.versions import save_version
from cip.kernel.errors import InvalidInput, NotAllowed, WrongState
from cip.programs.models import ArtefactVersion

EDITABLE = ("node_id", "kind", "title", "text", "solution_direction")


def write_finding(
    *,
    actor: Actor,
    assessment: Assessment,
    node_id: UUID,
    kind: str,
    title: str,
    text: str = "",
    solution_direction: str = "",
) -> Finding:
    """A new preliminary finding about an area, goal or practice in scope."""
    policies.check_can_write_findings(actor, assessment)
    _check(assessment, node_id=node_id, kind=kind, title=title)
    if actor.user_id is None:
        raise NotAllowed(_("A finding is written by a person."))
    with transaction.atomic():
        row = Finding.objects.create(
            assessment=assessment,
            node_id=node_id,
            kind=kind,
            title=title,
            text=text,
            solution_direction=solution_direction,
            written_by_id=actor.user_id,
        )
        audit.record(
            actor,
            "finding.written",
            row,
            program_id=assessment.program_id,
            changes={"kind": kind, "title": title},
        )
    return row


def edit_finding(
    *, actor: Actor, finding: Finding, expected_version: int, values: dict[str, Any]
) -> Finding:
    """Change some of EDITABLE; StaleWrite with both texts when somebody saved in between."""
    policies.check_can_write_findings(actor, finding.assessment)
    merged = {name: values.get(name, getattr(finding, name)) for name in EDITABLE}
    _check(
        finding.assessment, node_id=merged["node_id"], kind=merged["kind"], title=merged["title"]
    )
    sent = {("node" if name == "node_id" else name): v for name, v in values.items()}
    if "node" in sent:
        sent["node"] = nodes_to_speak_of(finding.assessment).get(pk=sent["node"])
    with transaction.atomic():
        changes = save_version(finding, expected_version=expected_version, values=sent)
        _record(actor, "finding.edited", finding, changes)
    return finding


def confirm_finding(
    *, actor: Actor, finding: Finding, reason: str = "", expected_version: int
) -> Finding:
    """Needs two independent sources, and a reason where some evidence contradicts."""
    policies.check_can_write_findings(actor, finding.assessment)
    with transaction.atomic():
        _lock(finding)
        if finding.state == Finding.State.CONFIRMED:
            raise WrongState(_("This finding is confirmed already."))
        found = standing_of(finding.pk)
        if not found.may_be_confirmed:
            raise WrongState(
                _(
                    "A finding is confirmed when two independent sources support it, for example "
                    "the questionnaire and an interview. Add evidence first."
                )
            )
        if found.contradicting and not reason:
            raise InvalidInput(
                fields={"reason": [_("Some evidence contradicts this finding: say why it stands.")]}
            )
        _move(
            actor,
            finding,
            Finding.State.CONFIRMED,
            reason,
            action="finding.confirmed",
            expected_version=expected_version,
        )
    return finding


def drop_finding(*, actor: Actor, finding: Finding, reason: str, expected_version: int) -> Finding:
    """The team drops it, with a reason that stays on record."""
    policies.check_can_write_findings(actor, finding.assessment)
    if not reason:
        raise InvalidInput(fields={"reason": [_("Say why the finding is dropped.")]})
    with transaction.atomic():
        _lock(finding)
        if finding.state == Finding.State.DROPPED:
            raise WrongState(_("This finding is dropped already."))
        _move(
            actor,
            finding,
            Finding.State.DROPPED,
            reason,
            action="finding.dropped",
            expected_version=expected_version,
        )
    return finding


def reopen_finding(*, actor: Actor, finding: Finding, expected_version: int) -> Finding:
    """Back to preliminary: a confirmed or dropped finding is discussed again."""
    policies.check_can_write_findings(actor, finding.assessment)
    with transaction.atomic():
        _lock(finding)
        if finding.state == Finding.State.PRELIMINARY:
            raise WrongState(_("This finding is preliminary already."))
        _move(
            actor,
            finding,
            Finding.State.PRELIMINARY,
            "",
            action="finding.reopened",
            expected_version=expected_version,
        )
    return finding


def add_evidence(
    *,
    actor: Actor,
    finding: Finding,
    source: str,
    polarity: str,
    item_id: UUID | None = None,
    artefact_version_id: UUID | None = None,
    origin: str = "",
    note: str = "",
) -> Evidence:
    """What the finding rests on. Each source names itself: a question, a document, or an origin."""
    policies.check_can_write_findings(actor, finding.assessment)
    _check_source(source, polarity, item_id, artefact_version_id, origin)
    item = None if item_id is None else _item(finding.assessment, item_id)
    document = None
    if artefact_version_id is not None:
        document = _document(actor, finding.assessment, artefact_version_id)
    with transaction.atomic():
        row = Evidence.objects.create(
            finding=finding,
            source=source,
            polarity=polarity,
            item=item,
            artefact_version=document,
            origin=origin,
            note=note,
        )
        audit.record(
            actor,
            "evidence.added",
            row,
            program_id=finding.assessment.program_id,
            changes={"finding": str(finding.pk), "source": source, "polarity": polarity},
        )
    return row


def withdraw_evidence(*, actor: Actor, evidence: Evidence) -> Finding:
    """Take evidence away; a confirmed finding that no longer stands becomes preliminary again."""
    finding = evidence.finding
    policies.check_can_write_findings(actor, finding.assessment)
    with transaction.atomic():
        _lock(finding)
        audit.record(
            actor,
            "evidence.withdrawn",
            evidence,
            program_id=finding.assessment.program_id,
            changes={"finding": str(finding.pk), "source": evidence.source},
        )
        evidence.delete()
        confirmed = finding.state == Finding.State.CONFIRMED
        if confirmed and not standing_of(finding.pk).may_be_confirmed:
            reason = _("Evidence was withdrawn; fewer than two independent sources are left.")
            _move(
                actor,
                finding,
                Finding.State.PRELIMINARY,
                reason,
                action="finding.reopened",
                expected_version=finding.version,
            )
    return finding


def names_mentioned(finding: Finding) -> list[str]:
    """Names of participants and members in the finding's texts, for a warning."""
    text = "\n".join([finding.title, finding.text, finding.solution_direction])
    return names_in(text, people_names(finding.assessment))


def _check(assessment: Assessment, *, node_id: UUID, kind: str, title: str) -> None:
    errors = {}
    if kind not in Finding.Kind.values:
        errors["kind"] = [_("Choose strength, weakness or alternative practice.")]
    if not title:
        errors["title"] = [_("Say in one line what was found.")]
    if not nodes_to_speak_of(assessment).filter(pk=node_id).exists():
        errors["node"] = [_("Choose something in the scope of this assessment.")]
    if errors:
        raise InvalidInput(fields=errors)


def _check_source(
    source: str, polarity: str, item_id: UUID | None, version_id: UUID | None, origin: str
) -> None:
    errors: dict[str, list[str]] = {}
    if source not in Evidence.Source.values:
        errors["source"] = [_("Choose a kind of source.")]
    if polarity not in Evidence.Polarity.values:
        errors["polarity"] = [_("Say whether it supports or contradicts the finding.")]
    if source == Evidence.Source.QUESTIONNAIRE and item_id is None:
        errors["item"] = [_("Choose the question.")]
    if source != Evidence.Source.QUESTIONNAIRE and item_id is not None:
        errors["item"] = [_("Only a questionnaire has questions.")]
    if source != Evidence.Source.DOCUMENT and version_id is not None:
        errors["artefact_version"] = [_("Only a document has a file.")]
    if source == Evidence.Source.DOCUMENT and version_id is None and not origin:
        errors["artefact_version"] = [_("Choose the document, or say below which one it is.")]
    if source in (Evidence.Source.INTERVIEW, Evidence.Source.OBSERVATION) and not origin:
        errors["origin"] = [_("Say which interview, meeting or place it comes from.")]
    if errors:
        raise InvalidInput(fields=errors)


def _item(assessment: Assessment, item_id: UUID) -> QuestionnaireItem:
    row = QuestionnaireItem.objects.filter(questionnaire__assessment=assessment, pk=item_id).first()
    if row is None:
        raise InvalidInput(fields={"item": [_("This question is not in the questionnaire.")]})
    return row


def _document(actor: Actor, assessment: Assessment, version_id: UUID) -> ArtefactVersion:
    row: ArtefactVersion | None = (
        ArtefactVersion.objects.visible_to(actor)
        .filter(
            pk=version_id,
            artefact__program_id=assessment.program_id,
            artefact__withdrawn_at__isnull=True,
        )
        .first()
    )
    if row is None:
        raise InvalidInput(
            fields={"artefact_version": [_("This document is not among the program's artefacts.")]}
        )
    return row


def _lock(finding: Finding) -> None:
    stored = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    finding.state = stored.state
    finding.version = stored.version


def _move(
    actor: Actor, finding: Finding, state: str, reason: str, *, action: str, expected_version: int
) -> None:
    changes = save_version(
        finding,
        expected_version=expected_version,
        values={"state": state, "state_reason": reason},
    )
    _record(actor, action, finding, changes)


def _record(actor: Actor, action: str, finding: Finding, changes: dict[str, Any]) -> None:
    if changes:
        texts = {name: [str(old), str(new)] for name, (old, new) in changes.items()}
        audit.record(
            actor, action, finding, program_id=finding.assessment.program_id, changes=texts
        )
