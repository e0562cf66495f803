"""What the reports about an assessment share: loading, who may have them, document control."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404

from assessments.models import Assessment
from cip.access.actor import Actor
from cip.access.check import allowed
from cip.kernel import clock
from cip.reports.document import ControlBlock, ReportChoice, ReportSubject

Check = Callable[[Actor, Assessment], None]


def checked(actor: Actor, subject_id: UUID, check: Check) -> ReportSubject:
    """The assessment as subject. Http404 outside, otherwise what `check` raises."""
    row = Assessment.objects.visible_to(actor).filter(pk=subject_id).first()
    if row is None:
        raise Http404
    check(actor, row)
    return ReportSubject(label=row.title, program_id=row.program_id)


def choosable(actor: Actor, program_id: UUID, check: Check) -> list[ReportChoice]:
    """Assessments of the program that pass the check, newest first; one query."""
    rows = Assessment.objects.visible_to(actor).filter(program_id=program_id)
    return [
        ReportChoice(row.pk, row.title)
        for row in rows.order_by("-created_at")
        if allowed(check, actor, row)
    ]


def reported(subject_id: UUID) -> Assessment:
    """The assessment with what every report says of it."""
    rows = Assessment.objects.select_related(
        "program__organization",
        "program__sponsor",
        "program__lead",
        "model_version__model",
        "method_version",
        "lead",
    )
    return rows.get(pk=subject_id)


def model_name(row: Assessment) -> str:
    """The maturity model with its version."""
    return f"{row.model_version.model.name} {row.model_version.number}"


def control(
    row: Assessment, prepared_by: str, classification: str, sources: tuple[str, ...]
) -> ControlBlock:
    """Document control of a report about the assessment as it is now."""
    return ControlBlock(
        organization=row.program.organization.name,
        program=row.program.name,
        prepared_by=prepared_by,
        prepared_at=clock.now(),
        version=str(row.version),
        classification=classification,
        sources=sources,
    )
