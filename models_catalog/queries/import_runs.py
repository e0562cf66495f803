"""Large model files on their way into the catalog, as pages show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cip.access.actor import Actor
from cip.access.check import Allowed, allowed
from cip.db.querysets import TenantQuerySet
from cip.jobs.changes import topic_of
from cip.live.topics import written
from models_catalog import policies
from models_catalog.models import ImportRun

MOST_LISTED = 20


@dataclass(frozen=True)
class ImportRow:
    """One file; `size` in bytes, `progress` in percent. `topic` is what the page watches, with the
    version of the job that it shows.
    """

    pk: UUID
    topic: str
    file_name: str
    size: int
    checksum: str
    is_dry_run: bool
    requested_by: str
    requested_at: datetime
    standing: str
    standing_label: str
    progress: int
    note: str
    error: str
    attempts: int
    version_id: UUID | None
    can_be_stored: bool
    can_store: Allowed
    can_cancel: Allowed
    can_retry: Allowed
    can_discard: Allowed

    @property
    def is_open(self) -> bool:
        """Whether it waits or is read."""
        return self.standing in (ImportRun.Standing.WAITING, ImportRun.Standing.RUNNING)


def with_jobs(rows: TenantQuerySet[ImportRun]) -> TenantQuerySet[ImportRun]:
    """Runs with their jobs, without the file and what was found in it: both can be large."""
    return rows.select_related("job").defer("content", "result")


def import_row(actor: Actor, run: ImportRun) -> ImportRow:
    """One run as a value."""
    job, standing = run.job, run.standing
    waits = _("Waiting for a worker") if standing is ImportRun.Standing.WAITING else ""
    return ImportRow(
        pk=run.pk,
        topic=written({topic_of(job.pk): job.version}),
        file_name=run.file_name,
        size=run.size,
        checksum=run.checksum,
        is_dry_run=run.is_dry_run,
        requested_by=run.requested_by_label,
        requested_at=run.requested_at,
        standing=standing.value,
        standing_label=str(standing.label),
        progress=job.progress,
        note=job.progress_note or waits,
        error=_(job.error) if job.error else "",
        attempts=job.attempts,
        version_id=run.version_id,
        can_be_stored=run.can_be_stored,
        can_store=allowed(policies.check_can_store_import, actor, run),
        can_cancel=allowed(policies.check_can_cancel_import, actor, run),
        can_retry=allowed(policies.check_can_retry_import, actor, run),
        can_discard=allowed(policies.check_can_discard_import, actor, run),
    )


def latest_imports(actor: Actor) -> list[ImportRow]:
    """The organization's newest runs; those of more than a day ago are forgotten. One query."""
    rows = with_jobs(ImportRun.objects.visible_to(actor)).order_by("-requested_at", "pk")
    return [import_row(actor, run) for run in rows[:MOST_LISTED]]


def result_of(run: ImportRun) -> dict[str, Any] | None:
    """What was found in the file; None while nothing is. One query."""
    found: dict[str, Any] | None = ImportRun.objects.values_list("result", flat=True).get(pk=run.pk)
    return found


def visible_import_jobs(actor: Actor, job_ids: set[UUID]) -> QuerySet[Any, tuple[UUID, int]]:
    """Keys and versions of the jobs behind runs that the actor may see."""
    runs = ImportRun.objects.visible_to(actor).filter(job_id__in=job_ids)
    return runs.values_list("job_id", "job__version")
