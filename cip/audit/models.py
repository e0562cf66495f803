"""Audit rows hold texts, not foreign keys, so that they outlive what they describe (ADR 0004)."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from cip.db.querysets import TenantQuerySet


class AuditEvent(models.Model):
    """One act. A database trigger refuses update and delete."""

    tenant_path = "organization_id"

    at = models.DateTimeField(auto_now_add=True)
    organization_id = models.UUIDField(null=True)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=64, blank=True)
    actor_label = models.CharField(max_length=300)
    action = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=64)
    subject_label = models.CharField(max_length=300, blank=True)
    program_id = models.UUIDField(null=True)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = TenantQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organization_id", "-at"], name="audit_organization_at"),
            models.Index(fields=["subject_type", "subject_id"], name="audit_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_type} {self.subject_id}"
