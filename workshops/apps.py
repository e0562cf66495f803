from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    """App registration."""

    name = "workshops"
