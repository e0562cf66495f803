"""The parts of the assessment report that say who agreed and what was let pass."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.appraisal_report import signature_rows
from assessments.queries.signatures import Signatures
from assessments.queries.waivers import WaiverRow

DAY = "j M Y"


def signature_part(found: Signatures) -> dict[str, Any] | None:
    """None where nobody has signed: older assessments name who agreed in words."""
    if not any(row.signed_at for row in found.rows):
        return None
    return {
        "head": [{"title": _("Member of the team"), "width": 60}, {"title": _("Signed on")}],
        "rows": signature_rows(found),
    }


def waiver_part(rows: list[WaiverRow]) -> dict[str, Any]:
    """Every gate that the sponsor let pass, with the reason."""
    return {
        "head": [
            {"title": _("Step"), "width": 20},
            {"title": _("Gate"), "width": 25},
            {"title": _("Reason"), "width": 25},
            {"title": _("Waived by"), "width": 15},
            {"title": _("On"), "width": 15, "whole": True},
        ],
        "rows": [
            (row.step, row.gate, row.reason, row.by, date_format(row.at, DAY)) for row in rows
        ],
    }
