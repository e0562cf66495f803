"""Reads about report runs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.db.models import F, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.access.check import Allowed, allowed
from cip.db.paging import PageNumber, page_of
from cip.db.querysets import TenantQuerySet
from cip.jobs.changes import topic_of
from cip.jobs.models import Job
from cip.live.topics import written
from cip.reports import policies
from cip.reports.document import PDF, ReportKind
from cip.reports.models import ReportRun
from cip.reports.registry import report_kinds

PAGE_SIZE = 25
ORDERS = {
    "requested": ("requested_at",),
    "-requested": ("-requested_at",),
    "subject": ("subject_label", "-requested_at"),
    "-subject": ("-subject_label", "-requested_at"),
    "size": (F("size").asc(nulls_first=True), "-requested_at"),
    "-size": (F("size").desc(nulls_last=True), "-requested_at"),
}


@dataclass(frozen=True)
class RunRow:
    """One run as the list and its own page show it; `size` in bytes, `progress` in percent.

    `topic` is what the page watches, with the version it shows.
    """

    pk: UUID
    topic: str
    kind: str
    kind_title: str
    subject_id: UUID
    subject_label: str
    program_id: UUID | None
    requested_by: str
    requested_at: datetime
    state: str
    state_label: str
    progress: int
    note: str
    error: str
    attempts: int
    started_at: datetime | None
    finished_at: datetime | None
    size: int | None
    pages: int | None
    checksum: str
    file_name: str
    can_cancel: Allowed
    can_retry: Allowed

    @property
    def pk_text(self) -> str:
        """The key as text, for element ids."""
        return str(self.pk)

    @property
    def is_open(self) -> bool:
        """Whether it waits or is being made."""
        return self.state in (Job.State.QUEUED, Job.State.RUNNING)

    @property
    def is_done(self) -> bool:
        """Whether there is a file."""
        return self.state == Job.State.DONE


@dataclass(frozen=True)
class Choice:
    """One entry of the form: a kind about a subject; `value` is what the form sends."""

    value: str
    label: str
    kind: str
    subject_id: UUID


def file_name(run: ReportRun) -> str:
    """A name that says what is inside: kind, subject, day."""
    return _file_name(run, {kind.code: kind for kind in report_kinds()})


def _file_name(run: ReportRun, kinds: Mapping[str, ReportKind]) -> str:
    stem = kinds[run.kind].file_stem if run.kind in kinds else slugify(run.kind)
    parts = [stem, slugify(run.subject_label)[:60].strip("-"), f"{run.requested_at:%Y-%m-%d}"]
    extension = kinds[run.kind].format.extension if run.kind in kinds else PDF.extension
    return "-".join(part for part in parts if part) + f".{extension}"


def _row_maker(actor: Actor) -> Callable[[ReportRun], RunRow]:
    kinds = {kind.code: kind for kind in report_kinds()}

    def make(run: ReportRun) -> RunRow:
        job = run.job
        return RunRow(
            pk=run.pk,
            topic=written({topic_of(job.pk): job.version}),
            kind=run.kind,
            kind_title=str(kinds[run.kind].title) if run.kind in kinds else run.kind,
            subject_id=run.subject_id,
            subject_label=run.subject_label,
            program_id=run.program_id,
            requested_by=run.requested_by_label,
            requested_at=run.requested_at,
            state=job.state,
            state_label=job.get_state_display(),
            progress=job.progress,
            note=job.progress_note or (_("Waiting for a worker") if job.state == "queued" else ""),
            error=_(job.error) if job.error else "",
            attempts=job.attempts,
            started_at=job.started_at,
            finished_at=job.finished_at,
            size=run.size,
            pages=run.pages,
            checksum=run.checksum,
            file_name=_file_name(run, kinds),
            can_cancel=allowed(policies.check_can_cancel_report, actor, run),
            can_retry=allowed(policies.check_can_retry_report, actor, run),
        )

    return make


def with_jobs(rows: TenantQuerySet[ReportRun]) -> TenantQuerySet[ReportRun]:
    """Runs with their job, without the stored document (it can be large)."""
    return rows.select_related("job").defer("document")


def run_row(actor: Actor, run: ReportRun) -> RunRow:
    """One run as a value."""
    return _row_maker(actor)(run)


def visible_report_jobs(actor: Actor, job_ids: set[UUID]) -> QuerySet[Any, tuple[UUID, int]]:
    """Keys and versions of the jobs behind runs that the actor may see."""
    runs = ReportRun.objects.visible_to(actor).filter(job_id__in=job_ids)
    return runs.values_list("job_id", "job__version")


def program_runs(
    actor: Actor,
    program_id: UUID,
    *,
    kind: str = "",
    state: str = "",
    sort: str = "",
    page: PageNumber = 1,
) -> Page:
    """One page of `RunRow`, latest first unless sorted; an empty filter means all. Two queries."""
    rows = with_jobs(ReportRun.objects.visible_to(actor)).filter(program_id=program_id)
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(job__state=state)
    rows = rows.order_by(*ORDERS.get(sort, ("-requested_at",)), "pk")
    return page_of(rows, page, _row_maker(actor), size=PAGE_SIZE)


def subject_runs(actor: Actor, kind: str, subjects: Iterable[UUID], page: PageNumber = 1) -> Page:
    """One page of `RunRow` of a kind about any of the subjects, latest first. Two queries."""
    rows = with_jobs(ReportRun.objects.visible_to(actor))
    rows = rows.filter(kind=kind, subject_id__in=list(subjects)).order_by("-requested_at", "pk")
    return page_of(rows, page, _row_maker(actor), size=PAGE_SIZE)


def report_choices(actor: Actor, program_id: UUID) -> list[Choice]:
    """What reports of the program the actor can ask for."""
    return [
        Choice(
            f"{kind.code}:{choice.subject_id}",
            _label(kind, choice.label),
            kind.code,
            choice.subject_id,
        )
        for kind in report_kinds()
        for choice in kind.choices(actor, program_id)
    ]


def _label(kind: ReportKind, subject: str) -> str:
    return f"{kind.title}: {subject}"
