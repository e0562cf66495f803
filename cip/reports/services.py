"""Request, cancel, retry and open reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.audit import services as audit
from cip.jobs import services as jobs
from cip.jobs.models import Job
from cip.kernel.errors import WrongState
from cip.reports import policies
from cip.reports.document import ReportDocument, ReportSubject
from cip.reports.models import ReportRun
from cip.reports.plain import document_from_json, document_to_json
from cip.reports.registry import report_kind

OPEN = (Job.State.QUEUED, Job.State.RUNNING)


@transaction.atomic
def request_report(
    *, actor: Actor, kind: str, subject_id: UUID, parameters: Mapping[str, Any] | None = None
) -> ReportRun:
    """Queue a report; the file exists when its job is done.

    Asking twice while it waits or runs gives the same run: submitted twice = made once. Raises
    Http404 when the subject is not visible, NotAllowed, InvalidInput (kind, parameters).
    """
    policies.check_can_request_report(actor)
    found = report_kind(kind)
    subject = found.check(actor, subject_id)
    cleaned = found.clean_parameters(parameters or {})
    _one_at_a_time(subject_id)
    same = ReportRun.objects.visible_to(actor).filter(
        kind=kind,
        subject_id=subject_id,
        parameters=cleaned,
        requested_by_id=actor.user_id,
        job__state__in=OPEN,
    )
    existing = same.select_related("job").first()
    if existing is not None:
        return existing
    run = ReportRun(
        organization_id=actor.organization_id,
        kind=kind,
        subject_id=subject_id,
        subject_label=subject.label[:300],
        program_id=subject.program_id,
        requested_by_id=actor.user_id,
        requested_by_label=actor.label[:300],
        language=(get_language() or "en")[:10],
        parameters=cleaned,
    )
    run.job = jobs.enqueue("report", {"run_id": str(run.pk)})
    run.save(force_insert=True)
    audit.record(
        actor, "report.requested", run, program_id=run.program_id, changes={"kind": [None, kind]}
    )
    return run


def _one_at_a_time(subject_id: UUID) -> None:
    """Two requests at the same moment wait for one another; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"report:{subject_id}"]
        )


@transaction.atomic
def cancel_report(*, actor: Actor, run: ReportRun, now: datetime) -> ReportRun:
    """Stop a report that waits or runs. Raises NotAllowed or WrongState."""
    policies.check_can_cancel_report(actor, run)
    jobs.cancel(run.job, now)
    audit.record(actor, "report.canceled", run, program_id=run.program_id)
    return run


@transaction.atomic
def retry_report(*, actor: Actor, run: ReportRun) -> ReportRun:
    """Make a failed or canceled report again, if its subject may still be reported on.

    Raises Http404, NotAllowed or WrongState.
    """
    policies.check_can_retry_report(actor, run)
    report_kind(run.kind).check(actor, run.subject_id)
    jobs.retry(run.job)
    audit.record(actor, "report.retried", run, program_id=run.program_id)
    return run


@transaction.atomic
def open_report(*, actor: Actor, run: ReportRun) -> IO[bytes]:
    """The finished file, after asking again whether this actor may see its subject now.

    Raises Http404, NotAllowed or WrongState (not finished, or the file is gone from the storage).
    """
    report_kind(run.kind).check(actor, run.subject_id)
    policies.check_can_download_report(run)
    try:
        file: IO[bytes] = run.file.open("rb")
    except FileNotFoundError as error:
        raise WrongState(
            _("The file of this report is no longer in the storage; request the report again.")
        ) from error
    audit.record(actor, "report.downloaded", run, program_id=run.program_id)
    return file


@dataclass(frozen=True)
class ReportPreview:
    """A document as it would be printed now, and what it is about."""

    subject: ReportSubject
    document: ReportDocument


def preview_report(
    *, actor: Actor, kind: str, subject_id: UUID, parameters: Mapping[str, Any] | None = None
) -> ReportPreview:
    """The document exactly as storing would keep it; nothing is stored.

    Raises Http404, NotAllowed or InvalidInput.
    """
    found = report_kind(kind)
    subject = found.check(actor, subject_id)
    cleaned = found.clean_parameters(parameters or {})
    built = found.build(subject_id, actor.label, cleaned)
    return ReportPreview(subject, document_from_json(document_to_json(built)))


def stored_document(*, actor: Actor, run: ReportRun) -> dict[str, Any]:
    """The data behind a finished report, as plain JSON.

    Raises Http404, NotAllowed or WrongState (not finished).
    """
    report_kind(run.kind).check(actor, run.subject_id)
    policies.check_can_download_report(run)
    document: dict[str, Any] = run.document or {}
    return document
