"""What a file says about each action: the same columns for the page and the data pack."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from assessments.columns import Column
from assessments.queries.findings import ActionRow, FindingRow


def action_columns(findings: Iterable[FindingRow]) -> tuple[Column[ActionRow], ...]:
    """The columns in order; `findings` are those that the reader may see."""
    titles = {row.id: row.title for row in findings}
    return (
        Column(_("Action"), _("What was agreed"), lambda row: row.text),
        Column(
            _("Answers the finding"),
            _("Title of the finding, if it is released"),
            lambda row: titles.get(row.finding_id) if row.finding_id else None,
        ),
        Column(_("Owner"), _("Who sees to it"), lambda row: row.owner),
        Column(_("Due on"), _("Day, as year-month-day"), lambda row: row.due_on.isoformat()),
        Column(_("State"), _("How far it is"), lambda row: row.state_label),
    )
