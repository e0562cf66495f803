"""Store a model document as a draft version: all of it or nothing."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.audit import services as audit
from cip.kernel import clock
from cip.kernel.errors import WrongState
from models_catalog import policies
from models_catalog.models import MaturityModel, ModelVersion
from models_catalog.rules.document import ModelDocument
from models_catalog.rules.writing import content_checksum
from models_catalog.services.history import EVERYTHING, add_step
from models_catalog.services.rows import write_rows
from models_catalog.services.statistics import MANY, refresh_statistics
from models_catalog.services.versions import clear_content


class Outcome(StrEnum):
    """What an import did."""

    CREATED = "created"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Imported:
    """The version that now holds the document's content."""

    version: ModelVersion
    outcome: Outcome
    nodes: int


@transaction.atomic
def import_document(
    *,
    actor: Actor,
    document: ModelDocument,
    organization_id: UUID | None,
    based_on: ModelVersion | None = None,
) -> Imported:
    """Store the document as a draft version of its model.

    `organization_id` None stores it for everybody (operators only). The same content again changes
    nothing. A draft of the same number is replaced and keeps its id. Raises WrongState when a
    published version of the same number holds different content: published content never changes.
    `based_on`: the version that a variant was made from; when none is given, a new version of a
    variant keeps its line.
    """
    policies.check_can_import(actor, organization_id)
    checksum = content_checksum(document)
    header = document.model.header
    model = _locked_model(document.model.code, header, organization_id)
    version = ModelVersion.objects.filter(model=model, number=document.version.number).first()
    count = sum(1 for _node in document.walk())
    if version is not None and version.checksum == checksum:
        return Imported(version, Outcome.UNCHANGED, count)
    if version is not None:
        check_can_replace(version, model)
        clear_content(version)
        version.revision += 1
        outcome = Outcome.REPLACED
    else:
        version = ModelVersion(
            model=model, number=document.version.number, based_on=based_on or _line_of(model)
        )
        outcome = Outcome.CREATED
    version.model = model
    version.notes, version.checksum, version.header = document.version.notes, checksum, header
    version.save()
    write_rows(version, document)
    if count >= MANY:
        transaction.on_commit(refresh_statistics)
    if outcome is Outcome.REPLACED:
        _start_over(actor, version)
    describe_model(model, header)
    audit.record(actor, "model_version.imported", version, changes={"checksum": [None, checksum]})
    return Imported(version, outcome, count)


def check_can_replace(version: ModelVersion, model: MaturityModel) -> None:
    """WrongState when the version is no draft: other content needs another number."""
    if version.state != ModelVersion.State.DRAFT:
        raise WrongState(
            _(
                "Version %(number)s of %(code)s is published with other content. "
                "Give the changed content a new version number."
            )
            % {"number": version.number, "code": model.code}
        )


def _start_over(actor: Actor, version: ModelVersion) -> None:
    """Nothing before the new content can be undone, and whoever edits the old one is told."""
    add_step(
        made_by=actor.user_id,
        version=version,
        now=clock.now(),
        do=[],
        undo=[],
        touches={EVERYTHING},
        subject=version.number,
    )


def _locked_model(code: str, header: dict[str, Any], organization_id: UUID | None) -> MaturityModel:
    """The model, made if need be; locked, so that two imports of it wait for each other."""
    model, _is_new = MaturityModel.objects.get_or_create(
        organization_id=organization_id,  # type: ignore[misc]
        code=code,
        defaults=header,
    )
    return MaturityModel.objects.select_for_update().get(pk=model.pk)


def _line_of(model: MaturityModel) -> ModelVersion | None:
    """What the newest version of a variant is based on."""
    newest = model.versions.select_related("based_on").order_by("-created_at", "pk").first()
    return newest.based_on if newest else None


def describe_model(model: MaturityModel, header: dict[str, Any]) -> None:
    """A model without a published version is described by its newest draft."""
    if not model.versions.exclude(state=ModelVersion.State.DRAFT).exists():
        MaturityModel.objects.filter(pk=model.pk).update(**header)
        model.refresh_from_db()
