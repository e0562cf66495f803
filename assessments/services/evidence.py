"""What findings rest on."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import Assessment, Evidence, Finding, QuestionnaireItem
from assessments.queries.analysis import analysis
from assessments.rules.evidence import SOURCES_NEEDED
from assessments.services import gates
from assessments.services.finding_states import settle
from assessments.services.locking import check_still_there, lock_assessment
from cip.access.actor import Actor
from cip.audit import services as audit
from cip.kernel.errors import InvalidInput
from cip.programs.models import ArtefactVersion


@transaction.atomic
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
    """What the finding rests on. Each source names itself: a question, a document, or an origin.

    A question counts as the voice of many: one that a single person answered could be the same
    voice as an interview, and is refused (so is one whose answers are hidden).
    """
    lock_assessment(finding.assessment)
    policies.check_can_write_findings(actor, finding.assessment)
    gates.check_findings_are_open(finding.assessment)
    if polarity not in Evidence.Polarity.values:
        text = _("Say whether it supports or contradicts the finding.")
        raise InvalidInput(fields={"polarity": [text]})
    check_source(source, item_id, artefact_version_id, origin)
    item = None if item_id is None else item_of(finding.assessment, item_id)
    if item is not None:
        _check_many_answered(finding.assessment, item)
    document = None
    if artefact_version_id is not None:
        document = visible_document(actor, finding.assessment, artefact_version_id)
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


@transaction.atomic
def withdraw_evidence(*, actor: Actor, evidence: Evidence) -> Finding:
    """Take evidence away; a confirmed finding that no longer stands becomes preliminary again."""
    finding = evidence.finding
    lock_assessment(finding.assessment)
    policies.check_can_write_findings(actor, finding.assessment)
    gates.check_findings_are_open(finding.assessment)
    check_still_there(evidence)
    audit.record(
        actor,
        "evidence.withdrawn",
        evidence,
        program_id=finding.assessment.program_id,
        changes={"finding": str(finding.pk), "source": evidence.source},
    )
    evidence.delete()
    settle(actor, finding)
    return finding


def check_source(source: str, item_id: UUID | None, version_id: UUID | None, origin: str) -> None:
    """InvalidInput unless the source is known and names itself."""
    errors: dict[str, list[str]] = {}
    if source not in Evidence.Source.values:
        errors["source"] = [_("Choose a kind of source.")]
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


def item_of(assessment: Assessment, item_id: UUID) -> QuestionnaireItem:
    """The question of the assessment; InvalidInput otherwise."""
    row = QuestionnaireItem.objects.filter(questionnaire__assessment=assessment, pk=item_id).first()
    if row is None:
        raise InvalidInput(fields={"item": [_("This question is not in the questionnaire.")]})
    return row


def _check_many_answered(assessment: Assessment, item: QuestionnaireItem) -> None:
    root = item.origin_id or item.pk
    found = next(
        (row for row in analysis(assessment, for_team=True).items if row.root == root), None
    )
    if found is None or found.statistics is None or found.statistics.valid < SOURCES_NEEDED:
        said = _("Too few people answered this question for a finding to rest on it.")
        raise InvalidInput(fields={"item": [said]})


def visible_document(actor: Actor, assessment: Assessment, version_id: UUID) -> ArtefactVersion:
    """A current document of the program that the actor may see; InvalidInput otherwise."""
    row: ArtefactVersion | None = (
        ArtefactVersion.objects.visible_to(actor)
        .citable(assessment.program_id)
        .filter(pk=version_id)
        .first()
    )
    if row is None:
        raise InvalidInput(
            fields={"artefact_version": [_("This document is not among the program's artefacts.")]}
        )
    return row
