from django.apps import AppConfig


class AuditConfig(AppConfig):
    """App registration."""

    name = "cip.audit"
    label = "audit"
