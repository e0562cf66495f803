"""Which reports about an assessment its pages offer, and to whom."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import Assessment
from assessments.rules import lifecycle
from cip.access.actor import Actor
from cip.access.check import allowed
from cip.reports.document import PDF, XLSX, FileFormat


@dataclass(frozen=True)
class OfferedReport:
    """A kind of report with what it is for."""

    kind: str
    title: str
    text: str
    format: FileFormat = PDF


def offered_reports(actor: Actor, assessment: Assessment) -> list[OfferedReport]:
    """In the order in which an assessment needs them; no query."""
    found = [
        OfferedReport(
            "kick-off",
            _("Kick-off pack"),
            _("What everybody should know before it begins: why, what, when, who, and what for."),
        )
    ]
    if allowed(policies.check_can_see_preliminary_findings, actor, assessment):
        found.append(
            OfferedReport(
                "preliminary",
                _("Preliminary findings"),
                _("What waits to be discussed, as a draft for those concerned."),
            )
        )
    is_over = assessment.state not in (lifecycle.PLANNED, lifecycle.COLLECTING)
    if is_over and allowed(policies.check_can_see_results, actor, assessment):
        found += [
            OfferedReport(
                "assessment",
                _("Assessment report"),
                _("Level, profile, ratings, findings, evidence, actions, gaps and waivers."),
            ),
            OfferedReport(
                "assessment-data",
                _("Data of the assessment"),
                _("The same in numbers, for spreadsheets: every sheet and column explained."),
                XLSX,
            ),
        ]
    return found
