"""What the pages of analysis, ratings, findings and results share."""

from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import Assessment, Finding
from assessments.queries.appraised_model import marked
from assessments.queries.leveled_model import marked_leveled
from assessments.queries.model_words import model_words
from cip.access.check import allowed
from cip.web.links import org_url
from cip.web.loading import ActorRequest, get_visible


def load_assessment(request: ActorRequest, pk: UUID) -> Assessment:
    """The visible assessment with its program and model; the page stands inside the program."""
    rows = Assessment.objects.select_related("program", "model_version__model", "lead")
    row: Assessment = get_visible(marked_leveled(marked(rows)), request.actor, pk)
    request.program_id = row.program_id  # type: ignore[attr-defined]
    return row


def load_finding(request: ActorRequest, pk: UUID) -> Finding:
    """The visible finding with its assessment and program; 404 outside, 403 when not released."""
    rows = Finding.objects.select_related(
        "assessment__program",
        "assessment__model_version",
        "assessment__method_version",
        "node",
        "written_by",
    ).defer("assessment__method_version__document")
    row: Finding = get_visible(rows, request.actor, pk)
    policies.check_can_see_findings(request.actor, row)
    request.program_id = row.assessment.program_id  # type: ignore[attr-defined]
    return row


def submitted(request: ActorRequest) -> QueryDict | None:
    """What was sent with a POST, even when it is empty; None otherwise."""
    return request.POST if request.method == "POST" else None


def frame(
    request: ActorRequest, assessment: Assessment, title: str, *steps: tuple[str, str | None]
) -> dict[str, Any]:
    """Title, breadcrumbs (`steps` after the assessment), the model's words, what the tabs need."""
    actor = request.actor
    program = assessment.program
    return {
        "program": program,
        "assessment": assessment,
        "words": model_words(assessment.model_version),
        "page_title": title,
        "breadcrumbs": [
            (program.name, org_url(actor, "home:program", program.pk)),
            (_("Assessments"), org_url(actor, "assessments:list", program.pk)),
            (assessment.title, org_url(actor, "assessments:detail", assessment.pk)),
            *steps,
        ],
        "can_see_analysis": allowed(policies.check_can_see_analysis, actor, assessment),
        "can_see_results": allowed(policies.check_can_see_results, actor, assessment),
        "can_rate": allowed(policies.check_can_rate, actor, assessment),
        "can_write_findings": allowed(policies.check_can_write_findings, actor, assessment),
    }


def findings_step(request: ActorRequest, assessment: Assessment) -> tuple[str, str]:
    """The breadcrumb to the list of findings."""
    return _("Findings"), org_url(request.actor, "assessments:findings", assessment.pk)
