"""What a file says about each finding: the same columns for the page and the data pack."""

from django.utils.translation import gettext as _

from assessments.columns import Column
from assessments.queries.findings import FindingRow


def finding_columns() -> tuple[Column[FindingRow], ...]:
    """The columns in order."""
    return (
        Column(
            _("Kind"), _("Strength, weakness or alternative practice"), lambda row: row.kind_label
        ),
        Column(_("State"), _("How far it is"), lambda row: row.state_label),
        Column(_("About (code)"), _("Code of what it is about"), lambda row: row.node_code),
        Column(_("About"), _("Title of what it is about"), lambda row: row.node_title),
        Column(_("Finding"), _("Title of the finding"), lambda row: row.title),
        Column(
            _("Text"),
            _("The finding in full; names of people are taken out"),
            lambda row: row.text,
        ),
        Column(
            _("Direction for a solution"),
            _("Where a solution may be found"),
            lambda row: row.solution_direction,
        ),
        Column(
            _("Corroboration"),
            _("How well it stands: two independent sources corroborate"),
            lambda row: row.corroboration,
        ),
        Column(
            _("Independent sources"),
            _("How many support it"),
            lambda row: row.standing.independent,
        ),
        Column(
            _("Contradicting sources"),
            _("How many speak against it"),
            lambda row: row.standing.contradicting,
        ),
        Column(_("Actions"), _("How many actions answer it"), lambda row: row.action_count),
    )
