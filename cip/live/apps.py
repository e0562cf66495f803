from django.apps import AppConfig


class LiveConfig(AppConfig):
    """App registration."""

    name = "cip.live"
    label = "live"
