from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """App registration."""

    name = "assessments"
