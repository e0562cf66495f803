"""The next version of an own model, variants of published models, and their upgrade."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.audit import services as audit
from cip.kernel.errors import InvalidInput, WrongState
from models_catalog import policies
from models_catalog.models import MaturityModel, ModelVersion
from models_catalog.queries.document import document_of
from models_catalog.queries.lifecycle import newer_versions
from models_catalog.rules.document import ModelDocument, Version
from models_catalog.rules.numbering import next_number
from models_catalog.rules.threeway import Side
from models_catalog.rules.upgrading import Fate, Upgrade, upgrade
from models_catalog.services.importing import import_document

FIRST = "1.0"


@transaction.atomic
def next_version(*, actor: Actor, version: ModelVersion, number: str) -> ModelVersion:
    """A draft with the content of a published version of one's own model, under a new number.

    InvalidInput when the number is taken.
    """
    policies.check_can_continue(actor, version)
    _check_number(version, number)
    document = replace(document_of(version), version=Version(number))
    return import_document(
        actor=actor,
        document=document,
        organization_id=version.model.organization_id,
        based_on=version.based_on,
    ).version


@transaction.atomic
def tailor_version(*, actor: Actor, version: ModelVersion, name: str, code: str) -> ModelVersion:
    """A variant of a published version: a model of the organization with the same codes.

    InvalidInput when the organization has a model with the code.
    """
    policies.check_can_tailor(actor, version)
    organization_id = actor.organization_id
    if MaturityModel.objects.filter(organization_id=organization_id, code=code).exists():
        raise InvalidInput(fields={"code": [_("You already have a model with this code.")]})
    document = document_of(version)
    made = import_document(
        actor=actor,
        document=replace(
            document,
            model=replace(document.model, code=code, name=name),
            version=Version(FIRST, _("Made from %(parent)s.") % {"parent": version}),
        ),
        organization_id=organization_id,
        based_on=version,
    ).version
    audit.record(actor, "model_version.tailored", made, changes={"based_on": [None, str(version)]})
    return made


def preview_upgrade(
    *,
    actor: Actor,
    version: ModelVersion,
    target: ModelVersion,
    choices: Mapping[str, Side] | None = None,
) -> Upgrade:
    """What an upgrade of a variant to a newer version of its parent would do; stores nothing.

    WrongState when the target is no newer published version of the parent.
    """
    policies.check_can_upgrade(actor, version)
    base = version.based_on
    if base is None or target.pk not in {row.pk for row in newer_versions(actor, version)}:
        raise WrongState(_("A variant is upgraded to a newer published version of its parent."))
    ours = document_of(version)
    taken = set(version.model.versions.values_list("number", flat=True))
    return upgrade(
        document_of(base),
        document_of(target),
        ours,
        number=next_number(ours.version.number, taken),
        choices=choices,
    )


@transaction.atomic
def upgrade_version(
    *, actor: Actor, version: ModelVersion, target: ModelVersion, choices: Mapping[str, Side]
) -> ModelVersion:
    """A new draft of the variant, upgraded; the version upgraded stays as it is.

    WrongState when the result would be no model: its problems are in the preview.
    """
    MaturityModel.objects.select_for_update().get(pk=version.model_id)
    found = preview_upgrade(actor=actor, version=version, target=target, choices=choices)
    if found.problems:
        raise WrongState(_("Both sides changed too much to be brought together in this way."))
    made = import_document(
        actor=actor,
        document=_told(found, version, target),
        organization_id=version.model.organization_id,
        based_on=target,
    ).version
    changes = {"based_on": [str(version.based_on), str(target)]}
    audit.record(actor, "model_version.upgraded", made, changes=changes)
    return made


def _told(found: Upgrade, version: ModelVersion, target: ModelVersion) -> ModelDocument:
    """The document with notes that say where it comes from, in numbers."""
    numbers = {fate: sum(1 for each in found.outcomes if each.fate is fate) for fate in Fate}
    notes = _(
        "%(number)s upgraded to %(target)s: %(taken)s changed and %(new)s new upstream, "
        "%(gone)s gone there, %(kept)s of ours kept, %(left)s left out, %(both)s changed by both."
    ) % {
        "number": version.number,
        "target": target,
        "taken": numbers[Fate.TAKEN],
        "new": numbers[Fate.NEW],
        "gone": numbers[Fate.REMOVED] + numbers[Fate.REPLACED],
        "kept": numbers[Fate.KEPT] + numbers[Fate.OWN],
        "left": numbers[Fate.LEFT_OUT],
        "both": numbers[Fate.BOTH],
    }
    return replace(found.document, version=replace(found.document.version, notes=notes))


def _check_number(version: ModelVersion, number: str) -> None:
    if version.model.versions.filter(number=number).exists():
        raise InvalidInput(
            fields={
                "number": [_("The model already has a version %(number)s.") % {"number": number}]
            }
        )
