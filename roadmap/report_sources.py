"""The part of the roadmap report that leads each initiative back to where it came from."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.models import Target
from assessments.rules.naming import without_names
from cip.db.ordering import natural
from roadmap.models import InitiativeSource


def source_head() -> list[Any]:
    """The columns of `source_rows`."""
    return [
        {"title": _("Initiative"), "width": 25},
        {"title": _("From"), "width": 35},
        {"title": _("About"), "width": 20},
        {"title": _("Assessment or workshop"), "width": 20},
    ]


def source_rows(titles: Mapping[UUID, str], people: Sequence[str]) -> list[list[Any]]:
    """One row per source of the initiatives (their titles), in one query.

    Only released findings are told, and they do not name `people`.
    """
    rows = (
        InitiativeSource.objects.filter(initiative_id__in=list(titles))
        .select_related(
            "finding__node",
            "finding__assessment",
            "action_item__assessment",
            "action_item__finding__node",
            "outcome__workshop",
            "gap__node",
            "gap__profile__assessment",
        )
        .order_by(natural("initiative__workplan__team__name"), "initiative__starts_on", "pk")
    )
    return [[titles[row.initiative_id], *_source(row, people)] for row in rows]


def _source(row: InitiativeSource, people: Sequence[str]) -> list[Any]:
    if row.outcome is not None:
        return [_("Action: %s") % row.outcome.text[:200], None, row.outcome.workshop.title]
    if row.gap is not None:
        return _gap_source(row.gap)
    finding = row.finding
    said = ""
    if row.action_item is not None:
        finding = row.action_item.finding
        said = _("Action: %s") % row.action_item.text
    assessment = (row.finding or row.action_item).assessment  # type: ignore[union-attr]
    if assessment.state not in (assessment.State.AGREED, assessment.State.CLOSED):
        return [_("Not yet released"), None, assessment.title]
    if finding is not None and finding.state == finding.State.DROPPED:
        finding = None
    if finding is not None and not said:
        said = _("Weakness: %s") % without_names(finding.title, people)
    return [said, finding.node.title if finding else None, assessment.title]


def _gap_source(target: Target) -> list[Any]:
    assessment = target.profile.assessment
    if assessment.state not in (assessment.State.AGREED, assessment.State.CLOSED):
        return [_("Not yet released"), None, assessment.title]
    day = date_format(target.due_on, "j M Y")
    return [_("Gap: target by {day}").format(day=day), target.node.title, assessment.title]
