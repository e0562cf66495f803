from django.apps import AppConfig


class WebConfig(AppConfig):
    """App registration."""

    name = "cip.web"
    label = "web"
