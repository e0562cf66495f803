"""One writer at a time for everything that a state of the assessment allows or forbids."""

from assessments.models import Assessment


def lock_assessment(assessment: Assessment) -> None:
    """Take the row, so that no write crosses agreeing, closing or delivering; the state is read
    again. Nobody shares it: two who confirm findings would wait for each other at the steps.

    Must run in a transaction, before any row of the assessment is locked.
    """
    stored = Assessment.objects.select_for_update(of=("self",), no_key=True).get(pk=assessment.pk)
    assessment.state = stored.state
    assessment.version = stored.version
