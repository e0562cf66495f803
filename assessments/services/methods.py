"""Take in the methods that are shipped."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import MethodVersion
from assessments.rules.method_content import checksum_of
from assessments.rules.method_file import MethodReading
from cip.access.actor import Actor
from cip.audit import services as audit
from cip.kernel.errors import WrongState


@dataclass(frozen=True)
class Loaded:
    """A stored method, and whether it is new."""

    version: MethodVersion
    is_new: bool


@transaction.atomic
def load_method(*, actor: Actor, reading: MethodReading) -> Loaded:
    """Store a method that was read without a problem; the same content again changes nothing.

    Raises WrongState when this edition is stored with another content: editions never change.
    """
    method, document = reading.method, reading.plain
    if method is None or document is None:
        raise ValueError("a method with problems is not stored")
    checksum = checksum_of(document)
    row, is_new = MethodVersion.objects.get_or_create(
        code=method.code,
        number=method.number,
        defaults={"name": method.name, "document": document, "checksum": checksum},
    )
    if row.checksum != checksum:
        raise WrongState(
            _("%(method)s is stored with another content; give the new one another number.")
            % {"method": row}
        )
    if is_new:
        audit.record(actor, "method.loaded", row, changes={"checksum": checksum})
    return Loaded(row, is_new)
