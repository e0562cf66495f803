"""Keep what a report about two results is made of, and ask for it."""

from uuid import UUID

from django.db import transaction

from assessments import policies
from assessments.models import ResultComparison, ResultSnapshot
from cip.access.actor import Actor
from cip.reports.models import ReportRun
from cip.reports.services import request_report

KIND = "comparison"


@transaction.atomic
def request_comparison(
    *,
    actor: Actor,
    before: ResultSnapshot,
    after: ResultSnapshot,
    crosswalk_id: UUID | None = None,
) -> ReportRun:
    """A report about two results; the pair is kept, so that it can be asked for again.

    `crosswalk_id` is one that the actor may see. Raises NotAllowed unless both are released.
    """
    for row in (before, after):
        policies.check_can_see_results(actor, row.assessment)
    pair, _made = ResultComparison.objects.get_or_create(
        before=before,
        after=after,
        crosswalk_id=crosswalk_id,  # type: ignore[misc]
    )
    return request_report(actor=actor, kind=KIND, subject_id=pair.pk)
