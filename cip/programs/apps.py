from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    """App registration."""

    name = "cip.programs"
    label = "programs"
