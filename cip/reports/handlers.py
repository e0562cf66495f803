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
from cip.reports.models import ReportRun, report_path
from cip.reports.plain import document_from_json, document_to_json
from cip.reports.registry import report_kind
from cip.reports.rendering import Pdf, Step, render_pdf

PAUSE_SECONDS = 0.5  # between two writes of the progress


def render_report(handle: JobHandle, payload: dict[str, Any]) -> None:
    """Make the report of one run, in the language in which it was requested."""
    run = ReportRun.objects.get(pk=UUID(payload["run_id"]))
    with translation.override(run.language):
        handle.report_progress(5, _("Collecting the data"))
        with Heartbeat(handle) as heart:
            document = report_kind(run.kind).build(
                run.subject_id, run.requested_by_label, run.parameters
            )
            stored = document_to_json(document)
            heart.check()
            handle.report_progress(20, _("Laying out the pages"))
            pdf = render_pdf(document_from_json(stored), on_step=_reporter(handle, heart))
    with handle.finishing():
        store_result(run, stored, pdf)


def store_result(run: ReportRun, document: dict[str, Any], pdf: Pdf) -> None:
    """Keep file and document; call inside `handle.finishing()`.

    A file left behind by a worker that died between writing and committing is replaced, so that a
    run has one file whatever happened.
    """
    name = report_path(run, "")
    storage = run.file.storage
    if storage.exists(name):
        storage.delete(name)
    run.file.save(name, ContentFile(pdf.content), save=False)
    run.document = document
    run.checksum = hashlib.sha256(pdf.content).hexdigest()
    run.size = len(pdf.content)
    run.pages = pdf.pages
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
