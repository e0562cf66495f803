"""Run what is due in this process: no broker, no worker needed."""

from typing import Any

from django.core.management.base import BaseCommand

from cip.jobs import services
from cip.jobs.running import run_job
from cip.kernel import clock


class Command(BaseCommand):
    """`manage.py run_jobs`: work off all jobs that are due, oldest first, then stop."""

    help = "Runs every job that is due in this process, oldest first, then stops."

    def handle(self, *args: Any, **options: Any) -> None:
        """Claims are exclusive, so this may run beside workers."""
        done = 0
        while due := services.due_jobs(clock.now()):
            claimed = sum(run_job(job_id) for job_id in due)
            if not claimed:
                break
            done += claimed
        self.stdout.write(f"{done} jobs run.")
