"""The history of requested reports."""

from pathlib import PurePath
from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from cip.access.actor import Actor
from cip.accounts.models import Organization
from cip.db.models import Identified
from cip.db.querysets import TenantQuerySet
from cip.jobs.models import Job


def report_path(run: "ReportRun", filename: str) -> str:
    """Where a finished report is stored; PDF unless the name given ends otherwise."""
    return f"reports/{run.organization_id}/{run.pk}{PurePath(filename).suffix or '.pdf'}"


class ReportRunQuerySet(TenantQuerySet["ReportRun"]):
    """Runs of one organization; a guest sees only the own ones."""

    def visible_to(self, actor: Actor) -> Self:
        """All runs of the organization; for an advisor those requested by the advisor."""
        rows = super().visible_to(actor)
        return rows.filter(requested_by_id=actor.user_id) if actor.is_advisor_only else rows


class ReportRun(Identified):
    """One request for a report. Its job row says how far it is; the file exists once it is done."""

    tenant_path = "organization_id"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="report_runs")
    kind = models.CharField(_("kind"), max_length=40)
    subject_id = models.UUIDField()
    subject_label = models.CharField(_("about"), max_length=300)
    program_id = models.UUIDField(null=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True
    )
    requested_by_label = models.CharField(_("requested by"), max_length=300)
    requested_at = models.DateTimeField(_("requested at"), auto_now_add=True)
    language = models.CharField(max_length=10, default="en")
    parameters = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    job = models.OneToOneField(Job, models.PROTECT, related_name="report_run")
    document = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    file = models.FileField(upload_to=report_path, max_length=200, blank=True)
    checksum = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(null=True)
    pages = models.PositiveIntegerField(null=True)

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organization", "-requested_at"], name="reports_latest"),
            models.Index(fields=["kind", "subject_id"], name="reports_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject_label}"
