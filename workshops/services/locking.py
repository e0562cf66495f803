"""One writer at a time where rows of a workshop hang together."""

from django.utils.translation import gettext as _

from cip.kernel.errors import WrongState
from workshops.models import Workshop


def lock(workshop: Workshop) -> None:
    """Hold the workshop's row until the transaction ends.

    Raises WrongState when its state is no longer the one on which the policy decided.
    """
    rows = Workshop.objects.select_for_update().filter(pk=workshop.pk)
    if rows.values_list("state", flat=True).first() != workshop.state:
        raise WrongState(_("The workshop's state has changed in the meantime; reload the page."))
