"""The job behind a report: build the document, print it, store both."""

import hashlib
from collections.abc import Callable
from time import monotonic
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils import translation
from django.utils.translation import gettext as _

from cip.jobs.heartbeat import Heartbeat
from cip.jobs.services import JobHandle
from cip.reports.document import XLSX, FileFormat, ReportDocument
from cip.reports.models import ReportRun, report_path
from cip.reports.plain import document_from_json, document_to_json
from cip.reports.registry import report_kind
from cip.reports.rendering import Pdf, Step, render_pdf
from cip.reports.workbooks import Workbook, render_workbook

PAUSE_SECONDS = 0.5  # between two writes of the progress


def render_report(handle: JobHandle, payload: dict[str, Any]) -> None:
    """Make the report of one run, in the language in which it was requested."""
    run = ReportRun.objects.get(pk=UUID(payload["run_id"]))
    kind = report_kind(run.kind)
    with translation.override(run.language):
        handle.report_progress(5, _("Collecting the data"))
        with Heartbeat(handle) as heart:
            document = kind.build(run.subject_id, run.requested_by_label, run.parameters)
            stored = document_to_json(document)
            heart.check()
            handle.report_progress(20, _("Laying out the pages"))
            made = _render(kind.format, document_from_json(stored), _reporter(handle, heart))
    with handle.finishing():
        store_result(run, stored, made, kind.format)


def _render(
    form: FileFormat, document: ReportDocument, on_step: Callable[[Step], None]
) -> Pdf | Workbook:
    return render_workbook(document) if form is XLSX else render_pdf(document, on_step=on_step)


def store_result(
    run: ReportRun, document: dict[str, Any], made: Pdf | Workbook, form: FileFormat
) -> None:
    """Keep file and document; call inside `handle.finishing()`.

    A file left behind by a worker that died between writing and committing is replaced, so that a
    run has one file whatever happened.
    """
    name = report_path(run, f"report.{form.extension}")
    storage = run.file.storage
    if storage.exists(name):
        storage.delete(name)
    run.file.save(name, ContentFile(made.content), save=False)
    run.document = document
    run.checksum = hashlib.sha256(made.content).hexdigest()
    run.size = len(made.content)
    run.pages = made.pages
    run.save(update_fields=["file", "document", "checksum", "size", "pages"])


def _reporter(handle: JobHandle, heart: Heartbeat) -> Callable[[Step], None]:
    last = monotonic()

    def report(step: Step) -> None:
        nonlocal last
        heart.check()
        if monotonic() - last >= PAUSE_SECONDS:
            last = monotonic()
            note = _("Page %(page)s") % {"page": step.page} if step.page else _("Writing the file")
            handle.report_progress(step.percent, note)

    return report
