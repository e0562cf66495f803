"""Large model files that are read, compared and stored in the background."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from cip.accounts.models import Organization
from cip.db.models import Identified
from cip.db.querysets import TenantQuerySet
from cip.jobs.models import Job
from models_catalog.models.model import ModelVersion


class ImportRun(Identified):
    """One file on its way into the catalog. Its job row says how far it is.

    `content` is the file, kept only until it is stored, refused, canceled or forgotten; it is
    never served. `result` is what was found in it, see `services.results`. `is_dry_run` turns
    false when the person has seen the result and asks to store it; that is a job of its own.
    """

    tenant_path = "organization_id"

    class Standing(models.TextChoices):
        """Where the file stands, for people."""

        WAITING = "queued", _("Waiting")
        RUNNING = "running", _("Under way")
        CHECKED = "checked", _("Checked, not stored")
        REFUSED = "refused", _("Problems found")
        STORED = "stored", _("Stored")
        FAILED = "failed", _("Failed")
        CANCELED = "canceled", _("Canceled")

    class Outcome(models.TextChoices):
        """What was found; for a dry run what storing would do."""

        REFUSED = "refused", _("problems found")
        CREATED = "created", _("a new draft")
        REPLACED = "replaced", _("replaces a draft")
        UNCHANGED = "unchanged", _("nothing new")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="import_runs")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True
    )
    requested_by_label = models.CharField(_("requested by"), max_length=300)
    requested_at = models.DateTimeField(_("requested at"))
    language = models.CharField(max_length=10, default="en")
    content = models.BinaryField(null=True)
    file_name = models.CharField(_("file"), max_length=200)
    size = models.PositiveIntegerField(_("size in bytes"))
    checksum = models.CharField(_("SHA-256"), max_length=64)
    form = models.CharField(max_length=10, blank=True)
    owner = models.TextField(blank=True)
    attribution = models.TextField(blank=True)
    is_dry_run = models.BooleanField()
    job = models.OneToOneField(Job, models.PROTECT, related_name="import_run")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    result = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    version = models.ForeignKey(ModelVersion, models.SET_NULL, related_name="+", null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organization", "-requested_at"], name="catalog_imports_latest")
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def standing(self) -> Standing:
        """Where the file stands, by its job and what was found."""
        state = Job.State(self.job.state)
        if state is not Job.State.DONE:
            return _STANDINGS[state]
        if self.outcome == self.Outcome.REFUSED:
            return self.Standing.REFUSED
        return self.Standing.CHECKED if self.is_dry_run else self.Standing.STORED

    @property
    def can_be_stored(self) -> bool:
        """Whether it is checked and holds something new."""
        is_new = self.outcome != self.Outcome.UNCHANGED
        return self.standing is self.Standing.CHECKED and is_new


_STANDINGS = {
    Job.State.QUEUED: ImportRun.Standing.WAITING,
    Job.State.RUNNING: ImportRun.Standing.RUNNING,
    Job.State.FAILED: ImportRun.Standing.FAILED,
    Job.State.CANCELED: ImportRun.Standing.CANCELED,
}
