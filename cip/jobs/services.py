"""Queue, claim, end, cancel, retry and sweep job rows.

A claim is one conditional UPDATE that hands out a fresh token (a fencing token: a slow worker whose
lease ran out can no longer finish the job). Results are stored in the same transaction that marks
the job done, so a job is done once in effect however often it was started.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cip.jobs.bell import publish
from cip.jobs.changes import change
from cip.jobs.handle import JobCanceled, JobHandle, LeaseLost, lease
from cip.jobs.models import Job
from cip.kernel import clock
from cip.kernel.errors import WrongState

__all__ = [
    "JobCanceled", "JobHandle", "LeaseLost", "cancel", "claim", "due_jobs", "enqueue",
    "mark_canceled", "mark_failed", "publish", "retry", "sweep",
]  # fmt: skip

SWEEP_BATCH = 500
SOME = 3  # attempts
PATIENT = 14  # the pauses double from ten seconds on: another server may be away for a day
WORKER_DIED = gettext_noop("The worker stopped in the middle of this work, each time it was tried.")


def enqueue(
    kind: str,
    payload: dict[str, Any],
    *,
    dedupe_key: str | None = None,
    run_after: datetime | None = None,
    max_attempts: int = SOME,
) -> Job:
    """Create a job row in the caller's transaction; the bell rings after commit.

    With a `dedupe_key` the same work is queued once, ever: the existing row is returned, whatever
    its state. With `run_after` the sweep rings when the time has come. What waits for another
    server gets PATIENT attempts.
    """
    if kind not in settings.JOB_HANDLERS:
        raise ValueError(f"No handler is registered for jobs of kind {kind!r}.")
    values = {
        "kind": kind,
        "payload": payload,
        "run_after": run_after,
        "max_attempts": max_attempts,
    }
    if dedupe_key is None:
        job, is_new = Job.objects.create(**values), True
    else:
        job, is_new = Job.objects.get_or_create(dedupe_key=dedupe_key, defaults=values)
    if is_new and run_after is None:
        _ring_after_commit(job)
    return job


def _ring_after_commit(job: Job) -> None:
    # robust: whatever happens to the bell, what was committed stands and the request goes on.
    transaction.on_commit(partial(publish, job.pk), robust=True)


def claim(job_id: UUID, now: datetime) -> JobHandle | None:
    """Take a queued job, or a running one whose lease ran out; None when it is not to be had."""
    token = uuid4()
    taken = change(
        job_id,
        _free(now),
        _due(now),
        Q(attempts__lt=F("max_attempts"), cancel_requested_at__isnull=True),
        state=Job.State.RUNNING,
        token=token,
        lease_until=now + lease(),
        attempts=F("attempts") + 1,
        started_at=now,
        progress=0,
        progress_note="",
        error="",
        bells=0,
    )
    return JobHandle(job_id, token) if taken else None


def _lost(now: datetime) -> Q:
    return Q(state=Job.State.RUNNING, lease_until__lt=now)


def _free(now: datetime) -> Q:
    return Q(state=Job.State.QUEUED) | _lost(now)


def _due(now: datetime) -> Q:
    return Q(run_after__isnull=True) | Q(run_after__lte=now)


@transaction.atomic
def mark_failed(handle: JobHandle, reason: str, *, final: bool) -> None:
    """End the attempt: "failed" when final or out of attempts, else queued again with a pause.

    A job that was canceled in the meantime ends as canceled. Does nothing when the claim is lost.
    """
    job = _mine(handle)
    if job is None:
        return
    now = clock.now()
    if job.cancel_requested_at is not None:
        _end(job, Job.State.CANCELED, now)
    elif final or job.attempts >= job.max_attempts:
        _end(job, Job.State.FAILED, now, error=reason)
    else:
        change(
            job.pk,
            state=Job.State.QUEUED,
            error=reason,
            token=None,
            lease_until=None,
            run_after=now + timedelta(seconds=settings.JOB_RETRY_SECONDS * 2 ** (job.attempts - 1)),
            published_at=None,
            bells=0,
        )


@transaction.atomic
def mark_canceled(handle: JobHandle) -> None:
    """The handler saw the request to cancel and stopped."""
    job = _mine(handle)
    if job is not None:
        _end(job, Job.State.CANCELED, clock.now())


def _mine(handle: JobHandle) -> Job | None:
    return (
        Job.objects.select_for_update()
        .filter(pk=handle.job_id, token=handle.token, state=Job.State.RUNNING)
        .first()
    )


def _end(job: Job, state: str, now: datetime, error: str = "") -> None:
    change(job.pk, state=state, error=error, token=None, lease_until=None, finished_at=now)


@transaction.atomic
def cancel(job: Job, now: datetime) -> None:
    """Cancel a queued job at once; ask a running one to stop. Raises WrongState when it is over."""
    locked = Job.objects.select_for_update().get(pk=job.pk)
    if locked.is_over:
        raise WrongState(_("This has already ended."))
    change(job.pk, cancel_requested_at=now)
    if locked.state == Job.State.QUEUED or locked.lease_until is None or locked.lease_until < now:
        _end(locked, Job.State.CANCELED, now)
    job.refresh_from_db()


@transaction.atomic
def retry(job: Job) -> None:
    """Queue a failed or canceled job again with fresh attempts. Raises WrongState otherwise."""
    taken = change(
        job.pk,
        Q(state__in=[Job.State.FAILED, Job.State.CANCELED]),
        state=Job.State.QUEUED,
        attempts=0,
        bells=0,
        error="",
        progress=0,
        progress_note="",
        token=None,
        lease_until=None,
        cancel_requested_at=None,
        started_at=None,
        finished_at=None,
        run_after=None,
        published_at=None,
    )
    if not taken:
        raise WrongState(_("Only what failed or was canceled can be tried again."))
    job.refresh_from_db()
    _ring_after_commit(job)


def due_jobs(now: datetime) -> list[UUID]:
    """Keys of all jobs that could be claimed now, oldest first."""
    free = Job.objects.filter(_free(now), _due(now), attempts__lt=F("max_attempts"))
    return list(free.order_by("created_at", "pk").values_list("pk", flat=True))


def sweep(now: datetime) -> int:
    """Ring again for jobs that nobody works on; end those that are out of attempts.

    Returns how many bells the broker took. A backlog is not rung again on each round: a job's bell
    rests for JOB_REPUBLISH_SECONDS, twice as long after each further ring, at most eight times.
    """
    _end_lost(now)
    ids = Job.objects.filter(
        _free(now),
        _due(now),
        _unheard(now),
        attempts__lt=F("max_attempts"),
        cancel_requested_at__isnull=True,
    ).order_by("created_at", "pk")
    rung = 0
    for job_id in list(ids.values_list("pk", flat=True)[:SWEEP_BATCH]):
        if not publish(job_id):
            break
        rung += 1
    return rung


def _end_lost(now: datetime) -> None:
    canceled, exhausted = Q(cancel_requested_at__isnull=False), Q(attempts__gte=F("max_attempts"))
    ended = {"token": None, "lease_until": None, "finished_at": now}
    for job_id in list(
        Job.objects.filter(_lost(now), canceled | exhausted).values_list("pk", flat=True)
    ):
        if not change(job_id, _lost(now), canceled, state=Job.State.CANCELED, **ended):
            change(
                job_id, _lost(now), exhausted, state=Job.State.FAILED, error=WORKER_DIED, **ended
            )


def _unheard(now: datetime) -> Q:
    pause = settings.JOB_REPUBLISH_SECONDS
    unheard = Q(published_at__isnull=True) | Q(bells=0)
    for bells, factor in ((1, 1), (2, 2), (3, 4)):
        unheard |= Q(bells=bells, published_at__lt=now - timedelta(seconds=pause * factor))
    return unheard | Q(bells__gte=4, published_at__lt=now - timedelta(seconds=pause * 8))
