"""Printing without a job and without keeping anything: for what nobody else must ever find."""

from django.db import connection, transaction
from django.utils.translation import gettext as _

from cip.kernel.errors import WrongState
from cip.reports.document import ReportDocument
from cip.reports.rendering import Pdf, render_pdf

SLOTS = 2  # printed at the same time, over all processes: paper must not starve the pages


@transaction.atomic
def print_now(document: ReportDocument) -> Pdf:
    """The document as PDF, at once. Raises WrongState while as many as may are being printed."""
    if not any(_take(slot) for slot in range(SLOTS)):
        raise WrongState(
            _(
                "Others are printing just now. Try again in a few seconds, or print the page with "
                "your browser."
            )
        )
    return render_pdf(document)


def _take(slot: int) -> bool:
    """Whether the slot was free; it is free again when the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"print-now:{slot}"]
        )
        row = cursor.fetchone()
    return bool(row and row[0])
