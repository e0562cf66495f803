"""Ringing the bell: a message with the job's id to whichever worker listens.

The job row is the truth; a bell that is not heard is rung again by the sweep.
"""

import logging
from time import monotonic
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils.module_loading import import_string
from kombu.exceptions import InconsistencyError, KombuError

from cip.jobs.models import Job
from cip.kernel import clock

log = logging.getLogger(__name__)

QUIET_SECONDS = 10
_quiet_until = 0.0


def publish(job_id: UUID) -> bool:
    """Ring for one job; whether the broker took it.

    A broker that does not answer costs one attempt of a few seconds; then this process leaves it
    alone for QUIET_SECONDS, so that requests do not queue up behind it.
    """
    global _quiet_until  # noqa: PLW0603 - one circuit breaker a process
    if not settings.JOBS_PUBLISH or monotonic() < _quiet_until:
        return False
    app = import_string(settings.JOBS_CELERY_APP)
    try:
        app.send_task("cip.jobs.run", kwargs={"job_id": str(job_id)}, retry=False)
    except (KombuError, InconsistencyError, OSError) as error:
        _quiet_until = monotonic() + QUIET_SECONDS
        log.warning("job %s not published, the sweep will ring again: %s", job_id, error)
        return False
    Job.objects.filter(pk=job_id).update(published_at=clock.now(), bells=F("bells") + 1)
    return True
