"""Writing findings."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import Assessment, Finding
from assessments.queries.findings import nodes_to_speak_of
from assessments.queries.names_found import names_found
from assessments.services import gates
from assessments.services.finding_states import record_finding
from assessments.services.locking import lock_assessment
from cip.access.actor import Actor
from cip.audit import services as audit
from cip.db.versions import save_version
from cip.kernel.errors import InvalidInput, NotAllowed

EDITABLE = ("node_id", "kind", "title", "text", "solution_direction")


@transaction.atomic
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
    lock_assessment(assessment)
    policies.check_can_write_findings(actor, assessment)
    _check(assessment, node_id=node_id, kind=kind, title=title)
    if actor.user_id is None:
        raise NotAllowed(_("A finding is written by a person."))
    gates.check_findings_are_open(assessment)
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


@transaction.atomic
def edit_finding(
    *, actor: Actor, finding: Finding, expected_version: int, values: dict[str, Any]
) -> Finding:
    """Change some of EDITABLE; StaleWrite with both texts when somebody saved in between."""
    lock_assessment(finding.assessment)
    policies.check_can_write_findings(actor, finding.assessment)
    merged = {name: values.get(name, getattr(finding, name)) for name in EDITABLE}
    _check(
        finding.assessment, node_id=merged["node_id"], kind=merged["kind"], title=merged["title"]
    )
    sent = {("node" if name == "node_id" else name): v for name, v in values.items()}
    if "node" in sent:
        sent["node"] = nodes_to_speak_of(finding.assessment).get(pk=sent["node"])
    gates.check_findings_are_open(finding.assessment)
    changes = save_version(finding, expected_version=expected_version, values=sent)
    record_finding(actor, "finding.edited", finding, changes)
    return finding


def names_mentioned(finding: Finding) -> list[str]:
    """Names of participants and members in the finding's texts, for a warning."""
    texts = (finding.title, finding.text, finding.solution_direction)
    return names_in_texts(finding.assessment, texts)


def names_in_texts(assessment: Assessment, texts: Iterable[str]) -> list[str]:
    """Names of participants and members in texts that are to be released, for a warning."""
    return names_found(assessment, texts)


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
