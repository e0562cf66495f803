"""Publish, retire and discard versions."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.audit import services as audit
from cip.kernel.errors import InvalidInput, WrongState
from models_catalog import policies
from models_catalog.models import MaturityModel, ModelVersion
from models_catalog.queries.document import document_of
from models_catalog.queries.phrases import said
from models_catalog.rules.document import ModelDocument
from models_catalog.rules.structure import completeness
from models_catalog.rules.writing import content_checksum
from models_catalog.services.used import unless_used

MOST_GAPS = 5


@transaction.atomic
def publish_version(
    *, actor: Actor, version: ModelVersion, now: datetime, notes: str | None = None
) -> ModelVersion:
    """Publish a draft; from now on the database refuses any change of its content.

    `notes`: what changed since the version before; None leaves the draft's own. InvalidInput when
    a version is published already and nothing says what changed. WrongState when it is no draft or
    lacks something that a published version needs. The model takes over the name and description
    of the version.
    """
    version = _locked(version)
    policies.check_can_publish(actor, version)
    if notes is not None:
        version.notes = notes
    if not version.notes.strip() and has_earlier(version):
        message = _("Say what changed since the version before.")
        raise InvalidInput(fields={"notes": [message]})
    document = document_of(version)
    _check_complete(document)
    version.checksum = content_checksum(document)
    version.state = ModelVersion.State.PUBLISHED
    version.published_at = now
    version.save(update_fields=["checksum", "notes", "state", "published_at", "updated_at"])
    if version.header:
        MaturityModel.objects.filter(pk=version.model_id).update(**version.header)
        version.model.refresh_from_db()
    audit.record(actor, "model_version.published", version)
    return version


@transaction.atomic
def retire_version(*, actor: Actor, version: ModelVersion, reason: str) -> ModelVersion:
    """Retire a published version: assessments that use it stay, new ones cannot choose it.

    InvalidInput without a reason, which everybody sees who opens it.
    """
    version = _locked(version)
    policies.check_can_retire(actor, version)
    if not reason.strip():
        raise InvalidInput(fields={"reason": [_("Say why nobody should start with it any more.")]})
    version.state = ModelVersion.State.RETIRED
    version.retired_because = reason
    version.save(update_fields=["state", "retired_because", "updated_at"])
    audit.record(actor, "model_version.retired", version, changes={"reason": ["", reason]})
    return version


def has_earlier(version: ModelVersion) -> bool:
    """Whether another version of the model is published or was."""
    others = ModelVersion.objects.filter(model=version.model_id).exclude(pk=version.pk)
    return others.exclude(state=ModelVersion.State.DRAFT).exists()


@transaction.atomic
def discard_draft(*, actor: Actor, version: ModelVersion) -> None:
    """Delete a draft, and its model when that was its only version.

    Raises WrongState when something already uses the draft.
    """
    version = _locked(version)
    policies.check_can_discard(actor, version)
    model = version.model
    audit.record(actor, "model_version.discarded", version)
    clear_content(version)
    version.delete()
    if not model.versions.exists():
        model.delete()


def clear_content(version: ModelVersion) -> None:
    """Delete everything in a draft; WrongState when something outside the catalog uses it."""
    with unless_used():
        version.nodes.all().delete()
        version.node_types.all().delete()
        version.link_kinds.all().delete()
        version.dimensions.all().delete()
        version.scales.all().delete()


def _locked(version: ModelVersion) -> ModelVersion:
    rows = ModelVersion.objects.select_for_update(of=("self",)).select_related("model")
    return rows.get(pk=version.pk)


def _check_complete(document: ModelDocument) -> None:
    missing = completeness(document).missing
    if missing:
        named = [
            f"{gap.code}: {said(gap.message)}" if gap.code else said(gap.message) for gap in missing
        ]
        raise WrongState(
            _("It cannot be published yet: %(gaps)s.") % {"gaps": "; ".join(named[:MOST_GAPS])}
        )
