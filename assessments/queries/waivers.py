"""Gates that were let pass, for the report."""

from dataclasses import dataclass
from datetime import datetime

from assessments.models import Assessment, GateWaiver
from assessments.queries.findings import people_names
from assessments.rules.naming import without_names


@dataclass(frozen=True)
class WaiverRow:
    """One waiver; its reason names nobody."""

    step: str
    gate: str
    reason: str
    by: str
    at: datetime


def waivers(assessment: Assessment) -> list[WaiverRow]:
    """All waivers that stand, oldest first; three queries. The method version must be loaded."""
    method = assessment.method_version.method
    names = people_names(assessment)
    rows = GateWaiver.objects.filter(assessment=assessment, withdrawn_at__isnull=True)
    found = []
    for row in rows.select_related("said_by").order_by("said_at", "pk"):
        step = method.step(row.step)
        gate = step.gate(row.gate) if step else None
        if step is None or gate is None:
            raise LookupError(f"{method.code} has no gate {row.step} {row.gate}")
        reason = without_names(row.note, names)
        found.append(
            WaiverRow(f"{step.code} {step.name}", gate.text, reason, str(row.said_by), row.said_at)
        )
    return found
