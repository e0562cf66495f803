"""The Celery tasks: run one job, sweep."""

from typing import Any
from uuid import UUID

from celery import shared_task

from cip.jobs import services
from cip.jobs.running import run_job
from cip.kernel import clock


@shared_task(name="cip.jobs.run")
def run(*, job_id: str, **_kwargs: Any) -> None:
    """Run the job with this id if it is still to be had."""
    run_job(UUID(job_id))


@shared_task(name="cip.jobs.sweep")
def sweep(**_kwargs: Any) -> None:
    """Ring again for what was dropped; beat calls this every few seconds."""
    services.sweep(clock.now())
