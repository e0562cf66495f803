"""Begin a model of one's own."""

from django.db import transaction
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.kernel.errors import InvalidInput
from models_catalog import policies
from models_catalog.models import MaturityModel, ModelVersion
from models_catalog.queries.document import part_of
from models_catalog.rules.reading import complaints
from models_catalog.rules.starting import new_document
from models_catalog.rules.writing import plain_document
from models_catalog.services.importing import import_document


@transaction.atomic
def start_model(
    *, actor: Actor, code: str, name: str, number: str, like: ModelVersion | None
) -> ModelVersion:
    """A draft without nodes, with the vocabulary of another version or a small one to begin with.

    Raises InvalidInput when the organization has a model with that code, or for what is no code.
    """
    policies.check_can_import(actor, actor.organization_id)
    words = None if like is None else part_of(like, like.nodes.none())
    document = new_document(code, name, number, like=words)
    fields: dict[str, list[str]] = {}
    for complaint in complaints(plain_document(document)):
        fields.setdefault(str(complaint.path[-1]), []).append(complaint.message)
    if MaturityModel.objects.filter(organization_id=actor.organization_id, code=code).exists():
        fields["code"] = [_("The organization has a model with this code already.")]
    if fields:
        raise InvalidInput(fields=fields)
    return import_document(
        actor=actor, document=document, organization_id=actor.organization_id
    ).version
