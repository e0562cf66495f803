"""Run one job: claim, call its handler, end it. Celery task, command and tests share this."""

import logging
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from cip.jobs import services
from cip.jobs.handle import JobCanceled, LeaseLost
from cip.jobs.models import Job
from cip.kernel import clock
from cip.kernel.errors import DomainError

log = logging.getLogger(__name__)


def run_job(job_id: UUID) -> bool:
    """Run the job if it can be claimed; whether it was claimed.

    A DomainError is final (the same input fails again) and its sentence is shown to the requester.
    Any other error is retried, then stored as failed; its traceback goes to the log, the requester
    reads a sentence that names the job.
    """
    handle = services.claim(job_id, clock.now())
    if handle is None:
        return False
    job = Job.objects.get(pk=job_id)
    try:
        import_string(settings.JOB_HANDLERS[job.kind])(handle, job.payload)
    except JobCanceled:
        services.mark_canceled(handle)
    except LeaseLost:
        log.warning("job %s was taken over by another worker", job_id)
    except DomainError as error:
        services.mark_failed(handle, error.message, final=True)
    except Exception as error:  # the one place where a failure becomes a job's state
        log.exception("job %s failed", job_id)
        # A connection that broke in the middle is replaced; if the database stays away, so does the
        # row: its lease runs out and the sweep takes it up.
        if not connection.in_atomic_block:
            close_old_connections()
        services.mark_failed(handle, _unexpected(error, job_id), final=False)
    return True


def _unexpected(error: Exception, job_id: UUID) -> str:
    return _(
        "Something went wrong on our side (%(error)s). Try again; if it happens again, tell the"
        " operators: the log has the details under %(job)s."
    ) % {"error": type(error).__name__, "job": job_id}
