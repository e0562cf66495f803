"""What is used outside the catalog stays."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from cip.kernel.errors import WrongState


@contextmanager
def unless_used() -> Iterator[None]:
    """Delete inside; WrongState, and nothing deleted, when something else needs it."""
    try:
        with transaction.atomic():
            yield
    except ProtectedError as error:
        raise WrongState(
            _("This draft is already used, for example by an assessment, and must stay as it is.")
        ) from error
