"""Changes of a job that people can see: counted in its version, told to pages after commit."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from cip.jobs.models import Job
from cip.live.services import publish
from cip.live.topics import topic


def change(job_id: UUID, *conditions: Q, **values: Any) -> bool:
    """Set values of the job if it meets the conditions; whether it did."""
    job = Job.objects.filter(*conditions, pk=job_id)
    if not job.update(version=F("version") + 1, **values):
        return False
    transaction.on_commit(partial(_tell, job_id), robust=True)
    return True


def topic_of(job_id: UUID) -> str:
    """What a page watches that shows the job."""
    return topic("job", job_id)


def _tell(job_id: UUID) -> None:
    version = Job.objects.filter(pk=job_id).values_list("version", flat=True).first()
    if version is not None:
        publish(topic_of(job_id), version)
