"""Where a version stands: what it lacks, what it is based on, what comes after it."""

from dataclasses import dataclass

from cip.access.actor import Actor
from models_catalog.models import MaturityModel, ModelVersion
from models_catalog.queries.difference import ComparedVersion, compared_version
from models_catalog.queries.document import document_of
from models_catalog.rules.numbering import free_code, next_number
from models_catalog.rules.structure import Completeness, completeness


@dataclass(frozen=True)
class Line:
    """The version that a variant was made from, and the newest published one after it."""

    parent: ComparedVersion
    newer: ComparedVersion | None


def line_of(actor: Actor, version: ModelVersion) -> Line | None:
    """The line of a variant, None for other models. One query for a variant, none else.

    `based_on` and its model must be loaded.
    """
    if version.based_on is None:
        return None
    newer = newer_versions(actor, version)
    return Line(compared_version(version.based_on), compared_version(newer[0]) if newer else None)


def newer_versions(actor: Actor, version: ModelVersion) -> list[ModelVersion]:
    """Published versions of the parent after the one a variant is based on, newest first."""
    base = version.based_on
    if base is None:
        return []
    rows = ModelVersion.objects.visible_to(actor).filter(
        model=base.model_id,
        state=ModelVersion.State.PUBLISHED,
        published_at__gt=base.published_at,
    )
    return list(rows.select_related("model").order_by("-published_at", "pk"))


def needs_of(version: ModelVersion) -> Completeness:
    """What the version lacks for publishing, and what would make it better."""
    return completeness(document_of(version))


def proposed_number(version: ModelVersion) -> str:
    """A free number for the next version. One query."""
    taken = set(version.model.versions.values_list("number", flat=True))
    return next_number(version.number, taken)


def proposed_code(actor: Actor, version: ModelVersion) -> str:
    """A free code for a variant. One query."""
    rows = MaturityModel.objects.filter(organization_id=actor.organization_id)
    return free_code(version.model.code, set(rows.values_list("code", flat=True)))
