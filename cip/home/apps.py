from django.apps import AppConfig


class HomeConfig(AppConfig):
    """App registration (commands of the roof)."""

    name = "cip.home"
    label = "home"
