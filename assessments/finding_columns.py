"""What a file says about each finding: the same columns for the page and the data pack."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessments.queries.findings import FindingRow


@dataclass(frozen=True)
class FindingColumn:
    """A column: its title, what it says, and its value of a finding."""

    title: str
    text: str
    value: Callable[[FindingRow], Any]


def finding_columns() -> tuple[FindingColumn, ...]:
    """The columns in order."""
    return (
        FindingColumn(
            _("Kind"), _("Strength, weakness or alternative practice"), lambda row: row.kind_label
        ),
        FindingColumn(_("State"), _("How far it is"), lambda row: row.state_label),
        FindingColumn(_("About (code)"), _("Code of what it is about"), lambda row: row.node_code),
        FindingColumn(_("About"), _("Title of what it is about"), lambda row: row.node_title),
        FindingColumn(_("Finding"), _("Title of the finding"), lambda row: row.title),
        FindingColumn(
            _("Text"),
            _("The finding in full; names of people are taken out"),
            lambda row: row.text,
        ),
        FindingColumn(
            _("Direction for a solution"),
            _("Where a solution may be found"),
            lambda row: row.solution_direction,
        ),
        FindingColumn(
            _("Corroboration"),
            _("How well it stands: two independent sources corroborate"),
            lambda row: row.corroboration,
        ),
        FindingColumn(
            _("Independent sources"),
            _("How many support it"),
            lambda row: row.standing.independent,
        ),
        FindingColumn(
            _("Contradicting sources"),
            _("How many speak against it"),
            lambda row: row.standing.contradicting,
        ),
        FindingColumn(_("Actions"), _("How many actions answer it"), lambda row: row.action_count),
    )
