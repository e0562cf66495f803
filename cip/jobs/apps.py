from django.apps import AppConfig


class JobsConfig(AppConfig):
    """App registration."""

    name = "cip.jobs"
    label = "jobs"
