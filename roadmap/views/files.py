"""Lists of this app as files."""

from collections.abc import Iterable

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from cip.web.lists import list_file
from roadmap.queries.roadmap import RoadmapBar
from roadmap.queries.sources import SourceRow
from roadmap.queries.workplan import WorkItemRow


def initiatives_file(rows: Iterable[RoadmapBar]) -> StreamingHttpResponse:
    """Initiatives; money in the program's currency, effort in person-days."""
    head = [
        _("Initiative"),
        _("Owner"),
        _("From"),
        _("To"),
        _("State"),
        _("Progress in percent"),
        _("Slack in days"),
        _("Critical"),
        _("Days"),
        _("Capex"),
        _("Opex"),
    ]
    lines = (
        (
            bar.title,
            bar.owner,
            bar.starts_on,
            bar.due_on,
            bar.state_label,
            bar.progress,
            bar.slack_days,
            _("Yes") if bar.is_critical else "",
            bar.effort_days,
            bar.capex,
            bar.opex,
        )
        for bar in rows
    )
    return list_file("initiatives", head, lines)


def work_items_file(rows: Iterable[WorkItemRow]) -> StreamingHttpResponse:
    """Work items; effort in person-days."""
    head = [
        _("Work item"),
        _("Initiative"),
        _("Owner"),
        _("Due on"),
        _("State"),
        _("Days"),
        _("From"),
        _("Description"),
    ]
    lines = (
        (
            row.title,
            row.initiative,
            row.owner,
            row.due_on,
            row.state_label,
            row.effort_days,
            row.origin,
            row.description,
        )
        for row in rows
    )
    return list_file("work-items", head, lines)


def sources_file(rows: Iterable[SourceRow]) -> StreamingHttpResponse:
    """Weaknesses and agreed actions that no workplan has taken."""
    kinds = {
        "finding": _("Weakness found"),
        "action_item": _("Action agreed in an assessment"),
        "outcome": _("Action agreed in a workshop"),
    }
    head = [_("What"), _("Title"), _("About"), _("Assessment or workshop"), _("Owner"), _("Due on")]
    lines = ((kinds[r.kind], r.title, r.about, r.origin, r.owner, r.due_on) for r in rows)
    return list_file("to-take", head, lines)
