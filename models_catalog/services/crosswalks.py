"""Bring in and remove crosswalks: all of a file or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from cip.access.actor import Actor
from cip.audit import services as audit
from models_catalog import policies
from models_catalog.models import Crosswalk, Mapping, ModelVersion, Node
from models_catalog.rules.crosswalk import CrosswalkDocument, Edition
from models_catalog.rules.crosswalk_file import read_crosswalk, write_crosswalk
from models_catalog.rules.foreign.ciso_mapping import Known, read_ciso_mapping
from models_catalog.rules.foreign.detecting import is_ciso
from models_catalog.rules.foreign.report import Report
from models_catalog.rules.problems import Problem
from models_catalog.services.importing import Outcome


@dataclass(frozen=True)
class ImportedCrosswalk:
    """Every problem of the file, or what it holds; `crosswalk` is None when nothing was stored.

    `report`: what was understood of a library of CISO Assistant; None for our own format.
    """

    problems: tuple[Problem, ...]
    document: CrosswalkDocument | None = None
    outcome: Outcome | None = None
    crosswalk: Crosswalk | None = None
    report: Report | None = None


@transaction.atomic
def import_crosswalk(
    *, actor: Actor, data: bytes, organization_id: UUID | None, is_dry_run: bool = False
) -> ImportedCrosswalk:
    """Check a crosswalk file, our own or a library of CISO Assistant, and, unless it is a dry run,
    store it.

    `organization_id` None stores it for everybody (operators only). The same content again changes
    nothing; other content under the same code replaces the mappings. A file with problems stores
    nothing.
    """
    policies.check_can_import(actor, organization_id)
    editions = _Editions(organization_id)
    document, problems, report = _read(data, editions)
    if document is None:
        return ImportedCrosswalk(problems, report=report)
    theirs = Q(organization=organization_id)
    row = Crosswalk.objects.select_for_update().filter(theirs, code=document.code).first()
    checksum = hashlib.sha256(write_crosswalk(document).encode()).hexdigest()
    ends = editions.version(document.source), editions.version(document.target)
    outcome = _outcome(row, checksum, ends)
    if is_dry_run or outcome is Outcome.UNCHANGED:
        return ImportedCrosswalk((), document, outcome, None if is_dry_run else row, report)
    row = row or Crosswalk(organization_id=organization_id, code=document.code)
    row.name, row.notes, row.checksum = document.name, document.notes, checksum
    row.source, row.target = ends
    row.save()
    row.mappings.all().delete()
    _write_mappings(row, document)
    audit.record(
        actor, "crosswalk.imported", row, changes={"mappings": [None, len(document.mappings)]}
    )
    return ImportedCrosswalk((), document, outcome, row, report)


def _read(
    data: bytes, editions: _Editions
) -> tuple[CrosswalkDocument | None, tuple[Problem, ...], Report | None]:
    """The crosswalk of the file; what a foreign one holds is checked like one of our own."""
    report = None
    if is_ciso(data):
        foreign = read_ciso_mapping(data, editions.holding)
        if foreign.document is None:
            return None, foreign.problems, foreign.report
        data, report = write_crosswalk(foreign.document).encode(), foreign.report
    reading = read_crosswalk(data, editions.codes)
    return reading.document, reading.problems, report


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
        row = (
            self._theirs()
            .filter(model__code=edition.model, number=edition.number)
            .order_by(F("model__organization_id").asc(nulls_last=True))
            .first()
        )
        if row is None:
            return None
        self.found[edition] = row
        return frozenset(row.nodes.values_list("code", flat=True))

    def _theirs(self) -> QuerySet[ModelVersion]:
        theirs = Q(model__organization=None)
        if self.organization_id is not None:
            theirs |= Q(model__organization=self.organization_id)
        return ModelVersion.objects.filter(theirs)

    def holding(self, urns: Collection[str]) -> Known | None:
        """The version that holds the most nodes with these URNs; of equals the newest."""
        has_urn = Q(nodes__attributes__urn__in=sorted(urns))
        row = (
            self._theirs()
            .filter(has_urn)
            .annotate(held=Count("nodes"))
            .select_related("model")
            .order_by("-held", F("model__organization_id").asc(nulls_last=True), "-created_at")
            .first()
        )
        if row is None:
            return None
        codes = row.nodes.filter(attributes__urn__in=sorted(urns))
        return Known(
            Edition(row.model.code, row.number), dict(codes.values_list("attributes__urn", "code"))
        )

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
