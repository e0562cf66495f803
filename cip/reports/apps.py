from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """App registration."""

    name = "cip.reports"
    label = "reports"
