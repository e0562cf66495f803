"""One writer at a time for everything that a state of the assessment allows or forbids."""

from assessments.models import Assessment


def lock_assessment(assessment: Assessment) -> None:
    """Take the row, so that rating and agreeing never cross; the state is read again.

    Must run in a transaction.
    """
    stored = Assessment.objects.select_for_update(of=("self",), no_key=True).get(pk=assessment.pk)
    assessment.state = stored.state
    assessment.version = stored.version
