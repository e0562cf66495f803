"""One writer at a time for everything that a state of the assessment allows or forbids."""

from django.db.models import Model
from django.utils.translation import gettext as _

from assessments.models import Assessment
from cip.kernel.errors import WrongState


def lock_assessment(assessment: Assessment) -> None:
    """Take the row, so that no write crosses agreeing, closing or delivering; the state is read
    again. Nobody shares it: two who confirm findings would wait for each other at the steps.

    Must run in a transaction, before any row of the assessment is locked.
    """
    stored = Assessment.objects.select_for_update(of=("self",), no_key=True).get(pk=assessment.pk)
    assessment.state = stored.state
    assessment.version = stored.version


def check_still_there(row: Model) -> None:
    """Raise WrongState when somebody else took the row away; asked under the lock."""
    if not type(row)._default_manager.filter(pk=row.pk).exists():
        raise WrongState(_("Somebody else has taken this away in the meantime."))
