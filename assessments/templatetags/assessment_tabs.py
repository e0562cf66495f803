"""The tabs of one assessment that lead somewhere for this person, by what one is doing."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments import policies
from assessments.models import Assessment
from assessments.queries.appraised_model import says_appraised
from assessments.queries.leveled_model import says_leveled, speaks_of_levels
from cip.access.actor import Actor, granted
from cip.access.check import allowed
from cip.access.permissions import Permission
from cip.web.links import org_url

register = template.Library()


class Room(NamedTuple):
    """A page with a tab: the name that pages call it by, its address, its label, who may enter."""

    name: str
    view: str
    label: Promise
    permission: Permission


# A page gets its tab by one line here, and its turn by one of the two lines below.
GROUPS: tuple[tuple[Promise, tuple[Room, ...]], ...] = (
    (
        _("Overview"),
        (
            Room("overview", "detail", _("Where it stands"), Permission.VIEW_PROGRAM),
            Room("steps", "steps", _("Steps"), Permission.VIEW_PROGRAM),
        ),
    ),
    (
        _("Plan"),
        (
            Room("scope", "scope", _("Scope"), Permission.VIEW_PROGRAM),
            Room("questions", "questions", _("Questions"), Permission.VIEW_PROGRAM),
        ),
    ),
    (
        _("Ask"),
        (
            Room("participants", "participants", _("Participants"), Permission.MANAGE_PARTICIPANTS),
            Room("interviews", "interviews", _("Interviews"), Permission.WRITE_FINDINGS),
        ),
    ),
    (
        _("Find out"),
        (
            Room("analysis", "analysis", _("Analysis"), Permission.ANALYZE_ANSWERS),
            Room("evidence", "evidence", _("Evidence"), Permission.WRITE_FINDINGS),
            Room("findings", "findings", _("Findings"), Permission.VIEW_RESULTS),
            Room("discussions", "discussions", _("Discussions"), Permission.WRITE_FINDINGS),
        ),
    ),
    (
        _("Conclude"),
        (
            Room("ratings", "ratings", _("Ratings"), Permission.RATE),
            Room("ratings", "levels", _("Levels"), Permission.RATE),
            Room("ratings", "appraisal", _("Appraisal"), Permission.VIEW_RESULTS),
            Room("results", "results", _("Results"), Permission.VIEW_RESULTS),
            Room("gaps", "gaps", _("Gaps"), Permission.VIEW_RESULTS),
        ),
    ),
)
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


@dataclass(frozen=True)
class TabGroup:
    """Tabs that belong together; the group's own tab leads to the first of them."""

    label: str
    tabs: tuple[Tab, ...]

    @property
    def url(self) -> str:
        """The first page of the group."""
        return self.tabs[0].url

    @property
    def is_current(self) -> bool:
        """Whether the page that is open stands in it."""
        return any(tab.is_current for tab in self.tabs)


@register.simple_tag(takes_context=True)
def tabs_of(context: dict[str, Any], assessment: Assessment, current: str = "") -> list[TabGroup]:
    """Groups of tabs for the current actor; `current` is the name of the page that is open."""
    actor: Actor = context["request"].actor
    closed = _closed(actor, assessment)
    groups = [
        TabGroup(
            str(label),
            tuple(
                _tab(actor, assessment, room, current)
                for room in rooms
                if granted(actor, room.permission) and room.view not in closed
            ),
        )
        for label, rooms in GROUPS
    ]
    return [group for group in groups if group.tabs]


def _way_of_rating(assessment: Assessment) -> str:
    if says_appraised(assessment):
        return "appraisal"
    return "levels" if says_leveled(assessment) else "ratings"


def _closed(actor: Actor, assessment: Assessment) -> set[str]:
    """Rooms that are not open yet, and the way of rating that is not this model's."""
    return {
        *(() if allowed(policies.check_can_see_analysis, actor, assessment) else _ANALYZED),
        *(() if allowed(policies.check_can_see_results, actor, assessment) else _RELEASED),
        *({"ratings", "levels", "appraisal"} - {_way_of_rating(assessment)}),
    }


def _tab(actor: Actor, assessment: Assessment, room: Room, current: str) -> Tab:
    url = org_url(actor, f"assessments:{room.view}", assessment.pk)
    is_level = room.view != "levels" or speaks_of_levels(assessment)
    return Tab(str(room.label if is_level else _("What is there")), url, room.name == current)
