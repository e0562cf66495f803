"""Bring in and remove crosswalks: all of a file or nothing."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from cip.access.actor import Actor
from cip.audit import services as audit
from models_catalog import policies
from models_catalog.models import Crosswalk, Mapping, ModelVersion, Node
from models_catalog.rules.crosswalk import CrosswalkDocument, Edition
from models_catalog.rules.crosswalk_file import read_crosswalk, write_crosswalk
from models_catalog.rules.problems import Problem
from models_catalog.services.importing import Outcome


@dataclass(frozen=True)
class ImportedCrosswalk:
    """Every problem of the file, or what it holds; `crosswalk` is None when nothing was stored."""

    problems: tuple[Problem, ...]
    document: CrosswalkDocument | None = None
    outcome: Outcome | None = None
    crosswalk: Crosswalk | None = None


@transaction.atomic
def import_crosswalk(
    *, actor: Actor, data: bytes, organization_id: UUID | None, is_dry_run: bool = False
) -> ImportedCrosswalk:
    """Check a crosswalk file and, unless it is a dry run, store it.

    `organization_id` None stores it for everybody (operators only). The same content again changes
    nothing; other content under the same code replaces the mappings. A file with problems stores
    nothing.
    """
    policies.check_can_import(actor, organization_id)
    editions = _Editions(organization_id)
    reading = read_crosswalk(data, editions.codes)
    document = reading.document
    if document is None:
        return ImportedCrosswalk(reading.problems)
    theirs = Q(organization=organization_id)
    row = Crosswalk.objects.select_for_update().filter(theirs, code=document.code).first()
    checksum = hashlib.sha256(write_crosswalk(document).encode()).hexdigest()
    ends = editions.version(document.source), editions.version(document.target)
    outcome = _outcome(row, checksum, ends)
    if is_dry_run or outcome is Outcome.UNCHANGED:
        return ImportedCrosswalk((), document, outcome, None if is_dry_run else row)
    row = row or Crosswalk(organization_id=organization_id, code=document.code)
    row.name, row.notes, row.checksum = document.name, document.notes, checksum
    row.source, row.target = ends
    row.save()
    row.mappings.all().delete()
    _write_mappings(row, document)
    audit.record(
        actor, "crosswalk.imported", row, changes={"mappings": [None, len(document.mappings)]}
    )
    return ImportedCrosswalk((), document, outcome, row)


@transaction.atomic
def delete_crosswalk(*, actor: Actor, crosswalk: Crosswalk) -> None:
    """Remove a crosswalk with its mappings; the models it compares stay."""
    policies.check_can_import(actor, crosswalk.organization_id)
    audit.record(actor, "crosswalk.deleted", crosswalk)
    crosswalk.delete()


class _Editions:
    """Versions by model code and number: the organization's own before shared ones."""

    def __init__(self, organization_id: UUID | None) -> None:
        self.organization_id = organization_id
        self.found: dict[Edition, ModelVersion] = {}

    def codes(self, edition: Edition) -> Collection[str] | None:
        """The codes of all nodes of the version; None when there is no such version."""
        theirs = Q(model__organization=None)
        if self.organization_id is not None:
            theirs |= Q(model__organization=self.organization_id)
        row = (
            ModelVersion.objects.filter(theirs, model__code=edition.model, number=edition.number)
            .order_by(F("model__organization_id").asc(nulls_last=True))
            .first()
        )
        if row is None:
            return None
        self.found[edition] = row
        return frozenset(row.nodes.values_list("code", flat=True))

    def version(self, edition: Edition) -> ModelVersion:
        """A version that `codes` has found."""
        return self.found[edition]


def _outcome(
    row: Crosswalk | None, checksum: str, ends: tuple[ModelVersion, ModelVersion]
) -> Outcome:
    if row is None:
        return Outcome.CREATED
    same = (row.checksum, row.source_id, row.target_id) == (checksum, ends[0].pk, ends[1].pk)
    return Outcome.UNCHANGED if same else Outcome.REPLACED


def _write_mappings(row: Crosswalk, document: CrosswalkDocument) -> None:
    sources = _ids(row.source_id, {each.source for each in document.mappings})
    targets = _ids(row.target_id, {each.target for each in document.mappings})
    Mapping.objects.bulk_create(
        (
            Mapping(
                crosswalk=row,
                source_id=sources[each.source],
                target_id=targets[each.target],
                relation=each.relation.value,
                rationale=each.rationale,
                confidence=each.confidence.value,
                is_official=each.official,
                authority=each.authority,
                position=position,
            )
            for position, each in enumerate(document.mappings)
        ),
        batch_size=2_000,
    )


def _ids(version_id: UUID, codes: Collection[str]) -> dict[str, UUID]:
    rows = Node.objects.filter(version_id=version_id, code__in=codes)
    return dict(rows.values_list("code", "pk"))
