"""Model files that people bring: check everything first, store only what has no problem."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from models_catalog import policies
from models_catalog.models import MaturityModel, ModelVersion
from models_catalog.queries.document import document_of
from models_catalog.queries.phrases import said
from models_catalog.rules.differences import Difference, difference
from models_catalog.rules.document import ModelDocument
from models_catalog.rules.foreign.detecting import FileForm
from models_catalog.rules.foreign.report import Report, Told
from models_catalog.rules.model_file import read_model_file
from models_catalog.rules.problems import Problem
from models_catalog.rules.structure import Gap, completeness
from models_catalog.rules.writing import content_checksum
from models_catalog.services.importing import (
    Outcome,
    check_can_replace,
    import_document,
)


@dataclass(frozen=True)
class FileSummary:
    """What a file without problems holds, and how it differs from what is stored.

    `compared_with`: number of the version that `difference` starts from, empty when there is none.
    `missing` must be mended before publishing; `advised` would make the model better.
    """

    code: str
    name: str
    number: str
    outcome: Outcome
    counts: tuple[tuple[str, int], ...]
    questions: int
    compared_with: str
    difference: Difference | None
    missing: tuple[Gap, ...]
    advised: tuple[Gap, ...]


@dataclass(frozen=True)
class ImportedFile:
    """Every problem of the file, or its summary; `version` is None when nothing was stored.

    `report`: what was understood of a foreign format and what was not; None for our own.
    """

    form: FileForm
    problems: tuple[Problem, ...]
    summary: FileSummary | None
    version: ModelVersion | None
    report: Report | None = None


@transaction.atomic
def import_file(
    *,
    actor: Actor,
    data: bytes,
    organization_id: UUID,
    is_dry_run: bool,
    form: FileForm | None = None,
    told: Told | None = None,
) -> ImportedFile:
    """Check a model file and, unless it is a dry run, store it as a draft of the organization.

    `form` None: the content says which format it is. `told`: owner and attribution in place of
    those of a foreign file. A file with problems stores nothing. Raises WrongState when the number
    belongs to a published version with other content.
    """
    policies.check_can_import(actor, organization_id)
    reading = read_model_file(data, form=form, told=told)
    if reading.document is None:
        return ImportedFile(reading.form, reading.problems, None, None, reading.report)
    summary = summary_of(reading.document, organization_id)
    if is_dry_run:
        return ImportedFile(reading.form, (), summary, None, reading.report)
    stored = import_document(
        actor=actor, document=reading.document, organization_id=organization_id
    )
    return ImportedFile(reading.form, (), summary, stored.version, reading.report)


def summary_of(document: ModelDocument, organization_id: UUID) -> FileSummary:
    """What the document holds, and how it differs from what the organization has. Raises
    WrongState when its number belongs to a published version with other content.
    """
    model = MaturityModel.objects.filter(
        organization_id=organization_id, code=document.model.code
    ).first()
    same, before = _stored(model, document)
    needs = completeness(document)
    names = {each.code: each.plural for each in document.node_types}
    counts = Counter(names[node.type] for node in document.walk())
    return FileSummary(
        code=document.model.code,
        name=document.model.name,
        number=document.version.number,
        outcome=_outcome(document, model, same),
        counts=tuple(counts.items()),
        questions=sum(1 for _each in document.questions),
        compared_with=before.number if before else "",
        difference=difference(document_of(before), document) if before else None,
        missing=needs.missing,
        advised=needs.advised,
    )


def _stored(
    model: MaturityModel | None, document: ModelDocument
) -> tuple[ModelVersion | None, ModelVersion | None]:
    """The version with the document's number, and the one to compare with: that or the newest."""
    if model is None:
        return None, None
    versions = list(model.versions.select_related("model").order_by("-created_at", "pk"))
    same = next((row for row in versions if row.number == document.version.number), None)
    return same, same or (versions[0] if versions else None)


def _outcome(
    document: ModelDocument, model: MaturityModel | None, same: ModelVersion | None
) -> Outcome:
    if same is None or model is None:
        return Outcome.CREATED
    if same.checksum == content_checksum(document):
        return Outcome.UNCHANGED
    check_can_replace(same, model)
    return Outcome.REPLACED


def problem_lines(problems: tuple[Problem, ...]) -> list[str]:
    """Problems as sentences with line, column and path or with the cell, for the API and logs."""
    return [_problem_line(problem) for problem in problems]


def _problem_line(problem: Problem) -> str:
    message = said(problem.message)
    if problem.cell:
        return f"{problem.cell}: {message}"
    return _("line %(line)s, column %(column)s: %(message)s") % {
        "line": problem.line,
        "column": problem.column,
        "message": f"{problem.path}: {message}" if problem.path else message,
    }
