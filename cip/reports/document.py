"""What a report is before it is paper: a title, a template and plain data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.kernel.errors import InvalidInput


@dataclass(frozen=True)
class ControlBlock:
    """Document control (guide: revision history and authorization on each deliverable)."""

    organization: str
    program: str
    prepared_by: str
    prepared_at: datetime
    version: str
    classification: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReportDocument:
    """A report as data; the same document feeds the preview and the PDF.

    `context` holds plain values only (texts, numbers, dates, lists, frozen dataclasses, SVG text),
    no model instances. `context["sections"]` lists the headings: {"id", "title", "level"} with
    level 2 or 3; the template writes each by `{% report_heading id %}`.
    """

    title: str
    subtitle: str
    template: str
    control: ControlBlock
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ReportSubject:
    """What a report is about, for the history list."""

    label: str
    program_id: UUID | None


@dataclass(frozen=True)
class ReportChoice:
    """A subject that the actor can ask a report about, for the form on the list page."""

    subject_id: UUID
    label: str


def no_choices(actor: Actor, program_id: UUID) -> Sequence[ReportChoice]:
    """For kinds that are requested from their subject's own page only."""
    return ()


def no_parameters(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """For kinds without parameters. Raises InvalidInput when there are any."""
    if parameters:
        raise InvalidInput(fields={"parameters": [_("This report takes no parameters.")]})
    return {}


def no_trail(actor: Actor, subject_id: UUID) -> Sequence[tuple[str, str]]:
    """For kinds about something inside a program."""
    return ()


@dataclass(frozen=True)
class FileFormat:
    """What kind of file a report becomes."""

    extension: str
    label: str
    media_type: str


PDF = FileFormat("pdf", "PDF", "application/pdf")
XLSX = FileFormat(
    "xlsx", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)


@dataclass(frozen=True)
class ReportKind:
    """A kind of report that an app registers in settings.REPORTS.

    `check(actor, subject_id)` loads the subject, raises Http404 when it is not visible and
    NotAllowed when a report must not be had; it runs at the request, at preview and at each
    download. `build(subject_id, prepared_by, parameters)` makes the document in the worker.
    `choices(actor, program_id)` lists what the form of the program's report page offers, in a
    constant number of queries. `clean_parameters` checks what came from outside (InvalidInput).
    `trail(actor, subject_id)` is the way to a subject outside of programs: (label, address).
    A kind in XLSX has `context["sheets"]` for the file (`workbooks.py`); its template is for the
    preview.
    """

    code: str
    title: str
    check: Callable[[Actor, UUID], ReportSubject]
    build: Callable[[UUID, str, dict[str, Any]], ReportDocument]
    file_stem: str
    choices: Callable[[Actor, UUID], Sequence[ReportChoice]] = no_choices
    clean_parameters: Callable[[Mapping[str, Any]], dict[str, Any]] = no_parameters
    trail: Callable[[Actor, UUID], Sequence[tuple[str, str]]] = no_trail
    format: FileFormat = PDF
