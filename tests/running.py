"""Run queued jobs in the test's process, as the worker would."""

from cip.jobs.models import Job
from cip.jobs.running import run_job


def run_jobs(limit: int = 100) -> int:
    """Run every queued job once, oldest first; how many ran."""
    ids = (
        Job.objects.filter(state=Job.State.QUEUED)
        .order_by("created_at")
        .values_list("pk", flat=True)
    )
    return sum(run_job(job_id) for job_id in list(ids[:limit]))
