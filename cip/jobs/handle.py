"""What a handler holds: its claim on the job row, and how it says that it is still at work."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from cip.jobs.changes import change
from cip.jobs.models import Job
from cip.kernel import clock


class JobCanceled(Exception):
    """The requester canceled the job; the handler stops."""


class LeaseLost(Exception):
    """Another worker owns the job now, or it is over; the handler stops and stores nothing."""


def lease() -> timedelta:
    """How long a claim holds without a sign of life."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


@dataclass(frozen=True)
class JobHandle:
    """A claim on one job row; the token is the fence that keeps a slow worker out."""

    job_id: UUID
    token: UUID

    def renew(self) -> None:
        """Push the end of the lease ahead. Raises JobCanceled or LeaseLost.

        Never waits for a row lock: the row may be held by this very worker's `finishing()`.
        """
        job = Job.objects.filter(pk=self.job_id, token=self.token, state=Job.State.RUNNING)
        free = job.select_for_update(skip_locked=True).values("pk")
        with transaction.atomic():
            Job.objects.filter(pk__in=free).update(lease_until=clock.now() + lease())
        canceled_at = job.values_list("cancel_requested_at", flat=True).first()
        if canceled_at is not None:
            raise JobCanceled
        if not job.exists():
            raise LeaseLost

    def report_progress(self, percent: int, note: str = "") -> None:
        """Say how far the work is (0-100) and renew the lease.

        Raises JobCanceled when the requester canceled, LeaseLost when the claim is no longer ours.
        """
        mine = Q(token=self.token, state=Job.State.RUNNING)
        if Job.objects.filter(mine, pk=self.job_id, cancel_requested_at__isnull=False).exists():
            raise JobCanceled
        values = {"progress": percent, "progress_note": note[:200]}
        if not change(self.job_id, mine, lease_until=clock.now() + lease(), **values):
            raise LeaseLost

    @contextmanager
    def finishing(self) -> Iterator[None]:
        """Store results inside: they and the state "done" share one transaction.

        Raises JobCanceled or LeaseLost before anything is stored.
        """
        with transaction.atomic():
            job = Job.objects.select_for_update().filter(pk=self.job_id).first()
            if job is None or job.token != self.token or job.state != Job.State.RUNNING:
                raise LeaseLost
            if job.cancel_requested_at is not None:
                raise JobCanceled
            yield
            change(
                self.job_id,
                state=Job.State.DONE,
                progress=100,
                progress_note="",
                error="",
                finished_at=clock.now(),
            )
