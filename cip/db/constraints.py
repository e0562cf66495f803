"""What the database refuses, as an error on the field that a person can correct."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from cip.kernel.errors import InvalidInput


@contextmanager
def refused_by(constraint: str, *, field: str, message: str) -> Iterator[None]:
    """Run the block in a savepoint; a violation of `constraint` becomes InvalidInput on `field`."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if constraint not in str(error):
            raise
        raise InvalidInput(fields={field: [message]}) from error
