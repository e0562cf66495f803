"""The job row."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from cip.db.models import Identified


class Job(Identified):
    """One piece of background work, from the request to its end.

    A worker owns the job while `token` is its own and `lease_until` lies ahead. `published_at` is
    the last time the bell was rung, `bells` how often since the job became free. `version` counts
    what people can see change.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELED = "canceled", _("Canceled")

    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    dedupe_key = models.CharField(max_length=200, null=True, unique=True)  # noqa: DJ001 - null means none
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    progress_note = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    bells = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField(null=True)
    cancel_requested_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["state", "lease_until"],
                name="jobs_open",
                condition=models.Q(state__in=["queued", "running"]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(progress__gte=0, progress__lte=100), name="jobs_progress_percent"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="running")
                | models.Q(token__isnull=False, lease_until__isnull=False),
                name="jobs_running_is_claimed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_over(self) -> bool:
        """Whether the job has ended, well or not."""
        return self.state in (self.State.DONE, self.State.FAILED, self.State.CANCELED)
