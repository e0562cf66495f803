"""The tabs of one assessment that lead somewhere for this person."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import Assessment
from assessments.queries.appraised_model import says_appraised
from assessments.queries.leveled_model import says_leveled
from cip.access.actor import Actor, granted
from cip.access.check import allowed
from cip.access.permissions import Permission
from cip.web.links import org_url

register = template.Library()

# Rooms of the assessment team once collecting has ended.
_ANALYZED = ("analysis", "ratings", "levels")
# Rooms that open to everybody once the ratings are agreed.
_RELEASED = ("findings", "results", "appraisal", "gaps")


@dataclass(frozen=True)
class Tab:
    """One tab."""

    label: str
    url: str
    is_current: bool


@register.simple_tag(takes_context=True)
def tabs_of(context: dict[str, Any], assessment: Assessment, current: str = "") -> list[Tab]:
    """Tabs for the current actor; `current` is the name of the page that is open."""
    actor: Actor = context["request"].actor
    closed = {
        *(() if allowed(policies.check_can_see_analysis, actor, assessment) else _ANALYZED),
        *(() if allowed(policies.check_can_see_results, actor, assessment) else _RELEASED),
    }
    rating = ("ratings", "ratings", _("Ratings"), Permission.RATE)
    if says_appraised(assessment):
        rating = ("ratings", "appraisal", _("Appraisal"), Permission.VIEW_RESULTS)
    elif says_leveled(assessment):
        rating = ("ratings", "levels", _("Levels"), Permission.RATE)
    rooms = (
        ("overview", "detail", _("Overview"), Permission.VIEW_PROGRAM),
        ("steps", "steps", _("Steps"), Permission.VIEW_PROGRAM),
        ("scope", "scope", _("Scope"), Permission.VIEW_PROGRAM),
        ("questions", "questions", _("Questions"), Permission.VIEW_PROGRAM),
        ("participants", "participants", _("Participants"), Permission.MANAGE_PARTICIPANTS),
        ("analysis", "analysis", _("Analysis"), Permission.ANALYZE_ANSWERS),
        rating,
        ("interviews", "interviews", _("Interviews"), Permission.WRITE_FINDINGS),
        ("evidence", "evidence", _("Evidence"), Permission.WRITE_FINDINGS),
        ("findings", "findings", _("Findings"), Permission.VIEW_RESULTS),
        ("discussions", "discussions", _("Discussions"), Permission.WRITE_FINDINGS),
        ("results", "results", _("Results"), Permission.VIEW_RESULTS),
        ("gaps", "gaps", _("Gaps"), Permission.VIEW_RESULTS),
    )
    return [
        Tab(label, org_url(actor, f"assessments:{view}", assessment.pk), name == current)
        for name, view, label, permission in rooms
        if granted(actor, permission) and view not in closed
    ]
